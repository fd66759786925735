# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""PostgreSQL stopped at once, as by `pg_ctl stop -m immediate`, or without room, while workers run.

With the embedded servers Valkey then goes too, and both come back at the next start.
"""

import os
import signal
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from backend.servers import start
from tests.faults import invariant
from tests.faults.apart import apart
from tests.faults.processes import until, wait_until, worker

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
    async with apart(town, home) as there:
        answers, resident, sessions = there.answers, there.resident, there.sessions
        with worker(there.town, tmp_path) as one:
            await answers.send(resident, 20)
            _stop_at_once(home)
            await answers.send(resident, 3)
            assert set(answers.refused) == {503}
            wait_until(lambda: one.said("sweep-failed"), "the worker noticed")
            with start(home) as again:
                assert again.started
                await until(there.answered, "the website takes answers again")
                await answers.send(resident, 5)
                await invariant.time_passes(
                    again.database_url("raadgever_owner").replace("+asyncpg", "")
                )
                await invariant.close(sessions, answers.park)
                await invariant.summarised(sessions, answers.park)
                await invariant.holds(sessions, answers)
                assert one.process.poll() is None


@pytest.fixture
def small_disk(place: Path) -> Iterator[Path]:
    """A disk that is easily filled."""
    disk = place / "disk"
    disk.mkdir()
    disk.chmod(0o711)
    command = ["mount", "-t", "tmpfs", "-o", "size=200m,mode=711", "none", str(disk)]
    if subprocess.run(command, check=False, capture_output=True).returncode:
        pytest.skip("nobody but root mounts a disk, and here not even root")
    yield disk
    subprocess.run(["umount", "--lazy", str(disk)], check=True)


def _fill(disk: Path) -> Path:
    """All the room there is, to the last page."""
    ballast = disk / "ballast"
    piece = bytes(4096)
    with ballast.open("wb", buffering=0) as file, suppress(OSError):
        while True:
            file.write(piece)
    return ballast


async def test_a_full_disk_is_a_pause_and_nothing_is_lost(
    *, town, tmp_path: Path, small_disk: Path
) -> None:
    async with apart(town, small_disk / "home") as there:
        answers, resident, sessions = there.answers, there.resident, there.sessions
        with worker(there.town, tmp_path) as one:
            await answers.send(resident, 20)
            ballast = _fill(small_disk)

            async def refused() -> bool:
                await answers.send(resident, 20)
                return bool(answers.refused)

            await until(refused, "the disk is full")
            assert set(answers.refused) == {503}
            ballast.unlink()
            await until(there.answered, "the website takes answers again")
            await answers.send(resident, 5)
            await invariant.close(sessions, answers.park)
            await invariant.summarised(sessions, answers.park)
            await invariant.holds(sessions, answers)
            assert one.process.poll() is None
