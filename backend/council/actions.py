# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""The griffie classifies a document, writes it in plain language, and publishes rules."""

from uuid import UUID

import msgspec
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from backend.audit import queries as trail
from backend.audit.actions import Actor, note
from backend.council import queries
from backend.council.tables import (
    AgendaItemDocument,
    Classification,
    Document,
    MainChoice,
    RulesRow,
)
from backend.council.versions import Text, write_version
from backend.errors import Conflict, Flaw, Invalid, NotHere
from backend.outbox import Topic, promise
from backend.web.languages import gettext, marked
from backend.web.pages import moment
from surveys.reasons import SHORTEST, letters, too_short
from surveys.rules import Rules, faults

_FAULTS = {
    "hearing_kinds": marked("Kies alleen uit de mogelijkheden."),
    "neighbourhoods": marked(
        "Elke code en elke naam staat er één keer. In een code past geen spatie of schuine streep."
    ),
}
_BEYOND = marked("Dit getal is te klein of te groot.")


class Edited(msgspec.Struct, frozen=True):
    """What a griffier wrote about a document; points are texts in order.

    reason   why residents need not be heard about it after all, when the kind says so
    """

    kind: str | None
    plain_text: str
    points: tuple[str, ...]
    reason: str = ""


async def _changed(db: AsyncSession, document_id: UUID) -> Conflict:
    """With who did it, when the trail knows."""
    deed = await trail.last(db, "document", document_id)
    advice = gettext(
        "Uw tekst staat er nog. Vergelijk die met wat er nu is opgeslagen en sla opnieuw op."
    )
    if deed is not None:
        said = gettext("{name} deed dat op {moment}.")
        advice = f"{said.format(name=deed.by, moment=moment(deed.at))} {advice}"
    return Conflict(gettext("Iemand anders heeft dit document intussen veranderd."), advice)


async def _claim_revision(db: AsyncSession, document_id: UUID, revision: int) -> Document:
    """Two griffiers at once: the second is told, and nothing of either is lost."""
    taken = await db.execute(
        update(Document)
        .where(Document.id == document_id, Document.revision == revision)
        .values(revision=revision + 1)
        .returning(Document.id)
    )
    if taken.first() is None:
        raise await _changed(db, document_id)
    return await db.get_one(Document, document_id, populate_existing=True)


async def edit(
    db: AsyncSession, actor: Actor, document_id: UUID, revision: int, edited: Edited
) -> queries.Version:
    """Store kind, text and decision points; a new version exists only when the text differs."""
    last = await queries.newest(db, document_id)
    stored = await queries.document(db, document_id)
    points = tuple(enumerate(edited.points, start=1))
    same = (edited.kind, edited.plain_text, points) == (stored.kind, last.plain_text, last.points)
    if same:  # nobody need bump into a change that was none
        promise(db, Topic.DOCUMENT_CHANGED, document_id)
        return last
    document = await _claim_revision(db, document_id, revision)
    if document.kind != edited.kind:
        await classify(db, actor, document, edited.kind, edited.reason)
    if (edited.plain_text, points) != (last.plain_text, last.points):
        said = Text(last.title, edited.plain_text, points, last.source_version)
        await write_version(db, document_id, last.number + 1, said, made_by=actor.id)
        note(db, actor, "beschrijven", "document", document_id, versie=last.number + 1)
    promise(db, Topic.DOCUMENT_CHANGED, document_id)
    await db.flush()
    return await queries.newest(db, document_id)


async def classify(
    db: AsyncSession, actor: Actor, document: Document, kind: str | None, reason: str
) -> None:
    """Say what a document is. `Invalid` without a reason when that takes a hearing away."""
    if too_short(reason) and await queries.spares_hearing(db, document.id, kind):
        what = gettext(
            "Schrijf in ten minste {number} letters op waarom inwoners hier toch niet over gehoord"
            " hoeven te worden."
        ).format(number=SHORTEST)
        raise Invalid(gettext("Deze soort vraagt om uitleg."), "", [Flaw("reason", what)])
    note(db, actor, "indelen", "document", document.id, van=document.kind, naar=kind, reden=reason)
    db.add(
        Classification(document_id=document.id, kind=kind, reason=reason.strip(), made_by=actor.id)
    )
    await db.flush()
    await db.refresh(document)


async def choose_main(
    db: AsyncSession, actor: Actor, agenda_item_id: UUID, document_id: UUID, reason: str = ""
) -> None:
    """Say which document of an item is the one to be decided on.

    `Invalid` without a reason when residents were to be heard about another that lies there.
    """
    found = await db.scalars(
        select(AgendaItemDocument).where(AgendaItemDocument.agenda_item_id == agenda_item_id)
    )
    rows = found.all()
    if all(row.document_id != document_id or row.gone_at for row in rows):
        raise NotHere(
            gettext("Dit document hoort niet bij dit agendapunt."),
            gettext("Ga terug en kies een ander."),
        )
    if too_short(reason) and await queries.passes_over(db, agenda_item_id, document_id):
        what = gettext(
            "Schrijf in ten minste {number} letters op waarom de raad niet besluit over het stuk"
            " waarover inwoners gehoord zouden worden."
        ).format(number=SHORTEST)
        raise Invalid(gettext("Dit hoofdstuk vraagt om uitleg."), "", [Flaw("reason", what)])
    db.add(
        MainChoice(
            agenda_item_id=agenda_item_id,
            document_id=document_id,
            reason=reason.strip(),
            made_by=actor.id,
        )
    )
    note(
        db,
        actor,
        "hoofddocument kiezen",
        "agendapunt",
        agenda_item_id,
        document=str(document_id),
        reden=reason,
    )
    await db.flush()
    for row in rows:
        await db.refresh(row)


async def publish_rules(db: AsyncSession, actor: Actor, rules: Rules, reason: str) -> None:
    """Rules for what opens from now on; consultations that are open keep theirs."""
    flaws = [Flaw(field, gettext(_FAULTS.get(field, _BEYOND))) for field in faults(rules)]
    if not letters(reason):
        flaws.append(Flaw("reason", gettext("Schrijf op waarom u de spelregels wijzigt.")))
    if flaws:
        raise Invalid(gettext("Deze spelregels kunnen niet worden vastgelegd."), "", flaws)
    db.add(RulesRow(rules=msgspec.to_builtins(rules), reason=reason.strip(), made_by=actor.id))
    note(db, actor, "vastleggen", "spelregels", regels=msgspec.to_builtins(rules), reden=reason)
