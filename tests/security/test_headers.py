# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""trust.md 2.5, checks 1-4: what every reply carries, errors and unknown paths included."""

import re
from collections.abc import AsyncIterator

import asyncpg
import httpx
import pytest

from backend.accounts.roles import Role
from backend.web.shield import API_VERSION
from tests.security.conftest import House
from tests.security.routes import ALL, every_path
from tests.security.town import Filled

pytestmark = pytest.mark.anyio
ONE_YEAR = 31_536_000
TELLING = ("server", "x-powered-by", "via", "x-aspnet-version", "x-runtime", "x-generator")


async def everything(house: House, filled: Filled) -> AsyncIterator[httpx.Response]:
    """Every route, every way of going wrong, with and without a session."""
    token = await house.token(filled, Role.GRIFFIE)
    for browser in (house.browser(), house.browser(token)):
        for route, path in every_path(filled, all_rows=True):
            yield await browser.request(route.method, path)
    nobody = house.browser()
    for path in ("/", "/weg", "/api/v1/weg", "/static/weg.css", "/griffie"):
        for method in ("HEAD", "OPTIONS", "PUT", "DELETE", "PATCH", "TRACE", "POST"):
            yield await nobody.request(method, path)
    yield await nobody.get("/", headers={"host": "elders.example"})
    yield await nobody.post("/inloggen", headers={"sec-fetch-site": "cross-site"})
    yield await nobody.post("/inloggen", content=b"x" * 1_000_001, headers=FORM)
    yield await nobody.post("/api/v1/inzendingen/opvragen", content=b"{", headers=JSON)
    yield await nobody.post("/inloggen", data={"username": "", "password": ""})
    page = await nobody.get("/")
    for asset in re.findall(r'(?:href|src)="(/static/[^"]+)"', page.text):
        yield await nobody.get(asset)


FORM = {"content-type": "application/x-www-form-urlencoded"}
JSON = {"content-type": "application/json"}


def directives(policy: str) -> dict[str, list[str]]:
    parts = [part.split() for part in policy.split(";") if part.strip()]
    return {name: values for name, *values in parts}


def check(reply: httpx.Response) -> None:
    """Checks 1 to 4 for one reply."""
    where = f"{reply.request.method} {reply.url.path} {reply.status_code}"
    headers = reply.headers
    for name, values in headers.multi_items():
        # The API's version may be there once; nothing of ours may be there twice.
        assert name == "set-cookie" or len(headers.get_list(name)) == 1, (where, name, values)
    strict = headers["strict-transport-security"]
    age = re.search(r"max-age=(\d+)", strict)
    assert age, where
    assert int(age[1]) >= ONE_YEAR, where
    assert "includeSubDomains" in strict, where
    policy = directives(headers["content-security-policy"])
    assert policy["default-src"] == ["'self'"], where
    assert policy.get("script-src", policy["default-src"]) == ["'self'"], where
    for name in ("object-src", "base-uri", "frame-ancestors"):
        assert policy[name] == ["'none'"], where
    assert policy["form-action"] == ["'self'"], where
    assert "unsafe" not in headers["content-security-policy"], where
    assert headers["x-content-type-options"] == "nosniff", where
    assert headers["referrer-policy"] == "no-referrer", where
    assert headers["cross-origin-opener-policy"] == "same-origin", where
    assert "geolocation=()" in headers["permissions-policy"], where
    assert not [name for name in TELLING if name in headers], where
    if reply.content:
        check_content_type(reply, where)
    # A picture carries the hash of its content in its name, as our own files do; a tile of the log
    # never changes.
    if not reply.url.path.startswith(("/static/", "/afbeeldingen/", "/logboek/tile/")) or (
        reply.is_error
    ):
        # The pages of the form too, or the browser's back button would lose what was filled in.
        form = reply.request.url.path.endswith("/meedoen") and not reply.is_redirect
        expected = {"no-store", "private, no-cache"} if form else {"no-store"}
        assert headers["cache-control"] in expected, where


def check_content_type(reply: httpx.Response, where: str) -> None:
    kind, _, parameters = reply.headers["content-type"].partition(";")
    if kind.startswith("text/") or kind.endswith(("json", "rss+xml")):
        assert parameters.strip() == "charset=utf-8", (where, reply.headers["content-type"])
        reply.content.decode("utf-8-sig")
    else:
        tile = reply.url.path.startswith("/logboek/tile/") and kind == "application/octet-stream"
        assert tile or kind.startswith(("image/", "font/")), (where, kind)
    if kind == "text/html":
        assert '<meta charset="utf-8">' in reply.text.lower(), where


async def test_checks_1_to_4_every_reply_is_armoured(street, filled) -> None:
    seen: set[int] = set()
    async for reply in everything(street, filled):
        check(reply)
        seen.add(reply.status_code)
    assert {200, 303, 400, 403, 404, 405, 413, 422} <= seen
    assert not {status for status in seen if status >= 500}


@pytest.mark.usefixtures("quiet")
async def test_checks_1_to_4_and_40_hold_when_the_database_breaks(house, filled) -> None:
    """A real 500, on every route that reads; and what it says is for people."""
    owner = await asyncpg.connect(house.owner_dsn)
    try:
        token = await house.token(filled, Role.GRIFFIE)
        for table in ("document_version", "consultation", "meeting", "rules", "task"):
            await owner.execute(f"ALTER TABLE {table} RENAME TO {table}_gone")
    finally:
        await owner.close()
    broken: set[str] = set()
    for route, path in every_path(filled, ALL):
        if route.path == "/uitloggen":
            continue  # it would end the session of the others
        data = {"csrf": house.csrf(token)} if route.method == "POST" and not route.api else None
        reply = await house.browser(token).request(route.method, path, data=data)
        check(reply)
        assert reply.status_code != 503, "a missing table is our mistake, not a pause"
        if reply.status_code == 500:
            broken.add(route.path)
            check_generic(reply)
    assert len(broken) > 15, broken


def check_generic(reply: httpx.Response) -> None:
    assert "Er ging iets mis bij ons" in reply.text
    for inside in ("Traceback", "sqlalchemy", "asyncpg", "UndefinedTable", "_gone", "/backend/",
                   "site-packages", "SELECT"):  # fmt: skip
        assert inside.lower() not in reply.text.lower(), inside


async def test_check_3_the_api_says_its_version(street) -> None:
    reply = await street.browser().get("/api/v1/raadplegingen")
    assert reply.headers["api-version"] == API_VERSION.decode()
