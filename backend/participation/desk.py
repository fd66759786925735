# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""How many came in, when and from where, for the griffie; and proposing to set one aside."""

from uuid import UUID

from litestar import get, post
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect, Template
from sqlalchemy.ext.asyncio import AsyncSession

from backend.accounts.guards import SignedIn, Staff
from backend.consultations import queries as consultations
from backend.consultations.queries import Shown
from backend.errors import Conflict, Flaw, Invalid, Trouble
from backend.participation import (
    desk_queries,
    endings,
    judging,
    judging_pages,
    judging_queries,
    queries,
    wording,
)
from backend.web.forms import Posted, Reader, posted
from backend.web.kinds import Db, Req
from backend.web.languages import gettext
from backend.web.pages import page


async def _shown(db: AsyncSession, consultation_id: UUID) -> Shown:
    return await consultations.shown(db, await consultations.get(db, consultation_id))


def _context(staff: Staff, shown: Shown) -> dict[str, object]:
    return {
        "account": staff.account,
        "csrf": staff.csrf,
        "consultation": shown,
        "section": "griffie-raadplegingen",
    }


async def _entries(
    db: AsyncSession,
    staff: Staff,
    shown: Shown,
    *,
    number: int = 1,
    refusal: Trouble | None = None,
    given: Posted | None = None,
) -> Template:
    """The list; with the form for setting aside as it was filled in, after a refusal."""
    found = await desk_queries.lines(db, shown.id, number)
    invalid = isinstance(refusal, Invalid)
    return page(
        "desk_entries.html",
        status=200 if refusal is None else 422 if invalid else refusal.status,
        numbers=await desk_queries.numbers(db, shown.id),
        lines=found[: desk_queries.PER_PAGE],
        number=number,
        more=len(found) > desk_queries.PER_PAGE,
        channels=wording.channels(),
        reasons=wording.reasons(),
        choices=list(wording.reasons_now(shown).items()),
        to_judge=await judging_queries.number(db, shown.id),
        given={key: values[0] for key, values in (given or {}).items()},
        problems={flaw.where: flaw.what for flaw in refusal.flaws} if refusal else {},
        trouble=None if invalid else refusal,
        **_context(staff, shown),
    )


@get("/griffie/raadplegingen/{consultation_id:uuid}/inzendingen", include_in_schema=False)
async def entries(
    consultation_id: FromPath[UUID], staff: SignedIn, db: Db, pagina: FromQuery[int] = 1
) -> Template:
    shown = await _shown(db, consultation_id)
    return await _entries(db, staff, shown, number=min(max(pagina, 1), 100_000))


async def _propose(db: AsyncSession, staff: Staff, shown: Shown, fields: Posted) -> None:
    reader = Reader(fields)
    mark = reader.text(
        "kenmerk", required=gettext("Vul het kenmerk in dat in de lijst staat."), limit=40
    )
    reason = reader.choice("reden", wording.reasons_now(shown), required=gettext("Kies een reden."))
    explanation = reader.text(
        "toelichting", required=gettext("Schrijf op waarom."), limit=500, shortest=10
    )
    found = await desk_queries.by_mark(db, shown.id, mark)
    if mark and len(found) != 1:
        reader.flaws.append(Flaw("kenmerk", gettext("Dit kenmerk staat niet in de lijst.")))
    reader.done()
    held = await judging_pages.held(db, shown)
    now = await queries.standing(db, found[0].response_id)
    if now is None or now.head_id != found[0].id:
        raise endings.counts_no_more()
    what = {"reason": reason, "explanation": explanation}
    await judging.propose(db, staff.actor, held, now.response_id, **what)


@post(
    "/griffie/raadplegingen/{consultation_id:uuid}/inzendingen/apart",
    status_code=303,
    include_in_schema=False,
)
async def propose(
    request: Req, consultation_id: FromPath[UUID], staff: SignedIn, db: Db
) -> Template | Redirect:
    fields = await posted(request)
    shown = await _shown(db, consultation_id)
    try:
        await _propose(db, staff, shown, fields)
    except (Invalid, Conflict) as refusal:
        return await _entries(db, staff, shown, refusal=refusal, given=fields)
    return Redirect(f"/griffie/raadplegingen/{consultation_id}/te-beoordelen", status_code=303)


HANDLERS = (entries, propose, *judging_pages.HANDLERS)
