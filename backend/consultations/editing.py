# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""A griffier changes the questions of a draft: each change is a new version with a line in the
trail, so that every one of them can be undone."""

import datetime as dt
from collections.abc import Callable
from uuid import UUID

from msgspec import Struct
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from backend.audit.actions import Actor, note
from backend.audit.tables import AuditLine
from backend.consultations import themes
from backend.consultations.actions import claim_draft, claim_revision
from backend.consultations.drafting import numbers, questions_of, write_questions
from backend.consultations.queries import decode, get
from backend.consultations.tables import Consultation, QuestionnaireRow
from backend.council import queries as council
from backend.errors import Conflict, Flaw, Invalid, NotHere
from backend.web.languages import gettext
from surveys.editing import asks_advice, following
from surveys.lifecycle import Stage
from surveys.questionnaire import Questionnaire
from surveys.questions import Option

Change = Callable[[Questionnaire], Questionnaire]
MOST_SHOWN = 50
"""Versions one can choose from; older ones stay stored."""


class Made(Struct, frozen=True):
    """One version of the questions: when, by whom and what; empty where no line says so."""

    number: int
    at: dt.datetime
    by: str
    what: str


async def _write(
    db: AsyncSession, actor: Actor, row: Consultation, questions: Questionnaire, what: str
) -> None:
    number = await write_questions(db, row, questions)
    note(db, actor, "vragen wijzigen", "raadpleging", row.id, vragenlijst=number, wat=what)


async def change(
    db: AsyncSession,
    actor: Actor,
    consultation_id: UUID,
    revision: int,
    to: Change,
    *,
    what: str,
) -> None:
    """Write what `to` makes of the questions; nothing when that is the same."""
    row = await claim_draft(db, consultation_id, revision)
    before = await questions_of(db, row)
    after = to(before)
    if after == before:
        row.revision = revision  # nobody need bump into a change that was none
    else:
        await _write(db, actor, row, after, what)


async def hoods(db: AsyncSession) -> tuple[Option, ...]:
    """The neighbourhoods that the municipality published, as answers to choose from."""
    rules = await council.rules_in_force(db)
    return tuple(Option(hood.code, hood.name) for hood in rules.in_alphabet)


async def restore(
    db: AsyncSession, actor: Actor, consultation_id: UUID, revision: int, number: int
) -> None:
    """The questions of an earlier version, as the newest; for the document as it is now."""
    row = await claim_draft(db, consultation_id, revision)
    stored = await db.scalars(
        select(QuestionnaireRow.definition).where(
            QuestionnaireRow.consultation_id == consultation_id, QuestionnaireRow.number == number
        )
    )
    definition = stored.first()
    if definition is None:
        raise NotHere(
            gettext("Deze versie van de vragen bestaat niet."), gettext("Kies een andere versie.")
        )
    points = numbers(await council.version(db, row.document_version_id))
    questions = following(decode(definition), points, points, advice=True)
    if asks_advice(questions, points) and not asks_advice(await questions_of(db, row), points):
        row.ratings_only_reason = ""
    await _write(db, actor, row, questions, f"Versie {number} teruggezet.")


async def made(db: AsyncSession, consultation_id: UUID) -> tuple[Made, ...]:
    """The versions of the questions, newest first."""
    lines = await db.execute(
        select(AuditLine.detail, AuditLine.actor)
        .where(AuditLine.object == "raadpleging", AuditLine.object_id == consultation_id)
        .order_by(AuditLine.id)
    )
    said = {detail["vragenlijst"]: (detail.get("wat", ""), by) for detail, by in lines
            if "vragenlijst" in detail}  # fmt: skip
    rows = await db.execute(
        select(QuestionnaireRow.number, QuestionnaireRow.made_at)
        .where(QuestionnaireRow.consultation_id == consultation_id)
        .order_by(QuestionnaireRow.number.desc())
        .limit(MOST_SHOWN)
    )
    return tuple(
        Made(number, at, by, what)
        for number, at in rows
        for what, by in [said.get(number, ("", ""))]
    )


class About(Struct, frozen=True):
    """What a consultation is about and where; no neighbourhoods: the whole municipality."""

    themes: tuple[str, ...]
    neighbourhoods: tuple[str, ...]


async def describe(
    db: AsyncSession, actor: Actor, consultation_id: UUID, revision: int, about: About
) -> None:
    """So that residents find it; in a draft and while it is open."""
    row = await get(db, consultation_id)
    await claim_revision(db, row, revision)
    if row.stage not in {Stage.DRAFT, Stage.OPEN}:
        raise Conflict(gettext("Deze raadpleging is gesloten."), gettext("Ververs de pagina."))
    rules = await council.rules_in_force(db)
    hoods = [hood.code for hood in rules.neighbourhoods]
    known = await themes.all_of_them(db)
    unknown = set(about.neighbourhoods) - set(hoods) - set(row.neighbourhoods)
    strange = set(about.themes) - set(known.current) - set(row.themes)
    if unknown or strange:
        what = gettext("Kies alleen uit de mogelijkheden.")
        raise Invalid(
            gettext("Dit kan niet worden opgeslagen."), "", [Flaw("neighbourhoods", what)]
        )
    row.themes = [theme for theme in known.all if theme in about.themes]
    row.neighbourhoods = sorted(set(about.neighbourhoods))
    note(
        db,
        actor,
        "indelen",
        "raadpleging",
        row.id,
        themas=row.themes,
        wijken=row.neighbourhoods,
    )
