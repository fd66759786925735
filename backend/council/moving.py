# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""The griffie puts an agenda item on another meeting's agenda, with all that stands under it.

What rests on an item hangs on the item, so it moves along by itself. What the gate makes of that
the database says: an exception holds for the meeting for which it was made (decision 19).
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Final
from uuid import UUID

from msgspec import Struct
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from backend.audit.actions import Actor, note
from backend.council import queries
from backend.council.by_hand import claim_item, hold, too_little
from backend.council.order import key, number, spots, standing
from backend.council.planning import midnight
from backend.council.tables import AgendaItem, ItemMove, Meeting
from backend.errors import Conflict, Flaw, Invalid
from backend.web.languages import gettext
from surveys.agenda import beneath

UNDONE: Final = "De verplaatsing is teruggedraaid."


class Moved(Struct, frozen=True):
    """`by` is empty when the source moved it."""

    item: AgendaItem
    was: Meeting
    to: Meeting
    reason: str
    by: str
    at: dt.datetime
    was_parent_id: UUID | None
    was_place: int
    was_lapsed_at: dt.datetime | None = None


async def stood(db: AsyncSession, item_id: UUID) -> tuple[Moved, ...]:
    """Where an item stood before, the first move first."""
    was, to = aliased(Meeting), aliased(Meeting)
    rows = await db.execute(
        select(ItemMove, AgendaItem, was, to)
        .join(AgendaItem, AgendaItem.id == ItemMove.agenda_item_id)
        .join(was, was.id == ItemMove.was_meeting_id)
        .join(to, to.id == ItemMove.meeting_id)
        .where(ItemMove.agenda_item_id == item_id)
        .order_by(ItemMove.id)
    )
    return tuple(
        Moved(
            item=item,
            was=old,
            to=new,
            reason=move.reason,
            by=move.made_by_name,
            at=move.made_at,
            was_parent_id=move.was_parent_id,
            was_place=move.was_place,
            was_lapsed_at=move.was_lapsed_at,
        )
        for move, item, old, new in rows
    )


async def left(db: AsyncSession, meeting_id: UUID) -> tuple[tuple[AgendaItem, Meeting], ...]:
    """What stood on this agenda, and where it stands now; each once."""
    rows = await db.execute(
        select(AgendaItem, Meeting)
        .join(Meeting, Meeting.id == AgendaItem.meeting_id)
        .where(
            AgendaItem.meeting_id != meeting_id,
            AgendaItem.lapsed_at.is_(None),
            select(ItemMove.id)
            .where(ItemMove.agenda_item_id == AgendaItem.id, ItemMove.was_meeting_id == meeting_id)
            .exists(),
        )
        .order_by(Meeting.starts_at, AgendaItem.place, AgendaItem.id)
    )
    return tuple((item, meeting) for item, meeting in rows)


async def coming(db: AsyncSession, but: UUID) -> tuple[Meeting, ...]:
    """Where an item can go: meetings of today and later that are held, the soonest first."""
    today = midnight(await queries.now(db))
    rows = await db.scalars(
        select(Meeting)
        .where(Meeting.starts_at >= today, ~Meeting.cancelled, Meeting.id != but)
        .order_by(Meeting.starts_at, Meeting.id)
    )
    return tuple(rows)


def _family(rows: Sequence[AgendaItem], item: AgendaItem) -> list[AgendaItem]:
    """The item and what stands under it; what is off the agenda goes alone."""
    if item.lapsed_at:
        return [item]
    below = beneath(spots(rows), key(item))
    return [row for row in rows if row.id == item.id or key(row) in below]


async def _put(
    db: AsyncSession, actor: Actor, rows: Iterable[AgendaItem], to: UUID, reason: str
) -> None:
    for row in sorted(rows, key=lambda each: each.id):
        db.add(ItemMove(agenda_item_id=row.id, meeting_id=to, reason=reason, made_by=actor.id))
    await db.flush()
    for row in rows:
        await db.refresh(row)


async def _both(db: AsyncSession, item: AgendaItem, to: UUID) -> Sequence[AgendaItem]:
    """Hold both agendas, always in the same order; what stands on the first."""
    here: Sequence[AgendaItem] = ()
    for meeting_id in sorted({item.meeting_id, to}):
        rows = await hold(db, meeting_id)
        here = rows if meeting_id == item.meeting_id else here
    await db.refresh(item)
    return here


async def move(
    db: AsyncSession, actor: Actor, item_id: UUID, revision: int, *, to: UUID, reason: str
) -> None:
    """To the end of another agenda, at the top. It stays there until the source itself moves it.
    What is off the agenda is on one again."""
    item = await queries.item(db, item_id)
    flaws: list[Flaw] = []
    if all(meeting.id != to for meeting in await coming(db, item.meeting_id)):
        flaws.append(Flaw("meeting", gettext("Kies een vergadering die nog komt.")))
    if flaws := [*flaws, *too_little(reason)]:
        raise Invalid(gettext("Dit punt is nog niet verplaatst."), "", flaws)
    rows = await _both(db, item, to)
    item = await claim_item(db, item_id, revision)
    was = item.meeting_id
    family = _family(rows, item)
    await _put(db, actor, family, to, reason.strip())
    item.parent_id = item.lapsed_at = None
    there = [row for row in await standing(db, to) if row not in family]
    last = max((row.place for row in there), default=-1)
    for place, row in enumerate(family, start=last + 1):
        row.place = place
    await db.flush()
    note(db, actor, "verplaatsen", "agendapunt", item_id, van=str(was), naar=str(to),
         reden=reason.strip())  # fmt: skip


def undoable(moves: Sequence[Moved], item: AgendaItem) -> Moved | None:
    """The last move, when a person made it and the other meeting is held: then it harms nobody.

    It is no way round the gate: what held for the other meeting holds there still, nothing else.
    """
    last = moves[-1] if moves else None
    if last is None or not last.by or item.lapsed_at or last.was.cancelled:
        return None
    return None if last.reason == UNDONE else last


async def undo(db: AsyncSession, actor: Actor, item_id: UUID, revision: int) -> None:
    """Back where it stood, under the heading that it stood under."""
    item = await queries.item(db, item_id)
    last = undoable(await stood(db, item_id), item)
    if last is None:
        raise Conflict(
            gettext("Dit is niet terug te draaien."),
            gettext("Verplaats het punt naar een andere vergadering."),
        )
    rows = await _both(db, item, last.was.id)
    item = await claim_item(db, item_id, revision)
    family = _family(rows, item)
    await _put(db, actor, family, last.was.id, UNDONE)
    there = [row for row in await standing(db, last.was.id) if row not in family]
    heading = any(row.id == last.was_parent_id and row.heading for row in there)
    item.parent_id = last.was_parent_id if heading else None
    item.lapsed_at = last.was_lapsed_at
    before = [row for row in there if row.place < last.was_place]
    number([*before, *family, *there[len(before) :]])
    await db.flush()
    note(db, actor, "verplaatsen terugdraaien", "agendapunt", item_id, naar=str(last.was.id))
