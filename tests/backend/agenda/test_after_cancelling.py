# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""A consultation was called off: the next step is a new draft, which nobody makes by itself."""

import pytest

from backend.accounts.roles import Role
from backend.consultations import course, queries
from tests.backend.agenda import made
from tests.backend.agenda.test_reading_in import PARK, Town, file
from tests.browse import form, text

pytestmark = pytest.mark.anyio
DRAFT = "Maak een nieuw concept"


@pytest.fixture
async def town(signed_in, sessions) -> Town:
    return Town(await signed_in(Role.GRIFFIE), sessions)


async def test_the_desk_leads_to_the_new_draft_and_not_round_in_circles(town, sessions) -> None:
    here = await town.read(file(PARK))
    about = (await town.opened(PARK)).id
    async with sessions.begin() as db:
        griffier = await made.make_griffier(db)
        row = await queries.get(db, about)
        await course.cancel(db, griffier, about, row.revision, "Het plan gaat anders worden.")
    desk = f"/griffie/agendapunten/{(await town.item(PARK)).id}"
    to = f"/griffie/raadplegingen/{about}"
    for place in (desk, here, "/griffie/te-doen"):
        page = await town.griffier.get(place)
        assert DRAFT in text(page), place
        assert f'href="{to}"' in page.text, place
        assert "Beschrijf het stuk in gewone taal" not in text(page), place
    assert "Er komt niet vanzelf een nieuwe." in text(await town.griffier.get(desk))
    page = await town.griffier.get(to)
    again = f"{to}/opnieuw"
    assert (await town.griffier.post(again, data=form(page, again))).status_code == 303
    assert "Open de raadpleging" in text(await town.griffier.get(desk))
