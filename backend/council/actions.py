# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""The griffie classifies a document, writes it in plain language, and publishes rules."""

from collections.abc import Sequence
from uuid import UUID

import msgspec
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from backend.audit.actions import Actor, note
from backend.council import queries
from backend.council.importing import version_hash
from backend.council.tables import (
    AgendaItemDocument,
    DecisionPoint,
    Document,
    DocumentVersion,
    RulesRow,
)
from backend.errors import Conflict, Flaw, Invalid, NotHere
from backend.outbox import Topic, promise
from surveys.rules import Rules, faults


class Edited(msgspec.Struct, frozen=True):
    """What a griffier wrote about a document; points are texts in order."""

    kind: str | None
    plain_text: str
    points: tuple[str, ...]


async def _claim_revision(db: AsyncSession, document_id: UUID, revision: int) -> Document:
    """Two griffiers at once: the second is told, and nothing of either is lost."""
    taken = await db.execute(
        update(Document)
        .where(Document.id == document_id, Document.revision == revision)
        .values(revision=revision + 1)
        .returning(Document.id)
    )
    if taken.first() is None:
        raise Conflict(
            "Iemand anders heeft dit document intussen veranderd.",
            "Uw tekst staat er nog. Vergelijk die met wat er nu is opgeslagen en sla opnieuw op.",
        )
    return await db.get_one(Document, document_id, populate_existing=True)


async def edit(
    db: AsyncSession, actor: Actor, document_id: UUID, revision: int, edited: Edited
) -> queries.Version:
    """Store kind, text and decision points; a new version exists only when the text differs."""
    last = await queries.newest(db, document_id)
    document = await _claim_revision(db, document_id, revision)
    if document.kind != edited.kind:
        note(db, actor, "indelen", "document", document_id, van=document.kind, naar=edited.kind)
        document.kind = edited.kind
    points = tuple(enumerate(edited.points, start=1))
    if (edited.plain_text, points) != (last.plain_text, last.points):
        await _write(db, actor, last, edited.plain_text, points)
    promise(db, Topic.DOCUMENT_CHANGED, document_id)
    await db.flush()
    return await queries.newest(db, document_id)


async def _write(
    db: AsyncSession,
    actor: Actor,
    last: queries.Version,
    text: str,
    points: Sequence[tuple[int, str]],
) -> None:
    version = DocumentVersion(
        document_id=last.document_id,
        number=last.number + 1,
        hash=version_hash(last.title, text, points, last.source_version),
        title=last.title,
        plain_text=text,
        source_version=last.source_version,
        made_by=actor.id,
    )
    db.add(version)
    await db.flush()
    db.add_all(
        DecisionPoint(document_version_id=version.id, number=number, text=words)
        for number, words in points
    )
    note(db, actor, "beschrijven", "document", last.document_id, versie=version.number)


async def choose_main(
    db: AsyncSession, actor: Actor, agenda_item_id: UUID, document_id: UUID
) -> None:
    """Say which document of an item is the one to be decided on."""
    rows = (
        await db.scalars(
            select(AgendaItemDocument).where(AgendaItemDocument.agenda_item_id == agenda_item_id)
        )
    ).all()
    if all(row.document_id != document_id for row in rows):
        raise NotHere("Dit document hoort niet bij dit agendapunt.", "Ga terug en kies een ander.")
    for row in rows:
        row.main = False
    await db.flush()  # one main document at a time: the index would refuse two
    for row in rows:
        row.main = row.document_id == document_id
    note(db, actor, "hoofddocument kiezen", "agendapunt", agenda_item_id, document=str(document_id))


async def publish_rules(db: AsyncSession, actor: Actor, rules: Rules, reason: str) -> None:
    """Rules for what opens from now on; consultations that are open keep theirs."""
    flaws = [Flaw(field, what) for field, what in faults(rules).items()]
    if not reason.strip():
        flaws.append(Flaw("reason", "Schrijf op waarom u de spelregels verandert."))
    if flaws:
        raise Invalid("Deze spelregels kunnen niet worden vastgelegd.", "", flaws)
    db.add(RulesRow(rules=msgspec.to_builtins(rules), reason=reason.strip(), made_by=actor.id))
    note(db, actor, "vastleggen", "spelregels", regels=msgspec.to_builtins(rules), reden=reason)
