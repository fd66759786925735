# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""The whole chain behind one agenda item, from the document's first version to what was attached.

Every step rests on a row that is never changed, or on the database's own stamp.
"""

from collections.abc import Sequence
from uuid import UUID

import msgspec
from msgspec import Struct
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from analysis.figures import Figures
from backend.accounts.tables import Account
from backend.agenda.tables import Attachment, GateException
from backend.audit.actions import SYSTEM
from backend.audit.tables import AuditLine
from backend.consultations.tables import AskedAnew, Consultation, Extension, QuestionnaireRow
from backend.council.origins import origin
from backend.council.tables import (
    AgendaItemDocument,
    Classification,
    Document,
    DocumentVersion,
    MainChoice,
)
from backend.inspection.ending import about_the_end
from backend.inspection.moves import about_moves
from backend.inspection.reviewing import about_summaries
from backend.inspection.steps import Kind, Step
from backend.results.tables import Release, Result, Summary, Verbatim


class Chain(Struct, frozen=True):
    """`steps` in the order of time; of one moment, in the order of the chain."""

    documents: tuple[UUID, ...]
    steps: tuple[Step, ...]


async def _documents(db: AsyncSession, item_id: UUID) -> tuple[UUID, ...]:
    """What the council decides on here, or ever would: the main one, and those that were."""
    found = [
        *await db.scalars(
            select(AgendaItemDocument.document_id).where(
                AgendaItemDocument.agenda_item_id == item_id, AgendaItemDocument.main
            )
        ),
        *await db.scalars(
            select(MainChoice.was_id).where(
                MainChoice.agenda_item_id == item_id, MainChoice.was_id.is_not(None)
            )
        ),
        *await db.scalars(
            select(Attachment.document_id).where(Attachment.agenda_item_id == item_id)
        ),
    ]
    return tuple(sorted({one for one in found if one is not None}))


async def _about_documents(db: AsyncSession, ids: Sequence[UUID]) -> list[Step]:
    versions = await db.execute(
        select(DocumentVersion, Document.source, Account.name)
        .join(Document, Document.id == DocumentVersion.document_id)
        .outerjoin(Account, Account.id == DocumentVersion.made_by)
        .where(DocumentVersion.document_id.in_(ids))
        .order_by(DocumentVersion.number)
    )
    steps = [
        Step(row.made_at, Kind.VERSION, name or origin(source),
             f"/griffie/documenten/{row.document_id}",
             mark=row.hash.hex(), about=row.title, number=row.number)
        for row, source, name in versions
    ]  # fmt: skip
    said = await db.scalars(select(Classification).where(Classification.document_id.in_(ids)))
    return steps + [
        Step(row.made_at, Kind.CLASSIFIED, row.made_by_name,
             f"/griffie/documenten/{row.document_id}", about=row.kind or "", reason=row.reason)
        for row in said
    ]  # fmt: skip


async def _about_the_item(db: AsyncSession, item_id: UUID) -> list[Step]:
    place = f"/griffie/agendapunten/{item_id}"
    chosen = await db.scalars(select(MainChoice).where(MainChoice.agenda_item_id == item_id))
    steps = [
        Step(row.made_at, Kind.MAIN, row.made_by_name, f"/griffie/documenten/{row.document_id}",
             reason=row.reason)
        for row in chosen
    ]  # fmt: skip
    rows = await db.execute(
        select(Attachment, Account.name, Consultation.id, Summary.number, GateException)
        .join(Account, Account.id == Attachment.made_by)
        .outerjoin(Summary, Summary.id == Attachment.summary_id)
        .outerjoin(Consultation, Consultation.id == Summary.consultation_id)
        .outerjoin(GateException, GateException.id == Attachment.exception_id)
        .where(Attachment.agenda_item_id == item_id)
    )
    for row, name, consultation, number, exception in rows:
        if exception:
            by = f"{exception.made_by_name} ({exception.made_by_role})"
            steps.append(Step(row.made_at, Kind.EXCEPTED, by, place, about=exception.ground,
                              reason=exception.reason))  # fmt: skip
        else:
            summary = _summary(consultation, number)
            steps.append(Step(row.made_at, Kind.ATTACHED, name, summary, number=number))
    return steps


def _summary(consultation_id: UUID, number: int) -> str:
    """This very version, where staff read it under embargo too."""
    return f"/griffie/raadplegingen/{consultation_id}/samenvatting/v{number}"


_DRAFTED_AGAIN = "opnieuw klaarzetten"


async def _who(db: AsyncSession, ids: Sequence[UUID]) -> dict[tuple[UUID, str], AuditLine]:
    """Who took a step of the lifecycle, from the audit lines; the last is the one that counts:
    opening can be undone."""
    lines = await db.scalars(
        select(AuditLine)
        .where(
            AuditLine.object == "raadpleging",
            AuditLine.object_id.in_(ids),
            AuditLine.action.in_(("openen", "afgelasten", "sluiten", _DRAFTED_AGAIN)),
            AuditLine.result == "gelukt",
        )
        .order_by(AuditLine.id)
    )
    return {(line.object_id, line.action): line for line in lines if line.object_id}


async def _about_consultations(
    db: AsyncSession, rows: Sequence[Consultation], versions: dict[UUID, int]
) -> list[Step]:
    lines = await _who(db, [row.id for row in rows])
    who = {key: line.actor for key, line in lines.items()}
    asked = await db.scalars(
        select(QuestionnaireRow).where(
            QuestionnaireRow.id.in_([row.questionnaire_id for row in rows])
        )
    )
    marks = {row.consultation_id: row.hash.hex() for row in asked}
    system = SYSTEM.name
    found = await db.scalars(
        select(Extension)
        .where(Extension.consultation_id.in_([row.id for row in rows]))
        .order_by(Extension.id)
    )
    moved = found.all()
    steps = [
        Step(row.made_at, Kind.EXTENDED, row.made_by_name,
             f"/griffie/raadplegingen/{row.consultation_id}", reason=row.reason,
             until=row.closes_at)
        for row in moved
    ]  # fmt: skip
    anew = await db.scalars(
        select(AskedAnew).where(AskedAnew.consultation_id.in_([row.id for row in rows]))
    )
    steps += [
        Step(row.made_at, Kind.ASKED_ANEW, row.made_by_name,
             f"/griffie/raadplegingen/{row.consultation_id}", reason=row.reason)
        for row in anew
    ]  # fmt: skip
    for row in rows:
        place = f"/griffie/raadplegingen/{row.id}"
        number = versions.get(row.document_version_id)
        # Somebody asked for it, and after saying why: a row bears the moment its transaction began.
        again = lines.get((row.id, _DRAFTED_AGAIN))
        drafted = (again.at, again.actor) if again else (row.created_at, system)
        steps.append(Step(drafted[0], Kind.DRAFTED, drafted[1], place, number=number))
        if row.opened_at:
            first = (one.was for one in moved
                     if one.consultation_id == row.id and one.made_at >= row.opened_at)  # fmt: skip
            steps.append(Step(row.opened_at, Kind.OPENED, who.get((row.id, "openen"), system),
                              place, mark=marks.get(row.id, ""), number=number,
                              until=next(first, row.closes_at)))  # fmt: skip
        if row.cancelled_at:
            by = who.get((row.id, "afgelasten"), system)
            steps.append(Step(row.cancelled_at, Kind.CANCELLED, by, place,
                              reason=row.cancel_reason))  # fmt: skip
        if row.closed_at:
            # Nobody pressed: the clock did it.
            by = who.get((row.id, "sluiten"), system)
            steps.append(Step(row.closed_at, Kind.CLOSED, by, f"{place}/inzendingen"))
    return steps


async def _about_counts(db: AsyncSession, rows: Sequence[Consultation]) -> list[Step]:
    ids = [row.id for row in rows]
    results = (await db.scalars(select(Result).where(Result.consultation_id.in_(ids)))).all()
    steps = [
        Step(row.made_at, Kind.COUNTED, SYSTEM.name,
             f"/griffie/raadplegingen/{row.consultation_id}/samenvatting", mark=row.hash.hex(),
             number=row.number, totals=msgspec.json.decode(row.figures, type=Figures).totals)
        for row in results
    ]  # fmt: skip
    released = await db.execute(
        select(Release, Account.name, Result.consultation_id, Verbatim)
        .join(Verbatim, Verbatim.id == Release.verbatim_id)
        .join(Result, Result.id == Verbatim.result_id)
        .join(Account, Account.id == Release.made_by)
        .where(Result.consultation_id.in_(ids))
    )
    steps += [
        Step(row.made_at, Kind.RELEASED if row.released else Kind.HELD_BACK, name,
             f"/griffie/raadplegingen/{consultation}/samenvatting", number=drawn.rank + 1,
             about=f"{drawn.question} {drawn.side}", reason=row.reason)
        for row, name, consultation, drawn in released
    ]  # fmt: skip
    summaries = await db.execute(
        select(Summary, Account.name)
        .outerjoin(Account, Account.id == Summary.finalised_by)
        .where(Summary.consultation_id.in_(ids))
    )
    for row, name in summaries:
        place = f"/griffie/raadplegingen/{row.consultation_id}/samenvatting"
        steps.append(Step(row.made_at, Kind.SUMMARISED, SYSTEM.name, place, number=row.number))
        if row.finalised_at:
            final = _summary(row.consultation_id, row.number)
            steps.append(Step(row.finalised_at, Kind.FINAL, name or "", final, number=row.number))
    return steps


def _in_order(steps: Sequence[Step]) -> tuple[Step, ...]:
    places = {kind: place for place, kind in enumerate(Kind)}
    return tuple(sorted(steps, key=lambda one: (one.at, places[one.kind], one.number or 0)))


async def chain(db: AsyncSession, item_id: UUID) -> Chain:
    ids = await _documents(db, item_id)
    numbered = await db.execute(
        select(DocumentVersion.id, DocumentVersion.number).where(
            DocumentVersion.document_id.in_(ids)
        )
    )
    versions = {row.id: row.number for row in numbered}
    held = (await db.scalars(select(Consultation).where(Consultation.document_id.in_(ids)))).all()
    steps = [
        *await _about_documents(db, ids),
        *await _about_the_item(db, item_id),
        *await _about_consultations(db, held, versions),
        *await _about_counts(db, held),
        *await about_summaries(db, [row.id for row in held]),
        *await about_moves(db, item_id, [row.id for row in held]),
        *await about_the_end(db, item_id),
    ]
    return Chain(ids, _in_order(steps))
