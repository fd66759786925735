# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""A worker looks at a source, brings the agenda in, and promises to look again.

A look that fails is no broken promise: it is written down, with when the next one is. So no source
is ever given up, and what was brought in stays.
"""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, Final
from uuid import UUID

import msgspec
from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from backend import outbox
from backend.audit.actions import Actor, note
from backend.council import importing, notubiz, queries
from backend.council.differences import Change
from backend.council.importing import Taken
from backend.council.inbound import InboundMeeting, Unreadable
from backend.database import Sessions
from backend.outbox import Claim, Topic, Work, promise
from backend.settings import Outward
from backend.sources import getting, schedule
from backend.sources.addresses import read
from backend.sources.faults import Failed, Fault
from backend.sources.tables import AgendaLook, AgendaSource

MOST_CHANGES: Final = 500
MOST_PROBLEMS: Final = 20
LONGEST: Final = 1000


async def agenda_at(url: str, outward: Outward) -> InboundMeeting:
    """What lies there now, or `Failed`."""
    raw = await getting.get(url, outward)
    try:
        return await asyncio.to_thread(notubiz.read, raw)
    except Unreadable as error:
        host = read(url, outward).host
        raise Failed(Fault.UNREADABLE, error.problems[:MOST_PROBLEMS], host=host) from None


def look(outward: Outward) -> Work:
    async def work(sessions: Sessions, claim: Claim) -> Callable[[AsyncSession], Awaitable[None]]:
        async with sessions() as db:
            source = await db.get(AgendaSource, claim.subject)
        found: InboundMeeting | Failed | None = None
        if source is not None and source.enabled:
            try:
                found = await agenda_at(source.url, outward)
            except Failed as failure:
                found = failure

        async def write(db: AsyncSession) -> None:
            if source is not None and found is not None:
                await bring(db, source.id, source.url, found)

        return write

    return work


async def bring(
    db: AsyncSession, source_id: UUID, url: str, found: InboundMeeting | Failed
) -> None:
    """Nothing when the griffie meanwhile deleted it, switched it off or changed the address."""
    row = await db.get(AgendaSource, source_id, with_for_update=True, populate_existing=True)
    if row is None or not row.enabled or row.url != url:
        return
    if isinstance(found, Failed):
        await _failed(db, row, found)
    else:
        actor = Actor(None, f"bron {row.name}", "systeem", "-")
        taken = await importing.take_in(db, actor, found, often=True)
        await _brought(db, row, taken)
    await outbox.forget_later(db, Topic.SOURCE_DUE, source_id)
    promise(db, Topic.SOURCE_DUE, source_id, due_at=row.next_at)


async def _failed(db: AsyncSession, row: AgendaSource, failure: Failed) -> None:
    row.tries += 1
    row.fault, row.detail = failure.fault, failure.detail
    row.problems = [msgspec.to_builtins(problem) for problem in failure.problems]
    row.next_at = await queries.now(db) + schedule.pause(row.tries, row.hours)
    told = {"fault": row.fault, "detail": row.detail, "problems": row.problems}
    await _note_look(db, row, "failed", told)
    if row.tries == 1:
        note(db, _nobody(row), "ophalen", "bron", row.id, result="mislukt", reden=row.fault)


def _nobody(row: AgendaSource) -> Actor:
    return Actor(None, f"bron {row.name}", "systeem", "-")


async def _brought(db: AsyncSession, row: AgendaSource, taken: Taken) -> None:
    now = await queries.now(db)
    if row.tries:
        note(db, _nobody(row), "ophalen", "bron", row.id, pogingen=row.tries + 1)
    row.tries, row.fault, row.detail, row.problems = 0, None, {}, []
    row.good_at, row.meeting_id = now, taken.meeting
    row.next_at = now + schedule.every(row.hours)
    told = {
        "meeting_id": taken.meeting,
        "created": taken.created,
        "changed": taken.changed - taken.lapsed,
        "lapsed": taken.lapsed,
        "dropped": taken.dropped,
        "changes": [_told(change) for change in taken.changes[:MOST_CHANGES]],
    }
    await _note_look(db, row, "same" if taken.same else "changed", told)


def _told(change: Change) -> dict[str, Any]:
    """As JSON; of a text of pages its beginning is enough to see that it changed."""
    fields = {
        name: [text if len(text) <= LONGEST else f"{text[:LONGEST]}…" for text in both]
        for name, both in change.fields.items()
    }
    return {**msgspec.to_builtins(change), "fields": fields}


async def _note_look(
    db: AsyncSession, row: AgendaSource, outcome: str, told: dict[str, Any]
) -> None:
    """What brings the same as the look before makes that one longer: an hour is no news."""
    asked = select(AgendaLook).where(AgendaLook.source_id == row.id)
    last = (await db.scalars(asked.order_by(AgendaLook.id.desc()).limit(1))).first()
    same = last is not None and (last.outcome, last.url) == (outcome, row.url)
    if last is not None and same and outcome != "changed":
        alike = all(getattr(last, name) == value for name, value in told.items())
        if alike:
            await db.execute(
                update(AgendaLook)
                .where(AgendaLook.id == last.id)
                .values(times=last.times + 1, last_at=func.clock_timestamp())
            )
            return
    db.add(AgendaLook(source_id=row.id, outcome=outcome, url=row.url, **told))
    await db.flush()
