# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Files of batches, with workers that are killed, paused, or on machines of their own."""

import signal
from collections.abc import Iterator
from contextlib import AsyncExitStack, contextmanager
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import select

from backend.consultations import queries
from backend.participation import endings
from backend.participation.tables import Entry
from backend.results import batch_keeping
from backend.results.batch_files import Files
from tests.faults import invariant
from tests.faults.conftest import locked, somebody_waits
from tests.faults.processes import (
    STARTING,
    WORKER,
    Started,
    environ,
    running,
    until,
    wait_until,
)
from tests.faults.test_workers import READING, WRITING, concluded, counted

pytestmark = pytest.mark.anyio


@contextmanager
def keeper(town, folder: Path, logs: Path, name: str = "worker") -> Iterator[Started]:
    """A worker that keeps its batches in this folder."""
    given = environ(town, logs, RAADGEVER_BATCH_FOLDER=str(folder))
    with running(WORKER, given, logs / f"{name}.log") as started:
        wait_until(lambda: started.said("worker-ready"), f"{name} at work", STARTING)
        yield started


def there(*folders: Path) -> set[str]:
    return {path.name for folder in folders for path in folder.rglob("*") if path.is_file()}


async def standing(sessions, answers) -> set[str]:
    async with sessions() as db:
        return {batch.name for batch in await batch_keeping.standing(db, answers.park.id)}


async def only_what_stands(sessions, answers, *folders: Path) -> None:
    async def so() -> bool:
        return there(*folders) == await standing(sessions, answers)

    await until(so, "there are the files of what stands, and no others")


@pytest.mark.parametrize("held", [READING, WRITING], ids=["reading", "writing"])
async def test_a_worker_killed_before_it_committed_leaves_no_file(
    *, town, sessions, resident, answers, owner_dsn, tmp_path: Path, held: tuple[str, str]
) -> None:
    folder = tmp_path / "batches"
    await answers.send(resident, 20)
    async with locked(owner_dsn, *held) as owner:
        with keeper(town, folder, tmp_path, "first") as first:
            await until(lambda: somebody_waits(owner), "the worker is at work")
            first.gets(signal.SIGKILL)
    assert there(folder) == set()
    await invariant.time_passes(owner_dsn)
    with keeper(town, folder, tmp_path, "second"):
        await counted(sessions, answers)
        await only_what_stands(sessions, answers, folder)
        await concluded(sessions, answers)


async def test_two_workers_that_count_the_same_leave_one_file(
    *, town, sessions, resident, answers, owner_dsn, tmp_path: Path
) -> None:
    folder = tmp_path / "batches"
    await answers.send(resident, 20)
    async with AsyncExitStack() as stack:
        async with locked(owner_dsn, *READING) as owner:
            first = stack.enter_context(keeper(town, folder, tmp_path, "first"))
            await until(lambda: somebody_waits(owner), "the first is at work")
            first.gets(signal.SIGSTOP)
        await invariant.time_passes(owner_dsn)
        with keeper(town, folder, tmp_path, "second"):
            await counted(sessions, answers)
            first.gets(signal.SIGCONT)
            wait_until(lambda: first.said("lease-lost"), "the first one's count is refused")
            await only_what_stands(sessions, answers, folder)
            assert len(there(folder)) == 1
            await concluded(sessions, answers)


async def test_what_is_withdrawn_goes_from_the_disk_of_every_machine(
    *, town, sessions, resident, answers, tmp_path: Path
) -> None:
    """Also where the worker that counted it did not hear of the withdrawal, and after a start."""
    here, there_ = tmp_path / "here", tmp_path / "there"
    with keeper(town, here, tmp_path, "here"):
        await answers.send(resident, 5)
        await counted(sessions, answers)
        await only_what_stands(sessions, answers, here)
    before = await standing(sessions, answers)
    with keeper(town, there_, tmp_path, "there"):
        await _withdraw_one(sessions, answers)

        async def again() -> bool:
            return not before <= await standing(sessions, answers)

        await until(again, "it is counted again, elsewhere")
        assert before <= there(here), "nobody is at work here to remove it"
        with keeper(town, here, tmp_path, "here again") as started:
            await only_what_stands(sessions, answers, here, there_)
            assert started.said("batch-files-swept")
            await _withdraw_one(sessions, answers)
            await only_what_stands(sessions, answers, here, there_)


async def _withdraw_one(sessions, answers) -> None:
    async with sessions.begin() as db:
        ended = select(Entry.response_id).where(Entry.kind == "withdrawal")
        alive = select(Entry.response_id).where(Entry.response_id.not_in(ended)).limit(1)
        [response] = await db.scalars(alive)
        await endings.withdraw(db, await queries.hold(db, answers.park.id), response)


async def test_a_worker_that_starts_removes_what_a_killed_one_was_writing(
    *, town, sessions, resident, answers, tmp_path: Path
) -> None:
    folder = tmp_path / "batches"
    half_done = folder / str(answers.park.id) / f".{uuid4().hex}.new"
    half_done.parent.mkdir(parents=True)
    half_done.write_bytes(b"PAR1")
    assert Files(folder).consultations()
    await answers.send(resident, 5)
    with keeper(town, folder, tmp_path):
        await counted(sessions, answers)
        await only_what_stands(sessions, answers, folder)
