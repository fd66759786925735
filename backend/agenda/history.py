# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""What lies behind one agenda item: its documents, who was heard, and what was attached when."""

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from uuid import UUID

from msgspec import Struct
from sqlalchemy import case, func, select
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.ext.asyncio import AsyncSession

from backend.accounts.tables import Account
from backend.agenda.queries import Line
from backend.agenda.tables import Attachment, GateException
from backend.consultations.queries import stage_at
from backend.consultations.silence import SILENCE
from backend.consultations.tables import Consultation
from backend.council import queries as council
from backend.council.planning import local_day
from backend.council.tables import (
    AgendaItem,
    AgendaItemDocument,
    Document,
    DocumentVersion,
    Meeting,
)
from backend.results.publication import PUBLIC
from backend.results.tables import Summary
from surveys.lifecycle import Stage


class Paper(Struct, frozen=True):
    """A document that lies at the item, by its current version."""

    id: UUID
    title: str
    kind: str | None
    url: str | None
    number: int
    main: bool
    ours: bool


async def papers(db: AsyncSession, item_id: UUID, *, gone: bool = False) -> tuple[Paper, ...]:
    """In the order of the source, the main one where it stands; or those that were taken away."""
    lies = AgendaItemDocument.gone_at.is_not(None) if gone else AgendaItemDocument.gone_at.is_(None)
    newest = (
        select(DocumentVersion)
        .ext(distinct_on(DocumentVersion.document_id))
        .order_by(DocumentVersion.document_id, DocumentVersion.number.desc())
        .subquery()
    )
    rows = await db.execute(
        select(Document, newest.c.title, newest.c.number, AgendaItemDocument.main)
        .join(AgendaItemDocument, AgendaItemDocument.document_id == Document.id)
        .join(newest, newest.c.document_id == Document.id)
        .where(AgendaItemDocument.agenda_item_id == item_id, lies)
        .order_by(AgendaItemDocument.place, Document.id)
    )
    return tuple(
        Paper(row.id, title, row.kind, row.url, number, main, row.ours)
        for row, title, number, main in rows.all()
    )


class Hearing(Struct, frozen=True):
    """A consultation on some version of the document, with its latest final summary, if any.

    public_number   the latest that everybody can read; None while all stands under embargo
    asked_anew      no answer counts, and another asks about the same text in its place
    silence         then: why none counts (`consultations.silence`)
    """

    id: UUID
    slug: str
    stage: Stage
    version: int
    document_version_id: UUID
    opened_at: dt.datetime | None
    closes_at: dt.datetime | None
    closed_at: dt.datetime | None
    summary_id: UUID | None
    summary_number: int | None
    public_number: int | None
    asked_anew: bool = False
    silence: str | None = None


async def hearings(db: AsyncSession, document_id: UUID) -> tuple[Hearing, ...]:
    """Everything that is not cancelled, drafts too; the newest version of the document first."""
    now = await council.now(db)
    final = (
        select(Summary)
        .where(Summary.final)
        .ext(distinct_on(Summary.consultation_id))
        .order_by(Summary.consultation_id, Summary.number.desc())
        .subquery()
    )
    public = (
        select(func.max(PUBLIC.c.number))
        .where(PUBLIC.c.consultation_id == Consultation.id)
        .scalar_subquery()
    )
    silence = case((Consultation.asked_anew_at.is_not(None), SILENCE))
    rows = await db.execute(
        select(Consultation, DocumentVersion.number, final.c.id, final.c.number, public, silence)
        .join(DocumentVersion, DocumentVersion.id == Consultation.document_version_id)
        .outerjoin(final, final.c.consultation_id == Consultation.id)
        .where(Consultation.document_id == document_id, Consultation.stage != Stage.CANCELLED)
        .order_by(*(DocumentVersion.number.desc(), Consultation.created_at.desc(), Consultation.id))
    )
    return tuple(
        Hearing(
            id=row.id,
            slug=row.slug,
            stage=stage_at(row, now),
            version=version,
            document_version_id=row.document_version_id,
            opened_at=row.opened_at,
            closes_at=row.closes_at,
            closed_at=row.closed_at,
            summary_id=summary_id,
            summary_number=number,
            public_number=public_now,
            asked_anew=row.asked_anew_at is not None,
            silence=why,
        )
        for row, version, summary_id, number, public_now, why in rows.all()
    )


def asked_again(hearings: Sequence[Hearing]) -> str:
    """What there is in place of one that was asked anew: "open" or over, a "draft", or nothing."""
    others = [each.stage for each in hearings if not each.asked_anew]
    if any(stage is not Stage.DRAFT for stage in others):
        return "open"
    return "draft" if others else ""


