# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Two websites and three workers on one PostgreSQL and one Valkey, as on several machines."""

import signal
from pathlib import Path

import anyio
import httpx
import pytest

from backend.vitals import WorkerSeen
from tests.faults import invariant
from tests.faults.processes import town_halls, until

pytestmark = pytest.mark.anyio
CROWD = 8
"""Residents at each website at once, each with so many answers one after the other."""
EACH = 8


async def test_a_crowd_at_two_websites_is_counted_once_while_a_worker_is_killed(
    *, town, sessions, answers, owner_dsn, tmp_path: Path
) -> None:
    async def counted() -> bool:
        return await invariant.all_in_a_batch(sessions, answers)

    async def some() -> bool:
        return len(answers.acknowledged) > CROWD * EACH // 2

    with town_halls(town, tmp_path, sites=2, workers=3) as (bases, workers):
        async with anyio.create_task_group() as crowd:
            for base in bases:
                for _ in range(CROWD):
                    crowd.start_soon(_answer, base, answers)
            await until(some, "the crowd is halfway")
            workers[0].gets(signal.SIGKILL)
        assert len(answers.acknowledged) == len(bases) * CROWD * EACH
        assert not answers.refused
        await invariant.time_passes(owner_dsn)
        await until(counted, "all is counted by the two that are left")
        assert await invariant.size(sessions, WorkerSeen) == 3, "the killed one left no word"
        async with httpx.AsyncClient(base_url=bases[0], timeout=60) as watcher:
            reply = await watcher.get("/gezond")
            assert (reply.status_code, reply.json()["words"]) == (200, [])
        await invariant.close(sessions, answers.park)
        await invariant.summarised(sessions, answers.park)
        assert [one.process.poll() for one in workers[1:]] == [None, None]
    await invariant.holds(sessions, answers)


async def _answer(base: str, answers: invariant.Answers) -> None:
    async with httpx.AsyncClient(base_url=base, timeout=60) as resident:
        await answers.send(resident, EACH)
