# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""A response is withdrawn by whoever sent it, or set aside by the griffie: one more entry."""

import hashlib
from uuid import UUID, uuid4

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from backend.audit.actions import Actor
from backend.consultations.queries import Shown
from backend.consultations.tables import Consultation
from backend.errors import Conflict
from backend.outbox import Topic, promise
from backend.participation import letting_in, logged, queries
from backend.participation.queries import Standing
from backend.participation.sending import changed_meanwhile
from backend.participation.tables import AnswerText, Background, CodedAnswers, Entry, SourceTimes
from backend.web.languages import gettext


async def _cancel(
    db: AsyncSession,
    held: Shown,
    now: Standing,
    *,
    kind: str,
    channel: str,
    reason: str | None = None,
    entered_by: UUID | None = None,
) -> UUID | None:
    """An entry that ends a response; None when somebody was first."""
    # Whoever counts holds the consultation as well: what ends now, ends before it or after it.
    await db.execute(
        select(Consultation.id).where(Consultation.id == held.id).with_for_update(read=True)
    )
    entry_id = uuid4()
    added = await db.scalars(
        insert(Entry)
        .values(
            id=entry_id,
            consultation_id=held.id,
            response_id=now.response_id,
            cancels_id=now.head_id,
            kind=kind,
            channel=channel,
            form_key=uuid4(),
            body_hash=hashlib.sha256(entry_id.bytes).digest(),  # there is no body to compare
            reason=reason,
            entered_by=entered_by,
        )
        .on_conflict_do_nothing()
        .returning(Entry.id)
    )
    if added.first() is None:
        return None
    await logged.ended(db, entry_id, now.head_id, held.id, reason)
    promise(db, Topic.ENTRY_RECEIVED, held.id, item=entry_id)
    return entry_id


async def withdraw(db: AsyncSession, held: Shown, response_id: UUID) -> None:
    """Nothing of what was said remains, only that there was something. Twice is once.

    The receipt stays, so that its code can still say that it was withdrawn.
    """
    now = await queries.standing(db, response_id)
    if now is None or now.consultation_id != held.id:
        raise changed_meanwhile()
    if now.fate == "withdrawn":
        return
    if await _cancel(db, held, now, kind="withdrawal", channel="web") is None:
        again = await queries.standing(db, response_id)
        if again is not None and again.fate == "withdrawn":
            return
        raise changed_meanwhile()
    await logged.destroy_keys(db, response_id)
    await letting_in.forget(db, response_id)
    entries = select(Entry.id).where(Entry.response_id == response_id)
    for table in (CodedAnswers, AnswerText, Background, SourceTimes):
        await db.execute(delete(table).where(table.entry_id.in_(entries)))


def counts_no_more() -> Conflict:
    return Conflict(
        gettext("Deze inzending telt al niet meer mee."),
        gettext("Die is intussen vervangen, ingetrokken of apart gelegd."),
    )


async def set_aside(
    db: AsyncSession, actor: Actor, held: Shown, response_id: UUID, *, reason: str
) -> None:
    """It does not count, for a reason that its sender can read. What was said stays.

    `actor` has just confirmed what somebody else proposed (`judging`); the database refuses it
    otherwise.
    """
    now = await queries.standing(db, response_id)
    done = None
    if now is not None and now.fate == "stands":
        done = await _cancel(
            db,
            held,
            now,
            kind="set_aside",
            channel=now.channel,
            reason=reason,
            entered_by=actor.id,
        )
    if done is None:
        raise counts_no_more()
