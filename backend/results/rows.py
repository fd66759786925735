# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""The stored summary as one long table, which CSV, XLSX and Parquet all hold.

Nothing is computed here. What the columns and words mean is in `dictionary`.
"""

from collections.abc import Iterator

from analysis.aside import WithAside
from analysis.figures import Figures
from analysis.letters import LetterFigures
from analysis.points import PointFigures
from analysis.questions import Given, QuestionFigures
from analysis.spread import Between
from backend.results import rows_beside
from backend.results.content import Content
from backend.web.cells import Cell
from surveys.reviewed import Section, blocks

HEADER = ("onderdeel", "beslispunt", "groep", "maat", "aantal", "promille", "tekst", "vraag")
"""`vraag` is the key of a question, where a row is about one that is not a decision point's own."""
Row = tuple[Cell, ...]

NAMES = ("received", "counted", "replaced", "withdrawn", "set_aside")


def _totals(figures: Figures) -> Iterator[Row]:
    for name in NAMES:
        yield ("totaal", None, None, name, getattr(figures.totals, name), None, None)
    for channel in figures.by_channel:
        for name in NAMES:
            yield ("kanaal", None, channel.channel, name, getattr(channel, name), None, None)
    for way in figures.by_way:
        for name in NAMES:
            yield ("code", None, way.way, name, getattr(way, name), None, None)
    if figures.unjudged:
        yield ("totaal", None, None, "unjudged", figures.unjudged, None, None)
    for day in figures.by_day:
        group = f"{day.day.isoformat()} {day.channel}"
        for name in NAMES:
            yield ("dag", None, group, name, getattr(day, name), None, None)


def _point(point: PointFigures) -> Iterator[Row]:
    yield ("beslispunt", point.number, None, None, None, None, point.text)
    yield from _stances(point) if point.asks_stance else ()
    for name in ("answered", "left_empty", "not_asked", "advices", "conditions", "touched"):
        yield ("telling", point.number, None, name, getattr(point, name), None, None)


def _stances(point: PointFigures) -> Iterator[Row]:
    for share in point.stances:
        yield ("stelling", point.number, None, share.stance, share.n, share.permille, None)
    for channel in point.by_channel:
        for share in channel.stances:
            part = (share.stance, share.n, share.permille, None)
            yield ("stelling", point.number, channel.channel, *part)
    yield ("saldo", point.number, None, "net", point.agreement.net, None, None)
    yield ("saldo", point.number, None, "of", point.agreement.of, None, None)


def _said(question: QuestionFigures, given: Given, channel: str | None) -> Iterator[Row]:
    number, key = question.decision_point, question.key
    for option in given.options:
        part = (option.value, option.n, option.permille, option.label, key)
        yield ("antwoord", number, channel, *part)
    for name in ("answered", "no_opinion", "left_empty", "not_asked", "others"):
        yield ("telling", number, channel, name, getattr(given, name), None, None, key)


def _question(question: QuestionFigures) -> Iterator[Row]:
    number, key = question.decision_point, question.key
    yield ("vraag", number, None, question.kind, None, None, question.label, key)
    yield from _said(question, question, None)
    for channel in question.by_channel:
        yield from _said(question, channel, channel.channel)
    if question.spread is not None:
        for name in ("first", "median", "third"):
            between: Between = getattr(question.spread, name)
            yield ("midden", number, None, f"{name}:lower", between.lower, None, None, key)
            yield ("midden", number, None, f"{name}:upper", between.upper, None, None, key)


def _letter(letter: LetterFigures) -> Iterator[Row]:
    group = str(letter.number)
    for name in ("senders", "in_favour", "opposed", "others_in_favour", "others_opposed"):
        number = getattr(letter, name)
        yield ("brief", letter.decision_point, group, name, number, None, None, letter.question)


def _with_aside(both: WithAside) -> Iterator[Row]:
    yield ("met apart", None, None, "counted", both.counted, None, None)
    for point in both.points:
        for share in point.stances:
            part = (share.stance, share.n, share.permille, None)
            yield ("met apart", point.number, None, *part)
        for name in ("answered", "left_empty", "not_asked", "advices", "conditions", "touched"):
            yield ("met apart", point.number, None, name, getattr(point, name), None, None)
    for question in both.questions:
        for option in question.options:
            part = (option.value, option.n, option.permille, option.label, question.key)
            yield ("met apart", None, None, *part)
        for name in ("answered", "no_opinion", "left_empty", "not_asked"):
            number = getattr(question, name)
            yield ("met apart", None, None, name, number, None, None, question.key)


def rows(content: Content, section: Section) -> Iterator[Row]:
    """Each as long as the header."""
    for row in _rows(content, section):
        yield (*row, *[None] * (len(HEADER) - len(row)))


def _reviews(section: Section) -> Iterator[Row]:
    """In the words of the page; an empty group is a review that nobody was asked for."""
    if not section.reviews:
        yield ("adviesraad", None, None, "niet gevraagd", None, None, None)
    for block in blocks(section):
        yield ("adviesraad", None, block.heading, "oordeel", None, None, block.short)
        for part in block.parts:
            said = f"{part.lead} {part.text}".strip()
            yield ("adviesraad", None, block.heading, "tekst", None, None, said)


def _rows(content: Content, section: Section) -> Iterator[Row]:
    yield from _totals(content.figures)
    for point in content.figures.points:
        yield from _point(point)
    for question in content.figures.questions:
        yield from _question(question)
    for letter in content.figures.letters:
        yield from _letter(letter)
    if content.figures.with_aside is not None:
        yield from _with_aside(content.figures.with_aside)
    yield from _names(content)
    yield from _groups(content)
    yield from rows_beside.rows(content.figures)
    for quoted in content.quotations:
        part = (quoted.side, None, None, quoted.text, quoted.question or None)
        yield ("citaat", quoted.decision_point, None, *part)
    for sentence in content.sentences:
        part = (sentence.rule, None, None, sentence.text, sentence.question or None)
        yield ("zin", sentence.decision_point, None, *part)
    yield from _reviews(section)


def _names(content: Content) -> Iterator[Row]:
    """What the codes of groups stand for: they are this town's, and no dictionary has them."""
    for asked in content.background:
        yield ("naam", None, None, asked.key, None, None, asked.label)
        for code, label in asked.options.items():
            yield ("naam", None, code, asked.key, None, None, label)


def _groups(content: Content) -> Iterator[Row]:
    for marginal in content.figures.who:
        for people in marginal.shown:
            yield ("wie", None, people.group, marginal.background, people.n, None, None)
        for group in marginal.hidden:
            yield ("wie", None, group, marginal.background, None, None, "te klein om te tonen")
    for crossing in content.figures.crossings:
        for cells in crossing.shown:
            named = zip(("in_favour", "opposed", "neither"), cells.answers, strict=True)
            for name, number in named:
                measure = f"{crossing.background}:{name}"
                yield ("groep", crossing.decision_point, cells.group, measure, number, None, None)
        for hidden in crossing.hidden:
            measure = crossing.background
            why = "te klein om te tonen"
            yield ("groep", crossing.decision_point, hidden.group, measure, None, None, why)
