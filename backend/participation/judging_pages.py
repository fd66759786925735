# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""What is to be judged, and the two people whom it takes to set something aside."""

import re
from collections.abc import Awaitable, Callable
from typing import Final
from uuid import UUID

from litestar import get, post
from litestar.params import FromPath
from litestar.response import Redirect, Template
from sqlalchemy.ext.asyncio import AsyncSession

from backend.accounts.guards import SignedIn, Staff
from backend.audit.actions import Actor
from backend.consultations import queries as consultations
from backend.consultations.queries import Shown
from backend.errors import Conflict, Flaw, Invalid, Trouble
from backend.participation import judging, judging_queries, wording
from backend.participation.judging_queries import Waiting
from backend.web.forms import Posted, Reader, posted
from backend.web.kinds import Db, Req
from backend.web.languages import gettext
from backend.web.pages import page

COUNT, PROPOSE = "meetellen", "voorstellen"
TICKED: Final = ("inzending", "voorstel", "eigen")
Decision = Callable[[AsyncSession, Actor, Shown, UUID], Awaitable[None]]
DECISIONS: Final[dict[str, Decision]] = {
    "bevestigen": judging.confirm,
    "afwijzen": judging.reject,
    "terugnemen": judging.take_back,
}
_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


async def _shown(db: AsyncSession, consultation_id: UUID) -> Shown:
    return await consultations.shown(db, await consultations.get(db, consultation_id))


async def held(db: AsyncSession, shown: Shown) -> Shown:
    """Nothing is counted until the transaction ends; `Conflict` when it was."""
    hold = consultations.hold_for_paper if shown.takes_paper else consultations.hold
    return await hold(db, shown.id)


async def _page(
    db: AsyncSession,
    staff: Staff,
    shown: Shown,
    *,
    refusal: Trouble | None = None,
    given: Posted | None = None,
) -> Template:
    """The list; with what was filled in, after a refusal."""
    found = await judging_queries.waiting(db, shown.id)
    invalid = isinstance(refusal, Invalid)
    me = staff.account.id

    def part(*, proposed: bool, own: bool = False) -> list[Waiting]:
        some = [one for one in found if (one.proposal is not None) is proposed]
        return [one for one in some if not one.proposal or (one.proposal.by == me) is own]

    return page(
        "desk_judging.html",
        status=200 if refusal is None else 422 if invalid else refusal.status,
        flagged=part(proposed=False),
        by_others=part(proposed=True),
        by_me=part(proposed=True, own=True),
        number=await judging_queries.number(db, shown.id),
        shown_number=len(found),
        alone=await judging_queries.griffiers(db) < len(("who proposes", "who confirms")),
        may=staff.account.role == "griffie" and (shown.is_open or shown.takes_paper),
        channels=wording.channels(),
        signs=wording.signs(),
        reasons=wording.reasons(),
        choices=list(wording.reasons_now(shown).items()),
        ticked=[each for field in TICKED for each in (given or {}).get(field, ())],
        given={key: values[0] for key, values in (given or {}).items()},
        problems={flaw.where: flaw.what for flaw in refusal.flaws} if refusal else {},
        trouble=None if invalid else refusal,
        account=staff.account,
        csrf=staff.csrf,
        consultation=shown,
        section="griffie-raadplegingen",
    )


@get("/griffie/raadplegingen/{consultation_id:uuid}/te-beoordelen", include_in_schema=False)
async def to_judge(consultation_id: FromPath[UUID], staff: SignedIn, db: Db) -> Template:
    return await _page(db, staff, await _shown(db, consultation_id))


def _still(fields: Posted, field: str, options: set[UUID]) -> None:
    """`Conflict` when something was ticked that waits no longer."""
    waiting = {str(one) for one in options}
    if any(_ID.fullmatch(one) and one not in waiting for one in fields.get(field, ())):
        raise Conflict(
            gettext("Hierover hoeft niemand meer te beslissen."),
            gettext(
                "Een collega was u voor, of de inwoner trok de reactie in. Er is nu niets"
                " veranderd. Hieronder ziet u hoe het is."
            ),
        )


def _ticked(reader: Reader, field: str, options: set[UUID]) -> list[UUID]:
    """Those that were ticked, of those that wait."""
    found = reader.many(field, {str(one) for one in options})
    if not found:
        reader.flaws.append(Flaw(field, gettext("Kies ten minste één inzending.")))
    return [UUID(one) for one in dict.fromkeys(found)] if not reader.flaws else []


async def _judge(db: AsyncSession, staff: Staff, shown: Shown, fields: Posted) -> None:
    reader = Reader(fields)
    do = reader.choice("naar", (COUNT, PROPOSE)) or PROPOSE
    proposes = do == PROPOSE
    waiting = await judging_queries.waiting(db, shown.id)
    options = {one.response_id for one in waiting}
    _still(fields, "inzending", options)
    chosen = _ticked(reader, "inzending", options)
    why = gettext("Kies een reden.") if proposes else ""
    reason = reader.choice("reden", wording.reasons_now(shown), required=why)
    why = gettext("Schrijf op waarom.") if proposes else ""
    explanation = reader.text("toelichting", required=why, limit=500, shortest=10 * proposes)
    reader.done()
    here = await held(db, shown)
    async with db.begin_nested():  # all of them or none
        for one in chosen:
            if proposes:
                what = {"reason": reason, "explanation": explanation}
                await judging.propose(db, staff.actor, here, one, **what)
            else:
                await judging.let_count(db, staff.actor, here, one)


@post(
    "/griffie/raadplegingen/{consultation_id:uuid}/te-beoordelen",
    status_code=303,
    include_in_schema=False,
)
async def judge(
    request: Req, consultation_id: FromPath[UUID], staff: SignedIn, db: Db
) -> Template | Redirect:
    fields = await posted(request)
    shown = await _shown(db, consultation_id)
    try:
        await _judge(db, staff, shown, fields)
    except (Invalid, Conflict) as refusal:
        return await _page(db, staff, shown, refusal=refusal, given=fields)
    return Redirect(f"/griffie/raadplegingen/{consultation_id}/te-beoordelen", status_code=303)


async def _decide(db: AsyncSession, staff: Staff, shown: Shown, fields: Posted) -> None:
    reader = Reader(fields)
    do = reader.choice("naar", DECISIONS, required=gettext("Kies een van de mogelijkheden."))
    waiting = await judging_queries.waiting(db, shown.id)
    field = "eigen" if do == "terugnemen" else "voorstel"
    options = {one.proposal.id for one in waiting if one.proposal}
    _still(fields, field, options)
    chosen = _ticked(reader, field, options)
    reader.done()
    here = await held(db, shown)
    async with db.begin_nested():  # all of them or none
        for one in chosen:
            await DECISIONS[do](db, staff.actor, here, one)


@post(
    "/griffie/raadplegingen/{consultation_id:uuid}/te-beoordelen/voorstellen",
    status_code=303,
    include_in_schema=False,
)
async def decide(
    request: Req, consultation_id: FromPath[UUID], staff: SignedIn, db: Db
) -> Template | Redirect:
    fields = await posted(request)
    shown = await _shown(db, consultation_id)
    try:
        await _decide(db, staff, shown, fields)
    except (Invalid, Conflict) as refusal:
        return await _page(db, staff, shown, refusal=refusal, given=fields)
    return Redirect(f"/griffie/raadplegingen/{consultation_id}/te-beoordelen", status_code=303)


HANDLERS = (to_judge, judge, decide)
