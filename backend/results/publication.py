# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Reading final summaries: what everybody may read, and what the council may read before that.

What is public is what the view `public_summary` holds. Nothing that is for everybody reads the
table itself, so there is one place where an embargo is kept.
"""

import datetime as dt
from collections.abc import Mapping
from uuid import UUID

from msgspec import Struct
from sqlalchemy import (
    DateTime,
    Integer,
    LargeBinary,
    ScalarSelect,
    Uuid,
    column,
    func,
    select,
    table,
)
from sqlalchemy.ext.asyncio import AsyncSession

from backend.consultations import queries as consultations
from backend.consultations.tables import Consultation
from backend.council.tables import AgendaItem, AgendaItemDocument, DocumentVersion, Meeting
from backend.errors import NotHere
from backend.results.content import Content, decode
from backend.results.tables import Correction, Embargo, Output, Summary
from backend.web.languages import gettext

PUBLIC = table(
    "public_summary",
    column("id", Uuid()),
    column("consultation_id", Uuid()),
    column("number", Integer()),
    column("content", LargeBinary()),
    column("public_at", DateTime(timezone=True)),
)
_PUBLIC = PUBLIC.c


class Version(Struct, frozen=True):
    """A version as it may be read; `newest` is the number of the last one that may be."""

    id: UUID
    stored: bytes
    newest: int

    @property
    def content(self) -> Content:
        return decode(self.stored)


class Final(Struct, frozen=True):
    """A final version as the griffie sees it. Not public and `until` empty: until lifted."""

    number: int
    finalised_at: dt.datetime
    public_at: dt.datetime | None
    until: dt.datetime | None
    note: str


class Waiting(Struct, frozen=True):
    """A summary under embargo, in the list of whoever may read it already.

    item_id   where it goes on the agenda; None while that is nowhere
    """

    consultation_id: UUID
    title: str
    number: int
    until: dt.datetime | None
    item_id: UUID | None


def _not_yet() -> NotHere:
    return NotHere(
        gettext("De samenvatting is er nog niet."),
        gettext("Kom later terug, of kijk wanneer de raad vergadert."),
    )


def _no_version(newest: int) -> NotHere:
    return NotHere(
        gettext("Deze versie van de samenvatting is niet openbaar."),
        gettext("Lees versie {number}: die geldt.").format(number=newest),
    )


async def public(db: AsyncSession, slug: str, number: int | None = None) -> Version:
    """This version, or the newest one. `NotHere` before everybody may read it."""
    shown = await consultations.find(db, slug)
    rows = await db.execute(
        select(_PUBLIC.id, _PUBLIC.number)
        .where(_PUBLIC.consultation_id == shown.id)
        .order_by(_PUBLIC.number)
    )
    found = {held: summary for summary, held in rows.all()}
    if not found:
        raise _not_yet()
    newest = max(found)
    chosen = found.get(newest if number is None else number)
    if chosen is None:
        raise _no_version(newest)
    stored = (await db.scalars(select(_PUBLIC.content).where(_PUBLIC.id == chosen))).one()
    return Version(chosen, stored, newest)


async def for_the_council(db: AsyncSession, consultation_id: UUID, number: int) -> Version:
    """A final version, also under embargo: for whoever the role table lets in."""
    rows = await db.execute(
        select(Summary.number, Summary.id, Summary.content)
        .where(Summary.consultation_id == consultation_id, Summary.final)
        .order_by(Summary.number)
    )
    found = {held: (summary, content) for held, summary, content in rows.all()}
    if number not in found:
        raise _not_yet()
    summary, content = found[number]
    return Version(summary, content or b"", max(found))


async def finals(db: AsyncSession, consultation_id: UUID) -> tuple[Final, ...]:
    """The newest first."""
    rows = await db.execute(
        select(Summary.number, Summary.finalised_at, _PUBLIC.public_at, _until(), _note())
        .outerjoin(PUBLIC, _PUBLIC.id == Summary.id)
        .where(Summary.consultation_id == consultation_id, Summary.final)
        .order_by(Summary.number.desc())
    )
    return tuple(
        Final(number, at, public_at, until, note or "")
        for number, at, public_at, until, note in rows.all()
        if at is not None
    )


def _until() -> ScalarSelect[dt.datetime | None]:
    return (
        select(Embargo.until)
        .where(Embargo.summary_id == Summary.id)
        .order_by(Embargo.id.desc())
        .limit(1)
        .scalar_subquery()
    )


def _note() -> ScalarSelect[str]:
    return (
        select(Correction.note)
        .where(
            Correction.consultation_id == Summary.consultation_id,
            Correction.number == Summary.number,
        )
        .order_by(Correction.id.desc())
        .limit(1)
        .scalar_subquery()
    )


async def note_of(db: AsyncSession, consultation_id: UUID, number: int) -> str:
    """Why this version follows an earlier one; empty for the first."""
    found = await db.scalars(
        select(Correction.note)
        .where(Correction.consultation_id == consultation_id, Correction.number == number)
        .order_by(Correction.id.desc())
        .limit(1)
    )
    return found.first() or ""


async def is_public(db: AsyncSession, summary_id: UUID) -> bool:
    return (
        await db.scalars(select(_PUBLIC.id).where(_PUBLIC.id == summary_id))
    ).first() is not None


async def waiting(db: AsyncSession) -> tuple[Waiting, ...]:
    """Every final summary that is not public, the one that comes out first at the top."""
    until = _until()
    item = (
        select(AgendaItem.id)
        .join(AgendaItemDocument, AgendaItemDocument.agenda_item_id == AgendaItem.id)
        .join(Meeting, Meeting.id == AgendaItem.meeting_id)
        .where(
            AgendaItemDocument.document_id == Consultation.document_id,
            AgendaItemDocument.main,
            AgendaItemDocument.gone_at.is_(None),
            AgendaItem.lapsed_at.is_(None),
        )
        .order_by(Meeting.starts_at.desc(), AgendaItem.place)
        .limit(1)
        .scalar_subquery()
    )
    rows = await db.execute(
        select(Summary.consultation_id, DocumentVersion.title, Summary.number, until, item)
        .join(Consultation, Consultation.id == Summary.consultation_id)
        .join(DocumentVersion, DocumentVersion.id == Summary.document_version_id)
        .outerjoin(PUBLIC, _PUBLIC.id == Summary.id)
        .where(Summary.final, _PUBLIC.id.is_(None))
        .order_by(until.asc().nulls_last(), DocumentVersion.title, Summary.number)
    )
    return tuple(Waiting(*row) for row in rows.all())


async def outputs(db: AsyncSession, summary_id: UUID) -> Mapping[str, int]:
    """Which files there are, with their size in bytes; none while they are being made."""
    rows = await db.execute(
        select(Output.name, func.length(Output.content).label("size"))
        .where(Output.summary_id == summary_id)
        .order_by(Output.name)
    )
    return {row.name: row.size for row in rows.all()}


async def output(db: AsyncSession, summary_id: UUID, name: str) -> tuple[str, bytes]:
    """Media type and bytes, as they were made."""
    rows = await db.execute(
        select(Output.media_type, Output.content).where(
            Output.summary_id == summary_id, Output.name == name
        )
    )
    found = rows.first()
    if found is None:
        raise NotHere(
            gettext("Dit bestand is er niet."),
            gettext("Het wordt misschien nog gemaakt. Probeer het over een minuut opnieuw."),
        )
    return found.media_type, found.content
