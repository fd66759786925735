# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""The griffie keeps a meeting itself: one that it made by hand, or read from a file."""

import datetime as dt
from typing import Any
from uuid import UUID, uuid4

from msgspec import Struct
from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from backend.audit.actions import Actor, note
from backend.council import queries
from backend.council.by_hand import changed, too_little
from backend.council.differences import differences_of, told
from backend.council.hands import HAND
from backend.council.planning import local_day
from backend.council.tables import Meeting
from backend.errors import Conflict, Invalid
from backend.web.languages import gettext


class MeetingText(Struct, frozen=True):
    """Fields as the table has them."""

    title: str
    body_id: str | None
    starts_at: dt.datetime
    ends_at: dt.datetime | None
    location: str | None

    def values(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in self.__struct_fields__}


async def claim_meeting(db: AsyncSession, meeting_id: UUID, revision: int) -> Meeting:
    """To write in; `Conflict` when a source keeps it, or when somebody else was first."""
    row = await queries.meeting(db, meeting_id)
    if not row.ours:
        raise Conflict(
            gettext("Deze vergadering komt uit een bron."),
            gettext("Titel, dag en plaats wijzigt u daar. Punten kunt u hier zelf toevoegen."),
        )
    taken = await db.execute(
        update(Meeting)
        .where(Meeting.id == meeting_id, Meeting.revision == revision)
        .values(revision=revision + 1)
        .returning(Meeting.id)
    )
    if taken.first() is None:
        raise await changed(db, "vergadering", meeting_id)
    await db.refresh(row)
    return row


async def make_meeting(db: AsyncSession, actor: Actor, form: UUID, said: MeetingText) -> UUID:
    made = await db.execute(
        insert(Meeting)
        .values(id=uuid4(), source=HAND, source_id=form.hex, **said.values())
        .on_conflict_do_nothing()
        .returning(Meeting.id)
    )
    new = made.scalar_one_or_none()
    if new is None:
        twin = select(Meeting.id).where(Meeting.source == HAND, Meeting.source_id == form.hex)
        return (await db.scalars(twin)).one()
    note(db, actor, "toevoegen", "vergadering", new, titel=said.title, op=str(said.starts_at))
    return new


async def edit_meeting(
    db: AsyncSession, actor: Actor, meeting_id: UUID, revision: int, said: MeetingText
) -> None:
    """On another day the database keeps the day it was on; nothing that runs changes by itself."""
    row = await claim_meeting(db, meeting_id, revision)
    differences = differences_of(row, said.values())
    for name, (_, value) in differences.items():
        setattr(row, name, value)
    if not differences:
        row.revision = revision  # nobody need bump into a change that was none
        return
    await db.flush()
    note(db, actor, "wijzigen", "vergadering", meeting_id, wat=told(differences))


async def call_off(
    db: AsyncSession, actor: Actor, meeting_id: UUID, revision: int, reason: str
) -> None:
    """It is not held; its items stay where they are. Everybody reads why."""
    if flaws := too_little(reason):
        raise Invalid(gettext("Deze vergadering is nog niet afgelast."), "", flaws)
    row = await claim_meeting(db, meeting_id, revision)
    if local_day(row.starts_at) < local_day(await queries.now(db)):
        raise Conflict(
            gettext("De dag van deze vergadering is al geweest."),
            gettext("Een vergadering die geweest is, kunt u niet meer afgelasten."),
        )
    if not row.cancelled:
        row.cancelled, row.cancel_reason = True, reason.strip()
        note(db, actor, "afgelasten", "vergadering", meeting_id, reden=row.cancel_reason)


async def hold_after_all(db: AsyncSession, actor: Actor, meeting_id: UUID, revision: int) -> None:
    row = await claim_meeting(db, meeting_id, revision)
    if not row.cancelled:
        return
    if local_day(row.starts_at) < local_day(await queries.now(db)):
        raise Conflict(
            gettext("De dag van deze vergadering is al geweest."),
            gettext("Zij kan niet meer doorgaan. Kies eerst een dag die nog komt."),
        )
    row.cancelled, row.cancel_reason = False, ""
    note(db, actor, "toch door laten gaan", "vergadering", meeting_id)
