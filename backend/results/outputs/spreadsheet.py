# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""The summary as a workbook: first what it is, then the figures as people read them, then all.

Every text is written as text and made inert as well: who saves a sheet as CSV and opens that has
no formula either. The only moment in the file is the one at which the summary was made final.
"""

import io
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from msgspec import Struct
from xlsxwriter import Workbook

from analysis.dutch import CHANNELS, STANCES, WAYS
from analysis.points import ChannelStances, PointFigures
from backend.results import apart
from backend.results.content import Content
from backend.results.dictionary import terms
from backend.results.rows import HEADER, rows
from backend.web.cells import Cell, inert
from backend.web.languages import DUTCH, spoken
from backend.web.pages import day, moment
from surveys.reviewed import Section
from surveys.stances import Stance

_TOGETHER = "alles samen"
_TOTALS = ("received", "counted", "replaced", "withdrawn", "set_aside")


class Sheet(Struct, frozen=True):
    """`widths` of its columns, in letters."""

    name: str
    header: Sequence[str]
    rows: Iterable[Sequence[Cell]]
    widths: Sequence[int]


def _about(content: Content) -> Iterator[tuple[Cell, ...]]:
    yield ("Wat is dit", "De cijfers van een raadpleging: wat mensen zeiden over een voorstel.")
    yield ("Voorstel", content.title)
    yield ("Gemeente", content.municipality)
    yield ("Versie", content.number)
    if content.finalised_at is not None:
        yield ("Definitief op", day(content.finalised_at))
    yield ("Waar dit staat", content.address)
    yield ("Open van", moment(content.opened_at))
    yield ("Tot", moment(content.closed_at))
    yield ("Let op", "Mensen kozen zelf om mee te doen. Het is geen steekproef.")
    yield ("Kleine groepen", f"Groepen van minder dan {content.figures.k} mensen staan er niet in.")
    if content.correction:
        yield ("Wat is er verbeterd", content.correction)
    yield ("Uitleg", "Wat de woorden betekenen, staat op het blad Uitleg.")


def _count(content: Content) -> Iterator[tuple[Cell, ...]]:
    figures = content.figures
    yield (_TOGETHER, *(getattr(figures.totals, name) for name in _TOTALS))
    for each in figures.by_channel:
        name = CHANNELS.get(each.channel, each.channel)
        yield (name, *(getattr(each, total) for total in _TOTALS))
    for each in figures.by_way:
        yield (WAYS[each.way], *(getattr(each, total) for total in _TOTALS))


def _stances(point: PointFigures, name: str, said: ChannelStances | PointFigures) -> Sequence[Cell]:
    numbers = {share.stance: share.n for share in said.stances}
    counts = (said.answered, said.left_empty, said.not_asked)
    return (point.number, point.text, name, *(numbers.get(s, 0) for s in Stance), *counts)


def _points(content: Content) -> Iterator[Sequence[Cell]]:
    for point in content.figures.points:
        if point.asks_stance:
            yield _stances(point, _TOGETHER, point)
            for each in point.by_channel:
                yield _stances(point, CHANNELS.get(each.channel, each.channel), each)


def _apart(content: Content) -> Iterator[tuple[Cell, ...]]:
    for each in apart.comparisons(content.figures):
        for row in each.rows:
            yield (each.caption, *row)


def _sheets(content: Content, section: Section) -> Iterator[Sheet]:
    yield Sheet("Over dit bestand", ("Wat", "Inhoud"), _about(content), (22, 90))
    header = ("Weg", "Binnen", "Geteld", "Vervangen", "Ingetrokken", "Apart gelegd")
    yield Sheet("Telling", header, _count(content), (18, 10, 10, 12, 12, 14))
    names = (*STANCES.values(), "Gaf antwoord", "Liet leeg", "Niet gevraagd")
    header = ("Beslispunt", "Tekst", "Weg", *names)
    yield Sheet("Beslispunten", header, _points(content), (11, 50, 14, *[15] * len(names)))
    if content.figures.with_aside is not None:
        header = ("Vraag", *apart.HEADER)
        yield Sheet("Met en zonder apart", header, _apart(content), (40, 30, 12, 20))
    widths = (12, 11, 22, 20, 9, 9, 70, 14)
    yield Sheet("Alle cijfers", HEADER, rows(content, section), widths)
    words = ((term.column or "kolom", term.word, term.meaning) for term in terms())
    yield Sheet("Uitleg", ("Kolom", "Woord", "Wat het betekent"), words, (14, 20, 90))


def xlsx(content: Content, section: Section) -> bytes:
    out = io.BytesIO()
    book: Any = Workbook(out, {"in_memory": True})  # its own types are half there
    book.set_size(24_000, 14_000)
    about = {"title": content.title, "author": f"Gemeente {content.municipality}"}
    made = content.finalised_at or content.closed_at
    book.set_properties({**about, "created": made.replace(microsecond=0, tzinfo=None)})
    bold = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
    text = book.add_format({"text_wrap": True, "valign": "top"})
    with spoken(DUTCH):
        for sheet in _sheets(content, section):
            page = book.add_worksheet(sheet.name)
            for place, width in enumerate(sheet.widths):
                page.set_column(place, place, width)
            page.freeze_panes(1, 0)
            page.repeat_rows(0)
            for place, name in enumerate(sheet.header):
                page.write_string(0, place, name, bold)
            for line, row in enumerate(sheet.rows, start=1):
                for place, cell in enumerate(row):
                    if isinstance(cell, str):
                        page.write_string(line, place, inert(cell), text)
                    elif cell is not None:
                        page.write_number(line, place, cell, text)
    book.close()
    return out.getvalue()
