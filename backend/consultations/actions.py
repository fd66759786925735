# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""A consultation is drafted, opened and closed."""

import datetime as dt
import hashlib
import re
import unicodedata
from uuid import UUID

import msgspec
from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from backend.audit.actions import SYSTEM, Actor, note
from backend.consultations import conflicts
from backend.consultations.queries import decode, get
from backend.consultations.remarks import sentence
from backend.consultations.tables import Consultation, QuestionnaireRow
from backend.council import queries as council
from backend.errors import Conflict, Flaw, Invalid
from backend.outbox import Topic, promise
from backend.web.languages import gettext, marked
from surveys.checks import faults
from surveys.editing import asking, following, untouched
from surveys.lifecycle import Stage, WrongOrder, move
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


async def draft(db: AsyncSession, document_id: UUID) -> Consultation | None:
    """A draft for the newest version, once it has a kind that needs hearing, text and points.

    A draft on an older version moves along; what was opened stays with the text it opened with.
    None when there is nothing to draft (yet), or it is there already.
    """
    document = await council.document(db, document_id)
    version = await council.newest(db, document_id)
    rules = await council.rules_in_force(db)
    if document.kind not in rules.hearing_kinds or not (version.plain_text and version.points):
        return None
    alive = await db.scalars(
        select(Consultation)
        .where(Consultation.document_id == document_id, Consultation.stage != Stage.CANCELLED)
        .with_for_update()
    )
    rows = alive.all()
    if any(row.document_version_id == version.id for row in rows):
        return None
    row = next((row for row in rows if row.stage == Stage.DRAFT), None)
    if row is None:
        row = Consultation(document_id=document_id, document_version_id=version.id, slug="")
        row.slug = slug_of(version.title, version.id)
        db.add(row)
        await db.flush()
    questions, kept = await _next_questions(db, row, version)
    row.document_version_id = version.id
    row.revision += 1
    number = await write_questions(db, row, questions)
    note(
        db,
        SYSTEM,
        "klaarzetten",
        "raadpleging",
        row.id,
        versie=version.number,
        vragenlijst=number,
        wat="De vragen volgen het veranderde document. Uw wijzigingen zijn gebleven."
        if kept
        else "De vragen zijn gemaakt bij het document.",
    )
    return row


async def claim_revision(db: AsyncSession, row: Consultation, revision: int) -> None:
    taken = await db.execute(
        update(Consultation)
        .where(Consultation.id == row.id, Consultation.revision == revision)
        .values(revision=revision + 1)
        .returning(Consultation.id)
    )
    if taken.first() is None:
        raise await conflicts.changed(db, row.id)
    await db.refresh(row, with_for_update=True)


async def claim_draft(db: AsyncSession, consultation_id: UUID, revision: int) -> Consultation:
    """A draft to change; `Conflict` when it is open, or when somebody else changed it first."""
    row = await get(db, consultation_id)
    await claim_revision(db, row, revision)
    if row.stage != Stage.DRAFT:
        raise await conflicts.fixed(db, row.id)
    return row


def _allowed(row: Consultation, to: Stage) -> Stage:
    """`Conflict`, in words, for a step out of order: opening or closing twice, for one."""
    try:
        return move(Stage(row.stage), to)
    except WrongOrder as wrong:
        raise Conflict(
            gettext("Dit kan niet meer: de raadpleging is al {stage}.").format(
                stage=gettext(STAGE_NAMES[wrong.stage])
            ),
            gettext("Ververs de pagina om te zien hoe het er nu voor staat."),
        ) from wrong


STAGE_NAMES = {
    Stage.DRAFT: marked("in concept"),
    Stage.OPEN: marked("open"),
    Stage.CLOSED: marked("gesloten"),
    Stage.SUMMARISED: marked("samengevat"),
    Stage.ATTACHED: marked("toegevoegd aan de agenda"),
    Stage.CANCELLED: marked("afgelast"),
}


async def ask(
    db: AsyncSession, actor: Actor, consultation_id: UUID, revision: int, ratings_only_reason: str
) -> None:
    """Ask for advice beside the stance, or record why a stance alone will do here.

    What somebody made by hand stays; only the usual questions for advice come or go.
    """
    row = await claim_draft(db, consultation_id, revision)
    version = await council.version(db, row.document_version_id)
    row.ratings_only_reason = ratings_only_reason
    questions = await questions_of(db, row)
    number = await write_questions(
        db, row, asking(questions, numbers(version), advice=not ratings_only_reason)
    )
    wat = "Alleen een mening gevraagd." if ratings_only_reason else "Een mening en advies gevraagd."
    note(
        db,
        actor,
        "vragen kiezen",
        "raadpleging",
        row.id,
        reden=ratings_only_reason,
        vragenlijst=number,
        wat=wat,
    )


async def open_(
    db: AsyncSession, actor: Actor, consultation_id: UUID, revision: int, closes_at: dt.datetime
) -> None:
    """Open until `closes_at`; questions and rules are frozen. `Invalid` when it cannot be."""
    row = await get(db, consultation_id)
    await claim_revision(db, row, revision)
    _allowed(row, Stage.OPEN)
    questions = await questions_of(db, row)
    flaws = [
        Flaw("questions", sentence(remark, questions))
        for remark in faults(questions, ratings_only_reason=row.ratings_only_reason)
    ]
    if await council.newest_version_id(db, row.document_id) != row.document_version_id:
        flaws.append(
            Flaw("document", gettext("Het document is veranderd. Het concept wordt bijgewerkt."))
        )
    if closes_at <= await council.now(db):
        flaws.append(Flaw("closes_on", gettext("Kies een dag in de toekomst.")))
    if flaws:
        raise Invalid(gettext("Deze raadpleging kan nog niet open."), "", flaws)
    row.closes_at = closes_at
    row.stage = Stage.OPEN
    await db.flush()
    promise(db, Topic.CONSULTATION_DUE, row.id, due_at=closes_at)
    note(db, actor, "openen", "raadpleging", row.id, sluit=closes_at.isoformat())


async def close(db: AsyncSession, actor: Actor, consultation_id: UUID) -> None:
    """Close now; waits for every answer that is being received. Counting is promised."""
    row = await get(db, consultation_id)
    await db.refresh(row, with_for_update=True)
    row.stage = _allowed(row, Stage.CLOSED)
    await db.flush()
    promise(db, Topic.CONSULTATION_CLOSED, row.id)
    note(db, actor, "sluiten", "raadpleging", row.id)
