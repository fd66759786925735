# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Items that are on no agenda of a meeting that is held, while residents are asked about them.

Nothing waits for a meeting that is off, nor for an item that is off its agenda, so what runs there
would be forgotten until somebody moves it, or puts it back.
"""

from uuid import UUID

from msgspec import Struct
from sqlalchemy import ColumnElement, select, true
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from backend.consultations.tables import Consultation
from backend.council import queries as council
from backend.council.planning import midnight
from backend.council.tables import AgendaItem, AgendaItemDocument, Meeting
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


def _asked(*stages: Stage) -> ColumnElement[bool]:
    """About what the council decides on there."""
    return (
        select(Consultation.id)
        .join(AgendaItemDocument, AgendaItemDocument.document_id == Consultation.document_id)
        .where(
            AgendaItemDocument.agenda_item_id == AgendaItem.id,
            *(AgendaItemDocument.main, AgendaItemDocument.gone_at.is_(None)),
            Consultation.stage.in_(stages),
        )
        .exists()
    )


async def items(db: AsyncSession, meeting_id: UUID | None = None) -> tuple[Stranded, ...]:
    """Over all meetings of today and later, or of one; each once, in one query and the clock."""
    only: ColumnElement[bool] = Meeting.id == meeting_id if meeting_id else true()
    rows = await db.execute(
        select(AgendaItem, Meeting)
        .join(Meeting, Meeting.id == AgendaItem.meeting_id)
        .where(
            *(Meeting.cancelled, Meeting.starts_at >= midnight(await council.now(db)), only),
            *(AgendaItem.lapsed_at.is_(None), _asked(*_RUNS)),
        )
        .order_by(Meeting.starts_at, AgendaItem.place, AgendaItem.id)
    )
    return tuple(Stranded(row, meeting) for row, meeting in rows)


async def lapsed(db: AsyncSession) -> tuple[Stranded, ...]:
    """Whoever took them off; not where the same document lies at an item that is still to come."""
    here, there = aliased(AgendaItemDocument), aliased(AgendaItemDocument)
    item, meeting = aliased(AgendaItem), aliased(Meeting)
    elsewhere = (
        select(item.id)
        .join(meeting, meeting.id == item.meeting_id)
        .join(there, there.agenda_item_id == item.id)
        .join(here, here.document_id == there.document_id)
        .where(
            *(here.agenda_item_id == AgendaItem.id, here.main, here.gone_at.is_(None)),
            *(there.main, there.gone_at.is_(None), item.lapsed_at.is_(None)),
            meeting.starts_at >= midnight(await council.now(db)),
        )
        .exists()
    )
    rows = await db.execute(
        select(AgendaItem, Meeting)
        .join(Meeting, Meeting.id == AgendaItem.meeting_id)
        .where(AgendaItem.lapsed_at.is_not(None), _asked(Stage.OPEN), ~elsewhere)
        .order_by(Meeting.starts_at, AgendaItem.place, AgendaItem.id)
    )
    return tuple(Stranded(row, on) for row, on in rows)
