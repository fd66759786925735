# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""The open link: nothing is dropped, what looks odd has a flag, and a forged header is no help."""

from uuid import uuid4

import httpx
import msgspec
import pytest
from sqlalchemy import func, select

from backend.participation import doorstep
from backend.participation.doorstep import Networks
from backend.participation.tables import Entry, Flag, SpentChallenge
from backend.protection import Protection
from tests.backend.participation.solving import solve
from tests.browse import form, text
from tests.conftest import BASE
from tests.make import make_consultation
from tests.pressing import action, code_on, fill, press, take_part

pytestmark = pytest.mark.anyio
API = "/api/v1/raadplegingen/park"
PROXY = "10.0.0.5"
MOST = 2


@pytest.fixture(params=["yes", "no"])
def group_commit(request) -> str:
    return request.param


@pytest.fixture
def town(town):
    return msgspec.structs.replace(town, protection=Protection(most=MOST, cost=2))


@pytest.fixture
async def proxied(site):
    """A browser behind the proxy of the municipality, which tells where it comes from."""
    transport = httpx.ASGITransport(app=site.app, client=(PROXY, 4711))
    async with httpx.AsyncClient(transport=transport, base_url=BASE) as browser:
        yield browser


async def send(browser: httpx.AsyncClient, told: str = "", **more: object) -> httpx.Response:
    body = {"sleutel": str(uuid4()), "antwoorden": {"1.stance": "for"}, **more}
    headers = {"X-Forwarded-For": told} if told else {}
    return await browser.post(f"{API}/inzendingen", json=body, headers=headers)


async def solved(browser: httpx.AsyncClient, api: str = API) -> str:
    return solve((await browser.get(f"{api}/opgave")).json())


async def flags(sessions) -> list[str]:
    async with sessions() as db:
        return sorted((await db.scalars(select(Flag.sign))).all())


async def number(sessions, table=Entry) -> int:
    async with sessions() as db:
        return (await db.scalars(select(func.count()).select_from(table))).one()


async def test_the_first_of_a_network_pass_and_later_ones_are_stored_with_a_flag(
    resident, sessions, park
) -> None:
    for _ in range(MOST):
        assert (await send(resident)).status_code == 201
    assert await flags(sessions) == []
    assert (await send(resident)).status_code == 201
    assert await flags(sessions) == ["netwerk"]
    assert await number(sessions) == MOST + 1


async def test_a_header_that_the_sender_made_up_is_no_help(proxied, sessions, park) -> None:
    """The proxy adds the true address behind whatever it was told."""
    for place in range(MOST + 1):
        await send(proxied, f"203.0.113.{place}, 198.51.100.{place}, 192.0.2.1")
    assert await flags(sessions) == ["netwerk"]


async def test_who_is_behind_no_proxy_of_ours_may_tell_whatever(resident, sessions, park) -> None:
    for place in range(MOST + 1):
        await send(resident, f"203.0.113.{place}")
    assert await flags(sessions) == ["netwerk"]


async def test_everybody_behind_the_proxy_is_counted_apart(proxied, sessions, park) -> None:
    for place in range(MOST + 3):
        await send(proxied, f"192.0.2.{place}")
    assert await flags(sessions) == []


async def test_an_ipv6_network_is_one_household(proxied, sessions, park) -> None:
    for place in range(MOST + 1):
        await send(proxied, f"2001:db8:1:2::{place}")
    await send(proxied, "2001:db8:1:3::1")
    assert await flags(sessions) == ["netwerk"]


async def test_who_solves_a_challenge_is_not_flagged_for_a_busy_network(
    resident, sessions, park
) -> None:
    for _ in range(MOST + 2):
        assert (await send(resident, opgave=await solved(resident))).status_code == 201
    assert await flags(sessions) == []
    assert await number(sessions, SpentChallenge) == MOST + 2


async def test_far_above_it_whoever_solved_nothing_waits_and_nothing_is_stored(
    resident, sessions, park
) -> None:
    for _ in range(doorstep.TIMES * MOST):
        await send(resident)
    refused = await send(resident)
    assert refused.status_code == 429
    assert 0 < int(refused.headers["retry-after"]) <= doorstep.WINDOW
    assert refused.json()["title"].startswith("Er komen nu heel veel reacties")
    assert await number(sessions) == doorstep.TIMES * MOST
    assert (await send(resident, opgave=await solved(resident))).status_code == 201
    assert len(await flags(sessions)) == doorstep.TIMES * MOST - MOST + 1


