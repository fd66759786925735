# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""A file with an agenda is laid beside what is stored; nothing of it is written unseen.

Whoever reads it in says which meeting it is and which items are the same under another title, and
agrees with what goes off the agenda while something hangs on it.
"""

import hashlib
from collections.abc import Mapping, Sequence
from typing import Literal
from uuid import UUID

import msgspec
from msgspec import Struct
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from backend.agenda import hanging
from backend.agenda.hanging import Hanging
from backend.audit.actions import Actor
from backend.council.importing import Taken, take_in
from backend.council.inbound import InboundMeeting
from backend.council.order import standing
from backend.council.recognised import Recognised, recognise, resolved
from backend.council.tables import AgendaItemDocument
from backend.council.versions import TEXT


class Answers(Struct, frozen=True):
    """`same`: per new item, by its id in the file, which stored one it is; None for none of them.
    What is not answered is as it is proposed."""

    meeting: UUID | Literal["new"] | None = None
    same: Mapping[str, UUID | None] = {}


class Look(Struct, frozen=True):
    """What a file would come to.

    same        as in `Answers`, complete
    reordered   what stays on the agenda gets another order
    hanging     of what goes off the agenda, that on which something hangs
    stale       of what stays, that on which something hangs that is not about the text of the file
    """

    found: Recognised
    same: Mapping[str, UUID]
    taken: Taken
    reordered: bool
    hanging: tuple[Hanging, ...]
    stale: tuple[Hanging, ...]

    @property
    def seal(self) -> str:
        """The same while it comes to the same: who reads in says what was looked at."""
        changes = [
            (one.what, one.how, one.title, one.fields, str(one.id) if one.how != "created" else "")
            for one in self.taken.changes
        ]
        meant = self.found.meant and str(self.found.meant.id)
        hang = [str(one.item_id) for one in (*self.hanging, *self.stale)]
        same = sorted((name, str(item)) for name, item in self.same.items())
        seen = msgspec.json.encode([meant, same, changes, self.reordered, hang])
        return hashlib.sha256(seen).hexdigest()[:32]


def _same(found: Recognised, answers: Answers) -> dict[str, UUID]:
    """An answer that cannot be (about another meeting) is none. Each stored item goes once: what
    somebody said goes before what is proposed."""
    gone = {item.id for item in found.gone}
    said = {
        item.source_id: answers.same[item.source_id]
        for item in found.new
        if item.source_id in answers.same and answers.same[item.source_id] in {*gone, None}
    }
    taken = {item for item in said.values() if item}
    proposed = {
        name: item
        for name, item in found.proposals.items()
        if name not in said and item not in taken
    }
    return {name: item for name, item in {**proposed, **said}.items() if item}


async def _order(db: AsyncSession, meeting_id: UUID) -> list[UUID]:
    return [row.id for row in await standing(db, meeting_id)]


async def _without_main(db: AsyncSession, items: Sequence[UUID]) -> set[UUID]:
    """Of these items those whose main document was taken away."""
    found = await db.scalars(
        select(AgendaItemDocument.agenda_item_id).where(
            AgendaItemDocument.agenda_item_id == func.any(list(items)),
            AgendaItemDocument.main,
            AgendaItemDocument.gone_at.is_not(None),
        )
    )
    return set(found)


async def look(db: AsyncSession, actor: Actor, read: InboundMeeting, answers: Answers) -> Look:
    """Written and undone: what it says is what would be."""
    found = await recognise(db, read, answers.meeting)
    same = _same(found, answers)
    before = await _order(db, found.meant.id) if found.meant else []
    without = await _without_main(db, before)
    async with db.begin_nested() as tried:
        taken = await take_in(db, actor, resolved(read, found, same))
        after = await _order(db, taken.meeting)
        replaced = await _without_main(db, after) - without
        await tried.rollback()
    kept = [id_ for id_ in before if id_ in after]
    lapsed = [one.id for one in taken.changes if one.how == "lapsed"]
    texts = [
        one.id
        for one in taken.changes
        if (one.what, one.how) == ("document", "changed") and one.fields.keys() & TEXT
    ]
    stale = await hanging.on_text(db, texts) if texts else ()
    stale += tuple(one for one in await hanging.on(db, sorted(replaced)) if one.public)
    return Look(
        found=found,
        same=same,
        taken=taken,
        reordered=kept != [id_ for id_ in after if id_ in before],
        hanging=await hanging.on(db, lapsed),
        stale=tuple(one for one in stale if one.item_id not in lapsed),
    )


async def bring_in(db: AsyncSession, actor: Actor, read: InboundMeeting, seen: Look) -> Taken:
    """What `look` said, in the same transaction: nobody else reads a file in meanwhile."""
    return await take_in(db, actor, resolved(read, seen.found, seen.same))
