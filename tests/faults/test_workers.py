# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Workers that are killed, stopped, paused, or that race: one result each time."""

import signal
import time
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from tests.faults import invariant
from tests.faults.conftest import locked, somebody_waits
from tests.faults.processes import STARTING, WORKER, environ, running, until, wait_until, worker

pytestmark = pytest.mark.anyio
# Where a worker is held: while it reads what to count, and in the middle of writing the count.
READING = ("questionnaire", "ACCESS EXCLUSIVE")
WRITING = ("batch_entry", "EXCLUSIVE")


async def counted(sessions, answers) -> None:
    async def done() -> bool:
        return await invariant.all_in_a_batch(sessions, answers)

    await until(done, "all is counted")


async def concluded(sessions, answers) -> None:
    await invariant.close(sessions, answers.park)
    await invariant.summarised(sessions, answers.park)
    await invariant.holds(sessions, answers)


@pytest.mark.parametrize("held", [READING, WRITING], ids=["reading", "writing"])
async def test_a_worker_killed_in_mid_count_is_succeeded_by_another(
    *, town, sessions, resident, answers, owner_dsn, tmp_path: Path, held: tuple[str, str]
) -> None:
    await answers.send(resident, 20)
    async with locked(owner_dsn, *held) as owner:
        with worker(town, tmp_path, "first") as first:
            await until(lambda: somebody_waits(owner), "the worker is at work")
            first.gets(signal.SIGKILL)
    await answers.send(resident, 5)
    await invariant.time_passes(owner_dsn)
    with worker(town, tmp_path, "second"):
        await counted(sessions, answers)
        await concluded(sessions, answers)


async def test_a_worker_paused_beyond_its_lease_writes_nothing_when_it_goes_on(
    *, town, sessions, resident, answers, owner_dsn, tmp_path: Path
) -> None:
    await answers.send(resident, 20)
    async with AsyncExitStack() as stack:
        async with locked(owner_dsn, *READING) as owner:
            first = stack.enter_context(worker(town, tmp_path, "first"))
            await until(lambda: somebody_waits(owner), "the worker is at work")
            first.gets(signal.SIGSTOP)
        await invariant.time_passes(owner_dsn)
        with worker(town, tmp_path, "second"):
            await counted(sessions, answers)
            first.gets(signal.SIGCONT)

            async def refused() -> bool:
                return first.said("lease-lost")

            await until(refused, "the first worker's write is refused")
            await concluded(sessions, answers)
    assert await invariant.size(sessions, invariant.Batch) == 1


async def test_a_worker_told_to_stop_ends_at_once_and_leaves_its_work_to_the_next(
    *, town, sessions, resident, answers, owner_dsn, tmp_path: Path
) -> None:
    await answers.send(resident, 20)
    async with locked(owner_dsn, *READING) as owner:
        with worker(town, tmp_path, "first") as first:
            await until(lambda: somebody_waits(owner), "the worker is at work")
            asked = time.monotonic()
            first.gets(signal.SIGTERM)
            assert first.process.wait(10) == 0
            assert time.monotonic() - asked < 5
    with worker(town, tmp_path, "second"):
        await counted(sessions, answers)
        await concluded(sessions, answers)


@pytest.mark.parametrize("threads", ["1", "3"])
async def test_a_worker_counts_with_as_many_threads_as_it_is_told(
    *, town, sessions, resident, answers, tmp_path: Path, threads: str
) -> None:
    told = environ(town, tmp_path, RAADGEVER_POLARS_THREADS=threads)
    with running(WORKER, told, tmp_path / "worker.log") as started:
        wait_until(lambda: started.said("worker-ready"), "the worker is at work", STARTING)
        assert started.said(f'"threads": {threads}') or started.said(f'"threads":{threads}')
        await answers.send(resident, 5)
        await counted(sessions, answers)
