# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Counting tries in PostgreSQL, so that a restart or a flush of Redis forgives nothing."""

import datetime as dt
import hashlib
import hmac
from collections.abc import Awaitable, Callable

from msgspec import Struct
from sqlalchemy import case, delete, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from backend.accounts.tables import Throttle
from backend.database import Sessions
from backend.errors import TooMany
from backend.web.languages import gettext, ngettext


class Budget(Struct, frozen=True):
    """`most` tries per `seconds`. `grain`: what is kept of the moment of the first one, such as
    "hour"; all of it when empty."""

    name: str
    most: int
    seconds: int
    grain: str = ""


def _key(secret: bytes, budget: Budget, who: str) -> bytes:
    return hmac.digest(secret, f"throttle/1:{budget.name}:{who}".encode(), hashlib.sha256)


def _too_many(seconds: int) -> TooMany:
    wait = max(1, seconds)
    minutes = -(-wait // 60)  # upwards: who comes back too early is refused once more
    advice = ngettext(
        "Wacht {number} minuut en probeer het dan opnieuw.",
        "Wacht {number} minuten en probeer het dan opnieuw.",
        minutes,
    )
    return TooMany(gettext("U hebt het te vaak geprobeerd."), advice.format(number=minutes), wait)


Told = Callable[[AsyncSession], Awaitable[None]]


async def spend(
    sessions: Sessions, secret: bytes, budget: Budget, who: str, told: Told | None = None
) -> None:
    """One try; `TooMany` with the seconds to wait when the budget is used up.

    `told` writes down that it was: at the first try too many of a window, or who guesses on would
    fill the trail.

    In a transaction of its own: the try stays counted when the request fails, and its row is not
    held while a password is checked. So call it before the request's own first query.
    """
    now = func.clock_timestamp()
    kept = func.date_trunc(budget.grain, now) if budget.grain else now
    window = dt.timedelta(seconds=budget.seconds)
    fresh = Throttle.window_start + window <= now
    async with sessions.begin() as db:
        spent = (
            await db.execute(
                insert(Throttle)
                .values(key=_key(secret, budget, who), window_start=kept, tries=1)
                .on_conflict_do_update(
                    index_elements=[Throttle.key],
                    set_={
                        "window_start": case((fresh, kept), else_=Throttle.window_start),
                        "tries": case((fresh, 1), else_=Throttle.tries + 1),
                    },
                )
                .returning(
                    Throttle.tries,
                    func.ceil(func.extract("epoch", Throttle.window_start + window - now)),
                )
            )
        ).one()
        if told and spent[0] == budget.most + 1:
            await told(db)
    if spent[0] > budget.most:
        raise _too_many(int(spent[1]))


async def look(db: AsyncSession, secret: bytes, budget: Budget, who: str) -> None:
    """`TooMany` when the budget is used up already; spends nothing."""
    window = dt.timedelta(seconds=budget.seconds)
    left = Throttle.window_start + window - func.clock_timestamp()
    found = await db.scalars(
        select(func.ceil(func.extract("epoch", left))).where(
            Throttle.key == _key(secret, budget, who),
            Throttle.tries >= budget.most,
            left > dt.timedelta(),
        )
    )
    wait = found.first()
    if wait is not None:
        raise _too_many(int(wait))


async def forgive(db: AsyncSession, secret: bytes, budget: Budget, who: str) -> None:
    await db.execute(delete(Throttle).where(Throttle.key == _key(secret, budget, who)))


async def sweep(db: AsyncSession) -> None:
    """Forget windows that ended a day ago."""
    day = dt.timedelta(days=1)
    await db.execute(
        delete(Throttle).where(Throttle.window_start < select(func.now() - day).scalar_subquery())
    )
