# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""What is stored of the griffie's own meetings, beside which a file is laid."""

import datetime as dt
from collections.abc import Sequence
from uuid import UUID

from msgspec import Struct
from sqlalchemy import and_, func, or_, select
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.ext.asyncio import AsyncSession

from backend.council import queries
from backend.council.hands import FORM, OURS
from backend.council.inbound import InboundItem, InboundMeeting
from backend.council.planning import midnight
from backend.council.tables import (
    AgendaItem,
    AgendaItemDocument,
    Document,
    DocumentVersion,
    Meeting,
)
from surveys.recognising import Agenda, plain


class StoredPaper(Struct, frozen=True):
    source_id: str
    title: str
    url: str


class StoredItem(Struct, frozen=True):
    """`standing` on an agenda, though a person may have put it on another meeting's; `placed` on
    this one by a file."""

    id: UUID
    source_id: str
    title: str
    number: str
    under: str
    heading: bool
    standing: bool
    placed: bool
    papers: tuple[StoredPaper, ...]


class StoredMeeting(Struct, frozen=True):
    """A copy: what a look changes and undoes does not change it."""

    id: UUID
    source: str
    source_id: str
    title: str
    body: str
    starts_at: dt.datetime
    cancelled: bool
    items: tuple[StoredItem, ...] = ()

    def agenda(self) -> Agenda:
        return agenda_of(self.id, self.body, [one for one in self.items if one.standing])


def agenda_of(key: UUID | None, body: str, items: Sequence[StoredItem | InboundItem]) -> Agenda:
    """By the items with a document: an opening and a round of questions are on every agenda."""
    papers = [
        item for item in items if (item.papers if isinstance(item, StoredItem) else item.documents)
    ]
    points = papers or [item for item in items if not item.heading] or items
    return Agenda(key, plain(body), frozenset(plain(item.title) for item in points))


def body_of(row: InboundMeeting | Meeting) -> str:
    return row.body_id or row.title


async def meetings_near(db: AsyncSession, read: InboundMeeting) -> list[Meeting]:
    """Of the griffie, on the day in the file and to come; nobody edits them meanwhile.

    Locked in the order of their ids, as whoever holds two of them does.
    """
    day = midnight(read.starts_at)
    rows = await db.scalars(
        select(Meeting)
        .where(
            Meeting.source.in_(OURS),
            or_(
                Meeting.starts_at >= midnight(await queries.now(db)),
                and_(Meeting.starts_at >= day, Meeting.starts_at < day + dt.timedelta(days=2)),
            ),
        )
        .order_by(Meeting.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return sorted(rows, key=lambda row: (row.starts_at, row.id))


async def _papers(db: AsyncSession, items: Sequence[UUID]) -> dict[UUID, list[StoredPaper]]:
    """What lies or lay there, as far as it came from a file."""
    newest = (
        select(DocumentVersion.document_id, DocumentVersion.title)
        .ext(distinct_on(DocumentVersion.document_id))
        .order_by(DocumentVersion.document_id, DocumentVersion.number.desc())
        .subquery()
    )
    rows = await db.execute(
        select(AgendaItemDocument.agenda_item_id, Document, newest.c.title)
        .join(Document, Document.id == AgendaItemDocument.document_id)
        .join(newest, newest.c.document_id == Document.id)
        .where(AgendaItemDocument.agenda_item_id == func.any(list(items)), Document.source == FORM)
        .order_by(
            AgendaItemDocument.gone_at.is_not(None), AgendaItemDocument.place, Document.source_id
        )
        .execution_options(populate_existing=True)
    )
    found: dict[UUID, list[StoredPaper]] = {}
    for item_id, document, title in rows:
        paper = StoredPaper(document.source_id, title, document.url or "")
        found.setdefault(item_id, []).append(paper)
    return found


async def stored(db: AsyncSession, meetings: Sequence[Meeting]) -> tuple[StoredMeeting, ...]:
    """With the items that a file put on their agenda, and those that somebody moved there."""
    ids = [row.id for row in meetings]
    rows = await db.scalars(
        select(AgendaItem)
        .where(
            AgendaItem.source == FORM,
            or_(
                AgendaItem.source_meeting_id == func.any(ids),
                AgendaItem.meeting_id == func.any(ids),
            ),
        )
        .order_by(AgendaItem.place, AgendaItem.id)
        .execution_options(populate_existing=True)
    )
    items = rows.all()
    titles = {row.id: row.title for row in items}
    papers = await _papers(db, list(titles))
    of: dict[UUID, list[StoredItem]] = {}
    for row in items:
        for meeting_id in {row.meeting_id, row.source_meeting_id or row.meeting_id} & {*ids}:
            item = StoredItem(
                id=row.id,
                source_id=row.source_id,
                title=row.title,
                number=row.number or "",
                under=titles.get(row.parent_id, "") if row.parent_id else "",
                heading=row.heading,
                standing=row.lapsed_at is None,
                placed=row.source_meeting_id == meeting_id,
                papers=tuple(papers.get(row.id, ())),
            )
            of.setdefault(meeting_id, []).append(item)
    return tuple(
        StoredMeeting(
            id=row.id,
            source=row.source,
            source_id=row.source_id,
            title=row.title,
            body=body_of(row),
            starts_at=row.starts_at,
            cancelled=row.cancelled,
            items=tuple(of.get(row.id, ())),
        )
        for row in meetings
    )
