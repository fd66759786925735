# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the griffie does with a consultation besides opening and closing it.

The database holds all of it as well (trigger `guard_consultation`); here a refusal gets its words.
"""

import datetime as dt
from uuid import UUID

from msgspec import Struct
from sqlalchemy import func
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from backend.audit.actions import Actor, note
from backend.consultations import course_queries, logged
from backend.consultations.actions import claim_revision
from backend.consultations.course_words import Deed, refusal
from backend.consultations.drafting import (
    alive,
    begin,
    follow,
    lock_document,
    to_be_asked,
)
from backend.consultations.queries import get, shown
from backend.consultations.tables import AskedAnew, Consultation, Extension
from backend.council import queries as council
from backend.council.planning import local_day
from backend.errors import Conflict, Flaw, Forbidden, Invalid
from backend.outbox import Topic, promise
from backend.web.languages import gettext
from backend.web.pages import ZONE
from surveys.lifecycle import Fault, Stage, extending_fault, may_be_taken_back
from surveys.reasons import SHORTEST, too_short
from surveys.schedule import end_of


async def _claim(
    db: AsyncSession, consultation_id: UUID, revision: int, deed: Deed
) -> Consultation:
    """Held until the transaction ends, so whoever is answering has answered. `Conflict` when
    somebody was first, or when it is no moment for this."""
    row = await get(db, consultation_id)
    await claim_revision(db, row, revision)
    if trouble := refusal(deed, await shown(db, row)):
        raise trouble
    return row


def _said(fault: Fault) -> str:
    if fault == "past":
        return gettext("Kies vandaag of een dag die nog komt.")
    return gettext("Kies een dag na de laatste dag die er nu staat.")


class Longer(Struct, frozen=True):
    """The new last day, and what residents read about it; the reason may be empty."""

    closes_on: dt.date
    reason: str = ""


async def extend(
    db: AsyncSession, actor: Actor, consultation_id: UUID, revision: int, longer: Longer
) -> None:
    """A later last day, for everybody to see. What was promised for the old one does nothing:
    `jobs.close_when_due` looks at the clock again."""
    row = await _claim(db, consultation_id, revision, Deed.EXTEND)
    if actor.id is None:
        raise Forbidden(gettext("Dit kan alleen iemand die is ingelogd."))
    assert row.closes_at is not None  # noqa: S101 - a constraint holds it for what is open
    was = row.closes_at
    today = local_day(await council.now(db))
    if fault := extending_fault(local_day(was), longer.closes_on, today):
        raise Invalid(gettext("Zo kan dit niet."), "", [Flaw("closes_on", _said(fault))])
    rules = (await shown(db, row)).rules
    if why := await course_queries.in_vain(db, row.document_id, rules, longer.closes_on):
        raise Invalid(gettext("Zo kan dit niet."), "", [Flaw("closes_on", why)])
    later = end_of(longer.closes_on, ZONE)
    reason = longer.reason.strip()
    db.add(Extension(consultation_id=row.id, closes_at=later, reason=reason, made_by=actor.id))
    try:
        await db.flush()
    except IntegrityError as error:
        if "a closing moment moves on" not in str(error.orig):
            raise
        raise Conflict(  # between our look at the clock and the database's
            gettext("De raadpleging is net gesloten."),
            gettext("Verlengen kan alleen zolang zij open is. Uw dag is niet opgeslagen."),
        ) from error
    await db.refresh(row)
    logged.extended(db, row, later, reason)
    promise(db, Topic.CONSULTATION_DUE, row.id, due_at=later)
    note(
        db,
        actor,
        "verlengen",
        "raadpleging",
        row.id,
        van=was.isoformat(),
        tot=later.isoformat(),
        reden=reason,
    )


async def cancel(
    db: AsyncSession, actor: Actor, consultation_id: UUID, revision: int, reason: str
) -> None:
    """For everybody to read why. What was answered stays stored, and is never counted."""
    row = await _claim(db, consultation_id, revision, Deed.CANCEL)
    if too_short(reason):
        what = gettext("Schrijf in ten minste {number} letters op waarom.")
        flaw = Flaw("reason", what.format(number=SHORTEST))
        raise Invalid(gettext("De raadpleging is nog niet afgelast."), "", [flaw])
    row.cancel_reason = reason.strip()
    row.stage = Stage.CANCELLED
    await db.flush()
    logged.cancelled(db, row, reason.strip())
    note(db, actor, "afgelasten", "raadpleging", row.id, reden=reason.strip())


async def take_back(db: AsyncSession, actor: Actor, consultation_id: UUID, revision: int) -> None:
    """Undo opening, as long as nobody answered and no newer draft took its place."""
    await lock_document(db, (await get(db, consultation_id)).document_id)
    row = await _claim(db, consultation_id, revision, Deed.TAKE_BACK)
    entries = await course_queries.entries(db, row.id)
    if not may_be_taken_back(Stage(row.stage), entries):
        raise Conflict(
            gettext("Er is al een antwoord binnen."),
            gettext("Opnieuw beginnen kan nog wel: gelast de raadpleging af, en zeg waarom."),
        )
    if any(each.stage == Stage.DRAFT for each in await alive(db, row.document_id)):
        raise Conflict(
            gettext("Er staat al een concept klaar over een nieuwe tekst."),
            gettext("Gelast deze raadpleging af. Open daarna het concept."),
        )
    row.stage = Stage.DRAFT
    await db.flush()
    await db.refresh(row)
    # When the document changed meanwhile, the draft moves along.
    promise(db, Topic.DOCUMENT_CHANGED, row.document_id)
    note(db, actor, "openen terugdraaien", "raadpleging", row.id)


async def _ask_anew(db: AsyncSession, actor: Actor, row: Consultation, reason: str) -> None:
    """Only where nobody answered: what somebody said is not asked away."""
    if await course_queries.counted(db, row.id):
        raise Conflict(
            gettext("Er kwamen antwoorden binnen."),
            gettext("Opnieuw vragen over dezelfde tekst kan alleen als geen enkel antwoord telt."),
        )
    if too_short(reason):
        what = gettext("Schrijf in ten minste {number} letters op waarom.")
        flaw = Flaw("reason", what.format(number=SHORTEST))
        raise Invalid(gettext("Er is nog geen nieuw concept."), "", [flaw])
    if actor.id is None:
        raise Forbidden(gettext("Dit kan alleen iemand die is ingelogd."))
    db.add(AskedAnew(consultation_id=row.id, reason=reason.strip(), made_by=actor.id))
    note(db, actor, "opnieuw vragen", "raadpleging", row.id, reden=reason.strip())
    await db.flush()
    await db.refresh(row)


async def redraft(
    db: AsyncSession, actor: Actor, consultation_id: UUID, revision: int, reason: str = ""
) -> UUID:
    """A new draft on the newest version of the document, with the questions of one that was
    cancelled, or that nobody answered: then the reason is for everybody to read."""
    await lock_document(db, (await get(db, consultation_id)).document_id)
    row = await _claim(db, consultation_id, revision, Deed.REDRAFT)
    if row.stage != Stage.CANCELLED:
        await _ask_anew(db, actor, row, reason)
    document = await council.document(db, row.document_id)
    version = await council.newest(db, row.document_id)
    there = await alive(db, row.document_id)
    if any(each.stage == Stage.DRAFT or each.document_version_id == version.id for each in there):
        raise Conflict(
            gettext("Er is al een andere raadpleging over dit document."),
            gettext("U vindt haar in de lijst met raadplegingen."),
        )
    if not await to_be_asked(db, version, document.kind):
        raise Conflict(
            gettext("Over dit document kan nu geen raadpleging komen."),
            gettext("Kijk bij het document of de soort, de tekst en de beslispunten kloppen."),
        )
    new = await begin(db, version, row)
    number, wat = await follow(db, new, version, row)
    note(
        db,
        actor,
        "opnieuw klaarzetten",
        "raadpleging",
        new.id,
        versie=version.number,
        vragenlijst=number,
        wat=wat,
        na=str(row.id),
    )
    return new.id


async def finish_paper(
    db: AsyncSession, actor: Actor, consultation_id: UUID, revision: int
) -> None:
    """All paper is in: nothing more enters, and the count begins at once."""
    row = await _claim(db, consultation_id, revision, Deed.FINISH_PAPER)
    row.fixed_at = func.clock_timestamp()
    await db.flush()
    await db.refresh(row)
    promise(db, Topic.CONSULTATION_CLOSED, row.id)
    note(db, actor, "invoer afronden", "raadpleging", row.id)
