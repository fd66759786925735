# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Reading consultations. What is open is decided here, by the database's clock, on each request."""

import datetime as dt
from collections import Counter
from uuid import UUID

import msgspec
from msgspec import Struct
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from backend.consultations.tables import Consultation, QuestionnaireRow
from backend.council import queries as council
from backend.council.tables import DocumentVersion
from backend.errors import Conflict, NotHere
from backend.web.languages import gettext
from surveys.lifecycle import Stage
from surveys.questionnaire import Questionnaire
from surveys.rules import Rules


class Shown(Struct, frozen=True):
    """A consultation as residents see it.

    stage     with the clock applied: open past its closing moment is closed
    fixed_at  until then paper that came in time may be entered; after it the count is fixed
    asked_anew_at   nobody answered; another asks about the same text
    changed   the document has a newer version than the one that this is about
    now       the database's clock at this reading
    """

    id: UUID
    slug: str
    title: str
    plain_text: str
    points: tuple[tuple[int, str], ...]
    stage: Stage
    opened_at: dt.datetime | None
    closes_at: dt.datetime | None
    closed_at: dt.datetime | None
    fixed_at: dt.datetime | None
    cancelled_at: dt.datetime | None
    cancel_reason: str
    asked_anew_at: dt.datetime | None
    document_id: UUID
    document_version_id: UUID
    changed: bool
    questionnaire: Questionnaire
    questionnaire_hash: bytes
    rules: Rules
    now: dt.datetime

    @property
    def is_open(self) -> bool:
        return self.stage is Stage.OPEN

    @property
    def points_told(self) -> tuple[tuple[int, str], ...]:
        """Without the text of what was rejected where it was asked: that may hurt somebody."""
        rejected = {
            each.decision_point for each in self.questionnaire.stances() if not each.in_summary
        }
        return tuple(point for point in self.points if point[0] not in rejected)

    @property
    def is_fixed(self) -> bool:
        """Closed for good: nothing enters any more."""
        return self.fixed_at is not None and self.fixed_at <= self.now

    @property
    def takes_paper(self) -> bool:
        """Closed, and paper of before closing may still be entered: nothing is counted yet."""
        return self.stage is Stage.CLOSED and self.fixed_at is not None and self.fixed_at > self.now


def stage_at(row: Consultation, now: dt.datetime) -> Stage:
    late = row.closes_at is not None and row.closes_at <= now
    return Stage.CLOSED if row.stage == Stage.OPEN and late else Stage(row.stage)


def decode(definition: bytes) -> Questionnaire:
    return msgspec.json.decode(definition, type=Questionnaire)


async def shown(db: AsyncSession, row: Consultation) -> Shown:
    """All that belongs to one row; a draft has the questions and rules it would open with now."""
    version = await council.version(db, row.document_version_id)
    newest = await council.newest_version_id(db, row.document_id)
    now = await council.now(db)
    rules = (
        await council.rules_of(db, row.rules_id)
        if row.rules_id is not None
        else await council.rules_in_force(db)
    )
    questions = await db.get_one(QuestionnaireRow, row.questionnaire_id)
    return Shown(
        id=row.id,
        slug=row.slug,
        title=version.title,
        plain_text=version.plain_text,
        points=version.points,
        stage=stage_at(row, now),
        opened_at=row.opened_at,
        closes_at=row.closes_at,
        closed_at=row.closed_at,
        fixed_at=row.fixed_at,
        cancelled_at=row.cancelled_at,
        cancel_reason=row.cancel_reason,
        asked_anew_at=row.asked_anew_at,
        document_id=row.document_id,
        document_version_id=row.document_version_id,
        changed=newest != row.document_version_id,
        questionnaire=decode(questions.definition),
        questionnaire_hash=questions.hash,
        rules=rules,
        now=now,
    )


def _not_here() -> NotHere:
    return NotHere(
        gettext("Deze raadpleging bestaat niet."), gettext("Kijk in het overzicht wat er open is.")
    )


