# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""The griffie reads a file in through the page."""

import csv
import io

import pytest
from sqlalchemy import func, select

from backend.accounts.roles import Role
from backend.audit.tables import AuditLine
from backend.participation import importing_mapping, importing_refused
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


async def send(browser, park, page, button, rows=None, *, chosen=None, **changed):
    """Press a button of the form on this page, with these files chosen, if any."""
    address = f"/griffie/raadplegingen/{park.id}/inlezen"
    fields = {**form(page, address), **changed, "naar": [button]}
    files = {"bestand": ("e.csv", rows), "koppeling": ("k.json", chosen)}
    sent = {name: file for name, file in files.items() if file[1] is not None}
    data = {name: values for name, values in fields.items() if name not in files}
    return await browser.post(address, data=data, files=sent or None)


async def entries(sessions) -> list[Entry]:
    async with sessions() as db:
        return list((await db.scalars(select(Entry))).all())


async def test_the_page_proposes_the_griffier_corrects_tries_and_reads_in(
    signed_in, sessions, park
) -> None:
    griffier = await signed_in(Role.GRIFFIE)
    page = await griffier.get(f"/griffie/raadplegingen/{park.id}/inlezen")
    assert 'value="inlezen"' not in page.text
    header = ("Response ID", "Datum", "Wat vindt u van dit punt?", "Toelichting", "=Keren", "Wijk")
    said = (simple(1, stance="Voor"), simple(2, stance="Tja"), simple(3, times="=1+1"))
    rows = as_csv(header, [*said, simple(4, stance="voor")])
    proposed = await send(griffier, park, page, "koppelen", rows)
    assert proposed.status_code == 200
    fields = form(proposed, f"/griffie/raadplegingen/{park.id}/inlezen")
    assert (fields["k0"], fields["k2"], fields["k3"]) == (["nummer"], ["veld|1.stance"], [""])
    assert "Bijvoorbeeld: Voor; Tja; Mee eens" in text(proposed)
    assert (fields["w2.0"], fields["w2.1"]) == (["for"], ["?"])

    corrected = {"k3": ["veld|1.advice"], "k4": ["veld|keer"], "k5": ["veld|wijk"]}
    shown = await send(griffier, park, proposed, "koppelen", **corrected, **{"w2.2": ["for"]})
    tried = await send(griffier, park, shown, "proberen")
    assert "4 rijen: nieuw 2, geweigerd 2, al eerder ingelezen 0." in text(tried)
    assert (
        "3 Wat vindt u van dit punt? Beslispunt 1: Wat vindt u van dit punt?"
        " Het antwoord “Tja” staat niet in de koppeling." in text(tried)
    )
    assert await entries(sessions) == []

    done = await send(griffier, park, tried, "inlezen")
    assert "4 rijen: ingelezen 2, geweigerd 2, al eerder ingelezen 0." in text(done)
    found = await entries(sessions)
    async with sessions() as db:
        line = (await db.scalars(select(AuditLine).where(AuditLine.action == "inlezen"))).one()
    assert {(entry.channel, entry.entered_by) for entry in found} == {("import", line.actor_id)}

    away = await send(griffier, park, done, "geweigerd")
    assert away.headers["content-disposition"] == 'attachment; filename="geweigerd-park.csv"'
    table = list(csv.reader(io.StringIO(away.content.decode("utf-8-sig")), delimiter=";"))
    assert table[0] == [*importing_refused.COLUMNS, *header[:4], "'=Keren", "Wijk"]
    assert [(row[0], row[2], row[6]) for row in table[1:]] == [
        ("3", "2", "12"),
        ("4", "3", "'=1+1"),
    ]
    assert table[1][1] == (
        "Wat vindt u van dit punt?: Het antwoord “Tja” staat niet in de koppeling."
    )

    kept = await send(griffier, park, done, "bewaren")
    mended = away.content.replace(b"Tja", b"Voor").replace(b"'=1+1", b"13")
    last = await send(griffier, park, page, "proberen", mended, chosen=kept.content)
    assert "2 rijen: nieuw 2, geweigerd 0, al eerder ingelezen 0." in text(last)
    again = await send(griffier, park, page, "proberen", rows, chosen=kept.content)
    assert "4 rijen: nieuw 0, geweigerd 2, al eerder ingelezen 2." in text(again)
    assert 'value="inlezen"' not in again.text


