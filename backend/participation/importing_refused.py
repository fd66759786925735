# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""The file of refused rows: written for a spreadsheet to be mended in, and read back as it was.

Its first two columns are how it is known again. Only then is the apostrophe taken off that was put
before what a spreadsheet would run: in anybody else's file it may have been typed by a resident.
"""

from typing import Final

from backend.participation.importing import Outcome
from backend.web import tables_in
from backend.web.cells import csv_table, guarded
from backend.web.tables_in import Table
from surveys.text import UNPRINTABLE

COLUMNS: Final = ("rij in het vorige bestand", "waarom geweigerd")


def write(outcome: Outcome, table: Table) -> bytes:
    """Each refused row once: its number, every reason, and what stood in it. What a spreadsheet
    would run or nobody can read, is made harmless."""
    why: dict[int, list[str]] = {}
    for problem in outcome.problems:
        said = f"{problem.column}: {problem.what}" if problem.column else problem.what
        why.setdefault(problem.row, []).append(said)
    rows = {row.number: row.original for row in table.rows if row.number in why}
    return csv_table(
        (*COLUMNS, *map(guarded, table.header)),
        (
            (number, _readable(" ".join(why[number])), *map(_cell, rows.get(number, ())))
            for number in sorted(why)
        ),
    )


def read(data: bytes, *, sheet: str | None = None) -> Table:
    """A table of responses, and one that `write` made without what `write` put to it."""
    return tables_in.read(data, sheet=sheet, own=COLUMNS)


def _readable(text: str) -> str:
    return UNPRINTABLE.sub("\ufffd", text)


def _cell(text: str) -> str:
    return guarded(_readable(text))
