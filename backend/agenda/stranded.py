# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Items that still stand on a meeting that is off, while residents are or were asked about them.

Nothing waits for such a meeting, so what runs there would be forgotten until somebody moves it.
"""

from uuid import UUID

from msgspec import Struct
from sqlalchemy import ColumnElement, select, true
from sqlalchemy.ext.asyncio import AsyncSession

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
    def href(self) -> str:
        """Where it is moved."""
        return f"/griffie/agendapunten/{self.item.id}/verplaatsen"


async def items(db: AsyncSession, meeting_id: UUID | None = None) -> tuple[Stranded, ...]:
    """Over all meetings of today and later, or of one; each once, in one query and the clock."""
    only: ColumnElement[bool] = Meeting.id == meeting_id if meeting_id else true()
    runs = (
        select(Consultation.id)
        .join(AgendaItemDocument, AgendaItemDocument.document_id == Consultation.document_id)
        .where(
            AgendaItemDocument.agenda_item_id == AgendaItem.id,
            *(AgendaItemDocument.main, AgendaItemDocument.gone_at.is_(None)),
            Consultation.stage.in_(_RUNS),
        )
        .exists()
    )
    rows = await db.execute(
        select(AgendaItem, Meeting)
        .join(Meeting, Meeting.id == AgendaItem.meeting_id)
        .where(
            *(Meeting.cancelled, Meeting.starts_at >= midnight(await council.now(db)), only),
            *(AgendaItem.lapsed_at.is_(None), runs),
        )
        .order_by(Meeting.starts_at, AgendaItem.place, AgendaItem.id)
    )
    return tuple(Stranded(item, meeting) for item, meeting in rows)
