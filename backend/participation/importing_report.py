# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""What an import came to, in words, and what was refused as a table for a spreadsheet."""

from collections.abc import Iterator
from typing import Final

import msgspec

from backend.participation.importing import Outcome
from backend.participation.importing_rows import Problem
from backend.web.cells import csv_table
from backend.web.tables_in import Table
from surveys.text import UNPRINTABLE

MOST_PRINTED: Final = 20
MOST_IN_JSON: Final = 2_000


def as_csv(outcome: Outcome) -> bytes:
    """Every problem; a row with two has two lines."""
    found = ((problem.row, problem.column, problem.what) for problem in outcome.problems)
    return csv_table(("rij", "kolom", "waarom"), found)


def refused(outcome: Outcome, table: Table) -> bytes:
    """Each refused row once: its number, every reason, and what stood in it, to mend and read in
    again. What a spreadsheet would run or nobody can read, is made harmless."""
    why: dict[int, list[str]] = {}
    for problem in outcome.problems:
        said = f"{problem.column}: {problem.what}" if problem.column else problem.what
        why.setdefault(problem.row, []).append(said)
    rows = {row.number: row.original for row in table.rows if row.number in why}
    return csv_table(
        ("rij", "waarom", *table.header),
        (
            (number, _readable(" ".join(why[number])), *map(_readable, rows.get(number, ())))
            for number in sorted(why)
        ),
    )


def _readable(text: str) -> str:
    return UNPRINTABLE.sub("\ufffd", text)


def sentence(problem: Problem) -> str:
    where = f"rij {problem.row}" + (f", kolom {problem.column}" if problem.column else "")
    return f"{where}: {problem.what}"


def lines(outcome: Outcome) -> Iterator[str]:
    deed = "zouden erin komen" if outcome.dry_run else "ingelezen"
    yield (
        f"{outcome.rows} rijen: {outcome.accepted} {deed}, {outcome.refused} geweigerd,"
        f" {outcome.unchanged} stonden er al."
    )
    if outcome.blank:
        yield f"{outcome.blank} lege rijen zijn overgeslagen."
    for problem in outcome.problems[:MOST_PRINTED]:
        yield sentence(problem)
    more = len(outcome.problems) - MOST_PRINTED
    if more > 0:
        yield f"En nog {more} problemen. Met --refused FILE.csv staan ze allemaal in een bestand."
    if outcome.dry_run:
        yield "Dit was een proef: er is niets bewaard."


def as_json(outcome: Outcome) -> dict[str, object]:
    """With how many problems were left out, when there are very many."""
    found: dict[str, object] = msgspec.to_builtins(outcome)
    found["problems"] = msgspec.to_builtins(outcome.problems[:MOST_IN_JSON])
    found["problems_left_out"] = max(0, len(outcome.problems) - MOST_IN_JSON)
    return found
