# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""The griffie keeps the list of sources; each keeps one promise to look again."""

import datetime as dt
from uuid import UUID

from msgspec import Struct
from sqlalchemy import func, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from backend import outbox
from backend.audit import queries as trail
from backend.audit.actions import Actor, note
from backend.errors import Conflict, Flaw, Invalid, NotHere
from backend.outbox import Topic, promise
from backend.sources.tables import AgendaSource
from backend.web.languages import gettext
from backend.web.pages import moment


class Wanted(Struct, frozen=True):
    """What somebody filled in: how it is called, where it is, and every how many hours."""

    name: str
    url: str
    hours: int
    enabled: bool


async def _refuse_twins(db: AsyncSession, wanted: Wanted, own: UUID | None = None) -> None:
    """One change of the list at a time: two that add the same must not both find it free."""
    await db.execute(select(func.pg_advisory_xact_lock(0x50_0BCE)))
    rows = await db.execute(select(AgendaSource.id, AgendaSource.name, AgendaSource.url))
    flaws: list[Flaw] = []
    for row in rows:
        if row.id != own and row.name.casefold() == wanted.name.casefold():
            flaws.append(Flaw("name", gettext("Er is al een bron met deze naam.")))
        if row.id != own and row.url == wanted.url:
            what = gettext("Dit adres hoort al bij de bron “{name}”.").format(name=row.name)
            flaws.append(Flaw("url", what))
    if flaws:
        raise Invalid(gettext("Deze bron kan zo niet worden opgeslagen."), "", flaws)


async def add(db: AsyncSession, actor: Actor, wanted: Wanted) -> UUID:
    await _refuse_twins(db, wanted)
    row = AgendaSource(
        name=wanted.name,
        url=wanted.url,
        hours=wanted.hours,
        enabled=wanted.enabled,
        next_at=func.clock_timestamp() if wanted.enabled else None,
        made_by=actor.id,
    )
    db.add(row)
    await db.flush()
    if wanted.enabled:
        promise(db, Topic.SOURCE_DUE, row.id)
    note(db, actor, "toevoegen", "bron", row.id, bron=_told(wanted))
    return row.id


def _told(wanted: Wanted) -> dict[str, str | int | bool]:
    return {
        "naam": wanted.name, "adres": wanted.url, "uren": wanted.hours, "aan": wanted.enabled
    }  # fmt: skip


async def _changed(db: AsyncSession, source_id: UUID) -> Conflict:
    deed = await trail.last(db, "bron", source_id)
    advice = gettext("Wat u typte staat er nog. Vergelijk het en sla opnieuw op.")
    if deed is not None:
        said = gettext("{name} deed dat op {moment}.")
        advice = f"{said.format(name=deed.by, moment=moment(deed.at))} {advice}"
    return Conflict(gettext("Iemand anders heeft deze bron intussen veranderd."), advice)


async def _soon(db: AsyncSession, source_id: UUID) -> dt.datetime:
    """A worker looks as soon as it can, also when workers gave up on it before."""
    await outbox.forget_later(db, Topic.SOURCE_DUE, source_id)
    promise(db, Topic.SOURCE_DUE, source_id)
    return (await db.scalars(select(func.clock_timestamp()))).one()


async def save(
    db: AsyncSession, actor: Actor, source_id: UUID, revision: int, wanted: Wanted
) -> None:
    """Look at once after what matters to it changed; the state of another address is forgotten."""
    await _refuse_twins(db, wanted, source_id)
    # In the order that a worker takes them: first the task, then the source.
    await outbox.revive(db, Topic.SOURCE_DUE, source_id)
    taken = await db.execute(
        update(AgendaSource)
        .where(AgendaSource.id == source_id, AgendaSource.revision == revision)
        .values(revision=revision + 1)
        .returning(AgendaSource.id)
    )
    if taken.first() is None:
        raise await _changed(db, source_id)
    row = await db.get_one(AgendaSource, source_id, populate_existing=True)
    before = Wanted(row.name, row.url, row.hours, row.enabled)
    next_at = row.next_at
    if not wanted.enabled:
        next_at = None
        await outbox.forget_later(db, Topic.SOURCE_DUE, source_id)
    elif (before.url, before.hours, before.enabled) != (wanted.url, wanted.hours, True):
        next_at = await _soon(db, source_id)
    if row.url != wanted.url:
        row.tries, row.fault, row.detail, row.problems = 0, None, {}, []
    row.name, row.url, row.hours = wanted.name, wanted.url, wanted.hours
    row.enabled, row.next_at = wanted.enabled, next_at
    await db.flush()
    note(db, actor, "wijzigen", "bron", source_id, van=_told(before), naar=_told(wanted))


def _stays() -> Conflict:
    return Conflict(
        gettext("Deze bron bracht al eens een agenda."),
        gettext("Wat er veranderde en wanneer moet te lezen blijven. Zet de bron uit."),
    )


async def delete(db: AsyncSession, actor: Actor, source_id: UUID, revision: int) -> None:
    """Only what never brought anything. What failed there goes with it; the trail keeps where it
    was. A worker that is looking finds no source to write to."""
    await outbox.revive(db, Topic.SOURCE_DUE, source_id)  # first the task, as a worker does
    row = await db.get(AgendaSource, source_id, with_for_update=True, populate_existing=True)
    if row is None:
        raise gone()
    if row.revision != revision:
        raise await _changed(db, source_id)
    told = _told(Wanted(row.name, row.url, row.hours, row.enabled))
    await outbox.forget_later(db, Topic.SOURCE_DUE, source_id)
    try:
        await db.delete(row)
        await db.flush()
    except IntegrityError as error:
        raise _stays() from error
    note(db, actor, "verwijderen", "bron", source_id, bron=told)


async def ask(db: AsyncSession, actor: Actor, source_id: UUID) -> None:
    """Look now. Asking twice is asking once."""
    revived = await outbox.revive(db, Topic.SOURCE_DUE, source_id)
    row = await db.get(AgendaSource, source_id, with_for_update=True, populate_existing=True)
    if row is None:
        raise gone()
    if not row.enabled:
        raise Conflict(
            gettext("Deze bron staat uit."), gettext("Zet de bron hieronder aan en sla op.")
        )
    now = (await db.scalars(select(func.clock_timestamp()))).one()
    if revived or row.next_at is None or row.next_at > now:
        row.next_at = await _soon(db, source_id)
        note(db, actor, "ophalen", "bron", source_id)


def gone() -> NotHere:
    return NotHere(gettext("Deze bron bestaat niet."), gettext("Ga terug naar de lijst."))
