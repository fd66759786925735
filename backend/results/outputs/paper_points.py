# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a paper summary says on one decision point, and on one question."""

from collections.abc import Iterator

from analysis.disclosure import Cells, Crossing
from analysis.dutch import CHANNELS, STANCES, balance
from analysis.points import PointFigures
from analysis.questions import QuestionFigures
from analysis.stance_spread import in_words
from backend.results.content import Content
from backend.results.outputs.bars import Drawn
from backend.results.outputs.blocks import (
    NONE,
    Block,
    chart,
    group,
    heading,
    quotes,
    share,
    table,
    texts,
)
from surveys.sentences import spelled
from surveys.stances import Stance


def sentences(content: Content, point: int | None, question: str = "") -> Iterator[Block]:
    for sentence in content.sentences:
        if sentence.question == question and (question or sentence.decision_point == point):
            yield Block("text", sentence.text)


def _stances(point: PointFigures, drawn: Drawn | None) -> Iterator[Block]:
    title = f"Wat mensen vinden van beslispunt {point.number}"
    if drawn:
        yield chart(drawn)
    channels = [channel for channel in point.by_channel if channel.answered]
    columns = [point.stances, *(channel.stances for channel in channels)]
    opinions = point.answered - point.no_opinion
    rows = [
        (
            STANCES[total.stance],
            *(spelled(one.n) for one in (total, *rest)),
            share(total.n, opinions) if total.stance is not Stance.NO_OPINION else NONE,
        )
        for total, *rest in zip(*columns, strict=True)
    ]
    names = [CHANNELS.get(channel.channel, channel.channel) for channel in channels]
    yield table(title, ("Mening", "Samen", *names, "Deel"), rows, len(names) + 2)
    yield from texts(_balance(point))


def _balance(point: PointFigures) -> str:
    said = balance(point.agreement.net, point.agreement.of)
    if point.asks_advice:
        often, conditions = spelled(point.advices), spelled(point.conditions)
        said += f" Mensen gaven {often} keer advies en noemden {conditions} keer een voorwaarde."
    said += f" {spelled(point.left_empty)} keer bleef deze vraag leeg."
    if point.not_asked:
        often = spelled(point.not_asked)
        said += f" {often} keer is deze vraag niet gesteld, door een eerder antwoord."
    return said


def _crossing(content: Content, crossing: Crossing) -> Iterator[Block]:
    asked = next(each for each in content.background if each.key == crossing.background)
    if crossing.told:
        rows = [
            (group(asked, cells.group), *map(spelled, _cells(cells))) for cells in crossing.told
        ]
        header = ("Groep", "Voor", "Tegen", "Neutraal, geen mening of leeg")
        yield table(f"Beslispunt {crossing.decision_point}. {asked.label}", header, rows, 3)
    if crossing.nobody:
        names = ", ".join(group(asked, each) for each in crossing.nobody)
        yield Block("small", f"{asked.label} Niemand uit: {names}.")
    if crossing.hidden:
        hidden = ", ".join(group(asked, each.group) for each in crossing.hidden)
        yield Block(
            "small",
            f"{asked.label} Niet getoond: {hidden}. Zo blijft verborgen wat"
            f" {content.figures.k - 1} mensen of minder zeiden.",
        )


def _cells(cells: Cells) -> tuple[int, ...]:
    return cells.answers


def of_question(content: Content, asked: QuestionFigures) -> Iterator[Block]:
    yield heading(asked.label, 3 if asked.decision_point is not None else 2)
    yield from sentences(content, None, asked.key)
    if asked.answered and asked.options:
        rows = [(one.label, spelled(one.n), share(one.n, asked.answered)) for one in asked.options]
        yield table("Alle antwoorden op deze vraag", ("Antwoord", "Aantal", "Deel"), rows, 2)
    counts = (
        f"Antwoord gegeven: {spelled(asked.answered)}. Weet ik niet: {spelled(asked.no_opinion)}."
        f" Leeg gelaten: {spelled(asked.left_empty)}."
    )
    more = f" Niet gevraagd, door een eerder antwoord: {spelled(asked.not_asked)}."
    yield from texts(counts + (more if asked.not_asked else ""))
    yield from quotes([quote for quote in content.quotations if quote.question == asked.key])


def of_point(content: Content, point: PointFigures, drawn: Drawn | None) -> Iterator[Block]:
    yield heading(f"Beslispunt {point.number}")
    yield Block("lead", point.text)
    if point.asks_stance:
        yield from _stances(point, drawn)
        spreads = [one for one in content.figures.spreads if one.decision_point == point.number]
        yield from texts(*map(in_words, spreads))
    yield from sentences(content, point.number)
    yield from _advice(content, point)
    for asked in content.figures.questions:
        if asked.decision_point == point.number:
            yield from of_question(content, asked)
    for crossing in content.figures.crossings:
        here = crossing.decision_point == point.number
        if here and crossing.background not in content.figures.withheld:
            yield from _crossing(content, crossing)


def _advice(content: Content, point: PointFigures) -> Iterator[Block]:
    sides = [*map(str, Stance), "none"]
    said = [q for q in content.quotations if q.decision_point == point.number and not q.question]
    if said:
        yield heading("Wat mensen de raad raden", 2)
        yield from quotes(sorted(said, key=lambda quote: sides.index(quote.side)))
