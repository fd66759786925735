# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Promises: work written down in the transaction that causes it, kept by any worker.

A promise is a row. Promises about one subject are worked off together as one *task*: claim (lease
and fence in a transaction of its own), work, and a write that only succeeds while the fence is
still ours. A worker that dies loses its lease; one that was paused loses its fence.
"""

import asyncio
import contextlib
import datetime as dt
from collections.abc import Awaitable, Callable, Mapping, Sequence
from enum import StrEnum
from typing import Any
from uuid import UUID

import structlog
from msgspec import Struct
from sqlalchemy import (
    BigInteger,
    Identity,
    Index,
    Update,
    bindparam,
    delete,
    func,
    select,
    text,
    update,
)
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from backend.database import Sessions, Table, is_away
from backend.leases import renewed
from backend.patience import most_attempts, pause

LEASE_SECONDS = 60
LET_GO_SECONDS = 2
MOST_PROMISES = 20_000  # at once; the rest is claimed after it
WITHOUT_A_WORD = "the worker stopped while it was at work on this"
log = structlog.get_logger()


class Topic(StrEnum):
    DOCUMENT_CHANGED = "document_changed"
    ENTRY_RECEIVED = "entry_received"
    CONSULTATION_DUE = "consultation_due"
    CONSULTATION_CLOSED = "consultation_closed"
    SUMMARY_FINAL = "summary_final"
    SUMMARY_CORRECTED = "summary_corrected"
    SOURCE_DUE = "source_due"
    LOG_DUE = "log_due"
    MAIL_DUE = "mail_due"


class PromiseRow(Table):
    """One reason to work; `item` names the row it is about, when there are many."""

    __tablename__ = "promise"
    __table_args__ = (Index("ix_promise_topic_subject", "topic", "subject"),)

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    topic: Mapped[str]
    subject: Mapped[UUID]
    item: Mapped[UUID | None]
    made_at: Mapped[dt.datetime] = mapped_column(server_default=func.clock_timestamp())
    due_at: Mapped[dt.datetime] = mapped_column(server_default=func.clock_timestamp())


class TaskRow(Table):
    """The state of the work on one subject: who leases it, how often it failed and why."""

    __tablename__ = "task"

    topic: Mapped[str] = mapped_column(primary_key=True)
    subject: Mapped[UUID] = mapped_column(primary_key=True)
    fence: Mapped[int] = mapped_column(BigInteger, server_default="0")
    leased_until: Mapped[dt.datetime | None]
    attempts: Mapped[int] = mapped_column(server_default="0")
    not_before: Mapped[dt.datetime] = mapped_column(server_default=func.clock_timestamp())
    last_error: Mapped[str | None]
    dead_at: Mapped[dt.datetime | None]


class Claim(Struct, frozen=True):
    """A lease on one subject, with the promises it covers (ids) and what they are about (items)."""

    topic: Topic
    subject: UUID
    fence: int
    attempt: int
    promises: tuple[int, ...]
    items: tuple[UUID, ...]


class LostLease(Exception):
    """Another worker has the subject now; this one's result is worth nothing."""


class Hopeless(Exception):
    """Trying again cannot help: the task is dead at once, and the griffie reads this reason."""


After = Callable[[], Awaitable[None]]
"""What is left to do once it is committed, and may as well not be done."""
Write = Callable[[AsyncSession], Awaitable[After | None]]
Work = Callable[[Sessions, "Claim"], Awaitable[Write]]
"""Reads and reckons outside any write transaction; returns the write to be done under the fence."""


def promise(
    db: AsyncSession,
    topic: Topic,
    subject: UUID,
    *,
    item: UUID | None = None,
    due_at: dt.datetime | None = None,
) -> None:
    """Write down work in the caller's transaction: it exists exactly when the change does."""
    row = PromiseRow(topic=topic, subject=subject, item=item)
    if due_at is not None:
        row.due_at = due_at
    db.add(row)


async def forget_later(db: AsyncSession, topic: Topic, subject: UUID) -> None:
    """Take back what is not due yet, for work that renews itself and must not pile up."""
    later = PromiseRow.due_at > func.clock_timestamp()
    same = (PromiseRow.topic == topic) & (PromiseRow.subject == subject)
    await db.execute(delete(PromiseRow).where(same, later))


_DUE = text(
    """
    SELECT t.topic, t.subject FROM task t
    WHERE t.topic = ANY(:topics) AND t.dead_at IS NULL AND t.not_before <= clock_timestamp()
      AND (t.leased_until IS NULL OR t.leased_until < clock_timestamp())
      AND EXISTS (SELECT FROM promise p WHERE p.topic = t.topic AND p.subject = t.subject
                  AND p.due_at <= clock_timestamp())
    ORDER BY t.not_before, t.topic, t.subject
    LIMIT 1 FOR UPDATE SKIP LOCKED
    """
).bindparams(bindparam("topics"))

_FORGET = text("DELETE FROM promise WHERE id = ANY(CAST(:ids AS bigint[]))")


# From one subject to the next along the index: not past each of the million promises of one.
_ANNOUNCE = text(
    """
    WITH RECURSIVE held AS (
      (SELECT topic, subject FROM promise ORDER BY topic, subject LIMIT 1)
      UNION ALL
      SELECT further.topic, further.subject FROM held CROSS JOIN LATERAL (
        SELECT p.topic, p.subject FROM promise p
        WHERE (p.topic, p.subject) > (held.topic, held.subject)
        ORDER BY p.topic, p.subject LIMIT 1) further
    )
    INSERT INTO task (topic, subject)
    SELECT h.topic, h.subject FROM held h
    WHERE NOT EXISTS (SELECT FROM task t WHERE t.topic = h.topic AND t.subject = h.subject)
    ORDER BY h.topic, h.subject
    ON CONFLICT DO NOTHING
    """
)


