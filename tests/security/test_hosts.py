# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""trust.md 2.5, checks 10-12: other origins, other hosts, and who says where they come from."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.accounts.roles import Role
from backend.accounts.signing_in import PER_ACCOUNT_AND_NETWORK, PER_NETWORK
from backend.settings import read
from backend.web import origin
from tests.security.conftest import BASE
from tests.security.routes import every_path

HOST = BASE.removeprefix("https://")
OPEN = "/api/v1/openapi.json"


@pytest.mark.anyio
@pytest.mark.parametrize("asking", ["https://kwaad.example", "null", BASE, f"{BASE}.nl"])
async def test_check_10_no_other_origin_may_read_anything_but_the_api_description(
    street, filled, asking
) -> None:
    token = await street.token(filled, Role.GRIFFIE)
    asks = {"origin": asking, "access-control-request-method": "POST"}
    for route, path in every_path(filled):
        for cookie, method in (("", "OPTIONS"), (token, route.method)):
            reply = await street.browser(cookie, **asks).request(method, path)
            allowed = [name for name in reply.headers if name.startswith("access-control-")]
            open_ = path == OPEN and method == "GET"
            assert allowed == (["access-control-allow-origin"] if open_ else []), route.name


WRONG_HOSTS = (
    "kwaad.example",
    HOST.replace(".", "X"),
    f"{HOST}.kwaad.example",
    f"kwaad.{HOST}",
    f"kwaad-{HOST}",
    f"{HOST}:8443",
    f"{HOST}:443",
    f"{HOST}.",
    f"{HOST}@kwaad.example",
    f"kwaad.example#{HOST}",
    f" {HOST} x",
    "127.0.0.1",
    "localhost",
    "[::1]",
    "*",
    "",
)


@pytest.mark.anyio
@pytest.mark.parametrize("host", WRONG_HOSTS)
async def test_check_11_only_the_one_host_is_answered(street, host) -> None:
    for path in ("/", "/inloggen", "/api/v1/raadplegingen", "/static/manifest.json"):
        reply = await street.browser().get(path, headers={"host": host})
        assert reply.status_code == 400
        assert reply.text == "Onbekend adres. Gebruik het adres van de gemeente.\n"


TOLD = {
    "x-forwarded-host": "kwaad.example",
    "x-host": "kwaad.example",
    "x-forwarded-server": "kwaad.example",
    "forwarded": "host=kwaad.example",
    "x-original-host": "kwaad.example",
    "x-original-url": "kwaad.example",
    "x-rewrite-url": "kwaad.example",
    "x-http-method-override": "kwaad.example",
    "x-forwarded-prefix": "kwaad.example",
}


@pytest.mark.anyio
async def test_check_11_what_a_proxy_could_say_ends_up_nowhere(street, filled) -> None:
    """No page, no redirect and no file names another host; none of these reroutes a request.

    All at once: none of them says anything that would take back what another did.
    """
    token = await street.token(filled, Role.GRIFFIE)
    for route, path in every_path(filled):
        if not route.safe:
            continue
        plain = await street.browser(token).get(path)
        told = await street.browser(token, **TOLD).get(path)
        assert told.status_code == plain.status_code, route.name
        assert "kwaad.example" not in told.text
        assert "kwaad.example" not in told.headers.get("location", "")
        assert told.headers.get("location", "/").startswith("/")


@pytest.mark.anyio
async def test_check_11_two_hosts_are_none(street) -> None:
    """Whichever of the two a proxy looked at, we do not guess."""
    headers = [("host", "kwaad.example")]
    reply = await street.browser().get("/", headers=headers)
    assert reply.status_code == 400


async def tries(house, number: int, **headers: str) -> list[int]:
    """The statuses of wrong passwords for one account. Cheap: unknown names take argon2 as well,
    so most of the budget is spent beforehand by the test that calls this."""
    data = {"username": "niemand", "password": "niet het goede"}
    browser = house.browser()
    replies = [await browser.post("/inloggen", data=data, headers=headers) for _ in range(number)]
    return [reply.status_code for reply in replies]


