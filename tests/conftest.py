# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Real servers per test process, a fresh database per test, the application over HTTP.

Fixtures are named after people and things: `resident` is a browser without a session,
`signed_in` makes one for a role.
"""

import os
import secrets
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AsyncExitStack
from pathlib import Path
from urllib.parse import urlsplit
from uuid import uuid4

import asyncpg
import httpx
import pytest
import structlog
from anyio import to_thread
from litestar import Litestar
from sqlalchemy import event
from sqlalchemy.engine import Engine, make_url

from backend import app, database, logs, migrate, settings
from backend.accounts import actions, links
from backend.accounts import sessions as staff_sessions
from backend.accounts.roles import Role
from backend.audit.actions import SYSTEM
from backend.servers import Servers, start
from tests import folders

# Homes of commands, Chromium's profiles, whatever else is made in passing: in memory where it fits.
tempfile.tempdir = os.environ["TMPDIR"] = folders.short()
BASE = "https://raadgever.test"
TEMPLATE = "raadgever_template"
LONG = ("pages", "security", "faults", "commands")
"""Folders of which the files take longest, the longest first."""


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The long files first: at the end one of two workers would wait for the other."""
    items.sort(key=lambda item: next((n for n, part in enumerate(LONG) if part in item.path.parts),
                                     len(LONG)))  # fmt: skip


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture(scope="session")
def reference_data() -> Path:
    """The folder with real inputs and vectors, which is not part of this repository."""
    folder = Path(os.environ.get("RAADGEVER_REFERENCE_DATA", "../shared/data"))
    if not folder.is_dir():
        pytest.skip("no reference data: set RAADGEVER_REFERENCE_DATA to their folder")
    return folder.resolve()


@pytest.fixture(scope="session")
def servers() -> Iterator[Servers]:
    with folders.place() as folder, start(folder / "home", durable=False) as started:
        yield started


def dsn(servers: Servers, role: str, name: str) -> str:
    """For asyncpg, which does not know SQLAlchemy's scheme."""
    return servers.database_url(role, name).replace("+asyncpg", "")


async def run_as_postgres(servers: Servers, sql: str, database: str = "postgres") -> None:
    connection = await asyncpg.connect(dsn(servers, "postgres", database))
    try:
        await connection.execute(sql)
    finally:
        await connection.close()


@pytest.fixture(scope="session")
async def template(servers: Servers) -> str:
    """A migrated database that every test gets a copy of."""
    await run_as_postgres(servers, f"CREATE DATABASE {TEMPLATE} OWNER raadgever_owner")
    url = servers.database_url("raadgever_owner", TEMPLATE)
    await to_thread.run_sync(migrate.upgrade, url, "raadgever_app")
    return TEMPLATE


@pytest.fixture(autouse=True)
def plain_log() -> Iterator[None]:
    """Unconfigured, structlog draws every error with its local variables: seconds each. And a
    command that runs in a test logs to that test's standard error, which is gone after it."""
    before = structlog.get_config() if structlog.is_configured() else None
    drawn = structlog.dev.ConsoleRenderer(
        colors=False, exception_formatter=structlog.dev.plain_traceback
    )
    structlog.configure(processors=[*logs.SHARED, drawn])
    yield
    structlog.reset_defaults()
    if before:
        structlog.configure(**before)


@pytest.fixture
def group_commit() -> str:
    """Whether answers that come in together share a transaction; journeys are told both ways."""
    return "yes"