def instead(anew: Hearing, hearings: Sequence[Hearing]) -> Hearing | None:
    """What asks in place of one that was asked anew: about its text, or else the next."""
    later = [each for each in hearings if not each.asked_anew and each.version >= anew.version]
    return min(later, key=lambda each: each.version, default=None)


class Attached(Struct, frozen=True):
    """One opening of the gate. `consultation_id` and `summary` (its number) for a summary,
    `exception` for the other, with the `meeting` it is for.
    """

    at: dt.datetime
    by: str
    document: str
    document_version_id: UUID
    version: int
    consultation_id: UUID | None
    summary: int | None
    exception: GateException | None
    meeting: Meeting | None = None

    def elsewhere(self, meeting_id: UUID) -> bool:
        """An exception that was made for another meeting than this one."""
        return self.meeting is not None and self.meeting.id != meeting_id


async def attachments(db: AsyncSession, item_id: UUID) -> tuple[Attached, ...]:
    """For every version of every main document that there ever was; the latest first."""
    rows = await db.execute(
        select(
            *(Attachment, Account.name, DocumentVersion, Consultation, Summary, GateException),
            Meeting,
        )
        .join(Account, Account.id == Attachment.made_by)
        .join(DocumentVersion, DocumentVersion.id == Attachment.document_version_id)
        .outerjoin(Summary, Summary.id == Attachment.summary_id)
        .outerjoin(Consultation, Consultation.id == Summary.consultation_id)
        .outerjoin(GateException, GateException.id == Attachment.exception_id)
        .outerjoin(Meeting, Meeting.id == GateException.meeting_id)
        .where(Attachment.agenda_item_id == item_id)
        .order_by(Attachment.made_at.desc())
    )
    return tuple(
        Attached(
            at=row.made_at,
            by=name,
            document=version.title,
            document_version_id=version.id,
            version=version.number,
            consultation_id=consultation.id if consultation else None,
            summary=summary.number if summary else None,
            exception=exception,
            meeting=meeting,
        )
        for row, name, version, consultation, summary, exception, meeting in rows.all()
    )


async def said_elsewhere(db: AsyncSession, line: Line) -> dict[str, str]:
    """What was said for the latest exception for this text at another meeting, by field."""
    for each in await attachments(db, line.item.id):
        said = each.exception
        same = each.document_version_id == line.document_version_id
        if said and same and each.elsewhere(line.item.meeting_id):
            names = ("ground", "reason", "link", "difference")
            return {name: getattr(said, name) for name in names}
    return {}


class Excepted(Struct, frozen=True):
    """An exception that opened the gate, with the item and the meeting it was for.

    `at` is stamped by the database; `late` says that it came after the day of the meeting.
    """

    exception: GateException
    at: dt.datetime
    item: AgendaItem
    meeting: Meeting
    late: bool


class Year(Struct, frozen=True):
    year: int
    grounds: dict[str, int]
    exceptions: tuple[Excepted, ...]


async def exceptions(db: AsyncSession) -> tuple[Year, ...]:
    """Per local calendar year, the latest first; grounds by number and then by name."""
    rows = await db.execute(
        select(GateException, Attachment.made_at, AgendaItem, Meeting)
        .join(Attachment, Attachment.exception_id == GateException.id)
        .join(AgendaItem, AgendaItem.id == GateException.agenda_item_id)
        .join(Meeting, Meeting.id == GateException.meeting_id)
        .order_by(Attachment.made_at.desc(), GateException.id)
    )
    years: dict[int, list[Excepted]] = {}
    for exception, at, item, meeting in rows.all():
        late = local_day(at) > local_day(meeting.starts_at)
        years.setdefault(local_day(at).year, []).append(
            Excepted(exception, at, item, meeting, late)
        )
    return tuple(
        Year(year, _by_ground(found), tuple(found)) for year, found in sorted(years.items())[::-1]
    )


def _by_ground(found: list[Excepted]) -> dict[str, int]:
    counted = Counter(each.exception.ground for each in found)
    return dict(sorted(counted.items(), key=lambda pair: (-pair[1], pair[0])))


def attachable(line: Line, heard: Sequence[Hearing]) -> Hearing | None:
    """The hearing whose latest final summary can be attached here now, if there is one."""
    if line.facts.lapsed or not line.facts.heard or line.heard_by:
        return None
    current = (each for each in heard if each.id == line.consultation_id)
    return next((each for each in current if each.summary_id is not None), None)
