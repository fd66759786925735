# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""A member of an advisory council reads, talks it over, and says what the council thinks."""

from typing import Any
from uuid import UUID

from litestar import get, post
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect, Template
from sqlalchemy.ext.asyncio import AsyncSession

from backend.accounts.guards import SignedIn, Staff
from backend.advice import queries, reading, speaking, talk
from backend.advice.queries import Asked
from backend.advice.speaking import Judged
from backend.consultations import queries as consultations
from backend.errors import Conflict, Invalid, Trouble
from backend.results import queries as results
from backend.results.content import decode
from backend.results.pages import body, town
from backend.web.forms import Posted, Reader, posted
from backend.web.kinds import Db, Req
from backend.web.languages import gettext
from backend.web.pages import again, page
from surveys.review import Verdict
from surveys.reviewed import Section, blocks
from surveys.text import UNPRINTABLE, clean

LONGEST = 5000
LONGEST_SEARCH = 200


def _frame(staff: Staff) -> dict[str, Any]:
    return {"account": staff.account, "csrf": staff.csrf, "section": "adviesraad"}


@get("/adviesraad", include_in_schema=False)
async def todo(db: Db, staff: SignedIn) -> Template:
    asked = await queries.of_member(db, staff.account.id)
    told = [(each, blocks(_own(each))[0].short) for each in asked]
    seats = await talk.seats(db, staff.account.id)
    return page("reviews.html", asked=told, seats=seats, **_frame(staff))


def _own(asked: Asked) -> Section:
    """Not what other bodies said about the same summary."""
    return Section(asked.summary.number, (asked.review,))


async def _context(db: AsyncSession, request: Req, staff: Staff, asked: Asked) -> dict[str, Any]:
    summary = asked.summary
    content = (
        decode(summary.content)
        if summary.content is not None
        else await results.content(db, summary, town(request))
    )
    shown = await consultations.shown(db, await consultations.get(db, asked.consultation_id))
    mine = [each for each in asked.dissents if each.made_by == staff.account.id and each.text]
    return {
        **_frame(staff),
        "asked": asked,
        "block": blocks(_own(asked))[0],
        "body": body(request, content, _own(asked)),
        "remarks": await talk.remarks(db, asked.row.id),
        "members": await talk.members(db, asked.row.body_id),
        "mine": mine[0] if mine else None,
        "after": asked.given.row.number if asked.given else 0,
        "advices": sum(pile.number for pile in await reading.piles(db, shown)),
    }


async def _page(
    db: AsyncSession,
    request: Req,
    request_id: UUID,
    refusal: Trouble | None = None,
    fields: Posted | None = None,
) -> Template:
    staff: Staff = request.state.staff  # whom the guard let in
    asked = await queries.for_member(db, staff.account.id, request_id)
    return page(
        "review.html",
        **again(refusal, fields),
        **await _context(db, request, staff, asked),
    )


@get("/adviesraad/{request_id:uuid}", include_in_schema=False)
async def review(request_id: FromPath[UUID], request: Req, db: Db) -> Template:
    return await _page(db, request, request_id)


@get("/adviesraad/{request_id:uuid}/adviezen", include_in_schema=False)
async def advices(
    request_id: FromPath[UUID],
    db: Db,
    staff: SignedIn,
    *,
    vraag: FromQuery[str] = "",
    zoek: FromQuery[str] = "",
    pagina: FromQuery[int] = 1,
) -> Template:
    asked = await queries.for_member(db, staff.account.id, request_id)
    shown = await consultations.shown(db, await consultations.get(db, asked.consultation_id))
    piles = await reading.piles(db, shown)
    chosen = next((pile for pile in piles if pile.field == vraag), piles[0] if piles else None)
    words = " ".join(clean(UNPRINTABLE.sub(" ", zoek)).split())[:LONGEST_SEARCH]
    field, number = chosen.field if chosen else "", min(max(pagina, 1), 1_000_000)
    return page(
        "review_advices.html",
        asked=asked,
        piles=piles,
        chosen=chosen,
        points=dict(shown.points),
        words=words,
        read=await reading.texts(db, shown.id, field, words, number),
        first=reading.PER_PAGE,
        **_frame(staff),
    )


def _back(request_id: UUID, place: str) -> Redirect:
    return Redirect(f"/adviesraad/{request_id}#{place}", status_code=303)


@post("/adviesraad/{request_id:uuid}/oordeel", status_code=303, include_in_schema=False)
async def judge(
    request_id: FromPath[UUID], request: Req, db: Db, staff: SignedIn
) -> Redirect | Template:
    await queries.for_member(db, staff.account.id, request_id)
    fields = await posted(request)
    reader = Reader(fields)
    after = reader.integer("after", 0, 10_000)
    verdict = reader.choice(
        "verdict", tuple(Verdict), required=gettext("Kies wat uw adviesraad vindt.")
    )
    text = reader.text("remark", limit=LONGEST)
    try:
        reader.done()
        said = Judged(Verdict(verdict), text, after)
        await speaking.judge(db, staff.actor, request_id, said)
    except (Invalid, Conflict) as refusal:
        return await _page(db, request, request_id, refusal, fields)
    return _back(request_id, "oordeel")


@post("/adviesraad/{request_id:uuid}/anders", status_code=303, include_in_schema=False)
async def dissent(
    request_id: FromPath[UUID], request: Req, db: Db, staff: SignedIn
) -> Redirect | Template:
    await queries.for_member(db, staff.account.id, request_id)
    fields = await posted(request)
    reader = Reader(fields)
    text = reader.text("dissent", limit=LONGEST)
    named = reader.choice(
        "named", ("ja", "nee"), required=gettext("Kies of uw naam erbij mag staan.")
    )
    try:
        reader.done()
        await speaking.dissent(db, staff.actor, request_id, text, named_=named == "ja")
    except (Invalid, Conflict) as refusal:
        return await _page(db, request, request_id, refusal, fields)
    return _back(request_id, "anders")


@post("/adviesraad/{request_id:uuid}/overleg", status_code=303, include_in_schema=False)
async def remark(
    request_id: FromPath[UUID], request: Req, db: Db, staff: SignedIn
) -> Redirect | Template:
    await queries.for_member(db, staff.account.id, request_id)
    fields = await posted(request)
    reader = Reader(fields)
    text = reader.text("text", limit=LONGEST)
    try:
        reader.done()
        await speaking.remark(db, staff.actor, request_id, text)
    except (Invalid, Conflict) as refusal:
        return await _page(db, request, request_id, refusal, fields)
    return _back(request_id, "overleg")


@post("/adviesraad/{request_id:uuid}/overleg/intrekken", status_code=303, include_in_schema=False)
async def take_back(
    request_id: FromPath[UUID], request: Req, db: Db, staff: SignedIn
) -> Redirect | Template:
    await queries.for_member(db, staff.account.id, request_id)
    fields = await posted(request)
    reader = Reader(fields)
    said = reader.identity("remark_id", required=gettext("Kies een opmerking."))
    try:
        reader.done()
        await speaking.take_back(db, staff.actor, request_id, said)
    except (Invalid, Conflict) as refusal:
        return await _page(db, request, request_id, refusal, fields)
    return _back(request_id, "overleg")


HANDLERS = (todo, review, advices, judge, dissent, remark, take_back)
