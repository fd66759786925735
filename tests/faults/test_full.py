# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""PostgreSQL that has no connections left, and a disk that takes no line of log any more: people
are told what to do, and nothing is lost."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from uuid import uuid4

import asyncpg
import httpx
import pytest

from backend import outbox
from backend.outbox import TaskRow, Topic
from backend.patience import MOST_ATTEMPTS
from tests.conftest import dsn
from tests.faults import invariant
from tests.faults.processes import (
    SITE,
    STARTING,
    environ,
    free_ports,
    running,
    until,
    wait_until,
    worker,
)

pytestmark = pytest.mark.anyio
INTO = "/api/v1/raadplegingen/park/inzendingen"


@asynccontextmanager
async def no_connections(servers) -> AsyncIterator[None]:
    """The application's role may not connect, and what it had is ended."""
    admin = await asyncpg.connect(dsn(servers, "postgres", "postgres"))
    try:
        await admin.execute("ALTER ROLE raadgever_app CONNECTION LIMIT 0")
        await admin.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'raadgever_app'"
        )
        yield
    finally:
        await admin.execute("ALTER ROLE raadgever_app CONNECTION LIMIT -1")
        await admin.close()


async def test_too_many_connections_is_a_pause_for_people_and_for_workers(
    *, town, servers, sessions, resident, answers, owner_dsn, tmp_path: Path
) -> None:
    with worker(town, tmp_path) as one:
        await answers.send(resident, 10)
        async with no_connections(servers):
            for path in ("/", "/raadplegingen/park", "/raadplegingen/park/meedoen"):
                page = await resident.get(path)
                assert (page.status_code, page.headers["retry-after"]) == (503, "10"), path
                assert "Het is even te druk" in page.text
                assert "raadgever_app" not in page.text
            await answers.send(resident, 3)
            assert set(answers.refused) == {503}
            assert (await resident.get("/gezond")).json()["database"] is False
            wait_until(lambda: one.said("sweep-failed"), "the worker noticed")
        assert one.process.poll() is None

        async def counted() -> bool:
            return await invariant.all_in_a_batch(sessions, answers)

        await answers.send(resident, 5)
        await invariant.time_passes(owner_dsn)  # what was cut off in the middle is taken up again
        await until(counted, "all is counted")
        await invariant.close(sessions, answers.park)
        await invariant.summarised(sessions, answers.park)
    await invariant.holds(sessions, answers)


async def test_no_work_is_given_up_because_the_database_was_full(
    *, servers, sessions, resident, answers, owner_dsn
) -> None:
    """However often it is tried; a work that breaks by itself is given up after six tries."""

    async def full(*_: object) -> outbox.Write:
        failed = await asyncpg.connect(dsn(servers, "postgres", "postgres"))
        await failed.close()
        async with no_connections(servers), sessions.begin() as db:
            await db.connection()
        raise AssertionError

    await answers.send(resident)
    for _ in range(MOST_ATTEMPTS + 2):
        owner = await asyncpg.connect(owner_dsn)
        await owner.execute("UPDATE task SET not_before = clock_timestamp() - interval '1 second'")
        await owner.close()
        assert await outbox.keep_one(sessions, {Topic.ENTRY_RECEIVED: full})
    async with sessions() as db:
        task = await db.get_one(TaskRow, (Topic.ENTRY_RECEIVED, answers.park.id))
        assert (task.dead_at, task.attempts) == (None, 0)
        assert task.last_error


async def test_a_website_whose_log_is_full_refuses_what_is_wrong_and_goes_on_with_the_rest(
    *, town, answers, owner_dsn, tmp_path: Path
) -> None:
    """The answers that share a transaction are stored by one task, which must outlive this."""
    owner = await asyncpg.connect(owner_dsn)
    await owner.execute("ALTER TABLE answer_text ADD CHECK (text <> 'onmogelijk')")
    await owner.close()
    [port] = free_ports(1)
    base = f"http://127.0.0.1:{port}"
    given = environ(town, tmp_path, RAADGEVER_BASE_URL=base)
    with running(SITE.format(port=port), given, Path("/dev/full")):
        async with httpx.AsyncClient(base_url=base, timeout=30) as resident:

            async def alive() -> bool:
                try:
                    return (await resident.get("/levend")).status_code == 200
                except httpx.HTTPError:
                    return False

            await until(alive, f"{base} answers", STARTING)
            heard = [
                (await resident.post(INTO, json=_saying(words))).status_code
                for words in ("Plant bomen.", "onmogelijk", "Plant struiken.")
            ]
    assert heard == [201, 500, 201]


def _saying(words: str) -> dict[str, object]:
    return {"sleutel": str(uuid4()), "antwoorden": {"1.stance": "for", "1.advice": words}}
