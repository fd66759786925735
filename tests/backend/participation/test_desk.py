# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
import re

import pytest
from sqlalchemy import select

from backend.accounts.roles import Role
from backend.audit.tables import AuditLine
from backend.participation.tables import Entry
from tests.browse import form, text
from tests.make import move
from tests.pressing import code_on, take_part

pytestmark = pytest.mark.anyio


def desk(park, page: str) -> str:
    return f"/griffie/raadplegingen/{park.id}/{page}"


async def audited(sessions, action: str) -> list[AuditLine]:
    async with sessions() as db:
        return list((await db.scalars(select(AuditLine).where(AuditLine.action == action))).all())


async def test_an_answer_by_telephone_gets_a_receipt_and_keeps_who_typed_it(
    signed_in, resident, sessions, park
) -> None:
    griffier = await signed_in(Role.GRIFFIE)
    page = await griffier.get(desk(park, "invoer"))
    given = {**form(page, desk(park, "invoer")), "kanaal": "phone", "1.advice": "Meer bomen."}
    page = await griffier.post(desk(park, "invoer"), data=given)
    again = await griffier.post(desk(park, "invoer"), data=given)
    assert code_on(page) == code_on(again) != ""
    for shown in (page, again):
        assert "Meer bomen." in shown.text
        assert "https://raadgever.test/mijn-inzending" in text(shown)
        assert "Punt 2" not in text(shown), "what was not answered is not on the slip"
    async with sessions() as db:
        entry = (await db.scalars(select(Entry))).one()
    lines = await audited(sessions, "invoeren")
    assert (entry.channel, entry.entered_by) == ("phone", lines[0].actor_id)
    assert (len(lines), lines[0].detail["kanaal"]) == (1, "phone")
    assert "Meer bomen" not in str(lines[0].detail)
    mine = await resident.post("/mijn-inzending", data={"code": code_on(page)})
    assert "Meer bomen." in mine.text


async def test_an_entry_with_mistakes_names_them_all_and_keeps_everything(
    signed_in, sessions, park
) -> None:
    griffier = await signed_in(Role.GRIFFIE)
    page = await griffier.get(desk(park, "invoer"))
    fields = form(page, desk(park, "invoer"))
    given = {**fields, "1.advice": "x" * 4001, "2.stance": "?", "2.advice": "Rust.", "raar": "1"}
    page = await griffier.post(desk(park, "invoer"), data=given)
    assert page.status_code == 422
    for place in ("veld-kanaal", "veld-1-advice", "veld-2-stance", "veld-raar"):
        assert f'href="#{place}"' in page.text
    kept = form(page, desk(park, "invoer"))
    assert (kept["2.advice"], kept["sleutel"]) == (["Rust."], fields["sleutel"])


async def test_staff_see_how_many_and_never_what_while_it_is_open(
    signed_in, resident, park
) -> None:
    await take_part(resident, [{"q1__stance": "for", "q1__advice": "Meer bomen."}, {}, {}])
    griffier = await signed_in(Role.GRIFFIE)
    page = await griffier.get(desk(park, "inzendingen"))
    assert "website 1 1 0 0 0" in text(page)
    assert "Meer bomen" not in page.text
    assert "Helemaal voor" not in page.text


async def test_proposing_to_set_aside_needs_a_reason_and_leaves_an_audit_line(
    signed_in, resident, sessions, park
) -> None:
    await take_part(resident, [{"q1__stance": "for"}, {}, {}])
    griffier = await signed_in(Role.GRIFFIE)
    page = await griffier.get(desk(park, "inzendingen"))
    fields = form(page, desk(park, "inzendingen/apart"))
    refused = await griffier.post(desk(park, "inzendingen/apart"), data=fields)
    assert refused.status_code == 422
    assert "Kies een reden" in refused.text
    mark = re.findall(r">([0-9a-f]{10})<", page.text)[0]
    given = {**fields, "kenmerk": mark, "reden": "proef", "toelichting": "Een proef van ons."}
    done = await griffier.post(desk(park, "inzendingen/apart"), data=given)
    assert done.headers["location"] == desk(park, "te-beoordelen")
    page = await griffier.get(desk(park, "inzendingen"))
    assert "website 1 1 0 0 0" in text(page), "it counts until somebody else confirms it"
    assert "Er is 1 inzending te beoordelen" in text(page)
    (line,) = await audited(sessions, "apart leggen voorstellen")
    assert line.detail == {"reden": "proef", "toelichting": "Een proef van ons."}
    twice = await griffier.post(desk(park, "inzendingen/apart"), data=given)
    assert twice.status_code == 409
    assert "Er is al een voorstel" in twice.text


async def test_after_closing_the_desk_is_closed_and_nothing_typed_is_lost(
    signed_in, sessions, park
) -> None:
    griffier = await signed_in(Role.GRIFFIE)
    fields = form(await griffier.get(desk(park, "invoer")), desk(park, "invoer"))
    async with sessions.begin() as db:
        await move(db, await db.merge(park), "closed")
    given = {**fields, "kanaal": "desk", "1.advice": "Meer bomen."}
    page = await griffier.post(desk(park, "invoer"), data=given)
    assert page.status_code == 409
    assert form(page, desk(park, "invoer"))["1.advice"] == ["Meer bomen."]


@pytest.mark.parametrize("role", [Role.ADVIESRAAD, Role.RAADSLID, Role.BEHEERDER])
async def test_nobody_else_gets_behind_the_desk(signed_in, park, role: Role) -> None:
    other = await signed_in(role)
    assert (await other.get(desk(park, "inzendingen"))).status_code == 403
    assert (await other.get(desk(park, "invoer"))).status_code == 403
