# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""trust.md 2.5, checks 31-33: guessing passwords, names and receipt codes."""

import re
import statistics
import time
from uuid import uuid4

import pytest
from sqlalchemy import select

from backend.accounts import throttle
from backend.accounts.signing_in import PER_ACCOUNT_AND_NETWORK, PER_NETWORK
from backend.accounts.throttle import Budget
from backend.audit.tables import AuditLine
from backend.errors import TooMany
from backend.participation import mine, queries
from surveys import receipt
from tests.security.forms import api_body
from tests.security.town import PASSWORD

pytestmark = pytest.mark.anyio
GOOD = {"username": "griffie", "password": PASSWORD}
WRONG = {"username": "griffie", "password": "niet het goede wachtwoord"}


async def spend(house, budget: Budget, who: str, number: int) -> int:
    """Tries without the argon2 that each costs over HTTP; how many were let through."""
    through = number
    for _ in range(number):
        try:
            await throttle.spend(house.sessions, house.town.secret, budget, who)
        except TooMany:
            through -= 1
    return through


async def test_check_31_of_a_thousand_tries_ten_get_through_and_others_can_sign_in(house) -> None:
    most = PER_ACCOUNT_AND_NETWORK.most
    browser = house.browser()
    statuses = [(await browser.post("/inloggen", data=WRONG)).status_code for _ in range(most + 1)]
    assert statuses == [422] * most + [429]
    assert (await browser.post("/inloggen", data=WRONG)).status_code == 429
    async with house.sessions() as db:
        refused = select(AuditLine).where(AuditLine.result == "geweigerd")
        told = [line.detail.get("reden") for line in await db.scalars(refused.order_by("id"))]
    assert told[-most - 1 :] == [None] * most + ["te vaak geprobeerd"], "once, not for every try"
    budget = PER_ACCOUNT_AND_NETWORK
    assert await spend(house, budget, "griffie 192.0.2.7", 989) == 0
    right = await browser.post("/inloggen", data=GOOD)
    assert right.status_code == 429, "the right password does not tell that it was right"
    assert 1 <= int(right.headers["retry-after"]) <= budget.seconds
    house.site.client = ("198.51.100.8", 4711)
    assert (await house.browser().post("/inloggen", data=GOOD)).status_code == 303
    house.site.client = ("192.0.2.7", 4711)
    other = {"username": "rekenkamer", "password": PASSWORD}
    assert (await house.browser().post("/inloggen", data=other)).status_code == 303


async def test_check_31_many_names_from_one_network_are_throttled_together(house) -> None:
    assert await spend(house, PER_NETWORK, "192.0.2.7", 1000) == PER_NETWORK.most
    assert (await house.browser().post("/inloggen", data=GOOD)).status_code == 429
    house.site.client = ("2001:db8:1:2::7", 4711)
    assert await spend(house, PER_NETWORK, "2001:db8:1:2::/64", 1000) == PER_NETWORK.most
    house.site.client = ("2001:db8:1:2::8", 4711)
    assert (await house.browser().post("/inloggen", data=GOOD)).status_code == 429


async def test_check_31_signing_in_forgives_slips_but_not_those_of_others(house) -> None:
    who = "griffie 192.0.2.7"
    await spend(house, PER_ACCOUNT_AND_NETWORK, who, PER_ACCOUNT_AND_NETWORK.most - 1)
    await spend(house, PER_ACCOUNT_AND_NETWORK, "rekenkamer 192.0.2.7", 3)
    assert (await house.browser().post("/inloggen", data=GOOD)).status_code == 303
    most = PER_ACCOUNT_AND_NETWORK.most
    assert await spend(house, PER_ACCOUNT_AND_NETWORK, who, most + 1) == most
    rest = await spend(house, PER_ACCOUNT_AND_NETWORK, "rekenkamer 192.0.2.7", most)
    assert rest == most - 3


@pytest.mark.parametrize("written", ["griffie", " GRIFFIE ", "Griffie", "griffie\u2003"])
async def test_check_31_another_spelling_of_a_name_is_the_same_name(house, written) -> None:
    await spend(house, PER_ACCOUNT_AND_NETWORK, "griffie 192.0.2.7", PER_ACCOUNT_AND_NETWORK.most)
    reply = await house.browser().post("/inloggen", data={**WRONG, "username": written})
    assert reply.status_code == 429


async def test_check_31_guesses_leave_an_audit_line_without_what_was_typed(house) -> None:
    """People type their password into the name field."""
    typed = {"username": "zomergeheim-2026", "password": "welkom-anders-77"}
    await house.browser().post("/inloggen", data=typed)
    async with house.sessions() as db:
        lines = (await db.scalars(select(AuditLine).order_by(AuditLine.id.desc()).limit(1))).all()
    assert (lines[0].action, lines[0].result) == ("inloggen", "geweigerd")
    assert "zomergeheim" not in f"{lines[0].detail} {lines[0].actor} {lines[0].object}"


