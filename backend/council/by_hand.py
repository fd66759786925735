# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""The griffie writes an agenda itself: meetings, items and documents, in the shape of an import.

What a source has put on an agenda stays as the source has it; people write beside it. Each row that
is new has the key of its form, so that sending a form twice makes one.
"""

import hashlib
from collections.abc import Hashable, Sequence
from typing import Any
from uuid import UUID, uuid4

from msgspec import Struct
from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from backend.audit import queries as trail
from backend.audit.actions import Actor, note
from backend.council import queries
from backend.council.differences import differences_of, told
from backend.council.hands import HAND
from backend.council.order import key, number, spots, standing
from backend.council.tables import AgendaItem, Meeting
from backend.errors import Conflict, Flaw, Invalid
from backend.web.languages import gettext
from backend.web.pages import moment
from surveys.agenda import Step, beneath, shifted, ways
from surveys.reasons import SHORTEST, too_short


class ItemText(Struct, frozen=True):
    """Fields as the table has them; it stands under `parent_id`, a heading of the same meeting."""

    number: str | None
    title: str
    explanation: str
    heading: bool
    parent_id: UUID | None = None

    def values(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in self.__struct_fields__}


async def changed(db: AsyncSession, kind: str, object_id: UUID) -> Conflict:
    """Somebody was first; with who and when, as far as the trail knows."""
    deed = await trail.last(db, kind, object_id)
    advice = gettext("Wat u typte staat er nog. Vergelijk het en sla opnieuw op.")
    if deed is not None:
        said = gettext("{name} deed dat op {moment}.")
        advice = f"{said.format(name=deed.by, moment=moment(deed.at))} {advice}"
    return Conflict(gettext("Iemand anders heeft dit intussen veranderd."), advice)


def too_little(reason: str, where: str = "reason") -> list[Flaw]:
    if not too_short(reason):
        return []
    what = gettext("Schrijf in ten minste {number} letters op waarom.")
    return [Flaw(where, what.format(number=SHORTEST))]


async def hold(db: AsyncSession, meeting_id: UUID) -> Sequence[AgendaItem]:
    """The agenda as it is; whoever else writes on it waits until we are done."""
    await queries.meeting(db, meeting_id)
    await db.execute(select(Meeting.id).where(Meeting.id == meeting_id).with_for_update())
    return await standing(db, meeting_id, anew=True)


async def claim_item(db: AsyncSession, item_id: UUID, revision: int) -> AgendaItem:
    taken = await db.execute(
        update(AgendaItem)
        .where(AgendaItem.id == item_id, AgendaItem.revision == revision)
        .values(revision=revision + 1)
        .returning(AgendaItem.id)
    )
    if taken.first() is None:
        await queries.item(db, item_id)
        raise await changed(db, "agendapunt", item_id)
    return await db.get_one(AgendaItem, item_id, populate_existing=True)


def _of_a_source() -> Conflict:
    return Conflict(
        gettext("Dit punt komt uit een bron."),
        gettext("Wijzig het daar. Bij de volgende keer ophalen staat het ook hier goed."),
    )


async def headings(
    db: AsyncSession, rows: Sequence[AgendaItem], item: AgendaItem | None = None
) -> list[AgendaItem]:
    """Under which an item may stand: never under itself. What it stands under now stays among
    them, also when that is off the agenda: it may come back."""
    if item is None:
        return [row for row in rows if row.heading]
    below: frozenset[Hashable] = beneath(spots(rows), key(item))
    found = [
        row
        for row in rows
        if row is not item and key(row) not in below and (row.heading or row.id == item.parent_id)
    ]
    if item.parent_id and all(row.id != item.parent_id for row in found):
        above = await db.get_one(AgendaItem, item.parent_id)
        found += [above] if above.meeting_id == item.meeting_id else []
    return found


async def _check(
    db: AsyncSession, rows: Sequence[AgendaItem], said: ItemText, item: AgendaItem | None = None
) -> None:
    """`Invalid` with every problem."""
    flaws: list[Flaw] = []
    if item and said.heading and not item.heading and await queries.papers_lie(db, item.id):
        what = gettext("Bij een kop past geen stuk, en bij dit punt ligt er een.")
        flaws.append(Flaw("heading", what))
    if item and item.heading and not said.heading and any(r.parent_id == item.id for r in rows):
        what = gettext("Haal eerst de punten eronder weg, of zet ze onder een ander kopje.")
        flaws.append(Flaw("heading", what))
    may = {row.id for row in await headings(db, rows, item)}
    if said.parent_id and said.parent_id not in may:
        what = gettext("Dit kopje staat niet meer op de agenda. Kies een ander.")
        flaws.append(Flaw("parent", what))
    if flaws:
        raise Invalid(gettext("Dit punt is nog niet opgeslagen."), "", flaws)


async def add_item(
    db: AsyncSession, actor: Actor, meeting_id: UUID, form: UUID, said: ItemText
) -> UUID:
    """At the end, or at the end of what stands under its heading."""
    rows = await hold(db, meeting_id)
    twin = select(AgendaItem.id).where(AgendaItem.source == HAND, AgendaItem.source_id == form.hex)
    if there := (await db.scalars(twin)).first():
        return there
    await _check(db, rows, said)
    last = max((row.place for row in rows), default=-1)
    new = AgendaItem(
        id=uuid4(),
        source=HAND,
        source_id=form.hex,
        meeting_id=meeting_id,
        place=last + 1,
        **said.values(),
    )
    db.add(new)
    number([*rows, new])
    await db.flush()
    note(db, actor, "toevoegen", "agendapunt", new.id, titel=said.title)
    return new.id


async def edit_item(
    db: AsyncSession, actor: Actor, item_id: UUID, revision: int, said: ItemText
) -> None:
    rows = await hold(db, (await queries.item(db, item_id)).meeting_id)
    row = await claim_item(db, item_id, revision)
    if not row.ours:
        raise _of_a_source()
    await _check(db, rows, said, row)
    differences = differences_of(row, said.values())
    for name, (_, value) in differences.items():
        setattr(row, name, value)
    if not differences:
        row.revision = revision
        return
    number(rows)
    await db.flush()
    titles = {each.id: each.title for each in rows}
    note(db, actor, "wijzigen", "agendapunt", item_id, wat=told(differences, titles))


def stamp(rows: Sequence[AgendaItem]) -> str:
    """The same for the same agenda: whoever moves something says what the order was."""
    return hashlib.sha256(repr([(row.id, row.parent_id) for row in rows]).encode()).hexdigest()[:16]


async def shift(
    db: AsyncSession, actor: Actor, meeting_id: UUID, seen: str, *, item_id: UUID, step: Step
) -> None:
    """One place up or down, with what stands under it. `seen` is the stamp of the order."""
    rows = await hold(db, meeting_id)
    row = next((row for row in rows if row.id == item_id), None)
    if seen != stamp(rows) or row is None:
        raise Conflict(
            gettext("De agenda is intussen veranderd."),
            gettext("Er is niets verplaatst. Kijk hoe de agenda er nu uitziet, en kies opnieuw."),
        )
    if not row.in_hand:
        raise _of_a_source()
    before = spots(rows, in_hand=True)
    if step not in ways(before).get(key(row), ()):
        return
    number(rows, shifted(before, key(row), step))
    note(db, actor, "omhoog" if step < 0 else "omlaag", "agendapunt", item_id)


async def take_off(db: AsyncSession, actor: Actor, item_id: UUID, revision: int) -> None:
    """Off the agenda, to be put back: nothing is deleted, and what rests on it stays."""
    row = await claim_item(db, item_id, revision)
    if not row.in_hand:
        raise _of_a_source()
    if row.lapsed_at is None:
        row.lapsed_at = func.clock_timestamp()
        note(db, actor, "van de agenda halen", "agendapunt", item_id, titel=row.title)


async def put_back(db: AsyncSession, actor: Actor, item_id: UUID, revision: int) -> None:
    """Where it stood, as far as that is still there."""
    rows = await hold(db, (await queries.item(db, item_id)).meeting_id)
    row = await claim_item(db, item_id, revision)
    if not row.in_hand:
        raise _of_a_source()
    if row.lapsed_at is not None:
        row.lapsed_at = None
        if any(r.id == row.parent_id and r.source == HAND and not r.heading for r in rows):
            row.parent_id = None  # its heading became an ordinary item while it was away
        number(sorted([*rows, row], key=lambda each: (each.place, each.id != row.id)))
        note(db, actor, "terugzetten", "agendapunt", item_id, titel=row.title)
