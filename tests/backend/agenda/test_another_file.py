# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Where the griffie lays documents down, a link is all that tells one file from the next."""

import pytest
from sqlalchemy import select

from backend.accounts.roles import Role
from backend.council.tables import AgendaItemDocument
from tests.backend.agenda.test_reading_in import PARK, Town, file
from tests.browse import text

pytestmark = pytest.mark.anyio


@pytest.fixture
async def town(signed_in, sessions) -> Town:
    return Town(await signed_in(Role.GRIFFIE), sessions)


async def excepted(town: Town) -> str:
    desk = f"/griffie/agendapunten/{(await town.item(PARK)).id}"
    plea = {"ground": "spoed", "reason": "De school moet open.", "doe": "openbaar"}
    assert (await town.do(f"{desk}/uitzondering", **plea)).status_code == 303
    assert "Klaar, met uitzondering" in text(await town.griffier.get(desk))
    return desk


async def document(town: Town) -> str:
    async with town.sessions() as db:
        at = AgendaItemDocument.agenda_item_id == (await town.item(PARK)).id
        return str((await db.scalars(select(AgendaItemDocument.document_id).where(at))).one())


async def test_another_link_in_a_file_is_asked_about_and_turns_the_item_red(town) -> None:
    await town.read(file(PARK, link="https://raad.example/park.pdf"))
    desk = await excepted(town)
    looked = await town.look(file(PARK, link="https://raad.example/heel-anders.pdf"))
    assert "Hier verandert een stuk waar iets aan hangt" in text(looked)
    assert (await town.press(looked)).status_code == 422
    assert (await town.press(looked, weg="ja")).status_code == 303
    assert "Stuk veranderd" in text(await town.griffier.get(desk))
    again = await town.look(file(PARK, link="https://raad.example/heel-anders.pdf"))
    assert "Hier verandert een stuk" not in text(again)


async def test_another_link_by_hand_turns_the_item_red_and_the_log_says_which(
    town, signed_in
) -> None:
    await town.read(file(PARK, link="https://raad.example/park.pdf"))
    desk = await excepted(town)
    to = f"/griffie/documenten/{await document(town)}/titel"
    assert (await town.do(to, url="https://raad.example/heel-anders.pdf")).status_code == 303
    assert "Stuk veranderd" in text(await town.griffier.get(desk))
    office = await signed_in(Role.REKENKAMER)
    log = text(await office.get("/griffie/logboek"))
    assert "https://raad.example/heel-anders.pdf" in log


async def test_the_first_link_of_a_document_is_no_other_file(town) -> None:
    await town.read(file(PARK, link=""))
    desk = await excepted(town)
    looked = await town.look(file(PARK, link="https://raad.example/park.pdf"))
    assert "Hier verandert een stuk" not in text(looked)
    assert (await town.press(looked)).status_code == 303
    assert "Klaar, met uitzondering" in text(await town.griffier.get(desk))
