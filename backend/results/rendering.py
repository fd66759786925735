# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""The stored summary as a table for spreadsheets. Nothing is computed here."""

import csv
import io
from collections.abc import Iterator

from analysis.figures import Figures
from analysis.points import PointFigures
from backend.results.content import Content

# The last four are the full-width forms, which spreadsheets fold to the first four.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\0", "\uff1d", "\uff0b", "\uff0d", "\uff20")
Cell = str | int | None


def inert(text: str) -> str:
    """Text that a spreadsheet will not run (ASVS V1.2.10)."""
    return f"'{text}" if text.startswith(_FORMULA) else text


HEADER = ("onderdeel", "beslispunt", "groep", "maat", "aantal", "promille", "tekst")


NAMES = ("received", "counted", "replaced", "withdrawn", "set_aside")


def _totals(figures: Figures) -> Iterator[tuple[Cell, ...]]:
    for name in NAMES:
        yield ("totaal", None, None, name, getattr(figures.totals, name), None, None)
    for channel in figures.by_channel:
        for name in NAMES:
            yield ("kanaal", None, channel.channel, name, getattr(channel, name), None, None)
    for day in figures.by_day:
        group = f"{day.day.isoformat()} {day.channel}"
        for name in NAMES:
            yield ("dag", None, group, name, getattr(day, name), None, None)


def _point(point: PointFigures) -> Iterator[tuple[Cell, ...]]:
    yield ("beslispunt", point.number, None, None, None, None, point.text)
    for share in point.stances:
        yield ("stelling", point.number, None, share.stance, share.n, share.permille, None)
    for channel in point.by_channel:
        for share in channel.stances:
            part = (share.stance, share.n, share.permille, None)
            yield ("stelling", point.number, channel.channel, *part)
    yield ("saldo", point.number, None, "net", point.agreement.net, None, None)
    yield ("saldo", point.number, None, "of", point.agreement.of, None, None)
    for name in ("answered", "left_empty", "advices", "conditions", "touched"):
        yield ("telling", point.number, None, name, getattr(point, name), None, None)


def _rows(content: Content) -> Iterator[tuple[Cell, ...]]:
    yield from _totals(content.figures)
    for point in content.figures.points:
        yield from _point(point)
    yield from _groups(content)
    for quoted in content.quotations:
        yield ("citaat", quoted.decision_point, None, quoted.side, None, None, quoted.text)
    for sentence in content.sentences:
        yield ("zin", sentence.decision_point, None, sentence.rule, None, None, sentence.text)


def _groups(content: Content) -> Iterator[tuple[Cell, ...]]:
    for marginal in content.figures.who:
        for people in marginal.shown:
            yield ("wie", None, people.group, marginal.background, people.n, None, None)
        for group in marginal.hidden:
            yield ("wie", None, group, marginal.background, None, None, "te klein om te tonen")
    for crossing in content.figures.crossings:
        for cells in crossing.shown:
            for name in ("in_favour", "opposed", "neither", "empty"):
                measure = f"{crossing.background}:{name}"
                number = getattr(cells, name)
                yield ("groep", crossing.decision_point, cells.group, measure, number, None, None)
        for hidden in crossing.hidden:
            measure = crossing.background
            why = "te klein om te tonen"
            yield ("groep", crossing.decision_point, hidden.group, measure, None, None, why)


def as_csv(content: Content) -> bytes:
    """UTF-8 with a mark and semicolons, which is what a Dutch spreadsheet opens by itself."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(HEADER)
    for row in _rows(content):
        writer.writerow(inert(cell) if isinstance(cell, str) else cell for cell in row)
    return b"\xef\xbb\xbf" + out.getvalue().encode()
