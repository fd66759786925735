# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""An agenda that was read from a file, beside what is stored of it already (decision 20).

A file knows no ids. A meeting is found back by its day and body, an item by its title, a document
by its title or its link; where that does not fit, a person says what is meant.
"""

from collections.abc import Mapping, Sequence
from typing import Literal
from uuid import UUID, uuid4

from msgspec import Struct
from msgspec.structs import replace
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from backend.council import queries
from backend.council.hands import FORM, HAND
from backend.council.inbound import InboundDocument, InboundItem, InboundMeeting
from backend.council.planning import local_day, midnight
from backend.council.stored import (
    StoredItem,
    StoredMeeting,
    StoredPaper,
    agenda_of,
    body_of,
    meetings_near,
    stored,
)
from surveys.recognising import Called, plain, proposed, same_meeting


class Recognised(Struct, frozen=True):
    """What of a file is stored already.

    candidates   which meeting it may be, where none is on its day for its body
    by_hand      of that day, but not from a file: those it cannot be
    meant        the meeting that it is taken for, None for a new one
    known        items by their id in the file
    new, gone    items in the file only, and those of this meeting that are not in it
    proposals    which of `gone` a new one probably is
    """

    candidates: tuple[StoredMeeting, ...]
    by_hand: tuple[StoredMeeting, ...]
    meant: StoredMeeting | None
    known: Mapping[str, StoredItem]
    new: tuple[InboundItem, ...]
    gone: tuple[StoredItem, ...]
    proposals: Mapping[str, UUID]


def _known(read: InboundMeeting, meant: StoredMeeting | None) -> dict[str, StoredItem]:
    """By title; of two with one title the one that stands on the agenda, and then the first."""
    found: dict[str, StoredItem] = {}
    for item in sorted(meant.items if meant else (), key=lambda one: not one.standing):
        found.setdefault(plain(item.title), item)
    titles = {plain(item.title): item.source_id for item in read.items}
    return {titles[title]: item for title, item in found.items() if title in titles}


def _called(item: InboundItem | StoredItem, under: str) -> Called:
    stored = isinstance(item, StoredItem)
    papers = item.papers if stored else item.documents
    return Called(
        key=item.id if stored else item.source_id,
        title=item.title,
        number=item.number or "",
        under=plain(under),
        papers=frozenset(f"{plain(paper.title)} {paper.url or ''}" for paper in papers),
    )


async def recognise(
    db: AsyncSession, read: InboundMeeting, meant: UUID | Literal["new"] | None = None
) -> Recognised:
    """`meant`: what somebody said it is; without that, or where that cannot be, what it probably
    is. Nobody else reads a file in until this transaction ends."""
    await db.execute(select(func.pg_advisory_xact_lock(0x0A6E2DA)))
    near = await stored(db, await meetings_near(db, read))
    day, body = local_day(read.starts_at), plain(body_of(read))
    that_day = [one for one in near if local_day(one.starts_at) == day]
    named = [one for one in that_day if one.source == FORM and plain(one.body) == body]
    # Many a council meets twice in one evening: at another hour it may be another meeting.
    at_its_hour = [one for one in named if one.starts_at == read.starts_at]
    exact = at_its_hour[0] if len(at_its_hour) == 1 else None
    today = midnight(await queries.now(db))
    candidates = [
        one for one in near if one.source == FORM and one.starts_at >= today and not exact
    ]
    likely = same_meeting(
        agenda_of(None, body_of(read), read.items), [c.agenda() for c in candidates]
    )
    chosen = likely if meant is None or not may(candidates, meant) else meant
    found = exact or next((one for one in candidates if one.id == chosen), None)
    known = _known(read, found)
    seen = {item.id for item in known.values()}
    new = tuple(item for item in read.items if item.source_id not in known)
    gone = tuple(
        item
        for item in (found.items if found else ())
        if item.standing and item.placed and item.id not in seen
    )
    titles = {item.source_id: item.title for item in read.items}
    pairs = proposed(
        [_called(item, titles.get(item.parent_id or "", "")) for item in new],
        [_called(item, item.under) for item in gone],
    )
    return Recognised(
        candidates=tuple(candidates),
        by_hand=tuple(one for one in that_day if one.source == HAND and not exact),
        meant=found,
        known=known,
        new=new,
        gone=gone,
        proposals={str(name): item for name, item in pairs.items() if isinstance(item, UUID)},
    )


def may(candidates: Sequence[StoredMeeting], meant: UUID | Literal["new"]) -> bool:
    return meant == "new" or any(one.id == meant for one in candidates)


def _paper_ids(
    read: Sequence[InboundDocument], stored: Sequence[StoredPaper]
) -> list[InboundDocument]:
    """By title, and then by link: with another title it is the next version of the same."""
    left = list(stored)
    ids: dict[str, str] = {}
    for same in (_same_title, _same_link):
        for paper in read:
            twin = next((one for one in left if same(paper, one)), None)
            if paper.source_id not in ids and twin:
                left.remove(twin)
                ids[paper.source_id] = twin.source_id
    return [replace(paper, source_id=ids.get(paper.source_id, uuid4().hex)) for paper in read]


def _same_title(paper: InboundDocument, stored: StoredPaper) -> bool:
    return plain(paper.title) == plain(stored.title)


def _same_link(paper: InboundDocument, stored: StoredPaper) -> bool:
    return bool(paper.url) and paper.url == stored.url


def resolved(read: InboundMeeting, found: Recognised, same: Mapping[str, UUID]) -> InboundMeeting:
    """The file with the ids of what is stored; `same`: new items that are one of `gone`. What a
    file cannot say, whether the meeting is held, stays as it is."""
    gone = {item.id: item for item in found.gone}
    known = {**found.known, **{name: gone[id_] for name, id_ in same.items()}}
    ids = {
        item.source_id: known[item.source_id].source_id if item.source_id in known else uuid4().hex
        for item in read.items
    }
    items = tuple(
        replace(
            item,
            source_id=ids[item.source_id],
            parent_id=ids[item.parent_id] if item.parent_id else None,
            documents=tuple(
                _paper_ids(
                    item.documents,
                    known[item.source_id].papers if item.source_id in known else (),
                )
            ),
        )
        for item in read.items
    )
    meant = found.meant
    return replace(
        read,
        source_id=meant.source_id if meant else uuid4().hex,
        cancelled=meant.cancelled if meant else False,
        items=items,
    )
