# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""What stands on an agenda, in order, as `surveys.agenda` reckons with it."""

from collections.abc import Hashable, Iterable, Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from backend.council.tables import AgendaItem
from surveys.agenda import Spot, depth_first


def key(row: AgendaItem) -> tuple[str, str]:
    """What an item is called by, also before it is stored."""
    return (row.source, row.source_id)


def spots(rows: Iterable[AgendaItem], *, in_hand: bool = False) -> tuple[Spot, ...]:
    """Ours is what a person placed here; with `in_hand` all that a person may place."""
    listed = list(rows)
    keys: dict[UUID | None, Hashable] = {row.id: key(row) for row in listed}
    return tuple(
        Spot(key(row), keys.get(row.parent_id), row.in_hand if in_hand else row.by_hand)
        for row in listed
    )


async def standing(
    db: AsyncSession, meeting_id: UUID, *, anew: bool = False
) -> Sequence[AgendaItem]:
    """What has not lapsed, in the order in which it is read.

    `anew`: also of rows that this session read before, what stands in them by now.
    """
    rows = await db.scalars(
        select(AgendaItem)
        .where(AgendaItem.meeting_id == meeting_id, AgendaItem.lapsed_at.is_(None))
        .order_by(AgendaItem.place, AgendaItem.id)
        .execution_options(populate_existing=anew)
    )
    return rows.all()


def number(rows: Sequence[AgendaItem], order: Sequence[Spot] | None = None) -> None:
    """Give each its place, in this order; the order they have, when none is given."""
    places = {spot.key: place for place, spot in enumerate(order or depth_first(spots(rows)))}
    for row in rows:
        row.place = places.get(key(row), row.place)