@pytest.mark.anyio
async def test_check_12_who_lies_about_where_they_are_is_throttled_all_the_same(house) -> None:
    """`192.0.2.7` is no proxy of ours, so each of these is the same somebody (CVE-2025-59152)."""
    most = PER_ACCOUNT_AND_NETWORK.most
    statuses = []
    for number in range(most + 5):
        lies = {
            "x-forwarded-for": f"203.0.113.{number}, 10.0.0.{number}",
            "x-real-ip": f"203.0.113.{number}",
            "forwarded": f"for=203.0.113.{number}",
            "cf-connecting-ip": f"203.0.113.{number}",
            "true-client-ip": f"203.0.113.{number}",
        }
        statuses += await tries(house, 1, **lies)
    assert statuses == [422] * most + [429] * 5


@pytest.mark.anyio
async def test_check_12_through_our_proxy_the_address_that_it_saw_counts(house) -> None:
    """What a client wrote in front of it does not."""
    house.site.client = ("10.1.2.3", 4711)
    most = PER_ACCOUNT_AND_NETWORK.most
    statuses = []
    for number in range(most + 1):
        claimed = f"198.51.100.{number}, 203.0.113.9"
        statuses += await tries(house, 1, **{"x-forwarded-for": claimed})
    assert statuses == [422] * most + [429]
    assert await tries(house, 1, **{"x-forwarded-for": "203.0.113.10"}) == [422]


PROXIES = read(
    {
        "RAADGEVER_DATABASE_URL": "postgresql://x",
        "RAADGEVER_REDIS_URL": "redis://x",
        "RAADGEVER_SECRET": "k7Vn2-xQ9wZ4_tR8mP1sL5bD3hG6jF0cY",
        "RAADGEVER_BASE_URL": BASE,
        "RAADGEVER_MUNICIPALITY": "Merenburg",
        "RAADGEVER_PHONE": "14 0999",
        "RAADGEVER_EMAIL": "griffie@merenburg.example",
        "RAADGEVER_TRUSTED_PROXIES": "10.0.0.0/8, fd00::/8",
    }
).trusted_proxies


@pytest.mark.parametrize(
    ("peer", "forwarded", "found"),
    [
        ("192.0.2.7", "203.0.113.1", "192.0.2.7"),
        ("10.0.0.1", "", "10.0.0.1"),
        ("10.0.0.1", "203.0.113.1", "203.0.113.1"),
        ("10.0.0.1", "1.1.1.1, 203.0.113.1", "203.0.113.1"),
        ("10.0.0.1", "1.1.1.1, 203.0.113.1, 10.9.9.9", "203.0.113.1"),
        ("fd00::1", "2001:db8::1", "2001:db8::1"),
        ("::ffff:10.0.0.1", "203.0.113.1", "203.0.113.1"),
        ("10.0.0.1", "::ffff:203.0.113.1", "203.0.113.1"),
        ("10.0.0.1", "1.1.1.1, onzin", "-"),
        ("-", "203.0.113.1", "-"),
    ],
)
def test_check_12_the_last_address_that_no_proxy_of_ours_vouches_for(
    peer, forwarded, found
) -> None:
    assert origin.address(peer, forwarded, PROXIES) == found


@given(st.lists(st.ip_addresses().map(str) | st.text(max_size=9), max_size=5))
def test_check_12_who_is_no_proxy_cannot_choose_an_address(claimed) -> None:
    assert origin.address("192.0.2.7", ",".join(claimed), PROXIES) == "192.0.2.7"


def test_check_12_addresses_that_are_one_household_are_throttled_together() -> None:
    assert origin.network("2001:db8:1:2:aaaa::1") == origin.network("2001:db8:1:2:bbbb::2")
    assert origin.network("2001:db8:1:2::1") != origin.network("2001:db8:1:3::1")
    assert origin.network("203.0.113.1") != origin.network("203.0.113.2")
    mapped = [origin.address(f"::ffff:203.0.113.{n}", "", PROXIES) for n in (1, 2)]
    assert origin.network(mapped[0]) != origin.network(mapped[1])


def test_check_12_the_budget_of_a_network_is_larger_than_that_of_an_account() -> None:
    """Else one forgetful colleague locks out the town hall."""
    assert PER_NETWORK.most >= 5 * PER_ACCOUNT_AND_NETWORK.most