@pytest.fixture
async def town(
    servers: Servers, template: str, group_commit: str
) -> AsyncIterator[settings.Settings]:
    """The settings of a municipality with an empty database of its own."""
    name = f"t_{uuid4().hex}"
    await run_as_postgres(
        servers,
        f"CREATE DATABASE {name} TEMPLATE {template} OWNER raadgever_owner STRATEGY file_copy",
    )
    yield settings.read(
        {
            "RAADGEVER_DATABASE_URL": servers.database_url("raadgever_app", name),
            "RAADGEVER_REDIS_URL": servers.redis_url,
            "RAADGEVER_SECRET": secrets.token_urlsafe(48),
            "RAADGEVER_BASE_URL": BASE,
            "RAADGEVER_MUNICIPALITY": "Merenburg",
            "RAADGEVER_PHONE": "14 0999",
            "RAADGEVER_EMAIL": "griffie@merenburg.example",
            "RAADGEVER_ADDRESS": "Raadhuisplein 1",
            "RAADGEVER_TRUSTED_PROXIES": "10.0.0.0/8",
            "RAADGEVER_GROUP_COMMIT": group_commit,
        }
    )
    await run_as_postgres(servers, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
async def sessions(town: settings.Settings) -> AsyncIterator[database.Sessions]:
    """Database sessions as the application's role, which owns nothing."""
    engine = database.connect(town.database_url, pool=10)
    yield database.sessions_of(engine)
    await engine.dispose()


@pytest.fixture
def asked_of_the_database() -> Iterator[list[str]]:
    """Every statement, in order, of whatever engine."""
    statements: list[str] = []

    def hear(_connection, _cursor, statement: str, *_: object) -> None:
        statements.append(statement)

    event.listen(Engine, "before_cursor_execute", hear)
    yield statements
    event.remove(Engine, "before_cursor_execute", hear)


@pytest.fixture
def owner_dsn(servers: Servers, town: settings.Settings) -> str:
    """For what only the owner can do: moving the clock of a row back, as time would."""
    name = make_url(town.database_url).database
    assert name
    return dsn(servers, "raadgever_owner", name)


@pytest.fixture(scope="session")
def built() -> Callable[[settings.Settings], Litestar]:
    """The application with other settings: composing it anew costs more than most tests.

    What its templates hold is fixed when it is composed, so a town with another look gets its own.
    """
    made: dict[str, Litestar] = {}

    def build(town: settings.Settings) -> Litestar:
        look = repr((town.municipality, town.theme, town.logo))
        if look not in made:
            made[look] = app.litestar(town)
        made[look].state.settings = town
        return made[look]

    return build


@pytest.fixture
async def site(
    town: settings.Settings, built: Callable[[settings.Settings], Litestar]
) -> AsyncIterator[httpx.ASGITransport]:
    """The whole application, shield included, started as a server would."""
    inner = built(town)
    async with inner.lifespan():
        yield httpx.ASGITransport(
            app=app.Shield(app.Languages(inner), town),
            client=("192.0.2.7", 4711),
            raise_app_exceptions=False,
        )


@pytest.fixture
async def browsers(site: httpx.ASGITransport) -> AsyncIterator[Callable[[], httpx.AsyncClient]]:
    async with AsyncExitStack() as stack:
        opened: list[httpx.AsyncClient] = []

        def open_one() -> httpx.AsyncClient:
            client = httpx.AsyncClient(
                transport=site, base_url=BASE, headers={"host": urlsplit(BASE).netloc}
            )
            opened.append(client)
            return client

        yield open_one
        for client in opened:
            stack.push_async_callback(client.aclose)


@pytest.fixture
def resident(browsers: Callable[[], httpx.AsyncClient]) -> httpx.AsyncClient:
    """Somebody without an account."""
    return browsers()


@pytest.fixture
def signed_in(
    browsers: Callable[[], httpx.AsyncClient], sessions: database.Sessions
) -> Callable[[Role], Awaitable[httpx.AsyncClient]]:
    """A browser of a new member of staff with this role, with a session.

    Not through the form, which has tests of its own: making and checking a password costs half a
    second, by intent.
    """

    async def sign_in(role: Role) -> httpx.AsyncClient:
        username = f"{role}-{uuid4().hex[:6]}"
        async with sessions.begin() as db:
            account, _ = await actions.invite(
                db, SYSTEM, username=username, name=role.title(), role=role
            )
            await links.revoke(db, account.id)
            token = staff_sessions.begin(db, account)
        client = browsers()
        client.cookies.set(staff_sessions.COOKIE, token, domain=urlsplit(BASE).netloc, path="/")
        return client

    return sign_in
