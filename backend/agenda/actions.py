# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""The two ways through the gate: attaching a summary, or an exception. There is no third.

The database refuses what does not hold; here its refusal is only put into words.
"""

import datetime as dt
from collections.abc import Sequence
from uuid import UUID

from msgspec import Struct
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from backend.agenda import logged, queries, refusals
from backend.agenda.queries import Line
from backend.agenda.tables import Attachment, GateException
from backend.audit.actions import Actor, note
from backend.consultations.tables import Consultation
from backend.council import queries as council
from backend.council.tables import AgendaItem, Meeting
from backend.errors import Conflict, Flaw, Invalid
from backend.results.tables import Summary
from backend.web.languages import gettext
from surveys.gate import Ground
from surveys.lifecycle import Stage


async def _hold(db: AsyncSession, item_id: UUID) -> Line:
    """The item as it is now; whoever else attaches to it, or moves it, waits until we are done."""
    await db.execute(select(AgendaItem.id).where(AgendaItem.id == item_id).with_for_update())
    held = await queries.line(db, item_id)
    if held.facts.lapsed:
        raise Conflict(
            gettext("Dit punt staat niet meer op de agenda."),
            gettext("Kijk bij de vergadering of het punt ergens anders staat."),
        )
    return held


def _attachment(actor: Actor, line: Line) -> Attachment:
    if line.document_id is None or line.document_version_id is None:
        raise Invalid(
            gettext("Bij dit punt is geen hoofdstuk gekozen."),
            gettext("Kies eerst over welk stuk de raad besluit."),
        )
    return Attachment(
        agenda_item_id=line.item.id,
        document_id=line.document_id,
        document_version_id=line.document_version_id,
        made_by=_person(actor),
    )


def _person(actor: Actor) -> UUID:
    """The gate is opened by somebody with a name, never by the system."""
    if actor.id is None:
        raise Conflict(
            gettext("Dit kan alleen iemand die is ingelogd."),
            gettext("Log in en probeer het opnieuw."),
        )
    return actor.id


async def attach(db: AsyncSession, actor: Actor, agenda_item_id: UUID, summary_id: UUID) -> None:
    """Lay a final summary at the item, for the current version of its main document.

    `Conflict` or `Invalid` says why it cannot be; then nothing is stored.
    """
    line = await _hold(db, agenda_item_id)
    row = _attachment(actor, line)
    row.summary_id = summary_id
    try:
        async with db.begin_nested():
            db.add(row)
    except IntegrityError as error:
        raise await refusals.of_summary(db, line, summary_id, error) from error
    await logged.attached(db, row, summary_id)
    await db.execute(
        update(Consultation)
        .where(
            Consultation.id
            == select(Summary.consultation_id).where(Summary.id == summary_id).scalar_subquery(),
            Consultation.stage == Stage.SUMMARISED,
        )
        .values(stage=Stage.ATTACHED)
    )
    note(db, actor, "toevoegen", "agendapunt", agenda_item_id, samenvatting=str(summary_id))


async def attach_to_all(
    db: AsyncSession, actor: Actor, agenda_item_ids: Sequence[UUID], summary_id: UUID
) -> None:
    """At each of these items, or at none: the refusal then says at which it could not be."""
    async with db.begin_nested():
        # Always in the same order: two who do this at once wait for each other, not both forever.
        for item_id in sorted(set(agenda_item_ids)):
            try:
                await attach(db, actor, item_id, summary_id)
            except (Conflict, Invalid) as refusal:
                if len(agenda_item_ids) == 1:
                    raise
                title = (await queries.line(db, item_id)).item.title
                at = gettext("Bij geen van de punten toegevoegd. Het ging mis bij “{title}”.")
                raise Conflict(
                    at.format(title=title), f"{refusal.title} {refusal.advice}"
                ) from refusal


class Plea(Struct, frozen=True):
    """What a griffier says for an exception; `link` and `difference` where the ground asks it."""

    ground: str
    reason: str
    link: str = ""
    difference: str = ""


def _exception(row: Attachment, plea: Plea) -> GateException:
    return GateException(
        agenda_item_id=row.agenda_item_id,
        document_version_id=row.document_version_id,
        ground=plea.ground,
        reason=plea.reason.strip(),
        link=plea.link.strip() if plea.ground == Ground.AL_GEHOORD else "",
        difference=plea.difference.strip() if plea.ground == Ground.REDACTIONEEL else "",
        made_by=row.made_by,
    )


class Seen(Struct, frozen=True):
    """For which text, at which meeting, somebody wrote a plea; ids as a form carries them."""

    version: str
    meeting: str

    @classmethod
    def of(cls, line: Line) -> "Seen":
        version = line.document_version_id
        return cls(str(version) if version else "", str(line.item.meeting_id))


class Proposed(Struct, frozen=True):
    """An exception as everybody would read it when it were made now."""

    exception: GateException
    at: dt.datetime


async def proposed(
    db: AsyncSession, actor: Actor, agenda_item_id: UUID, plea: Plea, seen: Seen | None = None
) -> Proposed:
    """As `except_`, and refused as that is; nothing is stored."""
    _, exception = await _pleaded(db, actor, agenda_item_id, plea, seen)
    exception.made_by_name, exception.made_by_role = actor.name, actor.role
    return Proposed(exception, await council.now(db))


async def _hold_meeting(db: AsyncSession, item_id: UUID) -> Meeting:
    """Whoever calls it off waits until we are done. Before the item, as everybody who moves one:
    else two could wait for each other. The database holds it too (revision 0021)."""
    on = (await queries.line(db, item_id)).item.meeting_id
    rows = await db.scalars(
        select(Meeting)
        .where(Meeting.id == on)
        .with_for_update(read=True)
        .execution_options(populate_existing=True)
    )
    return rows.one()


async def missing(db: AsyncSession, line: Line, plea: Plea) -> list[Flaw]:
    """Everything that this plea needs and does not have, by field."""
    too_few = await refusals.too_few(db, line.document_version_id)
    return refusals.flaws(plea.ground, plea.reason, plea.link, plea.difference, too_few=too_few)


async def _pleaded(
    db: AsyncSession, actor: Actor, agenda_item_id: UUID, plea: Plea, seen: Seen | None
) -> tuple[Attachment, GateException]:
    meeting = await _hold_meeting(db, agenda_item_id)
    line = await _hold(db, agenda_item_id)
    moved = meeting.id != line.item.meeting_id
    if moved or (seen is not None and seen != Seen.of(line)):
        raise Conflict(gettext(refusals.OTHERWISE), gettext(refusals.STILL_TRUE))
    row = _attachment(actor, line)
    if line.ready:
        raise Conflict(
            gettext("Dit agendapunt is al klaar."),
            gettext("Een uitzondering is hier niet nodig. Ga terug."),
        )
    if meeting.cancelled:
        raise Conflict(gettext(refusals.NOT_HELD), gettext(refusals.NOT_HERE))
    if flaws := await missing(db, line, plea):
        raise Invalid(gettext("Deze uitzondering is nog niet compleet."), "", flaws)
    return row, _exception(row, plea)


async def except_(
    db: AsyncSession, actor: Actor, agenda_item_id: UUID, plea: Plea, seen: Seen | None = None
) -> None:
    """Open the gate without a heard summary: by name, with a reason, for everybody to read.

    It holds for the current version of the main document only; `Conflict` when that, or the
    meeting, is not what was `seen`. `Invalid` has every flaw.
    """
    row, exception = await _pleaded(db, actor, agenda_item_id, plea, seen)
    try:
        async with db.begin_nested():
            db.add(exception)
            await db.flush()
            row.exception_id = exception.id
            db.add(row)
    except IntegrityError as error:
        raise refusals.of_exception(error) from error
    await logged.excepted(db, exception)
    note(
        db,
        actor,
        "uitzonderen",
        "agendapunt",
        agenda_item_id,
        grond=plea.ground,
        reden=exception.reason,
    )
