# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Two counters side by side in one transaction: what is told when one of them fails."""

import asyncio

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from analysis.frames import Misfit
from backend.database import is_away
from backend.results.recounting import both

pytestmark = pytest.mark.anyio


async def fails(error: Exception) -> None:
    await asyncio.sleep(0.2)
    raise error


async def counted(sessions, words: str, error: Exception) -> None:
    """The second asks this; the first fails so."""
    async with sessions() as db:
        second = asyncio.create_task(db.execute(text(words)))
        await both(db, fails(error), second)


async def test_the_first_fails_while_the_second_is_at_work_and_its_own_reason_is_told(
    sessions,
) -> None:
    """Were it told as a connection that was lost, it would be tried again for ever."""
    with pytest.raises(Misfit):
        await counted(sessions, "SELECT pg_sleep(50)", Misfit(("coded",)))


async def test_what_the_second_was_refused_for_is_told_and_not_that_the_snapshot_is_gone(
    sessions,
) -> None:
    too_many = f"SELECT {', '.join(['1'] * 1700)}"
    with pytest.raises(DBAPIError, match="1664") as refused:
        await counted(sessions, too_many, RuntimeError("no such snapshot"))
    assert not is_away(refused.value)