def same_page(reply) -> tuple[int, str, list[str]]:
    """Without what was typed, which is shown again."""
    text = re.sub(r'value="[^"]*"', "", reply.text)
    return (
        reply.status_code,
        text,
        sorted(name for name in reply.headers if name != "content-length"),
    )


async def test_check_32_an_unknown_name_is_the_same_page_as_a_wrong_password(house) -> None:
    known = await house.browser().post("/inloggen", data=WRONG)
    unknown = await house.browser().post("/inloggen", data={**WRONG, "username": "niemand"})
    assert same_page(known) == same_page(unknown)


async def test_check_32_and_takes_as_long(house) -> None:
    """Medians of fifteen each, by turns: a busy machine slows both. No hash would be 20x faster."""
    took: dict[str, list[float]] = {"griffie": [], "niemand": []}
    for number in range(15):
        house.site.client = (f"192.0.2.{number + 10}", 4711)
        for name, times in took.items():
            started = time.perf_counter()
            reply = await house.browser().post("/inloggen", data={**WRONG, "username": name})
            times.append(time.perf_counter() - started)
            assert reply.status_code == 422
    known, unknown = (statistics.median(times) for times in took.values())
    assert 0.5 < known / unknown < 2, (known, unknown)


def made_up_code() -> str:
    return receipt.derive(b"een ander geheim", uuid4(), uuid4())


async def test_check_33_every_wrong_code_gets_the_same_answer(house, filled) -> None:
    pages = [
        await house.browser().post("/mijn-inzending", data={"code": made_up_code()})
        for _ in range(3)
    ]
    assert len({str(same_page(page)) for page in pages}) == 1
    assert pages[0].status_code == 422
    for path in ("opvragen", "intrekken", "wijzigen"):
        body = api_body(path, filled)
        replies = [
            await house.browser().post(
                f"/api/v1/inzendingen/{path}", json={**body, "ontvangstcode": made_up_code()}
            )
            for _ in range(3)
        ]
        assert {reply.status_code for reply in replies} == {404}
        assert len({reply.text for reply in replies}) == 1


@pytest.mark.parametrize("way", ["page", "opvragen", "intrekken", "wijzigen"])
async def test_check_33_guessing_codes_ends_after_forty(house, filled, way) -> None:
    async def guess() -> int:
        code, browser = made_up_code(), house.browser()
        if way == "page":
            return (await browser.post("/mijn-inzending", data={"code": code})).status_code
        body = {**api_body(way, filled), "ontvangstcode": code}
        return (await browser.post(f"/api/v1/inzendingen/{way}", json=body)).status_code

    most = mine.PER_NETWORK.most
    statuses = [await guess() for _ in range(most + 2)]
    assert 429 not in statuses[:most]
    assert statuses[most:] == [429, 429]
    house.site.client = ("198.51.100.8", 4711)
    assert await guess() in {404, 422}, "somebody else is not locked out"


async def test_check_33_a_guess_that_is_wrong_in_other_ways_too_is_counted(house, filled) -> None:
    """Else `errors` tells whether a code exists, as often as one likes."""
    path = "/api/v1/inzendingen/wijzigen"
    for _ in range(mine.PER_NETWORK.most):
        body = {"ontvangstcode": made_up_code(), "antwoorden": {"9.x": "y"}, "extra": "1"}
        assert (await house.browser().post(path, json=body)).status_code in {400, 404}
    body = {**api_body("wijzigen", filled), "ontvangstcode": made_up_code()}
    assert (await house.browser().post(path, json=body)).status_code == 429


def test_check_33_a_million_networks_guess_for_longer_than_the_universe_has() -> None:
    """So there is no budget for all together, which one could use up for the others."""
    per_year = 1_000_000 * mine.PER_NETWORK.most * (365 * 86_400 / mine.PER_NETWORK.seconds)
    assert 2**100 / per_year > 1e17


async def test_check_33_a_right_and_a_wrong_code_take_about_as_long_to_look_up(
    house, filled
) -> None:
    took: dict[str, list[float]] = {filled.withdrawn: [], made_up_code(): []}
    async with house.sessions() as db:
        for _ in range(30):
            for code, times in took.items():
                started = time.perf_counter()
                await queries.by_code(db, house.town.secret, code)
                times.append(time.perf_counter() - started)
    right, wrong = (statistics.median(times) for times in took.values())
    assert 0.2 < right / wrong < 5
