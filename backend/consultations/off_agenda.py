# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Consultations that run while their item is off the agenda, and what the griffie says to that.

Nothing happens by itself: residents are told, and the griffie chooses. Letting it go on is a word
about this time off the agenda only; back on it and off again, it is asked again.
"""

import datetime as dt
from uuid import UUID

from msgspec import Struct
from sqlalchemy import ColumnElement, and_, or_, select, true
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from backend.audit.actions import Actor, note
from backend.consultations.tables import Consultation, LeftRunning
from backend.council import queries as council
from backend.council.planning import midnight
from backend.council.tables import AgendaItem, AgendaItemDocument, Meeting
from backend.errors import Conflict
from backend.web.languages import gettext
from surveys.lifecycle import Stage


class Off(Struct, frozen=True):
    """`let_by` and `let_at`: who let it go on, since it went off the agenda; None: nobody chose."""

    item: AgendaItem
    meeting: Meeting
    consultation_id: UUID
    closes_at: dt.datetime
    let_by: str | None
    let_at: dt.datetime | None

    @property
    def here(self) -> str:
        return f"/griffie/agendapunten/{self.item.id}"


def elsewhere(today: dt.datetime) -> ColumnElement[bool]:
    """The main document of `AgendaItem` is decided on at a later meeting, or at one to come."""
    here, there = aliased(AgendaItemDocument), aliased(AgendaItemDocument)
    other, held = aliased(AgendaItem), aliased(Meeting)
    return (
        select(other.id)
        .join(held, held.id == other.meeting_id)
        .join(there, there.agenda_item_id == other.id)
        .join(here, here.document_id == there.document_id)
        .where(
            *(here.agenda_item_id == AgendaItem.id, here.main, here.gone_at.is_(None)),
            *(there.main, there.gone_at.is_(None), other.lapsed_at.is_(None)),
            *(other.id != AgendaItem.id, ~held.cancelled),
            or_(held.starts_at > Meeting.starts_at, held.starts_at >= today),
        )
        .exists()
    )


async def _found(db: AsyncSession, such: ColumnElement[bool]) -> tuple[Off, ...]:
    now = await council.now(db)
    word = (
        select(LeftRunning.made_by_name, LeftRunning.made_at)
        .where(
            LeftRunning.agenda_item_id == AgendaItem.id,
            LeftRunning.consultation_id == Consultation.id,
            LeftRunning.made_at >= AgendaItem.lapsed_at,
        )
        .order_by(LeftRunning.id.desc())
        .limit(1)
        .lateral("word")
    )
    lies = and_(
        AgendaItemDocument.agenda_item_id == AgendaItem.id,
        AgendaItemDocument.main,
        AgendaItemDocument.gone_at.is_(None),
    )
    rows = await db.execute(
        select(AgendaItem, Meeting, Consultation, word.c.made_by_name, word.c.made_at)
        .join(Meeting, Meeting.id == AgendaItem.meeting_id)
        .join(AgendaItemDocument, lies)
        .join(Consultation, Consultation.document_id == AgendaItemDocument.document_id)
        .outerjoin(word, true())
        .where(
            *(AgendaItem.lapsed_at.is_not(None), such, ~elsewhere(midnight(now))),
            *(Consultation.stage == Stage.OPEN, Consultation.closes_at > now),
        )
        .order_by(Meeting.starts_at, AgendaItem.place, AgendaItem.id, Consultation.created_at)
    )
    return tuple(
        Off(item, meeting, running.id, running.closes_at or now, let_by, let_at)
        for item, meeting, running, let_by, let_at in rows
    )


async def undecided(db: AsyncSession) -> tuple[Off, ...]:
    """Over all agendas, whoever took them off, until somebody chose."""
    return tuple(each for each in await _found(db, true()) if each.let_at is None)


async def at_item(db: AsyncSession, item_id: UUID) -> tuple[Off, ...]:
    return await _found(db, AgendaItem.id == item_id)


async def of(db: AsyncSession, consultation_id: UUID) -> Off | None:
    """Where a consultation stood that is open and on no agenda now."""
    found = await _found(db, Consultation.id == consultation_id)
    return found[-1] if found else None


async def meeting_off(db: AsyncSession, document_id: UUID) -> Meeting | None:
    """The last meeting that was to decide on it, when every one that was is called off."""
    meetings = [place.meeting for place in await council.places(db, document_id) if place.main]
    return meetings[-1] if meetings and all(one.cancelled for one in meetings) else None


async def let_run(db: AsyncSession, actor: Actor, item_id: UUID, consultation_id: UUID) -> None:
    """The griffie lets it go on as it does; saying so twice is once."""
    item = select(AgendaItem.id).where(AgendaItem.id == item_id)
    await db.execute(item.with_for_update(key_share=True))
    each = next(
        (one for one in await at_item(db, item_id) if one.consultation_id == consultation_id), None
    )
    if each is None:
        raise Conflict(
            gettext("Deze vraag is er niet meer."),
            gettext("Het punt staat weer op een agenda, of de raadpleging loopt niet meer."),
        )
    if each.let_at is None:
        db.add(
            LeftRunning(agenda_item_id=item_id, consultation_id=consultation_id, made_by=actor.id)
        )
        note(db, actor, "laten doorgaan", "raadpleging", consultation_id, punt=str(item_id))
        await db.flush()
