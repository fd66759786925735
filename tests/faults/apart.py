# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""A town on servers of its own, which may be stopped, filled and broken."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import anyio
import httpx
from msgspec.structs import replace

from backend import app, database, migrate
from backend.servers import start
from backend.settings import Settings
from tests.faults import invariant
from tests.faults.invariant import Answers


@dataclass(frozen=True)
class Apart:
    """A website in this process, and a resident who answers there; workers are for the test."""

    town: Settings
    sessions: database.Sessions
    answers: Answers
    resident: httpx.AsyncClient

    async def answered(self) -> bool:
        before = len(self.answers.acknowledged)
        await self.answers.send(self.resident)
        return len(self.answers.acknowledged) > before


@asynccontextmanager
async def apart(town: Settings, home: Path) -> AsyncIterator[Apart]:
    """On servers in this folder, which write to disk: what was acknowledged must outlive them."""
    with start(home) as servers:
        town = replace(town, database_url=servers.database_url(), redis_url=servers.redis_url)
        await anyio.to_thread.run_sync(
            migrate.upgrade, servers.database_url("raadgever_owner"), "raadgever_app"
        )
        engine = database.connect(town.database_url)
        sessions = database.sessions_of(engine)
        answers = await invariant.opened(sessions, "park")
        inner = app.litestar(town)
        site = httpx.ASGITransport(
            app=app.Shield(app.Languages(inner), town), raise_app_exceptions=False
        )
        async with (
            inner.lifespan(),
            httpx.AsyncClient(transport=site, base_url=town.base_url, timeout=30) as resident,
        ):
            yield Apart(town, sessions, answers, resident)
        await engine.dispose()
