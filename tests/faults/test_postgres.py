# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""PostgreSQL stopped at once, as by `pg_ctl stop -m immediate`, while workers run.

With the embedded servers Valkey then goes too, and both come back at the next start.
"""

import os
import signal
from pathlib import Path

import anyio
import httpx
import pytest
from msgspec.structs import replace

from backend import app, database, migrate
from backend.servers import start
from tests.faults import invariant
from tests.faults.invariant import Answers
from tests.faults.processes import until, wait_until, worker
from tests.make import make_consultation

pytestmark = pytest.mark.anyio


def _stop_at_once(home: Path) -> None:
    lock = home / "postgres" / "postmaster.pid"
    postmaster = int(lock.read_text().partition("\n")[0])
    os.kill(postmaster, signal.SIGQUIT)
    wait_until(lambda: not _alive(postmaster), "it is gone")


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


async def test_a_worker_carries_on_when_postgresql_comes_back(
    *, town, tmp_path: Path, place: Path
) -> None:
    home = place / "home"
    with start(home) as servers:  # durable: what was acknowledged must outlive this
        town = replace(town, database_url=servers.database_url(), redis_url=servers.redis_url)
        await anyio.to_thread.run_sync(
            migrate.upgrade, servers.database_url("raadgever_owner"), "raadgever_app"
        )
        engine = database.connect(town.database_url)
        sessions = database.sessions_of(engine)
        async with sessions.begin() as db:
            answers = Answers(await make_consultation(db, slug="park"))
        inner = app.litestar(town)
        site = httpx.ASGITransport(
            app=app.Shield(app.Languages(inner), town), raise_app_exceptions=False
        )
        async with (
            inner.lifespan(),
            httpx.AsyncClient(transport=site, base_url=town.base_url, timeout=30) as resident,
        ):
            with worker(town, tmp_path) as one:
                await answers.send(resident, 20)
                _stop_at_once(home)
                await answers.send(resident, 3)
                assert set(answers.refused) == {503}
                wait_until(lambda: one.said("sweep-failed"), "the worker noticed")
                with start(home) as again:
                    assert again.started

                    async def answered() -> bool:
                        before = len(answers.acknowledged)
                        await answers.send(resident)
                        return len(answers.acknowledged) > before

                    await until(answered, "the website takes answers again")
                    await answers.send(resident, 5)
                    await invariant.time_passes(
                        again.database_url("raadgever_owner").replace("+asyncpg", "")
                    )
                    await invariant.close(sessions, answers.park)
                    await invariant.summarised(sessions, answers.park)
                    await invariant.holds(sessions, answers)
                    assert one.process.poll() is None
        await engine.dispose()
