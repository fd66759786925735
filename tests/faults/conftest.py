# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import asyncpg
import pytest
from sqlalchemy.engine import make_url

from backend import database, settings
from backend.servers import Servers
from tests import folders
from tests.faults import invariant
from tests.faults.invariant import Answers


@pytest.fixture
async def answers(sessions: database.Sessions) -> Answers:
    """Nobody answered yet; the consultation is open at /raadplegingen/park."""
    return await invariant.opened(sessions, "park")


@pytest.fixture
def owner_url(servers: Servers, town: settings.Settings) -> str:
    name = make_url(town.database_url).database
    assert name
    return servers.database_url("raadgever_owner", name)


@pytest.fixture
def place() -> Iterator[Path]:
    """A short path that 'nobody' can pass through, for sockets and homes."""
    with folders.place() as made:
        yield made


@asynccontextmanager
async def locked(owner_dsn: str, table: str, mode: str) -> AsyncIterator[asyncpg.Connection]:
    """A table that whoever works with it has to wait for: what holds a worker in mid-count."""
    owner = await asyncpg.connect(owner_dsn)
    try:
        async with owner.transaction():
            await owner.execute(f"LOCK TABLE {table} IN {mode} MODE")
            yield owner
    finally:
        await owner.close()


async def somebody_waits(owner: asyncpg.Connection) -> bool:
    """For a table: the loops of one worker may wait for each other's rows while it starts."""
    waiting = "SELECT count(*) FROM pg_locks WHERE NOT granted AND locktype = 'relation'"
    return await owner.fetchval(waiting) > 0
