# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""What is said about one letter by many people, still unchecked: `sentences.write` checks it."""

from collections.abc import Iterator

from analysis.dutch import are, reactions
from analysis.figures import Figures
from analysis.letters import LetterFigures, value
from analysis.points import PointFigures
from analysis.questions import QuestionFigures
from analysis.sets import Sets, any_of
from surveys.sentences import Citation, Sentence, numbers, spelled
from surveys.stances import IN_FAVOUR, OPPOSED
from surveys.template import stance_key

RULE = "letter"
_WHAT = {
    "advice": "tekst als advies over beslispunt {}",
    "condition": "voorwaarde bij beslispunt {}",
    "touched": "tekst over wie beslispunt {} raakt",
}


def _senders(letter: LetterFigures, sets: Sets) -> Citation:
    entries = sets.answers.get((letter.question, value(letter.number)), 0)
    return Citation(letter.question, entries, letter.senders)


def _sides(letter: LetterFigures, point: PointFigures, sets: Sets) -> tuple[str, list[Citation]]:
    key, senders = stance_key(point.number), _senders(letter, sets).entries
    favour, opposed = (any_of(sets, key, side) for side in (IN_FAVOUR, OPPOSED))
    cited = [
        Citation(key, favour & senders, letter.in_favour),
        Citation(key, opposed & senders, letter.opposed),
        Citation(key, favour & ~senders, letter.others_in_favour),
        Citation(key, opposed & ~senders, letter.others_opposed),
    ]
    inside, outside = (
        f"{are(one.count)} er {spelled(one.count)} voor en {spelled(other.count)} tegen"
        for one, other in (cited[:2], cited[2:])
    )
    return f" Van die reacties {inside}. Zonder die reacties {outside}.", cited


def about(figures: Figures, point: PointFigures, sets: Sets) -> Iterator[Sentence]:
    for letter in figures.letters:
        if letter.decision_point != point.number:
            continue
        what = _WHAT[letter.question.removeprefix(f"{point.number}.")].format(point.number)
        text = f"In {reactions(letter.senders)} staat bijna dezelfde {what}. Die tellen gewoon mee."
        cited = [_senders(letter, sets)]
        if point.asks_stance:
            more, sides = _sides(letter, point, sets)
            text, cited = text + more, cited + sides
        yield Sentence(RULE, text, tuple(cited), (str(point.number),), point.number)


def answers(figures: Figures, question: QuestionFigures, sets: Sets) -> Iterator[Sentence]:
    for letter in figures.letters:
        if letter.question not in (question.key, f"{question.key}.other"):
            continue
        text = (
            f"In {reactions(letter.senders)} staat bijna hetzelfde antwoord op de vraag"
            f' "{question.label}". Die tellen gewoon mee.'
        )
        fixed = tuple(numbers(question.label))
        yield Sentence(RULE, text, (_senders(letter, sets),), fixed, question.decision_point)
