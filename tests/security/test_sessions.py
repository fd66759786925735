# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""trust.md 2.5, checks 5-8: the cookie, and how sessions begin and end."""

import math
from collections import Counter
from http.cookies import SimpleCookie

import asyncpg
import pytest

from backend.accounts import actions, sessions
from backend.accounts.roles import Role
from backend.accounts.sessions import COOKIE
from backend.accounts.tables import Account
from backend.audit.actions import SYSTEM
from backend.participation import seal
from tests.pressing import fill, press
from tests.security.town import PASSWORD

pytestmark = pytest.mark.anyio
GRIFFIE = {"username": "griffie", "password": PASSWORD}


def cookie_of(reply, name: str = COOKIE):
    found = SimpleCookie()
    for header in reply.headers.get_list("set-cookie"):
        found.load(header)
    return found[name]


async def status_of(house, token: str) -> int:
    return (await house.browser(token).get("/griffie/raadplegingen")).status_code


def check_flags(cookie) -> None:
    assert cookie.key.startswith("__Host-")
    assert cookie["secure"]
    assert cookie["httponly"]
    assert cookie["samesite"].lower() in {"lax", "strict"}
    assert cookie["path"] == "/"
    assert not cookie["domain"]


async def test_check_5_the_session_cookie_has_every_flag(house) -> None:
    reply = await house.browser().post("/inloggen", data=GRIFFIE)
    check_flags(cookie_of(reply))


async def test_check_5_no_page_sets_a_cookie_that_was_not_asked_for(street, filled) -> None:
    for path in ("/", "/inloggen", "/privacy", f"/raadplegingen/{filled.slugs['open']}/meedoen"):
        assert "set-cookie" not in (await street.browser().get(path)).headers


async def test_check_5_the_cookie_with_the_receipt_has_every_flag(house, filled) -> None:
    slug, browser = filled.slugs["open"], house.browser()
    check = await fill(browser, [{"q1__stance": "for"}, {}, {}], slug)
    cookie = cookie_of(await press(browser, check, "versturen", slug), seal.COOKIE)
    check_flags(cookie)
    assert int(cookie["max-age"]) <= 1800


async def test_check_6_signing_in_makes_a_new_session_and_ends_the_old_one(house) -> None:
    first = cookie_of(await house.browser().post("/inloggen", data=GRIFFIE)).value
    assert await status_of(house, first) == 200
    second = cookie_of(await house.browser(first).post("/inloggen", data=GRIFFIE)).value
    assert first != second
    assert [await status_of(house, one) for one in (first, second)] == [303, 200]


async def test_check_6_a_session_that_somebody_else_chose_is_never_taken_over(house) -> None:
    chosen = "A" * 43
    reply = await house.browser(chosen).post("/inloggen", data=GRIFFIE)
    assert cookie_of(reply).value != chosen
    assert await status_of(house, chosen) == 303


async def test_check_6_who_signs_out_is_out_at_the_server(house) -> None:
    token = cookie_of(await house.browser().post("/inloggen", data=GRIFFIE)).value
    reply = await house.browser(token).post("/uitloggen", data={"csrf": house.csrf(token)})
    cleared = cookie_of(reply)
    assert (cleared.value, cleared["max-age"]) == ("", "0")
    check_flags(cleared)
    assert await status_of(house, token) == 303, "the very same cookie, sent again"


async def move_back(house, column: str, seconds: int) -> None:
    owner = await asyncpg.connect(house.owner_dsn)
    try:
        await owner.execute(
            f"UPDATE staff_session SET {column} = {column} - make_interval(secs => $1)",  # noqa: S608 - one of two columns
            float(seconds),
        )
    finally:
        await owner.close()


@pytest.mark.parametrize(
    ("column", "limit"), [("seen_at", sessions.IDLE), ("created_at", sessions.LONGEST)]
)
async def test_check_7_a_session_ends_by_itself(house, filled, column, limit) -> None:
    token = await house.token(filled, Role.GRIFFIE)
    await move_back(house, column, int(limit.total_seconds()) - 30)
    assert await status_of(house, token) == 200
    if column == "seen_at":
        assert await status_of(house, token) == 200, "and being used keeps it alive"
    await move_back(house, column, int(limit.total_seconds()) + 1 if column == "seen_at" else 31)
    assert await status_of(house, token) == 303


async def test_check_7_limits_are_what_a_shared_desk_can_bear() -> None:
    assert sessions.IDLE.total_seconds() <= 3600
    assert sessions.LONGEST.total_seconds() <= 12 * 3600


async def test_check_7_an_account_that_is_disabled_loses_its_sessions(house, filled) -> None:
    tokens = [await house.token(filled, Role.GRIFFIE) for _ in range(2)]
    other = await house.token(filled, Role.REKENKAMER)
    async with house.sessions.begin() as db:
        account = await db.get_one(Account, filled.accounts[Role.GRIFFIE])
        await actions.disable(db, SYSTEM, account)
    assert [await status_of(house, one) for one in (*tokens, other)] == [303, 303, 200]
    reply = await house.browser().post("/inloggen", data=GRIFFIE)
    assert (reply.status_code, "set-cookie" in reply.headers) == (422, False)


async def test_check_7_a_session_made_while_an_account_is_disabled_opens_nothing(
    house, filled
) -> None:
    owner = await asyncpg.connect(house.owner_dsn)
    await owner.execute("UPDATE account SET disabled_at = now() WHERE username = 'griffie'")
    await owner.close()
    assert await status_of(house, await house.token(filled, Role.GRIFFIE)) == 303


class Sink:
    """In the place of a database session: tokens are made, none are kept."""

    def add(self, row: object) -> None:
        self.row = row


async def test_check_8_a_token_is_256_bits_that_look_like_chance() -> None:
    account = Account(username="x", name="x", role="griffie", password="-")  # noqa: S106 - unusable
    tokens = [sessions.begin(Sink(), account) for _ in range(2000)]  # type: ignore[arg-type]
    assert len(set(tokens)) == 2000
    assert all(len(token) * 6 >= 256 for token in tokens)
    letters = Counter("".join(tokens))
    total = letters.total()
    entropy = -sum(n / total * math.log2(n / total) for n in letters.values())
    assert entropy > 5.99, "bits per letter, of the six that are possible"


async def test_check_8_the_table_does_not_hold_what_the_cookie_holds(house, filled) -> None:
    token = await house.token(filled, Role.GRIFFIE)
    owner = await asyncpg.connect(house.owner_dsn)
    rows = await owner.fetch(
        "SELECT encode(token, 'escape') || encode(token, 'hex') FROM staff_session"
    )
    await owner.close()
    assert rows
    assert not [row for row in rows if token in row[0] or token.encode().hex() in row[0]]


@pytest.mark.parametrize("cookie", ["", "x", "' OR 1=1 --", "A" * 4000, "é", '"', "%00"])
async def test_check_8_rubbish_is_no_session(street, cookie) -> None:
    headers = {"cookie": f"{COOKIE}={cookie}".encode("latin-1")}
    reply = await street.browser().get("/griffie/raadplegingen", headers=headers)
    assert reply.status_code == 303
