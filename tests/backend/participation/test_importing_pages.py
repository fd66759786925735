# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""The griffie reads a file in through the page."""

import pytest
from sqlalchemy import func, select

from backend.accounts.roles import Role
from backend.audit.tables import AuditLine
from backend.participation import importing_mapping
from backend.participation.tables import Entry
from tests.backend.participation.exports import (
    ASKED,
    SIMPLE,
    SIMPLE_HEADER,
    as_csv,
    mapping,
    simple,
)
from tests.browse import form, text
from tests.make import make_consultation, move

pytestmark = pytest.mark.anyio
ROWS = as_csv(SIMPLE_HEADER, [simple(1), simple(2, stance="Tja"), simple(3)])
MAPPING = importing_mapping.write(SIMPLE)


@pytest.fixture
async def park(sessions):
    async with sessions.begin() as db:
        return await make_consultation(db, slug="park", questionnaire=ASKED)


async def send(browser, park, page, button, rows=ROWS, *, chosen=MAPPING):
    """Press a button of the form on this page with these files chosen."""
    address = f"/griffie/raadplegingen/{park.id}/inlezen"
    fields = {name: values[0] for name, values in form(page, address).items()}
    sent = {"bestand": ("e.csv", rows), "koppeling": ("k.json", chosen)}
    return await browser.post(
        address,
        data={name: value for name, value in fields.items() if name not in sent} | {"naar": button},
        files={name: file for name, file in sent.items() if file[1]},
    )


async def entries(sessions) -> list[Entry]:
    async with sessions() as db:
        return list((await db.scalars(select(Entry))).all())


async def test_first_a_try_and_then_for_real_with_the_same_files(signed_in, sessions, park) -> None:
    griffier = await signed_in(Role.GRIFFIE)
    page = await griffier.get(f"/griffie/raadplegingen/{park.id}/inlezen")
    assert 'value="inlezen"' not in page.text
    tried = await send(griffier, park, page, "proberen")
    assert tried.status_code == 200
    assert 'value="inlezen"' in tried.text
    assert "3 rijen: 2 komen erin, 1 geweigerd, 0 stonden er al." in text(tried)
    assert "3 Park? Het antwoord “Tja” staat niet in de koppeling." in text(tried)
    assert await entries(sessions) == []
    done = await send(griffier, park, tried, "inlezen")
    assert "3 rijen: 2 ingelezen, 1 geweigerd, 0 stonden er al." in text(done)
    found = await entries(sessions)
    async with sessions() as db:
        line = (await db.scalars(select(AuditLine).where(AuditLine.action == "inlezen"))).one()
    assert {(entry.channel, entry.entered_by) for entry in found} == {("import", line.actor_id)}
    again = await send(griffier, park, done, "proberen")
    assert "3 rijen: 0 komen erin, 1 geweigerd, 2 stonden er al." in text(again)
    assert 'value="inlezen"' not in again.text
    again = await send(griffier, park, again, "inlezen")
    assert "3 rijen: 0 ingelezen, 1 geweigerd, 2 stonden er al." in text(again)
    assert len(await entries(sessions)) == 2


async def test_other_files_than_were_tried_are_not_read_in(signed_in, sessions, park) -> None:
    griffier = await signed_in(Role.GRIFFIE)
    page = await griffier.get(f"/griffie/raadplegingen/{park.id}/inlezen")
    tried = await send(griffier, park, page, "proberen")
    other = as_csv(SIMPLE_HEADER, [simple(9)])
    refused = await send(griffier, park, tried, "inlezen", other)
    assert refused.status_code == 409
    assert "andere bestanden" in refused.text
    untried = await send(griffier, park, page, "inlezen")
    assert (untried.status_code, await entries(sessions)) == (409, [])


async def test_what_is_wrong_with_file_form_or_mapping_is_shown_at_once(
    signed_in, sessions, park
) -> None:
    griffier = await signed_in(Role.GRIFFIE)
    page = await griffier.get(f"/griffie/raadplegingen/{park.id}/inlezen")
    empty = await send(griffier, park, page, "raar", b"", chosen=b"")
    assert empty.status_code == 422
    assert "Kies het bestand: antwoorden." in empty.text
    assert "Kies het bestand: koppeling." in empty.text
    half = importing_mapping.write(mapping(SIMPLE.columns))
    wrong = await send(griffier, park, page, "proberen", chosen=half)
    assert wrong.status_code == 422
    assert "kolom Datum" in text(wrong)
    assert "kolom Response ID" in text(wrong)
    elsewhere = importing_mapping.write(mapping(SIMPLE.columns, consultation="bos"))
    assert (
        "Hier hoort park te staan."
        in (await send(griffier, park, page, "proberen", chosen=elsewhere)).text
    )
    many = as_csv(SIMPLE_HEADER, [simple(n) for n in range(2_001)])
    assert (
        "Hier passen 2000 rijen tegelijk."
        in (await send(griffier, park, page, "proberen", many)).text
    )
    assert await entries(sessions) == []


async def test_after_closing_nothing_comes_in(signed_in, sessions, park) -> None:
    griffier = await signed_in(Role.GRIFFIE)
    page = await griffier.get(f"/griffie/raadplegingen/{park.id}/inlezen")
    tried = await send(griffier, park, page, "proberen")
    async with sessions.begin() as db:
        await move(db, await db.merge(park), "closed")
    late = await send(griffier, park, tried, "inlezen")
    assert late.status_code == 409
    assert "Deze raadpleging is niet open." in late.text
    assert await entries(sessions) == []


@pytest.mark.parametrize("role", [Role.ADVIESRAAD, Role.RAADSLID, Role.BEHEERDER])
async def test_nobody_else_reads_in(signed_in, sessions, park, role: Role) -> None:
    other = await signed_in(role)
    reply = await other.get(f"/griffie/raadplegingen/{park.id}/inlezen")
    assert reply.status_code == 403
    async with sessions() as db:
        assert (await db.scalars(select(func.count()).select_from(Entry))).one() == 0
