# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""trust.md 2.5, check 41: it starts only with safe settings, and says all that is wrong."""

import secrets

import asyncpg
import pytest

from backend.settings import DOCUMENTED, SettingsError, read
from tests.conftest import dsn

GOOD = {
    "RAADGEVER_DATABASE_URL": "postgresql://raadgever_app@db/raadgever",
    "RAADGEVER_REDIS_URL": "redis://valkey",
    "RAADGEVER_SECRET": "k7Vn2-xQ9wZ4_tR8mP1sL5bD3hG6jF0cY",
    "RAADGEVER_BASE_URL": "https://raadgever.merenburg.example",
    "RAADGEVER_MUNICIPALITY": "Merenburg",
    "RAADGEVER_PHONE": "14 0999",
    "RAADGEVER_EMAIL": "griffie@merenburg.example",
}


def problems(**changes: str) -> list[str]:
    given = {**GOOD, **{f"RAADGEVER_{name}": value for name, value in changes.items()}}
    try:
        read(given)
    except SettingsError as error:
        return error.problems
    return []


def test_check_41_good_settings_are_good() -> None:
    assert problems() == []
    assert problems(SECRET=secrets.token_urlsafe(48)) == []
    assert problems(SECRET=secrets.token_hex(32)) == []


@pytest.mark.parametrize("name", sorted(GOOD))
@pytest.mark.parametrize("value", ["", " ", "\n"])
def test_check_41_nothing_that_matters_may_be_missing(name: str, value: str) -> None:
    assert [what for what in problems(**{name.removeprefix("RAADGEVER_"): value}) if name in what]


@pytest.mark.parametrize(
    "secret",
    [
        "secret",
        "x" * 31,
        "x" * 64,
        "changeme" * 8,
        "0123456789" * 4,
        "k7Vn2-xQ9wZ4_tR8mP1sL5bD3hG6jF",
        "raadgever-geheim-raadgever-geheim",
        "my-super-secret-key-for-production-use",
        "ab" * 40,
        "change-me-change-me-please-change-me!",
        "abcdefghijklmnopqrstuvwxyz0123456789",
        "RAADGEVER_SECRET=verander-mij-asjeblieft",
        "wachtwoord-van-de-gemeente-merenburg",
        "k7Vn2-xQ9k7Vn2-xQ9k7Vn2-xQ9k7Vn2-xQ9",
    ],
)
def test_check_41_a_secret_that_is_no_secret_is_refused(secret: str) -> None:
    assert [what for what in problems(SECRET=secret) if "RAADGEVER_SECRET" in what]


@pytest.mark.parametrize(
    "base",
    [
        "http://raadgever.example.nl",
        "ftp://raadgever.example.nl",
        "raadgever.example.nl",
        "https://",
        "//raadgever.example.nl",
        "https:///pad",
        "javascript:alert(1)",
        "https://naam:woord@x.nl",
        "https://raadgever.nl/pad",
        "https://raadgever.nl?x=1",
        "https://raadgever.nl#x",
        "http://127.0.0.1.kwaad.example",
        "https://raadgever.nl:443",
        "https://Raadgever.nl",
        "http://localhost@kwaad.example",
        "https://raadgever.nl:poort",
        "https://raad gever.nl",
    ],
)
def test_check_41_an_address_that_is_not_a_plain_https_address_is_refused(base: str) -> None:
    """Anything beside scheme, host and port would make every form or every page a refusal."""
    assert [what for what in problems(BASE_URL=base) if "RAADGEVER_BASE_URL" in what]


@pytest.mark.parametrize(
    "base",
    [
        "https://raadgever.nl",
        "https://raadgever.nl/",
        "http://127.0.0.1:8000",
        "http://localhost:1",
        "http://[::1]:8000",
        "https://raadgever.nl:8443",
    ],
)
def test_check_41_these_addresses_are_good(base: str) -> None:
    assert problems(BASE_URL=base) == []


@pytest.mark.parametrize(
    "proxies", ["*", "0.0.0.0/0", "::/0", "10.0.0.1/0", "proxy", "10.0.0.0/8,x"]
)
def test_check_41_trusting_everybody_as_a_proxy_is_refused(proxies: str) -> None:
    assert [what for what in problems(TRUSTED_PROXIES=proxies) if "TRUSTED_PROXIES" in what]


@pytest.mark.parametrize("name", ["DEBUG", "SECRETS", "BASEURL", "ADMIN_PASSWORD", ""])
def test_check_41_a_setting_that_does_not_exist_is_named(name: str) -> None:
    """A typing error in a name must not mean a default in silence."""
    assert problems(**{name: "1"}) == [f"RAADGEVER_{name} is not a setting of Raadgever."]


def test_check_41_every_problem_is_named_at_once() -> None:
    with pytest.raises(SettingsError) as error:
        read({"RAADGEVER_BASE_URL": "http://x.nl", "RAADGEVER_ONZIN": "1"})
    assert len(error.value.problems) >= 8
    assert "k7Vn2" not in str(error.value)


def test_check_41_a_refusal_does_not_print_the_secret() -> None:
    weak = "zwak-" * 7
    with pytest.raises(SettingsError) as error:
        read({**GOOD, "RAADGEVER_SECRET": weak})
    assert weak not in str(error.value)


def test_check_41_there_is_no_debug_and_no_default_secret_among_the_settings() -> None:
    assert not [name for name in DOCUMENTED if "DEBUG" in name or "PASSWORD" in name]


@pytest.mark.anyio
async def test_check_41_a_new_database_has_no_accounts(servers, template) -> None:
    owner = await asyncpg.connect(dsn(servers, "raadgever_owner", template))
    try:
        assert await owner.fetchval("SELECT count(*) FROM account") == 0
    finally:
        await owner.close()
