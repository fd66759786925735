# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""A consultation is drafted, opened and closed."""

import datetime as dt
from uuid import UUID

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from backend.audit.actions import SYSTEM, Actor, note
from backend.consultations import conflicts, course_queries, logged
from backend.consultations.course_words import STAGE_NAMES
from backend.consultations.drafting import (
    alive,
    begin,
    follow,
    last_cancelled,
    lock_document,
    numbers,
    questions_of,
    to_be_asked,
    write_questions,
)
from backend.consultations.queries import get
from backend.consultations.remarks import sentence
from backend.consultations.tables import Consultation
from backend.council import queries as council
from backend.council.planning import local_day
from backend.errors import Conflict, Flaw, Invalid
from backend.outbox import Topic, promise
from backend.web.languages import gettext
from surveys.checks import faults
from surveys.editing import asking
from surveys.lifecycle import Stage, WrongOrder, move


async def draft(db: AsyncSession, document_id: UUID) -> Consultation | None:
    """A draft for the newest version, once it has a kind that needs hearing, text and points.

    A draft on an older version moves along; what was opened stays with the text it opened with.
    None when there is nothing to draft (yet), it is there already, or somebody cancelled it: then
    the griffie says when to go on (`course.redraft`).
    """
    await lock_document(db, document_id)
    document = await council.document(db, document_id)
    version = await council.newest(db, document_id)
    if not await to_be_asked(db, version, document.kind):
        return None
    rows = await alive(db, document_id)
    cancelled = await last_cancelled(db, document_id)
    if any(row.document_version_id == version.id for row in (*rows, cancelled) if row):
        return None
    row = next((row for row in rows if row.stage == Stage.DRAFT), None)
    like = row
    if row is None:
        row = await begin(db, version, cancelled)
        like = cancelled
    number, wat = await follow(db, row, version, like or row)
    row.revision += 1
    note(
        db,
        SYSTEM,
        "klaarzetten",
        "raadpleging",
        row.id,
        versie=version.number,
        vragenlijst=number,
        wat=wat,
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
    rules = await council.rules_in_force(db)
    if why := await course_queries.in_vain(db, row.document_id, rules, local_day(closes_at)):
        flaws.append(Flaw("closes_on", why))
    if flaws:
        raise Invalid(gettext("Deze raadpleging kan nog niet open."), "", flaws)
    row.closes_at = closes_at
    row.stage = Stage.OPEN
    await db.flush()
    await logged.opened(db, row)
    promise(db, Topic.CONSULTATION_DUE, row.id, due_at=closes_at)
    note(db, actor, "openen", "raadpleging", row.id, sluit=closes_at.isoformat())


async def close(db: AsyncSession, actor: Actor, consultation_id: UUID) -> None:
    """Close now; waits for every answer that is being received. Counting is promised, for when
    the days for entering paper are over."""
    row = await get(db, consultation_id)
    await db.refresh(row, with_for_update=True)
    row.stage = _allowed(row, Stage.CLOSED)
    await db.flush()
    await db.refresh(row)  # the database stamps when the count is fixed
    promise(db, Topic.CONSULTATION_CLOSED, row.id, due_at=row.fixed_at)
    note(db, actor, "sluiten", "raadpleging", row.id)
