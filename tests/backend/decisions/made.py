# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""An item about which residents were heard, and a council that met."""

from sqlalchemy.ext.asyncio import AsyncSession

from backend.agenda import actions as agenda
from backend.audit.actions import Actor
from backend.council import queries as council
from backend.council.planning import local_day
from backend.decisions import actions
from surveys.answering import Ruling
from tests.backend.agenda import made
from tests.backend.agenda.made import Spot

TEXT = "De raad legt het park aan."
WHY = "Het amendement was vergeten."


async def make_heard(db: AsyncSession, actor: Actor, *, hours: int | None = 1) -> Spot:
    """A summary lies at the item, and the council met so many hours ago; None: it did not yet."""
    await made.hear_at_once(db, actor)
    spot = await made.make_spot(db, actor)
    _, summary = await made.heard(db, actor, spot.document_id)
    await agenda.attach(db, actor, spot.item_id, summary.id)
    if hours is not None:
        await made.meet(db, actor, spot, hours=hours)
    return spot


async def ruling(db: AsyncSession, outcome: str = "aangenomen", **given: object) -> Ruling:
    """Of today."""
    today = local_day(await council.now(db))
    return Ruling(**{"outcome": outcome, "decided_on": today, "text": TEXT, **given})


async def decide(db: AsyncSession, actor: Actor, spot: Spot, outcome: str = "aangenomen") -> None:
    await actions.decide(db, actor, spot.item_id, await ruling(db, outcome), seen=0)
