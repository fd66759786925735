# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Items of a meeting that is off, while residents are asked about them.

Nothing waits for such a meeting, so what runs there would be forgotten until somebody moves it.
"""

from uuid import UUID

from msgspec import Struct
from sqlalchemy import ColumnElement, select, true
from sqlalchemy.ext.asyncio import AsyncSession

from backend.agenda.tables import Attachment
from backend.consultations.off_agenda import elsewhere
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
            *(runs, ~elsewhere(today)),
        )
        .order_by(Meeting.starts_at, AgendaItem.place, AgendaItem.id)
    )
    return tuple(Stranded(row, meeting) for row, meeting in rows)
