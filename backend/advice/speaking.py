# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Members talk it over, think otherwise, and pass on what their body thinks.

Who is a member and whether the term runs is decided by the database, in the same breath as it
stores what was said.
"""

from uuid import UUID

from msgspec import Struct
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from backend.advice import logged
from backend.advice.refusals import named, overtaken, too_late, was_first
from backend.advice.tables import (
    ReviewDissent,
    ReviewRemark,
    ReviewRemarkWithdrawal,
    ReviewVerdict,
)
from backend.audit.actions import Actor, note
from backend.database import Table
from backend.errors import Flaw, Invalid, NotHere
from backend.web.languages import gettext
from surveys.reasons import letters, too_short
from surveys.review import Verdict, remark_flaw


async def _say(db: AsyncSession, row: Table) -> None:
    try:
        async with db.begin_nested():
            db.add(row)
    except IntegrityError as error:
        raise (overtaken() if was_first(error) else too_late()) from error


def _empty(where: str, what: str) -> Invalid:
    return Invalid(gettext("Nog niet alles is goed ingevuld."), "", [Flaw(where, what)])


async def remark(db: AsyncSession, actor: Actor, request_id: UUID, text: str) -> None:
    """Something for the other members to read. It is not printed."""
    if not letters(text):
        raise _empty("text", gettext("Schrijf eerst iets op."))
    row = ReviewRemark(request_id=request_id, text=text, made_by=named(actor))
    await _say(db, row)
    note(db, actor, "opmerken", "vraag aan adviesraad", request_id)


async def take_back(db: AsyncSession, actor: Actor, request_id: UUID, remark_id: UUID) -> None:
    """One's own remark; that something stood there stays to be seen. Twice is no trouble."""
    found = await db.scalars(
        select(ReviewRemark).where(
            ReviewRemark.id == remark_id,
            ReviewRemark.request_id == request_id,
            ReviewRemark.made_by == actor.id,
        )
    )
    if found.first() is None:
        raise NotHere(
            gettext("Deze opmerking is niet van u."), gettext("U kunt alleen uw eigen intrekken.")
        )
    if await db.get(ReviewRemarkWithdrawal, remark_id) is not None:
        return
    await _say(db, ReviewRemarkWithdrawal(remark_id=remark_id, made_by=named(actor)))
    note(db, actor, "opmerking intrekken", "vraag aan adviesraad", request_id)


async def dissent(
    db: AsyncSession, actor: Actor, request_id: UUID, text: str, *, named_: bool
) -> None:
    """What this member thinks otherwise, in place of what was said before; empty takes it back."""
    if text and too_short(text):
        raise _empty("dissent", gettext("Schrijf ten minste tien letters, of laat het leeg."))
    last = await db.scalars(
        select(func.max(ReviewDissent.number)).where(
            ReviewDissent.request_id == request_id, ReviewDissent.made_by == actor.id
        )
    )
    number = (last.one() or 0) + 1
    if number == 1 and not text:
        raise _empty("dissent", gettext("Schrijf op wat u anders vindt."))
    row = ReviewDissent(
        request_id=request_id, number=number, named=named_, text=text, made_by=named(actor)
    )
    await _say(db, row)
    # Who wants no name printed is not named to whoever reads the trail either.
    who = actor if named_ else Actor(None, "een lid", actor.role, "-")
    note(db, who, "anders denken", "vraag aan adviesraad", request_id, ingetrokken=not text)


class Judged(Struct, frozen=True):
    """`after` is the number of the verdict that this member saw, nought when there was none."""

    verdict: Verdict
    remark: str
    after: int


async def judge(db: AsyncSession, actor: Actor, request_id: UUID, said: Judged) -> None:
    """What the body thinks. `Conflict` when another member was first: nothing is overwritten."""
    if remark_flaw(said.verdict, said.remark):
        raise _empty("remark", gettext("Schrijf op wat u ervan vindt (ten minste tien letters)."))
    row = ReviewVerdict(
        request_id=request_id,
        number=said.after + 1,
        verdict=said.verdict,
        remark="" if said.verdict is Verdict.AGREES else said.remark,
        made_by=named(actor),
    )
    await _say(db, row)
    await logged.judged(db, row)
    note(db, actor, "oordelen", "vraag aan adviesraad", request_id, oordeel=str(said.verdict))
