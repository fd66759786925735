# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Redis holds nothing that matters: flushed or gone, what was promised is kept."""

import time
from contextlib import AsyncExitStack
from pathlib import Path

import pytest
from msgspec.structs import replace
from redis import Redis
from redis.exceptions import OutOfMemoryError
from sqlalchemy import select

from backend.settings import Settings
from backend.sources import actions
from backend.sources.actions import Wanted
from backend.sources.tables import AgendaSource
from backend.worker import LONGEST_PAUSE, SWEEP_SECONDS, prefix_of
from tests.backend.agenda.made import make_griffier
from tests.backend.sources.elsewhere import elsewhere, reply
from tests.backend.sources.test_looking import NEAR, SMALL
from tests.faults import invariant
from tests.faults.processes import until, valkey, wait_until, worker

pytestmark = pytest.mark.anyio
# arq is tried again after pauses of 1, 2, 4, 8, 16 and then 30 seconds: with an outage of six
# seconds it is back in seven, with one of a minute in at most ninety.
SHORT, MINUTE = 6, 60


def health(town: Settings) -> str:
    """The key that arq writes when it starts."""
    return f"{prefix_of(town.database_url)}:health"


async def test_everything_is_counted_when_redis_is_flushed_with_work_in_the_queue(
    town, sessions, resident, answers, tmp_path: Path
) -> None:
    with (
        Redis(unix_socket_path=town.redis_url.removeprefix("unix://")) as redis,
        worker(town, tmp_path),
    ):
        for _ in range(20):
            await answers.send(resident, 5)
            redis.flushall()

        async def counted() -> bool:
            return await invariant.all_in_a_batch(sessions, answers)

        assert await until(counted, "all is counted") < SWEEP_SECONDS + 5
        await invariant.close(sessions, answers.park)
        await invariant.summarised(sessions, answers.park)
    await invariant.holds(sessions, answers)


@pytest.mark.parametrize("seconds", [SHORT, pytest.param(MINUTE, marks=pytest.mark.soak)])
async def test_counting_goes_on_without_redis_and_arq_comes_back_with_it(
    *, town, sessions, resident, answers, tmp_path: Path, place: Path, seconds: int
) -> None:
    socket = place / "valkey.sock"
    town = replace(town, redis_url=f"unix://{socket}", outward=NEAR)

    async def counted() -> bool:
        return await invariant.all_in_a_batch(sessions, answers)

    async def looked() -> bool:
        async with sessions() as db:
            return (await db.scalars(select(AgendaSource.good_at))).one() is not None

    async with AsyncExitStack() as stack:
        there = await stack.enter_async_context(elsewhere())
        there.gives(reply(SMALL))
        with valkey(socket) as redis:
            one = stack.enter_context(worker(town, tmp_path))
            wait_until(lambda: bool(redis.exists(health(town))), "arq is at work")
        gone = time.monotonic()
        wait_until(lambda: one.said("redis-away"), "the worker noticed")
        async with sessions.begin() as db:
            griffier = await make_griffier(db)
            await actions.add(db, griffier, Wanted("Raad", there.url, 1, enabled=True))
        while time.monotonic() - gone < seconds:
            await answers.send(resident, 5)
            assert await until(counted, "all is counted without Redis") < SWEEP_SECONDS + 5
        await until(looked, "the source was looked at without Redis")
        assert one.process.poll() is None
        redis = stack.enter_context(valkey(socket))
        wait_until(lambda: bool(redis.exists(health(town))), "arq is back", LONGEST_PAUSE + 5)
        await answers.send(resident, 5)
        assert await until(counted, "all is counted by arq") < SWEEP_SECONDS
        await invariant.close(sessions, answers.park)
        await invariant.summarised(sessions, answers.park)
    await invariant.holds(sessions, answers)


async def test_answers_come_in_and_are_counted_when_redis_takes_nothing_more(
    town, sessions, resident, answers, tmp_path: Path
) -> None:
    with (
        Redis(unix_socket_path=town.redis_url.removeprefix("unix://")) as redis,
        worker(town, tmp_path) as one,
    ):
        redis.config_set("maxmemory", 1)
        try:
            with pytest.raises(OutOfMemoryError):
                redis.set("is it full", "yes")
            await answers.send(resident, 20)

            async def counted() -> bool:
                return await invariant.all_in_a_batch(sessions, answers)

            assert await until(counted, "all is counted") < SWEEP_SECONDS + 5
        finally:
            redis.config_set("maxmemory", 0)
        assert one.process.poll() is None
        assert not answers.refused
        await invariant.close(sessions, answers.park)
        await invariant.summarised(sessions, answers.park)
    await invariant.holds(sessions, answers)
