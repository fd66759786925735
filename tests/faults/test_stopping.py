# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""A website and workers that are told to stop, as a platform does at every upgrade."""

import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import anyio
import httpx
import pytest

from backend.participation.tables import Entry
from backend.vitals import WorkerSeen
from tests.faults.conftest import locked, somebody_waits
from tests.faults.invariant import size
from tests.faults.processes import (
    SLOWER,
    STARTING,
    Started,
    environ,
    free_ports,
    running,
    until,
    wait_until,
)

pytestmark = pytest.mark.anyio
STOPPED = 25.0 * SLOWER
"""Seconds: what is under way gets twenty, and `compose.yaml` kills after thirty."""
STOPPED_EARLY = """
import os, signal, sys
from backend import ground
from backend.cli import main
ground.stand = lambda environ: os.kill(os.getpid(), signal.SIGTERM)
sys.exit(main({words!r}))
"""
COMMAND = "import sys; from backend.cli import main; sys.exit(main({words!r}))"


@contextmanager
def command(town, folder: Path, *words: str, **other: str) -> Iterator[Started]:
    """`raadgever …`, as it is run in production: nothing else ends it."""
    environment = environ(town, folder, **other)
    with running(COMMAND.format(words=list(words)), environment, folder / "log") as started:
        yield started


@contextmanager
def website(town, folder: Path) -> Iterator[tuple[Started, str]]:
    [port] = free_ports(1)
    base = f"http://127.0.0.1:{port}"
    with command(town, folder, "serve", "--port", str(port), RAADGEVER_BASE_URL=base) as started:

        def answers() -> bool:
            try:
                return httpx.get(f"{base}/levend", timeout=5).status_code == 200
            except httpx.HTTPError:
                return False

        wait_until(answers, "the website answers", STARTING)
        yield started, base


async def test_a_website_told_to_stop_finishes_what_it_was_doing_and_ends_well(
    *, town, sessions, answers, owner_dsn, tmp_path: Path
) -> None:
    with website(town, tmp_path) as (site, base):
        async with (
            httpx.AsyncClient(base_url=base, timeout=30) as resident,
            anyio.create_task_group() as tasks,
            locked(owner_dsn, "entry", "EXCLUSIVE") as owner,
        ):
            tasks.start_soon(answers.send, resident)
            await until(lambda: somebody_waits(owner), "an answer is being stored")
            site.gets(signal.SIGTERM)
            await anyio.sleep(1)
            assert site.process.poll() is None, "it waits for the answer"
            with pytest.raises(httpx.ConnectError):
                await httpx.AsyncClient().get(f"{base}/levend")
        assert site.process.wait(STOPPED) == 0
    assert len(answers.acknowledged) == 1
    assert await size(sessions, Entry) == 1


async def test_a_website_without_anything_to_do_is_gone_at_once(town, tmp_path: Path) -> None:
    with website(town, tmp_path) as (site, _):
        asked = time.monotonic()
        site.gets(signal.SIGTERM)
        assert site.process.wait(STOPPED) == 0
        assert time.monotonic() - asked < 5 * SLOWER
        assert not site.said("Traceback")


@pytest.mark.parametrize("words", [("serve", "--port", "1"), ("worker",)], ids=lambda it: it[0])
async def test_told_to_stop_while_it_is_starting_it_ends_well(
    town, tmp_path: Path, words: tuple[str, ...]
) -> None:
    with running(
        STOPPED_EARLY.format(words=list(words)), environ(town, tmp_path), tmp_path / "log"
    ) as it:
        assert it.process.wait(STARTING) == 0
        assert not it.said("Traceback")


async def test_a_worker_that_stops_is_not_waited_for(sessions, town, tmp_path: Path) -> None:
    with command(town, tmp_path, "worker") as started:

        async def seen() -> bool:
            return await size(sessions, WorkerSeen) == 1

        await until(seen, "it was seen", STARTING)
        started.gets(signal.SIGTERM)
        assert started.process.wait(STOPPED) == 0
    assert await size(sessions, WorkerSeen) == 0
