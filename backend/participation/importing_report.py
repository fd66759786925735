# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""What an import came to, in words and as a table for a spreadsheet."""

from collections.abc import Iterator
from typing import Final

import msgspec

from backend.participation.importing import Outcome
from backend.participation.importing_rows import Problem
from backend.web.cells import csv_table

MOST_PRINTED: Final = 20
MOST_IN_JSON: Final = 2_000


def as_csv(outcome: Outcome) -> bytes:
    """Every problem and every remark; a row with two has two lines."""
    kinds = (("geweigerd", outcome.problems), ("opmerking", outcome.remarks))
    found = (
        (one.row, one.column, one.question, kind, one.what) for kind, some in kinds for one in some
    )
    return csv_table(("rij", "kolom", "vraag", "soort", "waarom"), found)


def sentence(problem: Problem) -> str:
    column = f", kolom “{problem.column}”" if problem.column else ""
    question = f" ({problem.question})" if problem.question else ""
    return f"rij {problem.row}{column}{question}: {problem.what}"


def lines(outcome: Outcome) -> Iterator[str]:
    deed = "zouden erin komen" if outcome.dry_run else "ingelezen"
    rows = "rij" if outcome.rows == 1 else "rijen"
    yield (
        f"{outcome.rows} {rows}: {outcome.accepted} {deed}, {outcome.refused} geweigerd,"
        f" {outcome.unchanged} stonden er al."
    )
    if outcome.blank:
        skipped = "lege rij is" if outcome.blank == 1 else "lege rijen zijn"
        yield f"{outcome.blank} {skipped} overgeslagen."
    for problem in outcome.problems[:MOST_PRINTED]:
        yield sentence(problem)
    more = len(outcome.problems) - MOST_PRINTED
    if more > 0:
        yield f"En nog {more} problemen. Met --refused FILE.csv staan ze allemaal in een bestand."
    if outcome.remarks:
        yield "Kijk nog naar deze rijen. Zij zijn niet geweigerd:"
    for remark in outcome.remarks[:MOST_PRINTED]:
        yield sentence(remark)
    more = len(outcome.remarks) - MOST_PRINTED
    if more > 0:
        yield f"En nog {more} zulke rijen. Met --report FILE.csv staan ze allemaal in een bestand."
    if outcome.dry_run:
        yield "Dit was een proef: er is niets bewaard."


def as_json(outcome: Outcome) -> dict[str, object]:
    """With how many problems and remarks were left out, when there are very many."""
    found: dict[str, object] = msgspec.to_builtins(outcome)
    for name, some in (("problems", outcome.problems), ("remarks", outcome.remarks)):
        found[name] = msgspec.to_builtins(some[:MOST_IN_JSON])
        found[f"{name}_left_out"] = max(0, len(some) - MOST_IN_JSON)
    return found
