# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Other agenda items about the same text: one summary may be laid at all of them."""

import datetime as dt
from uuid import UUID

from msgspec import Struct
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from backend.agenda.queries import READINESS, Line
from backend.agenda.tables import Attachment
from backend.council.tables import AgendaItem, Meeting


class Sibling(Struct, frozen=True):
    item_id: UUID
    number: str
    title: str
    meeting: str
    starts_at: dt.datetime


async def without(db: AsyncSession, line: Line, summary_id: UUID | None) -> tuple[Sibling, ...]:
    """Items where this summary does not lie yet, by the day of their meeting."""
    if summary_id is None:
        return ()
    view = READINESS.c
    lies = select(Attachment.id).where(
        Attachment.agenda_item_id == AgendaItem.id, Attachment.summary_id == summary_id
    )
    rows = await db.execute(
        select(AgendaItem, Meeting)
        .join(READINESS, view.agenda_item_id == AgendaItem.id)
        .join(Meeting, Meeting.id == AgendaItem.meeting_id)
        .where(
            view.document_version_id == line.document_version_id,
            ~view.lapsed,
            AgendaItem.id != line.item.id,
            ~lies.exists(),
        )
        .order_by(Meeting.starts_at, AgendaItem.place, AgendaItem.id)
    )
    return tuple(
        Sibling(item.id, item.number or "", item.title, meeting.title, meeting.starts_at)
        for item, meeting in rows
    )
