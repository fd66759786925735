# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""What staff may see of a consultation that is open: how many, when and from where; never what."""

import datetime as dt
from uuid import UUID

from msgspec import Struct
from sqlalchemy import ColumnElement, Text, cast, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from backend.participation.queries import CONTENT
from backend.participation.tables import Entry

PER_PAGE = 100


class DayCount(Struct, frozen=True):
    """Content entries per channel and local day (DESIGN.md 3, rule 6)."""

    day: dt.date
    channel: str
    received: int
    standing: int
    replaced: int
    withdrawn: int
    set_aside: int


async def numbers(db: AsyncSession, consultation_id: UUID) -> tuple[DayCount, ...]:
    """How many and from where; never what. Officials may see this while it is open (rule 12)."""
    later = aliased(Entry)
    entered = func.date(func.timezone("Europe/Amsterdam", Entry.received_at))
    day = func.coalesce(Entry.received_on, entered)
    rows = await db.execute(
        select(
            day,
            Entry.channel,
            func.count(),
            func.count().filter(later.id.is_(None)),
            func.count().filter(later.kind == "replacement"),
            func.count().filter(later.kind == "withdrawal"),
            func.count().filter(later.kind == "set_aside"),
        )
        .outerjoin(later, later.cancels_id == Entry.id)
        .where(Entry.consultation_id == consultation_id, Entry.kind.in_(CONTENT))
        .group_by(day, Entry.channel)
        .order_by(day, Entry.channel)
    )
    return tuple(DayCount(*row) for row in rows.all())


class Line(Struct, frozen=True):
    """One content entry in the griffie's list; `mark` is how people name it.

    fate   "stands", or the kind of the entry that cancelled it
    """

    mark: str
    received_at: dt.datetime
    channel: str
    fate: str
    reason: str


def _mark() -> ColumnElement[str]:
    return func.left(func.replace(cast(Entry.id, Text), "-", ""), 10)


async def lines(db: AsyncSession, consultation_id: UUID, page: int) -> tuple[Line, ...]:
    """The newest first, `PER_PAGE` to a page, and one more when there is a next page."""
    later = aliased(Entry)
    rows = await db.execute(
        select(_mark(), Entry.received_at, Entry.channel, later.kind, later.reason)
        .outerjoin(later, later.cancels_id == Entry.id)
        .where(Entry.consultation_id == consultation_id, Entry.kind.in_(CONTENT))
        .order_by(Entry.received_at.desc(), Entry.id)
        .offset((page - 1) * PER_PAGE)
        .limit(PER_PAGE + 1)
    )
    return tuple(
        Line(mark, at, channel, kind or "stands", reason or "")
        for mark, at, channel, kind, reason in rows.all()
    )


async def by_mark(db: AsyncSession, consultation_id: UUID, mark: str) -> tuple[Entry, ...]:
    """The content entries with this mark: one, unless somebody made a slip of the pen."""
    found = await db.scalars(
        select(Entry).where(
            Entry.consultation_id == consultation_id,
            Entry.kind.in_(CONTENT),
            _mark() == mark.lower(),
        )
    )
    return tuple(found.all())