async def claim(sessions: Sessions, topics: Sequence[Topic]) -> Claim | None:
    """Lease one subject with work that is due, in a transaction of its own."""
    async with sessions.begin() as db:
        await db.execute(_ANNOUNCE)  # harmless when two workers do it at once
    while True:
        async with sessions.begin() as db:
            due = (await db.execute(_DUE, {"topics": [str(topic) for topic in topics]})).first()
            if due is None:
                return None
            task = await db.get_one(TaskRow, (due.topic, due.subject), with_for_update=True)
            if task.attempts < most_attempts(task.topic):
                return await _lease(db, task)
            # Its workers died without a word, each time: whatever it is, it takes them along.
            task.dead_at = func.clock_timestamp()
            task.last_error = WITHOUT_A_WORD


async def _lease(db: AsyncSession, task: TaskRow) -> Claim:
    task.fence += 1
    task.attempts += 1
    now = (await db.scalars(select(func.clock_timestamp()))).one()
    task.leased_until = now + dt.timedelta(seconds=LEASE_SECONDS)
    found = await db.execute(
        select(PromiseRow.id, PromiseRow.item)
        .where(
            PromiseRow.topic == task.topic,
            PromiseRow.subject == task.subject,
            PromiseRow.due_at <= func.clock_timestamp(),
        )
        .order_by(PromiseRow.id)
        .limit(MOST_PROMISES)
    )
    covered = found.all()
    return Claim(
        topic=Topic(task.topic),
        subject=task.subject,
        fence=task.fence,
        attempt=task.attempts,
        promises=tuple(row.id for row in covered),
        items=tuple(row.item for row in covered if row.item is not None),
    )


def _ours(claim: Claim) -> Update:
    """Touches no row when another worker holds the subject by now."""
    return update(TaskRow).where(
        TaskRow.topic == claim.topic,
        TaskRow.subject == claim.subject,
        TaskRow.fence == claim.fence,
    )


async def _hold(db: AsyncSession, claim: Claim) -> None:
    """Raise `LostLease` unless the fence is still ours; hold it until the write commits."""
    held = await db.execute(
        _ours(claim)
        .where(TaskRow.dead_at.is_(None))
        .values(leased_until=None, attempts=0, last_error=None, not_before=func.clock_timestamp())
        .returning(TaskRow.fence)
    )
    if held.first() is None:
        raise LostLease


async def _break(sessions: Sessions, claim: Claim, error: Exception) -> None:
    """Back off, or give up after too many tries, with a reason the griffie can read.

    A database that is away or full is no try: however long that lasts, nothing is given up.
    """
    away, spent = is_away(error), claim.attempt >= most_attempts(claim.topic)
    hopeless = isinstance(error, Hopeless) or (spent and not away)
    reason = str(error) if isinstance(error, Hopeless) else type(error).__name__
    values: dict[str, Any] = {"leased_until": None, "last_error": reason[:500]}
    values |= {"attempts": claim.attempt - 1} if away else {}
    async with sessions.begin() as db:
        now = (await db.scalars(select(func.clock_timestamp()))).one()
        values |= {"dead_at": now} if hopeless else {"not_before": now + pause(claim.attempt)}
        await db.execute(_ours(claim).values(**values))


async def _let_go(sessions: Sessions, claim: Claim) -> None:
    """Told to stop: whoever comes next need not wait for the lease. The try stays counted."""
    with contextlib.suppress(Exception):  # it runs out by itself
        async with asyncio.timeout(LET_GO_SECONDS), sessions.begin() as db:
            await db.execute(_ours(claim).values(leased_until=None))


async def keep_one(sessions: Sessions, works: Mapping[Topic, Work]) -> bool:
    """Claim one subject, do its work, write under the fence. False when nothing was due."""
    claimed = await claim(sessions, tuple(works))
    if claimed is None:
        return False
    try:
        async with renewed(sessions, _ours(claimed), LEASE_SECONDS):
            write = await works[claimed.topic](sessions, claimed)
        async with sessions.begin() as db:
            await _hold(db, claimed)
            after = await write(db)
            await db.execute(_FORGET, {"ids": list(claimed.promises)})
    except LostLease:
        log.warning("lease-lost", topic=claimed.topic, subject=str(claimed.subject))
    except asyncio.CancelledError:
        await _let_go(sessions, claimed)
        raise
    except Exception as error:
        log.exception("promise-broken", topic=claimed.topic, subject=str(claimed.subject))
        await _break(sessions, claimed, error)
    else:
        if after:
            await after()
    return True


async def keep_promises(sessions: Sessions, works: Mapping[Topic, Work]) -> int:
    """Work until nothing is due; how many subjects were worked on."""
    kept = 0
    while await keep_one(sessions, works):
        kept += 1
    return kept


async def revive(db: AsyncSession, topic: str, subject: UUID) -> bool:
    """Give a dead task a new life, at the griffie's word. False when it was not dead."""
    revived = await db.execute(
        update(TaskRow)
        .where(TaskRow.topic == topic, TaskRow.subject == subject, TaskRow.dead_at.is_not(None))
        .values(dead_at=None, attempts=0, leased_until=None, not_before=func.clock_timestamp())
        .returning(TaskRow.topic)
    )
    return revived.first() is not None
