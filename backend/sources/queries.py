# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""How it goes with the sources."""

import datetime as dt
from enum import StrEnum
from uuid import UUID

from msgspec import Struct
from sqlalchemy import Row, Select, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from backend.outbox import TaskRow, Topic
from backend.sources.actions import gone
from backend.sources.tables import AgendaLook, AgendaSource

PER_PAGE = 30
PATIENCE = dt.timedelta(minutes=2)


class State(StrEnum):
    OFF = "uit"
    STUCK = "vast"
    FAILING = "mislukt"
    LATE = "wacht"
    NOW = "nu"
    NEW = "nieuw"
    FINE = "goed"


class Line(Struct, frozen=True):
    """`STUCK`: workers gave up for a reason of our own; `LATE`: no worker takes it up."""

    source: AgendaSource
    state: State


def _state(source: AgendaSource, task: TaskRow | None, now: dt.datetime) -> State:
    busy = bool(task and task.leased_until and task.leased_until > now)
    due = source.next_at is not None and source.next_at <= now
    found = State.FINE if source.good_at else State.NEW
    if due:
        late = source.next_at is not None and source.next_at < now - PATIENCE
        found = State.LATE if late and not busy else State.NOW
    if source.tries:
        found = State.FAILING
    if task and task.dead_at:
        found = State.STUCK
    return found if source.enabled else State.OFF


def _asked() -> Select[AgendaSource, TaskRow, dt.datetime]:
    same = (TaskRow.subject == AgendaSource.id) & (TaskRow.topic == Topic.SOURCE_DUE)
    now = func.clock_timestamp().label("now")
    return select(AgendaSource, TaskRow, now).outerjoin(TaskRow, same)


def _line(row: Row[AgendaSource, TaskRow, dt.datetime]) -> Line:
    source, task, now = row
    return Line(source, _state(source, task, now))


async def all_of_them(db: AsyncSession) -> tuple[Line, ...]:
    rows = await db.execute(_asked().order_by(func.lower(AgendaSource.name), AgendaSource.id))
    return tuple(_line(row) for row in rows)


async def failing(db: AsyncSession) -> tuple[Line, ...]:
    """What somebody should look at, the longest without a good look first."""
    wrong = or_(AgendaSource.tries > 0, TaskRow.dead_at.is_not(None))
    rows = await db.execute(
        _asked()
        .where(AgendaSource.enabled, wrong)
        .order_by(AgendaSource.good_at.asc().nulls_first(), AgendaSource.id)
    )
    return tuple(_line(row) for row in rows)


async def one(db: AsyncSession, source_id: UUID) -> Line:
    row = (await db.execute(_asked().where(AgendaSource.id == source_id))).first()
    if row is None:
        raise gone()
    return _line(row)


async def brought(db: AsyncSession, source: AgendaSource) -> bool:
    """Whether anything ever came of it: then it stays, to be read back."""
    good = select(AgendaLook.id).where(
        AgendaLook.source_id == source.id, AgendaLook.outcome != "failed"
    )
    return source.good_at is not None or (await db.scalars(good.limit(1))).first() is not None


async def looks(db: AsyncSession, source_id: UUID, before: int = 0) -> tuple[AgendaLook, ...]:
    """The newest first; one more than fits tells that there are more."""
    asked = select(AgendaLook).where(AgendaLook.source_id == source_id)
    if before:
        asked = asked.where(AgendaLook.id < before)
    found = await db.scalars(asked.order_by(AgendaLook.id.desc()).limit(PER_PAGE + 1))
    return tuple(found)
