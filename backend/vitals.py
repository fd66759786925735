# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Signs of life: which workers were seen, and how long work has been waiting.

In PostgreSQL, because that is the truth: a worker that only Redis hears of keeps no promise.
"""

import datetime as dt
from collections.abc import Mapping
from uuid import UUID

from msgspec import Struct
from sqlalchemy import ColumnElement, delete, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from backend.database import Table
from backend.outbox import PromiseRow, TaskRow, Topic

BEAT_SECONDS = 5.0
ALIVE = dt.timedelta(seconds=30)
"""A worker that was not seen for this long is taken for dead: it says so every five seconds."""
_FORGOTTEN = dt.timedelta(days=1)


class WorkerSeen(Table):
    """One life of one worker process. `host` is the machine's name; in a container, its id."""

    __tablename__ = "worker_seen"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    host: Mapped[str]
    started_at: Mapped[dt.datetime] = mapped_column(server_default=func.clock_timestamp())
    seen_at: Mapped[dt.datetime] = mapped_column(server_default=func.clock_timestamp())


class Vitals(Struct, frozen=True):
    """`seen` is how long ago the last sign of any worker was; None when there is none at all.

    `due` counts promises that could be kept now, by topic, with the age of the oldest.
    """

    workers: int
    seen: dt.timedelta | None
    due: Mapping[str, tuple[int, dt.timedelta]]
    dead: int

    @property
    def oldest(self) -> dt.timedelta:
        """Of what waits for us: that a mail server is away makes no website unwell."""
        ours = [age for topic, (_, age) in self.due.items() if topic != Topic.MAIL_DUE]
        return max(ours, default=dt.timedelta())


async def beat(db: AsyncSession, worker: UUID, host: str) -> None:
    """Say that this worker is alive; forget those of which nothing was heard for a day."""
    row = insert(WorkerSeen).values(id=worker, host=host)
    now = func.clock_timestamp()
    await db.execute(
        row.on_conflict_do_update(index_elements=[WorkerSeen.id], set_={"seen_at": now})
    )
    await db.execute(delete(WorkerSeen).where(WorkerSeen.seen_at < now - _FORGOTTEN))


async def leave(db: AsyncSession, worker: UUID) -> None:
    await db.execute(delete(WorkerSeen).where(WorkerSeen.id == worker))


async def alive_on(db: AsyncSession, host: str) -> bool:
    """Whether a worker on this machine was seen."""
    found = select(WorkerSeen.id).where(
        WorkerSeen.host == host, WorkerSeen.seen_at > func.clock_timestamp() - ALIVE
    )
    return (await db.scalars(found.limit(1))).first() is not None


async def taken(db: AsyncSession) -> Vitals:
    now = (await db.scalars(select(func.clock_timestamp()))).one()
    at_work = func.count().filter(WorkerSeen.seen_at > now - ALIVE)
    seen = (await db.execute(select(at_work, func.max(WorkerSeen.seen_at)))).one()
    due = await db.execute(
        select(PromiseRow.topic, func.count(), func.min(PromiseRow.due_at))
        .where(PromiseRow.due_at <= now, ~_given_up())
        .group_by(PromiseRow.topic)
    )
    dead = (await db.scalars(select(func.count()).where(TaskRow.dead_at.is_not(None)))).one()
    workers, last = seen
    return Vitals(
        workers=workers,
        seen=max(now - last, dt.timedelta()) if last else None,
        due={topic: (number, now - oldest) for topic, number, oldest in due.all()},
        dead=dead,
    )


def _given_up() -> ColumnElement[bool]:
    return (
        select(TaskRow)
        .where(
            TaskRow.topic == PromiseRow.topic,
            TaskRow.subject == PromiseRow.subject,
            TaskRow.dead_at.is_not(None),
        )
        .exists()
    )
