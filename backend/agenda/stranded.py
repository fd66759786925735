# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Items that are on no agenda of a meeting that is held, while residents are asked about them.

Nothing waits for a meeting that is off, nor for an item that is off its agenda, so what runs there
would be forgotten until somebody moves it, or puts it back.
"""

import datetime as dt
from uuid import UUID

from msgspec import Struct
from sqlalchemy import ColumnElement, or_, select, true
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from backend.agenda.tables import Attachment
from backend.consultations.tables import Consultation
from backend.council import queries as council
from backend.council.planning import midnight
from backend.council.tables import AgendaItem, AgendaItemDocument, Meeting
from backend.results.tables import Summary
from surveys.lifecycle import Stage

_RUNS = (Stage.OPEN, Stage.CLOSED, Stage.SUMMARISED)


class Stranded(Struct, frozen=True):
    item: AgendaItem
    meeting: Meeting

    @property
    def here(self) -> str:
        return f"/griffie/agendapunten/{self.item.id}"

    @property
    def href(self) -> str:
        """Where it is moved."""
        return f"{self.here}/verplaatsen"


def _asked(*such: ColumnElement[bool]) -> ColumnElement[bool]:
    """About what the council decides on there."""
    return (
        select(Consultation.id)
        .join(AgendaItemDocument, AgendaItemDocument.document_id == Consultation.document_id)
        .where(
            AgendaItemDocument.agenda_item_id == AgendaItem.id,
            *(AgendaItemDocument.main, AgendaItemDocument.gone_at.is_(None)),
            *such,
        )
        .exists()
    )


def _elsewhere(today: dt.datetime) -> ColumnElement[bool]:
    """The same document is decided on at a later meeting, or at one that is still to come."""
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


async def items(db: AsyncSession, meeting_id: UUID | None = None) -> tuple[Stranded, ...]:
    """Over all meetings, or of one, until each is on another agenda; each once, in one query and
    the clock. A day that has been makes nothing undone; what is decided on elsewhere waits no more.
    """
    today = midnight(await council.now(db))
    only: ColumnElement[bool] = Meeting.id == meeting_id if meeting_id else true()
    lies_there = (
        select(Attachment.id)
        .join(Summary, Summary.id == Attachment.summary_id)
        .where(
            Attachment.agenda_item_id == AgendaItem.id,
            Summary.consultation_id == Consultation.id,
        )
        .exists()
    )
    runs = _asked(Consultation.stage.in_(_RUNS), Consultation.asked_anew_at.is_(None), ~lies_there)
    rows = await db.execute(
        select(AgendaItem, Meeting)
        .join(Meeting, Meeting.id == AgendaItem.meeting_id)
        .where(
            *(Meeting.cancelled, only, AgendaItem.lapsed_at.is_(None)),
            *(runs, ~_elsewhere(today)),
        )
        .order_by(Meeting.starts_at, AgendaItem.place, AgendaItem.id)
    )
    return tuple(Stranded(row, meeting) for row, meeting in rows)


async def lapsed(db: AsyncSession) -> tuple[Stranded, ...]:
    """Whoever took them off."""
    today = midnight(await council.now(db))
    rows = await db.execute(
        select(AgendaItem, Meeting)
        .join(Meeting, Meeting.id == AgendaItem.meeting_id)
        .where(
            AgendaItem.lapsed_at.is_not(None),
            *(_asked(Consultation.stage == Stage.OPEN), ~_elsewhere(today)),
        )
        .order_by(Meeting.starts_at, AgendaItem.place, AgendaItem.id)
    )
    return tuple(Stranded(row, on) for row, on in rows)