async def test_only_what_was_tried_is_read_in(signed_in, sessions, park) -> None:
    griffier = await signed_in(Role.GRIFFIE)
    page = await griffier.get(f"/griffie/raadplegingen/{park.id}/inlezen")
    tried = await send(griffier, park, page, "proberen", ROWS, chosen=MAPPING)
    changed = await send(griffier, park, tried, "inlezen", k3=[""])
    assert changed.status_code == 409
    assert "niet wat u net hebt geprobeerd" in changed.text
    untried = await send(griffier, park, page, "inlezen", ROWS, chosen=MAPPING)
    assert (untried.status_code, await entries(sessions)) == (409, [])


async def test_what_is_wrong_with_file_form_or_mapping_is_shown_at_once(
    signed_in, sessions, park
) -> None:
    griffier = await signed_in(Role.GRIFFIE)
    page = await griffier.get(f"/griffie/raadplegingen/{park.id}/inlezen")
    empty = await send(griffier, park, page, "raar")
    assert empty.status_code == 422
    assert "Kies het bestand met de antwoorden." in empty.text
    pdf = await send(griffier, park, page, "koppelen", b"%PDF-1.7\n%\xe2\xe3")
    assert "Dit is een pdf, geen tabel." in text(pdf)
    half = importing_mapping.write(mapping(SIMPLE.columns))
    wrong = await send(griffier, park, page, "proberen", ROWS, chosen=half)
    assert wrong.status_code == 422
    assert "kolom Datum" in text(wrong)
    assert "kolom Response ID" in text(wrong)
    elsewhere = importing_mapping.write(mapping(SIMPLE.columns, consultation="bos"))
    assert (
        "Hier hoort park te staan."
        in (await send(griffier, park, page, "proberen", ROWS, chosen=elsewhere)).text
    )
    many = as_csv(SIMPLE_HEADER, [simple(n) for n in range(2_001)])
    assert (
        "Hier passen 2.000 rijen tegelijk."
        in (await send(griffier, park, page, "proberen", many)).text
    )
    assert await entries(sessions) == []


async def test_a_citizen_service_number_is_shown_before_it_is_read_in(
    signed_in, sessions, park
) -> None:
    griffier = await signed_in(Role.GRIFFIE)
    page = await griffier.get(f"/griffie/raadplegingen/{park.id}/inlezen")
    row = ("7", "", "Oneens", "Mijn nummer is 123456782.", "", "")
    rows = as_csv(SIMPLE_HEADER, [row])
    tried = await send(griffier, park, page, "proberen", rows, chosen=MAPPING)
    assert "1 rij: nieuw 1, geweigerd 0" in text(tried)
    assert "2 Toelichting Beslispunt 1: Wat raadt u de raad aan? Hier lijkt een" in text(tried)
    done = await send(griffier, park, tried, "inlezen")
    assert "Geef deze tekst niet vrij als citaat" in text(done)


async def test_after_closing_nothing_comes_in(signed_in, sessions, park) -> None:
    griffier = await signed_in(Role.GRIFFIE)
    page = await griffier.get(f"/griffie/raadplegingen/{park.id}/inlezen")
    tried = await send(griffier, park, page, "proberen", ROWS, chosen=MAPPING)
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


async def test_a_file_of_fifty_megabytes_is_told_so_on_the_form_itself(signed_in, park) -> None:
    griffier = await signed_in(Role.GRIFFIE)
    page = await griffier.get(f"/griffie/raadplegingen/{park.id}/inlezen")
    for name in ("rows", "chosen"):
        sent = {"rows": as_csv(("Response ID",), [("1",)]), name: b"x" * 50_000_000}
        reply = await send(
            griffier, park, page, "koppelen", sent["rows"], chosen=sent.get("chosen")
        )
        assert reply.status_code == 422, name
        assert "te groot" in text(reply), name
        assert form(reply, f"/griffie/raadplegingen/{park.id}/inlezen")
