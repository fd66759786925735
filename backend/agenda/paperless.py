# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""The griffie says of an item of its own that it needs no document, or takes that back.

What a source puts on an agenda without a document is an opening or a round of questions; what a
person types or reads in from a file may be a proposal of which the document is still to come.
"""

import datetime as dt
from collections.abc import Sequence
from uuid import UUID

from msgspec import Struct
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from backend.agenda import queries
from backend.agenda.tables import PaperNeed
from backend.audit.actions import Actor, note
from backend.council.by_hand import too_little
from backend.errors import Conflict, Flaw, Invalid
from backend.web.languages import gettext


class Said(Struct, frozen=True):
    needed: bool
    reason: str
    by: str
    at: dt.datetime


async def said(db: AsyncSession, item_id: UUID) -> tuple[Said, ...]:
    """For everybody to read, the latest first: it lets an item pass."""
    rows = await db.scalars(
        select(PaperNeed).where(PaperNeed.agenda_item_id == item_id).order_by(PaperNeed.id.desc())
    )
    return tuple(Said(row.needed, row.reason, row.made_by_name, row.made_at) for row in rows)


async def say(
    db: AsyncSession, actor: Actor, item_id: UUID, *, needed: bool, reason: str = ""
) -> None:
    """`Invalid` without a reason when no document is needed; saying the same twice is once."""
    line = await queries.line(db, item_id)
    facts = line.facts
    papers = line.documents or facts.undecided
    if not line.item.ours or facts.only_heading or facts.lapsed or papers:
        raise Conflict(
            gettext("Bij dit punt is dat geen vraag."),
            gettext("Het is een kop, er ligt een stuk bij, of het komt uit een bron."),
        )
    if not needed and (flaws := too_little(reason, "spared")):
        raise Invalid(gettext("Dit is nog niet opgeslagen."), "", flaws)
    if facts.awaits_paper is needed:
        return
    db.add(
        PaperNeed(
            agenda_item_id=item_id,
            needed=needed,
            reason="" if needed else reason.strip(),
            made_by=actor.id,
        )
    )
    deed = "toch een stuk nodig" if needed else "geen stuk nodig"
    note(db, actor, deed, "agendapunt", item_id, reden=reason.strip())
    await db.flush()


def lacking(items: Sequence[UUID], reason: str) -> list[Flaw]:
    """Of a word about several items at once."""
    flaws = too_little(reason, "spared")
    return flaws if items else [Flaw("items", gettext("Kies ten minste één punt.")), *flaws]


async def spare(db: AsyncSession, actor: Actor, items: Sequence[UUID], reason: str) -> None:
    """None of these needs a document, for one reason; all of them, or none."""
    async with db.begin_nested():
        for item_id in items:
            await say(db, actor, item_id, needed=False, reason=reason)
