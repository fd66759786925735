# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""A lease that is renewed while somebody works: a million answers take longer than one lease."""

import asyncio
import contextlib
import datetime as dt
from collections.abc import AsyncGenerator

from sqlalchemy import Update, func
from sqlalchemy.exc import SQLAlchemyError

from backend.database import Sessions

LONGEST_WORK = dt.timedelta(minutes=30)


async def _renew(sessions: Sessions, ours: Update, seconds: int) -> None:
    """Four times per lease; work that hangs loses it in the end."""
    pause = seconds / 4
    for _ in range(int(LONGEST_WORK.total_seconds() / pause)):
        await asyncio.sleep(pause)
        # When the database is away the next time may be in time; if not, the fence says so.
        with contextlib.suppress(SQLAlchemyError, OSError):
            async with sessions.begin() as db:
                until = func.clock_timestamp() + dt.timedelta(seconds=seconds)
                await db.execute(ours.values(leased_until=until))


@contextlib.asynccontextmanager
async def renewed(sessions: Sessions, ours: Update, seconds: int) -> AsyncGenerator[None]:
    """`ours` finds the row with `leased_until` while the lease is ours; `seconds` it lasts."""
    renewing = asyncio.create_task(_renew(sessions, ours, seconds))
    try:
        yield
    finally:
        while not renewing.done():  # what is in the midst of something may forget it once
            renewing.cancel()
            await asyncio.wait([renewing], timeout=1)
