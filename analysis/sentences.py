# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""The figures in plain Dutch: every number rests on entries that are cited, or nothing is said."""

from collections.abc import Iterator

from analysis import letter_sentences, point_sentences, question_sentences
from analysis.dutch import are, came, listed, reactions
from analysis.figures import Figures
from analysis.frames import CANCELLED, RECEIVED
from analysis.members import Members
from analysis.sets import COUNTED, Sets
from surveys.sentences import Citation, Sentence, check, spelled
from surveys.template import advice_key, stance_key

_CHANNEL = "channel"
_WAYS = {
    "web": "via de website",
    "paper": "op papier",
    "phone": "via de telefoon",
    "desk": "aan de balie",
    "import": "uit een ander systeem",
}
_ANOTHER_WAY = "op een andere manier"
_ENDS = {
    "replaced": "vervangen door een nieuwe versie",
    "withdrawn": "ingetrokken",
    "set_aside": "om een reden opzij gelegd",
}


def _opening(figures: Figures, sets: Sets) -> Iterator[Sentence]:
    counted, received = figures.totals.counted, figures.totals.received
    if counted:
        text = f"{reactions(counted)} {'telt' if counted == 1 else 'tellen'} mee."
        cited = Citation(COUNTED, sets.entries[COUNTED], counted)
        yield Sentence("counted", text, (cited,))
    gone = {cause: n for cause in CANCELLED if (n := getattr(figures.totals, cause))}
    if not gone:
        if not counted:
            yield Sentence("received", "Er zijn geen reacties binnengekomen.", ())
        return
    cited = (
        Citation(RECEIVED, sets.entries[RECEIVED], received),
        *(Citation(cause, sets.entries[cause], n) for cause, n in gone.items()),
    )
    ends = listed([f"{spelled(n)} {_ENDS[cause]}" for cause, n in gone.items()])
    verb = are(next(iter(gone.values())))
    text = f"Van de {reactions(received)} die binnenkwamen, {verb} er {ends}."
    if not counted:
        text = f"Er {came(received)} {reactions(received)} binnen, maar niets telt mee: "
        text += f"er {verb} {ends}."
    yield Sentence("received", text, cited)


def _ways(figures: Figures, sets: Sets) -> Sentence:
    """Channels without a word of their own are one way together."""
    order = (*_WAYS.values(), _ANOTHER_WAY)
    numbers = dict.fromkeys(order, 0)
    entries = dict.fromkeys(order, 0)
    for row in figures.by_channel:
        way = _WAYS.get(row.channel, _ANOTHER_WAY)
        numbers[way] += row.counted
        entries[way] |= sets.channels.get(row.channel, 0)
    used = {way: n for way, n in numbers.items() if n}
    cited = tuple(Citation(_CHANNEL, entries[way], n) for way, n in used.items())
    if len(used) == 1:
        ((way, n),) = used.items()
        return Sentence("channels", f"{reactions(n)} {came(n)} {way} binnen.", cited)
    parts = listed([f"{spelled(n)} {way}" for way, n in used.items()])
    return Sentence("channels", f"Zo kwamen de reacties binnen: {parts}.", cited)


def unchecked(figures: Figures, sets: Sets) -> Iterator[Sentence]:
    """In the order of printing; for whoever holds them against what was printed."""
    yield from _opening(figures, sets)
    if figures.totals.counted:
        for point in figures.told:
            yield from point_sentences.about(point, sets)
            yield from letter_sentences.about(figures, point, sets)
        for question in figures.questions:
            yield from question_sentences.about(question, sets)
            yield from letter_sentences.answers(figures, question, sets)
        yield _ways(figures, sets)


def known(figures: Figures, sets: Sets) -> dict[str, Members]:
    """Which entries may be cited for which question; also for checking a summary again."""
    received, counted = sets.entries[RECEIVED], sets.entries[COUNTED]
    may: dict[str, Members] = dict.fromkeys((RECEIVED, *CANCELLED), received)
    may |= dict.fromkeys((COUNTED, _CHANNEL), counted)
    for point in figures.points:
        may |= dict.fromkeys((stance_key(point.number), advice_key(point.number)), counted)
    may |= dict.fromkeys((letter.question for letter in figures.letters), counted)
    for question in figures.questions:
        may |= dict.fromkeys(question_sentences.keys(question), counted)
    return may


def write(figures: Figures, sets: Sets) -> tuple[Sentence, ...]:
    """In the order of printing; raises `Unfounded` for a sentence that its entries do not bear."""
    sentences = tuple(unchecked(figures, sets))
    may = known(figures, sets)
    for sentence in sentences:
        check(sentence, may)
    return sentences