async def test_the_page_on_which_somebody_waits_keeps_every_word(resident, sessions, park) -> None:
    page = await fill(resident, [{"q1__advice": "Meer bomen."}, {}, {}])
    for _ in range(doorstep.TIMES * MOST):
        await send(resident)
    waits = await press(resident, page, "versturen")
    assert waits.status_code == 429
    assert "retry-after" in waits.headers
    said = text(waits)
    assert "Er is nu niets verstuurd. Wacht 10 minuten" in said
    assert "Of bel 14 0999" in said
    assert "Meer bomen." in said
    given = form(waits, action("park")) | {"opgave": [await solved(resident)]}
    done = await resident.post(action("park"), data={**given, "naar": "versturen"})
    assert done.status_code == 303, "the same form, once it may"


async def test_a_field_that_nobody_sees_is_taken_in_with_a_flag(resident, sessions, park) -> None:
    page = await fill(resident, [{"q1__advice": "Meer bomen."}, {}, {}])
    sent = await press(resident, page, "versturen", website="https://koop.example")
    assert sent.status_code == 303
    assert await flags(sessions) == ["lokveld"]
    thanks = await resident.get(sent.headers["location"])
    assert code_on(thanks), "the same page as everybody's"
    assert "koop.example" not in thanks.text


async def test_nobody_comes_upon_that_field_by_keyboard_or_by_ear(resident, park) -> None:
    page = await fill(resident, [{"q1__advice": "Meer bomen."}, {}, {}])
    hidden = page.text.partition('aria-hidden="true">')[2]
    field = page.text.partition('<input id="website"')[2].partition(">")[0]
    assert "Laat dit veld leeg" in page.text
    assert 'tabindex="-1"' in field
    assert 'autocomplete="off"' in field
    assert "website" in hidden


async def test_without_a_script_somebody_sends_as_always(resident, sessions, park) -> None:
    await take_part(resident, [{"q1__stance": "for"}, {}, {}])
    assert await flags(sessions) == []
    assert await number(sessions, SpentChallenge) == 0


async def test_a_form_with_what_the_script_found_is_taken_in_once(resident, sessions, park) -> None:
    page = await fill(resident, [{"q1__stance": "for"}, {}, {}])
    solution = await solved(resident)
    first = await press(resident, page, "versturen", opgave=solution)
    again = await press(resident, page, "versturen", opgave=solution)
    assert (first.status_code, again.status_code) == (303, 303)
    assert (await number(sessions), await number(sessions, SpentChallenge)) == (1, 1)


async def test_a_challenge_that_another_form_used_is_refused_in_words_and_nothing_is_stored(
    resident, sessions, park
) -> None:
    solution = await solved(resident)
    assert (await send(resident, opgave=solution)).status_code == 201
    refused = await send(resident, opgave=solution)
    assert refused.status_code == 409
    assert "al een keer gebruikt" in refused.json()["title"]
    page = await fill(resident, [{"q1__advice": "Meer bomen."}, {}, {}])
    page = await press(resident, page, "versturen", opgave=solution)
    assert page.status_code == 422
    assert "Druk nog een keer op Versturen" in text(page)
    assert "Meer bomen." in text(page)
    assert (await number(sessions), await number(sessions, SpentChallenge)) == (1, 1)
    assert (await press(resident, page, "versturen")).status_code == 303


async def test_a_machine_is_told_what_is_wrong_with_its_solution(resident, sessions, park) -> None:
    async with sessions.begin() as db:
        await make_consultation(db, slug="elders")
    of_elsewhere = await solved(resident, "/api/v1/raadplegingen/elders")
    for sent in ("onzin", of_elsewhere):
        refused = await send(resident, opgave=sent)
        assert refused.status_code == 400
        assert "niet goed opgelost of is verlopen" in refused.text
    assert await number(sessions) == 0


async def test_somebody_with_a_stale_solution_is_let_in_as_without_one(
    resident, sessions, park
) -> None:
    page = await fill(resident, [{"q1__stance": "for"}, {}, {}])
    assert (await press(resident, page, "versturen", opgave="verlopen")).status_code == 303
    assert await flags(sessions) == []


async def test_a_challenge_is_given_for_what_is_open_only(resident, sessions, park) -> None:
    async with sessions.begin() as db:
        await make_consultation(db, slug="dicht", stage="closed")
    assert (await resident.get("/api/v1/raadplegingen/dicht/opgave")).status_code == 409
    assert (await resident.get("/api/v1/raadplegingen/niets/opgave")).status_code == 404


async def test_after_ten_minutes_everything_is_forgotten() -> None:
    now = 0.0
    networks = Networks(lambda: now)
    for _ in range(3):
        networks.add("192.0.2.7")
    assert (networks.number("192.0.2.7"), networks.number("192.0.2.8")) == (3, 0)
    now = doorstep.WINDOW - 0.5
    assert (networks.number("192.0.2.7"), networks.left) == (3, 1)
    now = doorstep.WINDOW
    assert networks.number("192.0.2.7") == 0


async def test_no_network_can_be_read_in_what_is_counted() -> None:
    networks = Networks()
    networks.add("192.0.2.7")
    assert "192.0.2.7" not in repr(vars(networks))
