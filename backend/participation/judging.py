# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""The griffie judges what has a flag: it counts, or two people set it aside (docs/decisions/0034).

Whoever calls holds the consultation, so that nothing is judged once it is counted.
"""

from uuid import UUID

from sqlalchemy import func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from backend.audit.actions import Actor, note
from backend.consultations.queries import Shown
from backend.errors import Conflict
from backend.participation import endings, queries
from backend.participation.queries import Standing
from backend.participation.tables import AsideProposal, Flag
from backend.web.languages import gettext


async def _standing(db: AsyncSession, held: Shown, response_id: UUID) -> Standing:
    now = await queries.standing(db, response_id)
    if now is None or now.consultation_id != held.id or now.fate != "stands":
        raise endings.counts_no_more()
    return now


async def _judge(db: AsyncSession, actor: Actor, response_id: UUID) -> bool:
    """Nobody has to look at it any more; whether somebody had to."""
    done = await db.scalars(
        update(Flag)
        .where(Flag.response_id == response_id, Flag.judged_at.is_(None))
        .values(judged_by=actor.id, judged_at=func.clock_timestamp())
        .returning(Flag.sign)
    )
    return bool(done.all())


async def propose(
    db: AsyncSession, actor: Actor, held: Shown, response_id: UUID, *, reason: str, explanation: str
) -> None:
    """Somebody else has to confirm it. `Conflict` when it does not count any more, or a colleague
    proposed it already."""
    now = await _standing(db, held, response_id)
    added = await db.scalars(
        insert(AsideProposal)
        .values(
            response_id=response_id, reason=reason, explanation=explanation, proposed_by=actor.id
        )
        .on_conflict_do_nothing()
        .returning(AsideProposal.id)
    )
    if added.first() is None:
        raise Conflict(
            gettext("Er is al een voorstel om deze inzending apart te leggen."),
            gettext("Het staat bij “Te beoordelen”."),
        )
    seen = await db.scalars(select(Flag.sign).where(Flag.response_id == response_id))
    if seen.first() is None:
        flag = insert(Flag).values(response_id=response_id, sign="griffie", made_by=actor.id)
        await db.execute(flag.on_conflict_do_nothing())
    what = {"reden": reason, "toelichting": explanation}
    note(db, actor, "apart leggen voorstellen", "inzending", now.content_id, **what)


async def let_count(db: AsyncSession, actor: Actor, held: Shown, response_id: UUID) -> None:
    """It is a good one. `Conflict` while there is a proposal: that is to be decided on."""
    now = await _standing(db, held, response_id)
    waits = await db.scalars(
        select(AsideProposal.id).where(
            AsideProposal.response_id == response_id, AsideProposal.outcome.is_(None)
        )
    )
    if waits.first() is not None:
        raise Conflict(
            gettext("Er is een voorstel om deze inzending apart te leggen."),
            gettext("Bevestig dat voorstel, of wijs het af."),
        )
    if await _judge(db, actor, response_id):
        note(db, actor, "laten meetellen", "inzending", now.content_id)


async def _decide(
    db: AsyncSession, actor: Actor, proposal_id: UUID, outcome: str, *, own: bool
) -> AsideProposal:
    """`own`: only who proposed it may, else only somebody else. The database holds to that too."""
    found = await db.scalars(
        select(AsideProposal)
        .where(AsideProposal.id == proposal_id, AsideProposal.outcome.is_(None))
        .with_for_update()
    )
    row = found.first()
    if row is None:
        raise Conflict(
            gettext("Over dit voorstel is al beslist."), gettext("Hieronder ziet u hoe het nu is.")
        )
    if (row.proposed_by == actor.id) is not own:
        raise Conflict(
            gettext("Over een voorstel beslissen twee mensen."),
            gettext(
                "Wie iets voorstelt, neemt het terug. Een ander bevestigt het of wijst het af."
            ),
        )
    row.outcome, row.decided_by, row.decided_at = outcome, actor.id, func.clock_timestamp()
    await db.flush()
    return row


async def confirm(db: AsyncSession, actor: Actor, held: Shown, proposal_id: UUID) -> None:
    """By a second person: it counts no more."""
    row = await _decide(db, actor, proposal_id, "confirmed", own=False)
    now = await _standing(db, held, row.response_id)
    await _judge(db, actor, row.response_id)
    await endings.set_aside(db, actor, held, row.response_id, reason=row.reason)
    what = {"reden": row.reason, "toelichting": row.explanation, "account": str(row.proposed_by)}
    note(db, actor, "apart leggen", "inzending", now.content_id, **what)


async def reject(db: AsyncSession, actor: Actor, held: Shown, proposal_id: UUID) -> None:
    """By a second person: it counts, and nobody has to look at it again."""
    row = await _decide(db, actor, proposal_id, "rejected", own=False)
    now = await _standing(db, held, row.response_id)
    await _judge(db, actor, row.response_id)
    note(db, actor, "voorstel afwijzen", "inzending", now.content_id, reden=row.reason)


async def take_back(db: AsyncSession, actor: Actor, held: Shown, proposal_id: UUID) -> None:
    """By who proposed it: it is to be judged as before."""
    row = await _decide(db, actor, proposal_id, "taken_back", own=True)
    now = await _standing(db, held, row.response_id)
    note(db, actor, "voorstel terugnemen", "inzending", now.content_id, reden=row.reason)
