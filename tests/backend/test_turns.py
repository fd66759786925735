# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Requests get a connection in the order in which they came, and none waits for ever."""

import asyncio

import pytest

from backend import database
from backend.database import LEFT, Turns

pytestmark = pytest.mark.anyio


async def test_whoever_came_first_is_first_also_when_others_come_at_that_moment() -> None:
    turns = Turns(LEFT + 1)
    served: list[int] = []

    async def ask(number: int) -> None:
        async with turns.taken():
            served.append(number)
            await asyncio.sleep(0)
        if number < 20:  # and comes again at once, as somebody with a script does
            served_again = asyncio.create_task(ask(number + 100))
            await served_again

    await asyncio.gather(*(ask(number) for number in range(20)))
    assert served == [*range(20), *range(100, 120)]


async def test_who_waits_too_long_is_told_and_keeps_no_place(monkeypatch) -> None:
    monkeypatch.setattr(database, "WAIT_SECONDS", 0.05)
    turns = Turns(LEFT + 1)
    async with turns.taken():
        with pytest.raises(TimeoutError) as told:
            async with turns.taken():
                pass
        assert database.is_away(told.value), "a pause, and no mistake of ours"
    async with turns.taken():
        pass
