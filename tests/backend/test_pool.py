# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Connections are given in the order in which they were asked for, and nobody waits for ever."""

import asyncio

import pytest
from sqlalchemy import text
from sqlalchemy.exc import TimeoutError as PoolTimeout

from backend import database
from backend.settings import Settings

pytestmark = pytest.mark.anyio


async def test_whoever_asked_first_is_first_also_when_others_ask_at_that_moment(
    town: Settings,
) -> None:
    engine = database.connect(town.database_url, pool=1)
    asked: list[int] = []
    served: list[int] = []

    async def ask() -> None:
        number = len(asked)
        asked.append(number)
        async with engine.connect() as line:
            served.append(number)
            await line.execute(text("SELECT 1"))

    async with asyncio.TaskGroup() as crowd:
        while len(asked) < 1000:  # somebody at every turn of the loop, whatever comes free in it
            crowd.create_task(ask())
            await asyncio.sleep(0)
    assert served == asked
    await engine.dispose()


async def test_who_waits_too_long_is_told_and_who_gives_up_keeps_no_place(
    town: Settings, monkeypatch
) -> None:
    monkeypatch.setattr(database, "WAIT_SECONDS", 0.2)
    engine = database.connect(town.database_url, pool=1)
    async with engine.connect():
        given_up = asyncio.create_task(engine.connect().start())
        await asyncio.sleep(0.05)
        with pytest.raises(PoolTimeout) as told:
            async with engine.connect():
                pass
        assert database.is_away(told.value), "a pause, and no mistake of ours"
        given_up.cancel()
        await asyncio.wait([given_up])
    for _ in range(3):
        async with engine.connect() as line:
            assert (await line.execute(text("SELECT 1"))).scalar_one() == 1
    await engine.dispose()


@pytest.mark.parametrize("turns", range(8))
async def test_who_is_told_to_stop_as_a_connection_comes_free_stops(
    town: Settings, turns: int
) -> None:
    engine = database.connect(town.database_url, pool=1)

    async def stay() -> None:
        async with engine.connect():
            await asyncio.sleep(3600)

    async with engine.connect():
        waiting = asyncio.create_task(stay())
        await asyncio.sleep(0.05)
    for _ in range(turns):
        await asyncio.sleep(0)
    waiting.cancel()
    await asyncio.wait([waiting], timeout=10)
    assert waiting.done()
    async with engine.connect() as line:
        assert (await line.execute(text("SELECT 1"))).scalar_one() == 1
    await engine.dispose()
