# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""The file of refused rows comes back as it was; nobody else's file is touched."""

import csv
import io

from hypothesis import assume, given
from hypothesis import strategies as st

from backend.errors import Invalid
from backend.participation import importing_refused
from backend.participation.importing import Outcome
from backend.participation.importing_rows import Problem
from backend.web.tables_in import Table
from tests.backend.participation.exports import as_csv

CELLS = st.text(alphabet="'=+-@\uff1d\u0338;,|\t\"\n é1a", max_size=6)
"""What a spreadsheet would run, what cuts cells, and what composes with the letter before it."""


@st.composite
def tables(draw: st.DrawFn) -> Table:
    """As it is read from a file that somebody exported."""
    width = draw(st.integers(1, 4))
    rows = draw(st.lists(st.lists(CELLS, min_size=width, max_size=width), min_size=2, max_size=5))
    try:
        return importing_refused.read(as_csv(rows[0], rows[1:], "utf-8"))
    except Invalid:
        assume(condition=False)
        raise


def refused(table: Table) -> bytes:
    problems = tuple(Problem(row.number, "", "Dit klopt niet.") for row in table.rows)
    number = len(problems)
    outcome = Outcome(True, number, 0, number, 0, 0, problems)  # noqa: FBT003 - all refused
    return importing_refused.write(outcome, table)


@given(tables())
def test_what_was_refused_is_read_back_as_it_stood(table: Table) -> None:
    back = importing_refused.read(refused(table))
    assert back.header == table.header
    assert [row.original for row in back.rows] == [row.original for row in table.rows]
    assert refused(back).partition(b"\n")[0] == refused(table).partition(b"\n")[0]


@given(tables())
def test_no_cell_of_it_is_run_by_a_spreadsheet(table: Table) -> None:
    text = refused(table).decode("utf-8-sig")
    for row in csv.reader(io.StringIO(text, newline=""), delimiter=";"):
        assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\uff1d")) for cell in row)


def test_an_apostrophe_in_somebody_elses_file_stays() -> None:
    table = importing_refused.read(as_csv(("rij", "waarom", "'=tekst"), [("1", "x", "'=1+1")]))
    assert (table.header[2], table.rows[0].cells) == ("'=tekst", ("1", "x", "'=1+1"))
