# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Reading meetings, documents and the rules in force."""

import datetime as dt
from uuid import UUID

import msgspec
from msgspec import Struct
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from backend.council.tables import (
    AgendaItem,
    AgendaItemDocument,
    Classification,
    DecisionPoint,
    Document,
    DocumentVersion,
    MainChoice,
    Meeting,
    RulesRow,
)
from backend.errors import NotHere
from backend.web.languages import gettext
from surveys.rules import Rules


async def now(db: AsyncSession) -> dt.datetime:
    """The database's clock decides (DESIGN.md 8)."""
    return (await db.scalars(select(func.clock_timestamp()))).one()


async def rules_in_force(db: AsyncSession) -> Rules:
    row = (await db.scalars(select(RulesRow).order_by(RulesRow.id.desc()).limit(1))).one()
    return msgspec.convert(row.rules, Rules)


async def rules_published(db: AsyncSession) -> tuple[RulesRow, ...]:
    """All that were ever published, those in force first."""
    return tuple(await db.scalars(select(RulesRow).order_by(RulesRow.id.desc())))


async def rules_of(db: AsyncSession, rules_id: int) -> Rules:
    """The rules that a consultation was opened under."""
    return msgspec.convert((await db.get_one(RulesRow, rules_id)).rules, Rules)


class Version(Struct, frozen=True):
    """One version of a document with its decision points in order."""

    id: UUID
    document_id: UUID
    number: int
    hash: bytes
    title: str
    plain_text: str
    source_version: str
    points: tuple[tuple[int, str], ...]


async def version(db: AsyncSession, version_id: UUID) -> Version:
    row = await db.get_one(DocumentVersion, version_id)
    points = await db.execute(
        select(DecisionPoint.number, DecisionPoint.text)
        .where(DecisionPoint.document_version_id == version_id)
        .order_by(DecisionPoint.number)
    )
    return Version(
        id=row.id,
        document_id=row.document_id,
        number=row.number,
        hash=row.hash,
        title=row.title,
        plain_text=row.plain_text,
        source_version=row.source_version,
        points=tuple((number, text) for number, text in points.all()),
    )


async def newest_version_id(db: AsyncSession, document_id: UUID) -> UUID:
    """`NotHere` for a document that does not exist: every document has a version."""
    found = await db.scalars(
        select(DocumentVersion.id)
        .where(DocumentVersion.document_id == document_id)
        .order_by(DocumentVersion.number.desc())
        .limit(1)
    )
    newest = found.first()
    if newest is None:
        raise NotHere(
            gettext("Dit document bestaat niet."), gettext("Ga terug naar de vergadering.")
        )
    return newest


async def newest(db: AsyncSession, document_id: UUID) -> Version:
    return await version(db, await newest_version_id(db, document_id))


class Place(Struct, frozen=True):
    """Where a document lies on the agenda, and whether it gates there."""

    item: AgendaItem
    meeting: Meeting
    main: bool


async def places(db: AsyncSession, document_id: UUID) -> tuple[Place, ...]:
    """The soonest meeting first; lapsed items left out."""
    rows = await db.execute(
        select(AgendaItem, Meeting, AgendaItemDocument.main)
        .join(AgendaItemDocument, AgendaItemDocument.agenda_item_id == AgendaItem.id)
        .join(Meeting, Meeting.id == AgendaItem.meeting_id)
        .where(
            AgendaItemDocument.document_id == document_id,
            AgendaItemDocument.gone_at.is_(None),
            AgendaItem.lapsed_at.is_(None),
        )
        .order_by(Meeting.starts_at, AgendaItem.place)
    )
    return tuple(Place(item, meeting, main) for item, meeting, main in rows.all())


async def papers_lie(db: AsyncSession, item_id: UUID) -> bool:
    """Whether a document lies there, or did."""
    lies = select(AgendaItemDocument.document_id).where(
        AgendaItemDocument.agenda_item_id == item_id
    )
    return (await db.scalars(lies.limit(1))).first() is not None


async def to_be_heard(db: AsyncSession, document_id: UUID) -> bool:
    """Whether this document is, or ever was, of a kind that residents are to be heard about."""
    return (await db.scalars(select(func.was_to_be_heard(document_id)))).one()


async def spares_hearing(db: AsyncSession, document_id: UUID, kind: str | None) -> bool:
    """Whether calling it this takes a hearing away; the database then asks why."""
    return (await db.scalars(select(func.spares_hearing(document_id, kind)))).one()


async def passes_over(db: AsyncSession, item_id: UUID, document_id: UUID) -> bool:
    """Whether deciding on this document takes a hearing away; the database then asks why."""
    return (await db.scalars(select(func.passes_over(item_id, document_id)))).one()


class Said(Struct, frozen=True):
    """Somebody said what a document is, or which one the council decides on."""

    what: str | None
    was: str | None
    reason: str
    by: str
    at: dt.datetime


async def classifications(db: AsyncSession, document_id: UUID | None) -> tuple[Said, ...]:
    """Kinds that a person gave a document, the first first; nothing for no document."""
    rows = await db.scalars(
        select(Classification)
        .where(Classification.document_id == document_id)
        .order_by(Classification.id)
    )
    return tuple(Said(row.kind, row.was, row.reason, row.made_by_name, row.made_at) for row in rows)


async def main_choices(db: AsyncSession, item_id: UUID) -> tuple[Said, ...]:
    """Titles that were chosen as main document of an item, the first first."""
    title = (
        select(DocumentVersion.title)
        .where(DocumentVersion.document_id == MainChoice.document_id)
        .order_by(DocumentVersion.number.desc())
        .limit(1)
        .scalar_subquery()
    )
    rows = await db.execute(
        select(MainChoice, title)
        .where(MainChoice.agenda_item_id == item_id)
        .order_by(MainChoice.id)
    )
    return tuple(
        Said(chosen, None, row.reason, row.made_by_name, row.made_at) for row, chosen in rows.all()
    )


async def meeting(db: AsyncSession, meeting_id: UUID) -> Meeting:
    found = await db.get(Meeting, meeting_id)
    if found is None:
        raise NotHere(
            gettext("Deze vergadering bestaat niet."), gettext("Ga terug naar de vergaderingen.")
        )
    return found


async def item(db: AsyncSession, item_id: UUID) -> AgendaItem:
    found = await db.get(AgendaItem, item_id)
    if found is None:
        raise NotHere(
            gettext("Dit agendapunt bestaat niet."), gettext("Ga terug naar de vergaderingen.")
        )
    return found


async def document(db: AsyncSession, document_id: UUID) -> Document:
    found = await db.get(Document, document_id)
    if found is None:
        raise NotHere(
            gettext("Dit document bestaat niet."), gettext("Ga terug naar de vergadering.")
        )
    return found
