# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Plain functions that put things straight into the tables, for tests about what comes after."""

import datetime as dt
import hashlib
from uuid import uuid4

import anyio
import msgspec
from sqlalchemy.ext.asyncio import AsyncSession

from backend.consultations.tables import Consultation, QuestionnaireRow
from backend.council import queries as council
from backend.council.tables import DecisionPoint, Document, DocumentVersion
from backend.council.versions import version_hash
from surveys.questionnaire import Questionnaire
from surveys.template import draft

POINTS = (
    "De raad besluit het parkeerterrein aan de Meerkade om te vormen tot een park.",
    "De raad stelt hiervoor 400.000 euro beschikbaar.",
    "De raad sluit de Meerkade af voor auto's.",
    "De raad vraagt het college om ieder jaar te vertellen hoe het gaat.",
)
TEXT = (
    "De gemeente wil het parkeerterrein aan de Meerkade omvormen tot een park.\n\n"
    "Er komen bomen, banken en een speelplek. De auto's krijgen plek in de garage."
)
MOMENT = dt.timedelta(seconds=0.2)
_PATH = ("open", "closed", "summarised", "attached")


async def make_document(
    db: AsyncSession, *, points: int = 2, kind: str | None = "raadsvoorstel", title: str = ""
) -> DocumentVersion:
    """A document with one version."""
    source_id = uuid4().hex
    document = Document(source="test", source_id=source_id, kind=kind)
    db.add(document)
    await db.flush()
    return await make_version(db, document, points=points, title=title)


async def make_version(
    db: AsyncSession, document: Document, *, number: int = 1, points: int = 2, title: str = ""
) -> DocumentVersion:
    said = tuple(enumerate(POINTS[:points], start=1))
    version = DocumentVersion(
        document_id=document.id,
        number=number,
        hash=version_hash(title or "Een park aan de Meerkade", TEXT, said, str(number)),
        title=title or "Een park aan de Meerkade",
        plain_text=TEXT,
        source_version=str(number),
    )
    db.add(version)
    await db.flush()
    db.add_all(
        DecisionPoint(document_version_id=version.id, number=place, text=text)
        for place, text in said
    )
    await db.flush()
    return version


async def make_consultation(
    db: AsyncSession,
    *,
    points: int = 2,
    stage: str = "open",
    slug: str = "",
    title: str = "",
    days: float = 14,
    questionnaire: Questionnaire | None = None,
) -> Consultation:
    """A consultation at this stage, as the guard wants it: a draft first, then step by step.

    `days` until it closes; below nought for one that should have been closed already: it closes
    while we wait.
    """
    version = await make_document(db, points=points, title=title)
    row = Consultation(
        slug=slug or f"park-{uuid4().hex[:6]}",
        document_id=version.document_id,
        document_version_id=version.id,
    )
    db.add(row)
    await db.flush()
    asked = questionnaire or draft(range(1, points + 1), [])
    definition = msgspec.json.encode(asked)
    questions = QuestionnaireRow(
        consultation_id=row.id,
        number=1,
        definition=definition,
        hash=hashlib.sha256(definition).digest(),
    )
    db.add(questions)
    await db.flush()
    row.questionnaire_id = questions.id
    left = dt.timedelta(days=days) if days > 0 else MOMENT
    row.closes_at = await council.now(db) + left
    await db.flush()
    if stage == "cancelled":
        await move(db, row, "open")
        row.cancel_reason = "Het voorstel is van de agenda gehaald."
        await move(db, row, "cancelled")
    for step in _PATH[: _PATH.index(stage) + 1] if stage in _PATH else ():
        await move(db, row, step)
    if days < 0:
        await anyio.sleep(2 * MOMENT.total_seconds())
    return row


async def move(db: AsyncSession, row: Consultation, stage: str) -> None:
    """One step of the lifecycle, as the database stamps it."""
    row.stage = stage
    await db.flush()
    await db.refresh(row)
