# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Somebody answers every kind of question, and everything goes wrong that can go wrong."""

import anyio
import httpx
import pytest
from sqlalchemy import func, select

from backend.consultations.tables import Consultation
from backend.participation.tables import Entry
from tests.asked import EVERYTHING, NEEDED, TURNINGS
from tests.browse import form, text
from tests.make import make_consultation, move
from tests.pressing import action, code_on, fill, press

pytestmark = pytest.mark.anyio
FIRST = {"q1__toys": ["wip", "other"], "q1__toys__other": "Een zandbak", "q1__safe": "2"}
PAGES = [FIRST, NEEDED, {"auto": "ja", "komt": ["wip", "nu"]}, {"parking": "ja"}]


@pytest.fixture
async def park(sessions):
    async with sessions.begin() as db:
        return await make_consultation(db, slug="park", questionnaire=EVERYTHING)


async def entries(sessions) -> int:
    async with sessions() as db:
        return (await db.scalars(select(func.count()).select_from(Entry))).one()


async def test_from_the_first_page_to_what_was_done_with_it(resident, sessions, park) -> None:
    # Given somebody who fills in everything, thinks again, and sends it
    page = await fill(resident, PAGES)
    assert "Een wip Anders, namelijk: Een zandbak" in text(page)
    page = await press(resident, await press(resident, page, "pagina-3"), "controleren", auto="nee")
    assert "Staat uw auto op de Meerkade? Ja" in text(page).partition("Dit versturen we niet")[2]
    sent = await press(resident, page, "versturen")
    code = code_on(await resident.get(sent.headers["location"]))

    # When the consultation closes and is counted
    async with sessions.begin() as db:
        row = await db.get_one(Consultation, park.id)
        for stage in ("closed", "summarised"):
            await move(db, row, stage)

    # Then the code still shows what was said, and what became of it
    mine = await resident.post("/mijn-inzending", data={"code": code})
    for said in (
        "Uw reactie telt mee",
        "Wat is er met uw antwoorden gedaan?",
        "Uw antwoorden zijn meegeteld",
        "Daarna staat die op deze site",
        "Een wip Dit jaar",
        "Anders, namelijk: Een zandbak",
    ):
        assert said in text(mine), said
    assert "/samenvatting" not in mine.text, "a draft of a summary is not for everybody"
    assert "Staat uw auto" not in mine.text
    assert "Wijzig mijn antwoorden" not in mine.text


async def test_two_tabs_with_the_same_form_are_one_answer(resident, sessions, park) -> None:
    check = await fill(resident, PAGES)
    one = await press(resident, check, "versturen")
    other = await press(resident, check, "versturen")
    assert one.headers["location"] == other.headers["location"]
    assert await entries(sessions) == 1
    changed = await press(
        resident, await press(resident, check, "pagina-1"), "controleren", q1__toys=["wip"],
        q1__toys__other="",
    )  # fmt: skip
    late = await press(resident, changed, "versturen")
    assert (late.status_code, await entries(sessions)) == (409, 1)
    assert "al verstuurd, met andere antwoorden" in text(late)


async def test_fifty_times_send_at_once_is_one_answer_and_one_receipt(
    resident, sessions, park
) -> None:
    check = await fill(resident, PAGES)
    codes: list[str] = []

    async def send() -> None:
        sent = await press(resident, check, "versturen")
        codes.append(code_on(await resident.get(sent.headers["location"])))

    async with anyio.create_task_group() as together:
        for _ in range(50):
            together.start_soon(send)
    assert (len(codes), len(set(codes)), await entries(sessions)) == (50, 1, 1)
    assert codes[0]


@pytest.mark.parametrize("button", ["volgende", "versturen"])
async def test_a_form_that_lay_open_over_closing_gives_every_word_back(
    resident, sessions, park, button: str
) -> None:
    page = await fill(resident, PAGES[:2])
    async with sessions.begin() as db:
        await move(db, await db.merge(park), "closed")
    page = await press(resident, page, button, komt=["wip", "nu"], rest="Tot ziens.")
    assert page.status_code == 409
    for said in ("Een wip Anders, namelijk: Een zandbak", "Een wip Dit jaar", "Tot ziens."):
        assert said in text(page)
    assert await entries(sessions) == 0


async def spoilt(resident: httpx.AsyncClient, page: httpx.Response) -> httpx.Response:
    fields = form(page, action("park"))
    stand = fields["stand"][0]
    fields["stand"] = [stand[:-2] + ("AA" if stand[-2:] != "AA" else "BB")]
    extra = {"rest": ["Nog iets."], "komt": ["wip", "nu"], "naar": ["versturen"]}
    return await resident.post(action("park"), data={**fields, **extra})


async def test_a_state_that_was_tampered_with_sends_nothing_and_loses_nothing(
    resident, sessions, park
) -> None:
    page = await spoilt(resident, await fill(resident, PAGES[:2]))
    assert page.status_code == 400
    for said in ("Anders, namelijk: Een zandbak", "Een wip Dit jaar", "Nog iets.", "120 euro"):
        assert said in text(page)
    assert await entries(sessions) == 0


async def test_a_turning_can_be_gone_back_on_as_often_as_one_likes(resident, sessions) -> None:
    async with sessions.begin() as db:
        await make_consultation(db, slug="park", questionnaire=TURNINGS)
    page = await fill(
        resident, [{"q1__stance": "against"}, {"q2__why": "plek"}, {"place": "Het plein"}, {}]
    )
    for stance, there in (("for", False), ("against", True), ("neutral", False)):
        page = await press(resident, page, "pagina-1")
        page = await press(resident, page, "controleren", q1__stance=stance)
        page = await press(resident, page, "controleren")
        before = text(page).partition("Dit versturen we niet")[0]
        assert ("Het plein" in before) == there
        assert "Het plein" in text(page)
