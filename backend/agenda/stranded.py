# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Items that still stand on a meeting that is off, while residents are or were asked about them.

Nothing waits for such a meeting, so what runs there would be forgotten until somebody moves it.
"""

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
    def href(self) -> str:
        """Where it is moved."""
        return f"/griffie/agendapunten/{self.item.id}/verplaatsen"


async def items(db: AsyncSession, meeting_id: UUID | None = None) -> tuple[Stranded, ...]:
    """Over all meetings, or of one, until each is on another agenda; each once, in one query and
    the clock. A day that has been makes nothing undone; what is decided on elsewhere waits no more.
    """
    today = midnight(await council.now(db))
    only: ColumnElement[bool] = Meeting.id == meeting_id if meeting_id else true()
    runs = (
        select(Consultation.id)
        .join(AgendaItemDocument, AgendaItemDocument.document_id == Consultation.document_id)
        .where(
            AgendaItemDocument.agenda_item_id == AgendaItem.id,
            *(AgendaItemDocument.main, AgendaItemDocument.gone_at.is_(None)),
            Consultation.stage.in_(_RUNS),
            Consultation.asked_anew_at.is_(None),
            ~select(Attachment.id)
            .join(Summary, Summary.id == Attachment.summary_id)
            .where(
                Attachment.agenda_item_id == AgendaItem.id,
                Summary.consultation_id == Consultation.id,
            )
            .exists(),
        )
        .exists()
    )
    here, there = aliased(AgendaItemDocument), aliased(AgendaItemDocument)
    other, held = aliased(AgendaItem), aliased(Meeting)
    elsewhere = (
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
    rows = await db.execute(
        select(AgendaItem, Meeting)
        .join(Meeting, Meeting.id == AgendaItem.meeting_id)
        .where(
            *(Meeting.cancelled, only, AgendaItem.lapsed_at.is_(None), runs, ~elsewhere),
        )
        .order_by(Meeting.starts_at, AgendaItem.place, AgendaItem.id)
    )
    return tuple(Stranded(item, meeting) for item, meeting in rows)
