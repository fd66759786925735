# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""The same fixtures as everywhere, on a town with one of everything in it.

`town` is a copy of it for tests that change things; `street` is one shared copy for all tests
that only read. Sessions are made in the table: signing in costs an argon2 each, and the form has
tests of its own.
"""

import os
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AsyncExitStack
from pathlib import Path
from urllib.parse import urlsplit
from uuid import uuid4

import asyncpg
import httpx
import pytest
import structlog
from litestar import Litestar
from msgspec import Struct
from sqlalchemy.engine import make_url

from backend import app, database, logs, settings
from backend.accounts import sessions as staff_sessions
from backend.accounts.roles import Role
from backend.accounts.sessions import COOKIE
from backend.accounts.tables import Account
from backend.servers import Servers
from tests.conftest import BASE, dsn, run_as_postgres
from tests.security.town import Filled, fill

FULL = "raadgever_full"
SECRET = "k7Vn2-xQ9wZ4_tR8mP1sL5bD3hG6jF0cY"  # noqa: S105 - of towns that live a minute


def environ(servers: Servers, name: str, base: str = BASE) -> dict[str, str]:
    return {
        "RAADGEVER_DATABASE_URL": servers.database_url("raadgever_app", name),
        "RAADGEVER_REDIS_URL": servers.redis_url,
        "RAADGEVER_SECRET": SECRET,
        "RAADGEVER_BASE_URL": base,
        "RAADGEVER_MUNICIPALITY": "Merenburg",
        "RAADGEVER_PHONE": "14 0999",
        "RAADGEVER_EMAIL": "griffie@merenburg.example",
        "RAADGEVER_ADDRESS": "Raadhuisplein 1",
        "RAADGEVER_TRUSTED_PROXIES": "10.0.0.0/8",
        "RAADGEVER_SMTP_URL": "smtp://127.0.0.1:1",
        "RAADGEVER_SMTP_FROM": "griffie@merenburg.example",
    }


async def create(servers: Servers, template: str, name: str = "") -> str:
    name = name or f"t_{uuid4().hex}"
    await run_as_postgres(
        servers,
        f"CREATE DATABASE {name} TEMPLATE {template} OWNER raadgever_owner STRATEGY file_copy",
    )
    return name


async def drop(servers: Servers, name: str) -> None:
    await run_as_postgres(servers, f"DROP DATABASE {name} WITH (FORCE)")


def owner_of(servers: Servers, town: settings.Settings) -> str:
    name = make_url(town.database_url).database
    assert name
    return dsn(servers, "raadgever_owner", name)


@pytest.fixture(scope="session", autouse=True)
def quiet() -> Iterator[None]:
    """The log as it is served, to nowhere; structlog's own way draws every error in colours."""
    before = structlog.get_config()
    logs.configure()
    with Path(os.devnull).open("w") as nowhere:
        structlog.configure(logger_factory=structlog.WriteLoggerFactory(file=nowhere))
        yield
    structlog.configure(**before)


@pytest.fixture(scope="session")
async def filled(servers: Servers, template: str) -> Filled:
    """What is in every town; the database with it is the template of all others."""
    await create(servers, template, FULL)
    engine = database.connect(servers.database_url("raadgever_app", FULL), pool=4)
    try:
        return await fill(database.sessions_of(engine), SECRET.encode())
    finally:
        await engine.dispose()


@pytest.fixture
async def town(servers: Servers, filled: Filled) -> AsyncIterator[settings.Settings]:
    name = await create(servers, FULL)
    yield settings.read(environ(servers, name))
    await drop(servers, name)


class House(Struct):
    """One running application with its database, and browsers for whoever comes by."""

    town: settings.Settings
    owner_dsn: str
    site: httpx.ASGITransport
    sessions: database.Sessions
    stack: AsyncExitStack

    def browser(self, cookie: str = "", **headers: str) -> httpx.AsyncClient:
        given = {"host": urlsplit(self.town.base_url).netloc, **headers}
        if cookie:
            given["cookie"] = f"{COOKIE}={cookie}"
        client = httpx.AsyncClient(transport=self.site, base_url=self.town.base_url, headers=given)
        self.stack.push_async_callback(client.aclose)
        return client

    async def token(self, filled: Filled, role: Role) -> str:
        async with self.sessions.begin() as db:
            return staff_sessions.begin(db, await db.get_one(Account, filled.accounts[role]))

    def csrf(self, token: str) -> str:
        return staff_sessions.csrf(self.town.secret, token)

    async def rows(self) -> dict[str, tuple[int, str]]:
        """Per table how many rows and a hash of them, as the owner sees them."""
        return await fingerprint(self.owner_dsn)


BOOKKEEPING = {"staff_session", "throttle", "alembic_version"}
# What was refused leaves a line that says so, and so does who took all responses; nothing else is
# changed by either.
_OF_CHANGES = {"audit_line": " WHERE result <> 'geweigerd' AND action <> 'reacties ophalen'"}


async def fingerprint(owner_dsn: str) -> dict[str, tuple[int, str]]:
    connection = await asyncpg.connect(owner_dsn)
    try:
        names = await connection.fetch(
            "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1"
        )
        tables = [row[0] for row in names if row[0] not in BOOKKEEPING]
        asked = " UNION ALL ".join(
            f"SELECT '{name}', count(*), coalesce(md5(string_agg(t::text, '|' ORDER BY t::text)),"  # noqa: S608 - names of our own tables
            f" '') FROM {name} t{_OF_CHANGES.get(name, '')}"
            for name in tables
        )
        return {name: (number, digest) for name, number, digest in await connection.fetch(asked)}
    finally:
        await connection.close()


async def _house(
    servers: Servers, town: settings.Settings, inner: Litestar, stack: AsyncExitStack
) -> House:
    await stack.enter_async_context(inner.lifespan())
    site = httpx.ASGITransport(
        app=app.Shield(app.Languages(inner), town),
        client=("192.0.2.7", 4711),
        raise_app_exceptions=False,
    )
    return House(town, owner_of(servers, town), site, inner.state.sessions, stack)


@pytest.fixture
async def house(
    servers: Servers, town: settings.Settings, built: Callable[[settings.Settings], Litestar]
) -> AsyncIterator[House]:
    """A town of this test's own."""
    async with AsyncExitStack() as stack:
        yield await _house(servers, town, built(town), stack)


@pytest.fixture(scope="session")
async def street(servers: Servers, filled: Filled) -> AsyncIterator[House]:
    """One town for all tests that change nothing. Its application is its own: that of `built`
    belongs to one town at a time."""
    name = await create(servers, FULL)
    town = settings.read(environ(servers, name))
    async with AsyncExitStack() as stack:
        yield await _house(servers, town, app.litestar(town), stack)
    await drop(servers, name)
