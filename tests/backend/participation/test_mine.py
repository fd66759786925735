# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
import asyncio
from uuid import uuid4

import pytest
from sqlalchemy import func, select

from backend.accounts.throttle import Budget
from backend.consultations import queries as consultations
from backend.participation import mine, queries
from backend.participation.tables import AnswerText, Background, CodedAnswers
from surveys.receipt import derive, normalise
from tests.backend.participation.aside import set_aside
from tests.browse import form, text
from tests.make import move
from tests.pressing import action, code_on, press, take_part

pytestmark = pytest.mark.anyio
MINE = "/mijn-inzending"


@pytest.fixture
async def code(resident, park) -> str:
    page = await take_part(
        resident, [{"q1__stance": "for", "q1__advice": "Meer bomen."}, {}, {"age_band": "65+"}]
    )
    return code_on(page)


async def press_mine(browser, page, button: str):
    return await browser.post(MINE, data={**form(page, MINE), "actie": button})


async def test_a_code_shows_what_was_said_and_that_it_counts(resident, code: str) -> None:
    page = await resident.post(MINE, data={"code": code})
    assert "Uw reactie telt mee" in page.text
    assert "Meer bomen." in page.text
    assert code not in page.text


async def test_a_code_may_be_typed_as_people_type(resident, code: str) -> None:
    low = code.lower()
    spelled = (low, low.replace("-", " "), low.replace("-", ""), low.replace("0", "o"))
    for typed in (*spelled, low.replace("1", "l")):
        page = await resident.post(MINE, data={"code": f"  {typed} "})
        assert page.status_code == 200, typed


async def test_a_slip_of_the_pen_is_named_as_one(resident, code: str) -> None:
    wrong = ("A" if code[0] != "A" else "B") + code[1:]
    page = await resident.post(MINE, data={"code": wrong})
    assert page.status_code == 422
    assert "Er zit een tikfout in deze code" in page.text
    assert form(page, MINE)["code"] == [wrong]


async def test_what_cannot_be_a_code_is_refused_kindly(resident, park) -> None:
    for typed in ("", "   ", "x" * 900, "x" * 9000, "\x00", "💥"):
        page = await resident.post(MINE, data={"code": typed})
        assert page.status_code == 422
        assert "Uw code" in text(page)


async def test_an_unknown_code_is_said_kindly(resident, park) -> None:
    page = await resident.post(MINE, data={"code": derive(b"x", uuid4(), uuid4())})
    assert page.status_code == 422
    assert "Deze code kennen wij niet" in page.text


async def test_guessing_is_throttled_per_network_and_counted_when_wrong(
    resident, park, monkeypatch
) -> None:
    monkeypatch.setattr(mine, "PER_NETWORK", Budget("receipt-network", 3, 900))
    guesses = [{"code": derive(b"x", uuid4(), uuid4())} for _ in range(5)]
    statuses = [(await resident.post(MINE, data=guess)).status_code for guess in guesses]
    assert statuses == [422, 422, 422, 429, 429]


async def test_many_with_a_right_code_come_at_once_from_one_network(
    resident, code: str, monkeypatch
) -> None:
    monkeypatch.setattr(mine, "PER_NETWORK", Budget("receipt-network", 3, 900))
    pages = await asyncio.gather(*(resident.post(MINE, data={"code": code}) for _ in range(12)))
    assert {page.status_code for page in pages} == {200}


async def test_who_has_to_wait_reads_how_long_and_keeps_the_code(
    resident, code: str, monkeypatch
) -> None:
    monkeypatch.setattr(mine, "PER_NETWORK", Budget("receipt-network", 1, 900))
    await resident.post(MINE, data={"code": derive(b"x", uuid4(), uuid4())})
    page = await resident.post(MINE, data={"code": code})
    assert page.status_code == 429
    assert "Wacht 15 minuten" in text(page)
    assert "Kunt u niet wachten? Bel 14" in text(page)
    assert form(page, MINE)["code"] == [code]
    assert page.headers["cache-control"] == "no-store"
    assert 800 < int(page.headers["retry-after"]) <= 900


async def test_a_change_starts_from_what_was_said_and_keeps_the_code(
    resident, sessions, town, code: str
) -> None:
    page = await resident.post(MINE, data={"code": code})
    page = await press_mine(resident, page, "wijzigen")
    assert "<title>Wijzig uw antwoorden" in page.text
    assert ">Wijzig uw antwoorden</h1>" in page.text
    page = await press(resident, page, "pagina-1")
    assert form(page, action("park"))["1.advice"] == ["Meer bomen."]
    page = await press(resident, page, "controleren", q1__stance="against")
    sent = await press(resident, page, "versturen")
    page = await resident.get(sent.headers["location"])
    assert code_on(page) == code
    assert "Uw wijziging is ontvangen" in page.text
    async with sessions() as db:
        now = await queries.by_code(db, town.secret, normalise(code) or "")
        assert now is not None
        said = await queries.answers_of(db, now.content_id)
    assert (said["1.stance"], said["1.advice"], said["age_band"]) == (
        "against",
        "Meer bomen.",
        "65+",
    )


async def test_withdrawing_asks_first_and_then_erases(resident, sessions, code: str) -> None:
    page = await press_mine(resident, await resident.post(MINE, data={"code": code}), "intrekken")
    assert "Wilt u uw reactie intrekken?" in page.text
    back = await press_mine(resident, page, "bekijken")
    assert "Uw reactie telt mee" in back.text
    done = await press_mine(resident, page, "echt-intrekken")
    assert "Uw antwoorden zijn gewist" in done.text
    async with sessions() as db:
        for table in (CodedAnswers, AnswerText, Background):
            assert (await db.scalars(select(func.count()).select_from(table))).one() == 0
    after = await resident.post(MINE, data={"code": code})
    assert "U hebt deze reactie ingetrokken" in after.text
    assert "Meer bomen." not in after.text


async def test_a_proof_that_is_not_ours_asks_for_the_code_again(resident, code: str) -> None:
    page = await resident.post(MINE, data={"bewijs": "zelfgemaakt", "actie": "echt-intrekken"})
    assert page.status_code == 422
    assert "Vul uw code voor de veiligheid opnieuw in" in page.text


async def test_what_was_set_aside_says_why_and_can_still_be_withdrawn(
    resident, sessions, town, park, code: str
) -> None:
    async with sessions.begin() as db:
        now = await queries.by_code(db, town.secret, code)
        assert now is not None
        held = await consultations.hold(db, park.id)
        await set_aside(db, held, now.response_id, reason="dubbel")
    page = await resident.post(MINE, data={"code": code})
    assert "Deze reactie telt niet mee" in page.text
    assert "deze reactie kwam twee keer binnen" in page.text
    assert "Wijzig mijn antwoorden" not in page.text
    page = await press_mine(resident, page, "echt-intrekken")
    assert "Uw antwoorden zijn gewist" in page.text


@pytest.mark.parametrize("button", ["wijzigen", "echt-intrekken"])
async def test_after_closing_nothing_changes_and_the_page_says_what_was_done(
    resident, sessions, park, code: str, button: str
) -> None:
    before = await resident.post(MINE, data={"code": code})
    async with sessions.begin() as db:
        await move(db, await db.merge(park), "closed")
    page = await press_mine(resident, before, button)
    assert page.status_code == 409
    assert "Deze raadpleging is gesloten" in page.text
    page = await resident.post(MINE, data={"code": code})
    assert "We tellen nu de antwoorden" in text(page)
    assert "Trek mijn reactie in" not in page.text
