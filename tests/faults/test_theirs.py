# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""The chain on a PostgreSQL and a Redis that are already there, and nothing of theirs touched.

In the pipeline (CI=true), or with TESTS_EXTERNAL=yes: they are somebody's. We make two roles and a
database with names that nobody has, and drop just those.
"""

import os
import secrets
from collections.abc import AsyncIterator
from pathlib import Path

import asyncpg
import httpx
import pytest
from anyio import to_thread
from msgspec.structs import replace
from redis import Redis

from backend import database, migrate
from backend.settings import Settings
from backend.worker import prefix_of
from tests.faults import invariant
from tests.faults.invariant import Answers
from tests.faults.processes import town_halls, until, wait_until

pytestmark = [
    pytest.mark.anyio,
    pytest.mark.skipif(
        not (os.environ.get("CI") or os.environ.get("TESTS_EXTERNAL")),
        reason="the servers of this machine are used in the pipeline, or with TESTS_EXTERNAL=yes",
    ),
]
POSTGRES = os.environ.get("TESTS_EXTERNAL_POSTGRES", "postgresql://postgres@127.0.0.1:5432")
REDIS = os.environ.get("TESTS_EXTERNAL_REDIS", "redis://127.0.0.1:6379")


async def _theirs(admin: asyncpg.Connection) -> tuple[set[str], set[str]]:
    """Names of databases and of roles."""
    databases = await admin.fetch("SELECT datname AS name FROM pg_database")
    roles = await admin.fetch("SELECT rolname AS name FROM pg_roles")
    return {row["name"] for row in databases}, {row["name"] for row in roles}


@pytest.fixture
async def abroad(town: Settings) -> AsyncIterator[Settings]:
    """The same municipality on their servers."""
    mark = f"raadgever_test_{secrets.token_hex(6)}"
    password = secrets.token_hex(24)
    admin = await asyncpg.connect(f"{POSTGRES}/postgres")
    before = await _theirs(admin)
    for role in ("owner", "app"):
        await admin.execute(f"CREATE ROLE {mark}_{role} LOGIN PASSWORD '{password}'")
    await admin.execute(f"CREATE DATABASE {mark} OWNER {mark}_owner TEMPLATE template0")
    where = POSTGRES.rpartition("@")[2]
    urls = [f"postgresql+asyncpg://{mark}_{r}:{password}@{where}/{mark}" for r in ("owner", "app")]
    try:
        await to_thread.run_sync(migrate.upgrade, urls[0], f"{mark}_app")
        yield replace(town, database_url=urls[1], redis_url=REDIS)
    finally:
        await admin.execute(f"DROP DATABASE {mark} WITH (FORCE)")
        for role in ("app", "owner"):
            await admin.execute(f"DROP ROLE {mark}_{role}")
        assert await _theirs(admin) == before
        await admin.close()


async def test_the_chain_runs_on_servers_of_others_and_leaves_them_as_they_were(
    abroad: Settings, tmp_path: Path
) -> None:
    town = abroad
    prefix = prefix_of(town.database_url)
    engine = database.connect(town.database_url)
    sessions = database.sessions_of(engine)
    answers = await invariant.opened(sessions, "park")
    with Redis.from_url(REDIS) as redis:
        redis.set(f"{prefix}-not-ours", "stays", ex=600)
        before = set(redis.scan_iter())
        try:
            with town_halls(town, tmp_path, workers=2) as ([base], workers):
                wait_until(lambda: bool(redis.exists(f"{prefix}:health")), "arq is at work")
                await _a_day_in_town(sessions, answers, base)
                assert not [one for one in workers if one.said("redis-away")]
            await invariant.holds(sessions, answers)
            ours = set(redis.scan_iter()) - before
            assert all(f"{prefix}:" in key.decode() for key in ours)
            assert redis.get(f"{prefix}-not-ours") == b"stays"
        finally:
            made = [*redis.scan_iter(f"*{prefix}:*"), f"{prefix}-not-ours"]
            redis.delete(*made)
    await engine.dispose()


async def _a_day_in_town(sessions: database.Sessions, answers: Answers, base: str) -> None:
    async def counted() -> bool:
        return await invariant.all_in_a_batch(sessions, answers)

    async with httpx.AsyncClient(base_url=base, timeout=60) as resident:
        await answers.send(resident, 25)
        await until(counted, "all is counted")
        await invariant.close(sessions, answers.park)
        await invariant.summarised(sessions, answers.park)
        page = await resident.get("/raadplegingen/park")
        assert page.status_code == 200
