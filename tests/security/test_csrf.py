# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""trust.md 2.5, check 9: no change without the session's own token, none from another site, and
none by looking."""

import json

import pytest

from backend.accounts.roles import Role
from tests.security.conftest import BASE
from tests.security.forms import api_body
from tests.security.routes import (
    CHANGES,
    READS,
    STAFF_CHANGES,
    UPLOADS,
    every_path,
    one_path,
    paths,
    somebody_for,
)

pytestmark = pytest.mark.anyio
FORM = "application/x-www-form-urlencoded"
KINDS = (FORM, "multipart/form-data; boundary=x", "text/plain", "application/json", "")


def body(kind: str, token: str) -> bytes:
    if kind.startswith("multipart"):
        part = f'--x\r\nContent-Disposition: form-data; name="csrf"\r\n\r\n{token}\r\n--x--\r\n'
        return part.encode()
    return json.dumps({"csrf": token}).encode() if "json" in kind else f"csrf={token}".encode()


async def test_check_9_no_change_without_the_token_of_this_session(street, filled) -> None:
    before = await street.rows()
    for route in STAFF_CHANGES:
        mine = await street.token(filled, somebody_for(route))
        other = await street.token(filled, somebody_for(route))
        wrong = ("", "0" * 64, street.csrf(other), street.csrf("")[:-1], street.csrf(mine) + "0")
        for given in wrong:
            reply = await street.browser(mine).post(
                one_path(route, filled), content=body(FORM, given), headers={"content-type": FORM}
            )
            assert reply.status_code == 403, (route.name, given)
            assert "hoort niet bij uw sessie" in reply.text
    assert await street.rows() == before


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != FORM])
async def test_check_9_the_token_counts_in_a_form_only(street, filled, kind) -> None:
    """What another site can send without asking first: simple content types, and JSON in them."""
    before = await street.rows()
    for route in STAFF_CHANGES:
        if route.path in UPLOADS and kind.startswith("multipart"):
            continue  # such a form may hold a file; the next test is about it
        mine = await street.token(filled, somebody_for(route))
        reply = await street.browser(mine).post(
            f"{one_path(route, filled)}?csrf={street.csrf(mine)}",
            content=body(kind, street.csrf(mine)),
            headers={"content-type": kind, "x-csrftoken": street.csrf(mine)},
        )
        assert reply.status_code == 403, route.name
    assert await street.rows() == before


async def test_check_9_a_form_with_a_file_needs_the_token_of_this_session_too(
    street, filled
) -> None:
    before = await street.rows()
    routes = [route for route in STAFF_CHANGES if route.path in UPLOADS]
    assert routes
    kind = KINDS[1]
    for route in routes:
        mine = await street.token(filled, somebody_for(route))
        other = await street.token(filled, somebody_for(route))
        for given in ("", "0" * 64, street.csrf(other), street.csrf(mine) + "0"):
            reply = await street.browser(mine).post(
                f"{one_path(route, filled)}?csrf={street.csrf(mine)}",
                content=body(kind, given),
                headers={"content-type": kind},
            )
            assert reply.status_code == 403, (route.name, given)
    assert await street.rows() == before


CROSS = (
    {"sec-fetch-site": "cross-site"},
    {"sec-fetch-site": "same-site"},
    {"sec-fetch-site": "cross-site", "origin": BASE},
    {"sec-fetch-site": "SAME-ORIGIN "},
    {"origin": "https://kwaad.example"},
    {"origin": f"{BASE}.kwaad.example"},
    {"origin": BASE.replace("https", "http")},
    {"origin": f"{BASE}:8443"},
)


@pytest.mark.parametrize("headers", CROSS, ids=str)
async def test_check_9_another_site_changes_nothing_even_with_the_token(
    street, filled, headers
) -> None:
    before = await street.rows()
    for route in CHANGES:
        token = await street.token(filled, somebody_for(route)) if route.roles else ""
        sent = (
            {"json": api_body(route.path, filled)}
            if route.api
            else {"data": {"csrf": street.csrf(token)}}
        )
        browser = street.browser(token, **headers)
        reply = await browser.post(one_path(route, filled), **sent)
        assert reply.status_code == 403, (route.name, reply.status_code)
        assert reply.text == "Dit verzoek kwam van een andere website.\n"
    assert await street.rows() == before


@pytest.mark.parametrize(
    "headers",
    [
        {"sec-fetch-site": "same-origin", "origin": BASE},
        {"sec-fetch-site": "none"},
        {"origin": BASE},
        {"sec-fetch-site": "same-origin", "origin": "null"},
        {"origin": "null"},
    ],
    ids=str,
)
async def test_check_9_our_own_pages_may_send(street, headers) -> None:
    """The last two are what browsers, new and old, send from pages that ask for no referrer."""
    data = {"username": "niemand", "password": "niets van waarde"}
    reply = await street.browser(**headers).post("/inloggen", data=data)
    assert reply.status_code == 422


async def test_check_9_looking_changes_nothing(street, filled) -> None:
    before = await street.rows()
    tokens = ["", *[await street.token(filled, role) for role in Role]]
    for route, path in every_path(filled, READS):
        for token in tokens if route.roles else tokens[:2]:
            reply = await street.browser(token).get(path)
            assert reply.status_code < 500, route.name
    for route in CHANGES:  # a form that is asked for with GET is no form
        for path in paths(route, filled):
            await street.browser(tokens[1]).get(f"{path}?csrf={street.csrf(tokens[1])}")
    assert await street.rows() == before


async def test_check_9_signing_in_is_not_open_to_other_sites_either(street) -> None:
    """Else somebody could be signed in as the attacker without knowing."""
    data = {"username": "griffie", "password": "maakt niet uit"}
    reply = await street.browser(origin="https://kwaad.example").post("/inloggen", data=data)
    assert (reply.status_code, "set-cookie" in reply.headers) == (403, False)