async def find(db: AsyncSession, slug: str) -> Shown:
    """What a resident may see: anything that was ever opened. Drafts are `NotHere`."""
    row = (await db.scalars(select(Consultation).where(Consultation.slug == slug))).first()
    if row is None or row.opened_at is None:
        raise _not_here()
    return await shown(db, row)


def why_not(held: Shown) -> Conflict:
    """Why nobody can answer any more."""
    if held.stage is Stage.CANCELLED:
        said = gettext("De gemeente stopte hiermee. De reden: {reason}")
        return Conflict(
            gettext("Deze raadpleging is gestopt."), said.format(reason=held.cancel_reason)
        )
    if held.opened_at is None:
        return Conflict(
            gettext("Deze raadpleging is nog niet open."),
            gettext("De gemeente past haar nog aan. Kijk later nog eens in het overzicht."),
        )
    return Conflict(
        gettext("Deze raadpleging is gesloten."),
        gettext("Uw reactie kon niet meer meetellen. Bel ons als u hier vragen over hebt."),
    )


async def _held(db: AsyncSession, consultation_id: UUID) -> Shown:
    row = (
        await db.scalars(
            select(Consultation)
            .where(Consultation.id == consultation_id)
            .with_for_update(read=True)
            .execution_options(populate_existing=True)
        )
    ).first()
    if row is None:
        raise _not_here()
    return await shown(db, row)


async def by_slug(db: AsyncSession, slug: str) -> Shown | None:
    """In whatever stage; not for anybody's eyes before it opened."""
    row = (await db.scalars(select(Consultation).where(Consultation.slug == slug))).first()
    return await shown(db, row) if row else None


async def hold(db: AsyncSession, consultation_id: UUID) -> Shown:
    """An open consultation, held open until the caller's transaction ends: closing waits.

    `Conflict` when it is not open any more.
    """
    held = await _held(db, consultation_id)
    if not held.is_open:
        raise why_not(held)
    return held


async def hold_for_paper(db: AsyncSession, consultation_id: UUID) -> Shown:
    """A closed one in which paper of before closing may be entered; counting waits."""
    held = await _held(db, consultation_id)
    if not held.takes_paper:
        raise Conflict(
            gettext("Er kan niets meer bij."),
            gettext("De dagen om papier in te voeren zijn voorbij. De stand ligt vast."),
        )
    return held


async def is_fixed(db: AsyncSession, consultation_id: UUID) -> bool:
    """Whether it waits to be counted, and nothing enters any more; waits for what is entering."""
    row = await get(db, consultation_id)
    await db.refresh(row, with_for_update=True)
    now = await council.now(db)
    return row.stage == Stage.CLOSED and row.fixed_at is not None and row.fixed_at <= now


async def get(db: AsyncSession, consultation_id: UUID) -> Consultation:
    row = await db.get(Consultation, consultation_id)
    if row is None:
        raise _not_here()
    return row


class Line(Struct, frozen=True):
    """One consultation on the griffie's list; `closes_at` when it closes, did, or was stopped;
    `made_at` when it was drafted, where another has the same title."""

    id: UUID
    title: str
    stage: Stage
    closes_at: dt.datetime | None
    made_at: dt.datetime | None = None


async def all_of_them(db: AsyncSession) -> tuple[Line, ...]:
    """Newest first; every stage, drafts too."""
    now = await council.now(db)
    found = await db.execute(
        select(Consultation, DocumentVersion.title)
        .join(DocumentVersion, DocumentVersion.id == Consultation.document_version_id)
        .order_by(Consultation.created_at.desc(), Consultation.id)
    )
    rows = found.all()
    often = Counter(title for _, title in rows)
    return tuple(
        Line(
            row.id,
            title,
            stage_at(row, now),
            row.cancelled_at or row.closed_at or row.closes_at,
            row.created_at if often[title] > 1 else None,
        )
        for row, title in rows
    )
