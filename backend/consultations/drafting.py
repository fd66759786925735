# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a draft begins with: a row, and questions that follow the document."""

import hashlib
import re
import unicodedata
from collections.abc import Sequence
from uuid import UUID, uuid4

import msgspec
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from backend.consultations.queries import decode
from backend.consultations.tables import Consultation, QuestionnaireRow
from backend.council import queries as council
from backend.council.tables import Document
from surveys.editing import following, untouched
from surveys.lifecycle import Stage
from surveys.questionnaire import Questionnaire
from surveys.questions import Option
from surveys.template import draft as draft_questions


def encode(questionnaire: Questionnaire) -> bytes:
    """Canonical bytes: the same questions always have the same hash."""
    return msgspec.json.encode(questionnaire, order="deterministic")


def slug_of(title: str, unique: UUID) -> str:
    """Readable, and unique by its tail: two proposals may have the same title."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    words = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60].strip("-")
    return f"{words or 'raadpleging'}-{unique.hex[:6]}"


async def write_questions(db: AsyncSession, row: Consultation, questionnaire: Questionnaire) -> int:
    """As a new version, which the consultation has from now on; its number, for the trail."""
    definition = encode(questionnaire)
    last = await db.scalars(
        select(func.max(QuestionnaireRow.number)).where(QuestionnaireRow.consultation_id == row.id)
    )
    questions = QuestionnaireRow(
        consultation_id=row.id,
        number=(last.one() or 0) + 1,
        definition=definition,
        hash=hashlib.sha256(definition).digest(),
    )
    db.add(questions)
    await db.flush()
    row.questionnaire_id = questions.id
    return questions.number


async def questions_of(db: AsyncSession, row: Consultation) -> Questionnaire:
    stored = await db.get(QuestionnaireRow, row.questionnaire_id) if row.questionnaire_id else None
    return decode(stored.definition) if stored else Questionnaire(())


def numbers(version: council.Version) -> tuple[int, ...]:
    return tuple(number for number, _ in version.points)


async def _questions_for(
    db: AsyncSession, version: council.Version, *, advice: bool = True
) -> Questionnaire:
    rules = await council.rules_in_force(db)
    hoods = [Option(hood.code, hood.name) for hood in rules.in_alphabet]
    return draft_questions(numbers(version), hoods, advice=advice)


async def _next_questions(
    db: AsyncSession, row: Consultation, version: council.Version
) -> tuple[Questionnaire, bool]:
    """For a newer text of the document, and whether that keeps what somebody made by hand."""
    advice = not row.ratings_only_reason
    before = await council.version(db, row.document_version_id)
    questions = await questions_of(db, row)
    if not questions.questions or untouched(questions, numbers(before)):
        return await _questions_for(db, version, advice=advice), False
    return following(questions, numbers(before), numbers(version), advice=advice), True


async def lock_document(db: AsyncSession, document_id: UUID) -> None:
    """Whoever drafts for it waits for whoever is drafting for it. Always before any consultation,
    so that nobody waits for each other."""
    await db.execute(
        select(Document.id).where(Document.id == document_id).with_for_update(key_share=True)
    )


async def alive(db: AsyncSession, document_id: UUID) -> Sequence[Consultation]:
    """Everything about this document that is not cancelled or asked anew, held until the
    transaction ends."""
    found = await db.scalars(
        select(Consultation)
        .where(
            Consultation.document_id == document_id,
            Consultation.stage != Stage.CANCELLED,
            Consultation.asked_anew_at.is_(None),
        )
        .with_for_update()
    )
    return found.all()


async def to_be_asked(db: AsyncSession, version: council.Version, kind: str | None) -> bool:
    """Whether this version of a document of this kind needs hearing, and is ready for it."""
    rules = await council.rules_in_force(db)
    return kind in rules.hearing_kinds and bool(version.plain_text and version.points)


async def begin(
    db: AsyncSession, version: council.Version, like: Consultation | None
) -> Consultation:
    """A new draft without questions yet, about what the one before it was about."""
    row = Consultation(
        id=uuid4(), document_id=version.document_id, document_version_id=version.id, slug=""
    )
    row.slug = slug_of(version.title, row.id)
    if like is not None:
        row.ratings_only_reason = like.ratings_only_reason
        row.themes, row.neighbourhoods = list(like.themes), list(like.neighbourhoods)
    db.add(row)
    await db.flush()
    return row


async def follow(
    db: AsyncSession, row: Consultation, version: council.Version, like: Consultation
) -> tuple[int, str]:
    """Give `row` the questions of `like`, for this version; their number, and what was done."""
    questions, kept = await _next_questions(db, like, version)
    row.document_version_id = version.id
    number = await write_questions(db, row, questions)
    if like.asked_anew_at:
        return number, "De vragen komen uit de raadpleging die hiervoor was."
    if like is not row:
        return number, "De vragen komen uit de afgelaste raadpleging."
    if kept:
        return number, "De vragen volgen het veranderde document. Uw wijzigingen zijn gebleven."
    return number, "De vragen zijn gemaakt bij het document."


async def last_cancelled(db: AsyncSession, document_id: UUID) -> Consultation | None:
    found = await db.scalars(
        select(Consultation)
        .where(Consultation.document_id == document_id, Consultation.stage == Stage.CANCELLED)
        .order_by(Consultation.cancelled_at.desc(), Consultation.id)
        .limit(1)
    )
    return found.first()
