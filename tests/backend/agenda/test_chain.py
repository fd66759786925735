# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the audit office reads of a meeting that its source moves, calls off and holds after all."""

import datetime as dt

import pytest
from msgspec import structs

from backend.accounts.roles import Role
from backend.audit.actions import Actor
from backend.council.importing import take_in
from tests.backend.agenda import made
from tests.browse import text

pytestmark = pytest.mark.anyio
FIRST = dt.datetime(2035, 3, 14, 18, 30, tzinfo=dt.UTC)
SOURCE = Actor(None, "bron Raad", "systeem", "-")


async def test_the_chain_names_the_meeting_its_old_day_and_whether_it_is_held(
    sessions, signed_in
) -> None:
    item = made.agenda_item("park", made.paper("park", "Raadsvoorstel park"))
    meeting = structs.replace(made.meeting("raad", item, starts_at=FIRST), source="notubiz")
    later = structs.replace(meeting, starts_at=FIRST + dt.timedelta(days=7))
    off = structs.replace(later, cancelled=True)
    for inbound in (meeting, later, later, off, off, later):
        async with sessions.begin() as db:
            taken = await take_in(db, SOURCE, inbound)
    async with sessions() as db:
        spot = await made.find_spot(db, "park", taken.meeting)
    auditor = await signed_in(Role.REKENKAMER)
    here = f"/griffie/agendapunten/{spot.item_id}/keten"
    steps = (await auditor.get(f"{here}.json")).json()["stappen"]
    told = [(one["stap"], one["door"], one.get("over")) for one in steps]
    assert told == [
        ("documentversie", "Notubiz", "Raadsvoorstel park"),
        ("vergadering verplaatst", "bron Raad (systeem)", "Raadsvergadering"),
        ("vergadering afgelast", "bron Raad (systeem)", "Raadsvergadering"),
        ("vergadering gaat toch door", "bron Raad (systeem)", "Raadsvergadering"),
    ]
    assert (steps[1]["van"], steps[1]["tot"]) == ("2035-03-14T18:30:00Z", "2035-03-21T18:30:00Z")
    page = text(await auditor.get(here))
    assert "door Notubiz" in page
    assert "Van woensdag 14 maart 2035 om 19.30 uur naar woensdag 21 maart" in page


async def test_the_chain_shows_that_the_source_took_an_item_off_and_put_it_back(
    sessions, signed_in
) -> None:
    item = made.agenda_item("park", made.paper("park", "Raadsvoorstel park"))
    meeting = structs.replace(made.meeting("raad", item, starts_at=FIRST), source="notubiz")
    without = structs.replace(meeting, items=())
    for inbound in (meeting, without, without, meeting, meeting):
        async with sessions.begin() as db:
            taken = await take_in(db, SOURCE, inbound, often=True)
    async with sessions() as db:
        spot = await made.find_spot(db, "park", taken.meeting)
    auditor = await signed_in(Role.REKENKAMER)
    here = f"/griffie/agendapunten/{spot.item_id}/keten"
    steps = (await auditor.get(f"{here}.json")).json()["stappen"]
    assert [(one["stap"], one["door"]) for one in steps][1:] == [
        ("van de agenda gehaald", "bron Raad (systeem)"),
        ("teruggezet", "bron Raad (systeem)"),
    ]
