# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""trust.md 2.5, check 17 (with 16): SQL where text is taken changes nothing and delays nothing."""

import time
from collections.abc import Sequence
from urllib.parse import quote

import pytest
from sqlalchemy import select

from backend.accounts.roles import Role
from backend.accounts.sessions import COOKIE
from backend.accounts.tables import Account
from tests.security.forms import api_body, every_form
from tests.security.routes import ALL, CHANGES, READS, one_path, with_parameter

pytestmark = pytest.mark.anyio
SLEEP = 5
CORPUS = (
    "'",
    "''",
    '"',
    "\\",
    "' OR '1'='1",
    "' OR 1=1 --",
    "'; DROP TABLE entry; --",
    "'; UPDATE account SET role = 'griffie'; --",
    f"' || (SELECT pg_sleep({SLEEP})) || '",
    f"1; SELECT pg_sleep({SLEEP}) --",
    f"(SELECT 1 FROM pg_sleep({SLEEP}))",  # noqa: S608 - that is the point
    "' UNION SELECT username, password FROM account --",
    "$$; DROP TABLE entry; $$",
    "%' AND 1=CAST(version() AS int) --",
    ":name :1 %s %(x)s {0} $1 ?",
    "E'\\x27'",
    "\u02bc OR 1=1",
    "\x00' OR 1=1",
    "\uff53\uff45\uff4c\uff45\uff43\uff54 \uff07",
)
PARAMETERS = ("pagina", "page", "sort", "order", "limit", "q", "filter", "id", "next")


def by_turns(texts: Sequence[str], place: int, every: int) -> Sequence[str]:
    """A part of them, another one at the next place: a few of all at one, all of them at a few.

    Every text at every place takes minutes and found nothing more.
    """
    return texts[place % every :: every]


async def quick(house, method: str, path: str, cookie: str = "", **sent: object) -> int:
    """The status; a statement that slept would be seen here, and so would a 500."""
    started = time.perf_counter()
    reply = await house.browser(cookie).request(method, path, **sent)
    assert time.perf_counter() - started < SLEEP - 1, path
    assert reply.status_code < 500, (method, path, sent)
    return reply.status_code


async def test_check_17_in_the_path(street, filled) -> None:
    before = await street.rows()
    token = await street.token(filled, Role.GRIFFIE)
    for route in ALL:
        for name in set(route.parameters()):
            for sql in CORPUS:
                path = with_parameter(route, filled, name, quote(sql, safe=""))
                data = {"csrf": street.csrf(token)} if not route.safe and not route.api else None
                status = await quick(street, route.method, path, token, data=data)
                assert status in {400, 404}, (route.name, sql, status)
    assert await street.rows() == before


async def test_checks_16_and_17_in_the_query(street, filled) -> None:
    before = await street.rows()
    token = await street.token(filled, Role.GRIFFIE)
    texts = (*CORPUS[:8:3], CORPUS[8], CORPUS[-2], "-1", "9" * 40, "[]")
    for place, route in enumerate(READS):
        path = one_path(route, filled)
        plain = (await street.browser(token).get(path)).status_code
        for sql in by_turns(texts, place, every=2):
            query = dict.fromkeys(PARAMETERS, sql)
            status = await quick(street, "GET", path, token, params=query)
            assert status in {plain, 400}, (route.name, sql)
    assert await street.rows() == before


async def roles_of(house) -> list[tuple[str, str]]:
    """Who there is and what they may do: the beheerder's own forms change other things."""
    async with house.sessions() as db:
        rows = await db.execute(select(Account.username, Account.role).order_by(Account.username))
        return [tuple(row) for row in rows]


async def test_check_17_in_every_field_of_every_form(house, filled) -> None:
    """What is free text may be kept, as text; what counts is that nothing else happens."""
    forms = await every_form(house, filled)
    accounts = await roles_of(house)
    for place, form in enumerate(form for found in forms.values() for form in found[:1]):
        for hidden in (False, True):
            for sql in by_turns(CORPUS, place, every=7 if hidden else 4):
                token = await house.token(filled, form.role)
                data = form.hostile(sql, hidden=hidden)
                if "csrf" in form.fields:
                    data["csrf"] = [house.csrf(token)]
                await quick(house, "POST", form.action, token, data=data)
    assert await roles_of(house) == accounts
    assert (await house.rows())["entry"][0] > 0


async def test_check_17_in_every_text_of_the_api(house, filled) -> None:
    accounts = (await house.rows())["account"]
    for route in [route for route in CHANGES if route.api]:
        good = api_body(route.path, filled)
        for name, value in good.items():
            for sql in CORPUS:
                hostile = {"1.stance": sql, sql: "for"} if isinstance(value, dict) else sql
                sent = {**good, name: hostile}
                await quick(house, "POST", one_path(route, filled), json=sent)
    assert (await house.rows())["account"] == accounts


async def test_check_17_in_cookies_and_headers(street) -> None:
    before = await street.rows()
    for sql in CORPUS:
        text = sql.encode("utf-8").replace(b"\x00", b"")
        headers = {
            "cookie": f"{COOKIE}=".encode() + text + b"; __Host-ontvangst=" + text,
            "x-forwarded-for": text,
            "accept-language": text,
            "user-agent": text,
        }
        await quick(street, "GET", "/griffie/raadplegingen", headers=headers)
    assert await street.rows() == before


async def test_check_17_what_was_sent_as_text_is_kept_as_text(house, filled) -> None:
    slug = filled.slugs["open"]
    for sql in CORPUS:
        if "\x00" in sql:
            continue
        body = api_body("inzendingen", filled)
        body["antwoorden"] = {"1.advice": f"x {sql}"}
        sent = await house.browser().post(f"/api/v1/raadplegingen/{slug}/inzendingen", json=body)
        assert sent.status_code == 201
        ask = {"ontvangstcode": sent.json()["ontvangstcode"]}
        back = await house.browser().post("/api/v1/inzendingen/opvragen", json=ask)
        assert back.json()["antwoorden"]["1.advice"] == f"x {sql}".strip()
