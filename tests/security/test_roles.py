# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""trust.md 2.5, check 13: each role gets what the role table says, and nobody gets more."""

import httpx
import pytest
from litestar import get

from backend import app
from backend.accounts.roles import EVERYONE, Role
from backend.accounts.routes import ROUTES
from tests.security.routes import ALL, Route, absent_path, every_path, named, paths

pytestmark = pytest.mark.anyio


def turned_away(reply: httpx.Response) -> bool:
    """By the guard: sent to the sign-in page, or told that this is not for this role."""
    to_sign_in = reply.status_code == 303 and reply.headers["location"] == "/inloggen"
    return to_sign_in or reply.status_code in {401, 403}


async def ask(house, route: Route, path: str, token: str = "") -> httpx.Response:
    data = {"csrf": house.csrf(token)} if route.method == "POST" and token else None
    return await house.browser(token).request(route.method, path, data=data)


async def test_check_13_nobody_gets_exactly_what_is_for_everyone(street, filled) -> None:
    for route, path in every_path(filled):
        reply = await ask(street, route, path)
        assert turned_away(reply) == bool(route.roles), (route.name, reply.status_code)
        assert reply.status_code < 500, route.name


@pytest.mark.parametrize("role", list(Role))
async def test_check_13_each_role_gets_exactly_its_routes(house, filled, role) -> None:
    refused: list[str] = []
    for route, path in every_path(filled):
        token = await house.token(filled, role)  # a new one: signing out is a route as well
        reply = await ask(house, route, path, token)
        allowed = not route.roles or role in route.roles
        if turned_away(reply) == allowed:
            refused.append(f"{route.name} {reply.status_code}")
        assert reply.status_code < 500, route.name
        if not allowed:
            assert reply.status_code == 403, "whether a row exists is not told either"
    assert not refused


@pytest.mark.parametrize("route", [route for route in ALL if route.safe], ids=named)
async def test_check_13_each_page_opens_for_somebody_who_may_see_it(street, filled, route) -> None:
    """Otherwise the matrix above would be about errors."""
    role = Role.GRIFFIE if not route.roles or Role.GRIFFIE in route.roles else min(route.roles)
    token = await street.token(filled, role)
    replies = [await ask(street, route, path, token) for path in paths(route, filled)]
    assert {200} & {reply.status_code for reply in replies}, route.name
    if absent := absent_path(route):
        assert (await ask(street, route, absent, token)).status_code == 404


@pytest.mark.parametrize("method", ["HEAD", "OPTIONS", "PUT", "DELETE", "PATCH", "TRACE", "FOO"])
async def test_check_13_other_methods_open_nothing(street, filled, method) -> None:
    before = await street.rows()
    for route, path in every_path(filled):
        for token in ("", await street.token(filled, Role.GRIFFIE)):
            reply = await street.browser(token).request(method, path)
            if method != "HEAD":
                assert reply.status_code in {400, 403, 404, 405}, (route.name, reply.status_code)
            elif route.roles and not token:
                assert turned_away(reply) or reply.status_code in {404, 405}
    assert await street.rows() == before


@pytest.mark.parametrize(
    "path",
    [
        "/schema",
        "/docs",
        "/openapi.json",
        "/metrics",
        "/debug",
        "/admin",
        "/.git/config",
        "/.env",
        "/intern",
        "/intern/openapi",
        "/intern/openapi/openapi.json",
        "/intern/openapi/swagger",
        "/static/",
        "/static/manifest.json/x",
        "/static/../settings.py",
        "/static/%2e%2e/settings.py",
        "/static/..%2fsettings.py",
        "/static//etc/passwd",
        "/static/%00",
        "/static/" + "a" * 300,
        "/static/a/" + "b/" * 500,
        "/%0a",
        "/static/%ff",
        "/griffie/../griffie",
    ],
)
async def test_checks_13_and_40_nothing_else_answers(street, path) -> None:
    reply = await street.browser().get(path)
    assert reply.status_code in {303, 400, 404}, reply.status_code
    assert "passwd" not in reply.text


async def test_check_13_a_route_without_a_row_stops_the_application(town, monkeypatch) -> None:
    @get("/achterdeur")
    async def back_door() -> str:
        return "open"

    monkeypatch.setattr(app, "ROUTE_HANDLERS", (*app.ROUTE_HANDLERS, back_door))
    with pytest.raises(app.Unlisted, match="GET /achterdeur"):
        app.litestar(town)


async def test_check_13_a_row_without_a_route_stops_it_too(town, monkeypatch) -> None:
    monkeypatch.setattr(app, "ROUTES", {**ROUTES, ("GET", "/nergens"): EVERYONE})
    with pytest.raises(app.Unlisted, match="GET /nergens"):
        app.litestar(town)


async def test_check_13_every_route_of_the_application_is_in_the_table(street) -> None:
    """The table against the routes themselves, not by the function that the application uses."""
    served = {
        (method, route.path_format)
        for route in street.site.app.app.app.routes
        for method in getattr(route, "methods", ())
        if method in {"GET", "POST", "PUT", "PATCH", "DELETE"}
    }
    outside = {path for _, path in served - set(ROUTES)}
    assert all(path.startswith(("/static", "/intern")) for path in outside), outside
    assert set(ROUTES) <= served
