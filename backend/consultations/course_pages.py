# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""The pages on which the griffie extends, cancels, takes back and rounds off. Each first says what
will happen; whoever is second reads who was first and keeps what was typed."""

import datetime as dt
from collections.abc import Awaitable, Callable
from uuid import UUID

from litestar import get, post
from litestar.params import FromPath
from litestar.response import Redirect, Template
from msgspec import Struct
from sqlalchemy.ext.asyncio import AsyncSession

from backend.accounts.guards import SignedIn, Staff
from backend.audit.actions import Actor
from backend.consultations import course, course_queries, queries
from backend.consultations.course_words import Deed, refusal
from backend.council.planning import local_day
from backend.errors import Conflict, Invalid, Trouble
from backend.web.forms import Posted, Reader, posted
from backend.web.kinds import Db, Req
from backend.web.languages import gettext
from backend.web.pages import page, refused
from surveys.lifecycle import extending_fault

LONGEST = 1000
_TEMPLATES = {
    Deed.EXTEND: "consultation_extend.html",
    Deed.CANCEL: "consultation_cancel.html",
    Deed.TAKE_BACK: "consultation_take_back.html",
    Deed.FINISH_PAPER: "consultation_finish.html",
}


class Asked(Struct, frozen=True):
    """What somebody wants to do, in which consultation; `given` is what was typed by field."""

    staff: Staff
    consultation_id: UUID
    deed: Deed
    given: dict[str, str] = {}


def _desk(consultation_id: UUID) -> str:
    return f"/griffie/raadplegingen/{consultation_id}"


def _given(fields: Posted) -> dict[str, str]:
    return {name: values[0] for name, values in fields.items() if values}


async def _page(
    db: AsyncSession, asked: Asked, trouble: Trouble | None = None, *, warned: dt.date | None = None
) -> Template:
    """As it is now: what will happen, or why this cannot be; with what was typed."""
    row = await queries.get(db, asked.consultation_id)
    await db.refresh(row)
    shown = await queries.shown(db, row)
    barred = refusal(asked.deed, shown)
    plan = await course_queries.planned(db, shown.document_id, shown.rules)
    context: dict[str, object] = {
        "account": asked.staff.account,
        "csrf": asked.staff.csrf,
        "row": row,
        "consultation": shown,
        "barred": barred,
        "entries": await course_queries.entries(db, row.id),
        "papers": plan.closes if plan else None,
        "warned": warned,
        "conflict": None if barred or not isinstance(trouble, Conflict) else trouble,
        "section": "griffie-raadplegingen",
    }
    given = {"closes_on": "", "reason": "", **asked.given}
    name = _TEMPLATES[asked.deed]
    if isinstance(trouble, Invalid) and not barred:
        return refused(name, trouble, given, **context)
    status = 409 if barred or trouble else 422 if warned else 200
    return page(name, status=status, problems={}, given=given, **context)


@get("/griffie/raadplegingen/{consultation_id:uuid}/verlengen")
async def confirm_extend(consultation_id: FromPath[UUID], db: Db, staff: SignedIn) -> Template:
    return await _page(db, Asked(staff, consultation_id, Deed.EXTEND))


async def _beyond_the_papers(db: AsyncSession, consultation_id: UUID, day: dt.date) -> bool:
    """Whether to ask once more: a good day, but the papers will have left by then."""
    shown = await queries.shown(db, await queries.get(db, consultation_id))
    plan = await course_queries.planned(db, shown.document_id, shown.rules)
    if plan is None or shown.closes_at is None or not shown.is_open:
        return False
    fault = extending_fault(local_day(shown.closes_at), day, local_day(shown.now))
    return fault is None and day > plan.closes and not plan.in_vain(day)


@post("/griffie/raadplegingen/{consultation_id:uuid}/verlengen", status_code=303)
async def extend(
    consultation_id: FromPath[UUID], request: Req, db: Db, staff: SignedIn
) -> Redirect | Template:
    """`seen` is the day of which somebody read that the papers will have left."""
    fields = await posted(request)
    asked = Asked(staff, consultation_id, Deed.EXTEND, _given(fields))
    reader = Reader(fields)
    revision = reader.integer("revision", 1, 2**31)
    day = reader.day("closes_on", required=gettext("Kies de nieuwe laatste dag."))
    reason = reader.text("reason", limit=LONGEST)
    seen = reader.text("seen", limit=10)
    try:
        reader.done()
        late = seen != day.isoformat() and await _beyond_the_papers(db, consultation_id, day)
        if late:
            return await _page(db, asked, warned=day)
        async with db.begin_nested():
            await course.extend(
                db, staff.actor, consultation_id, revision, course.Longer(day, reason)
            )
    except (Invalid, Conflict) as trouble:
        return await _page(db, asked, trouble)
    return Redirect(_desk(consultation_id), status_code=303)


@get("/griffie/raadplegingen/{consultation_id:uuid}/afgelasten")
async def confirm_cancel(consultation_id: FromPath[UUID], db: Db, staff: SignedIn) -> Template:
    return await _page(db, Asked(staff, consultation_id, Deed.CANCEL))


@post("/griffie/raadplegingen/{consultation_id:uuid}/afgelasten", status_code=303)
async def cancel(
    consultation_id: FromPath[UUID], request: Req, db: Db, staff: SignedIn
) -> Redirect | Template:
    fields = await posted(request)
    asked = Asked(staff, consultation_id, Deed.CANCEL, _given(fields))
    reader = Reader(fields)
    revision = reader.integer("revision", 1, 2**31)
    reason = reader.text("reason", limit=LONGEST)
    try:
        reader.done()
        async with db.begin_nested():
            await course.cancel(db, staff.actor, consultation_id, revision, reason)
    except (Invalid, Conflict) as trouble:
        return await _page(db, asked, trouble)
    return Redirect(_desk(consultation_id), status_code=303)


async def _do(
    request: Req,
    db: AsyncSession,
    asked: Asked,
    action: Callable[[AsyncSession, Actor, UUID, int], Awaitable[None]],
) -> Redirect | Template:
    """A deed of which nothing is typed."""
    reader = Reader(await posted(request))
    revision = reader.integer("revision", 1, 2**31)
    reader.done()
    try:
        async with db.begin_nested():
            await action(db, asked.staff.actor, asked.consultation_id, revision)
    except Conflict as conflict:
        return await _page(db, asked, conflict)
    return Redirect(_desk(asked.consultation_id), status_code=303)


@get("/griffie/raadplegingen/{consultation_id:uuid}/terugdraaien")
async def confirm_take_back(consultation_id: FromPath[UUID], db: Db, staff: SignedIn) -> Template:
    return await _page(db, Asked(staff, consultation_id, Deed.TAKE_BACK))


@post("/griffie/raadplegingen/{consultation_id:uuid}/terugdraaien", status_code=303)
async def take_back(
    consultation_id: FromPath[UUID], request: Req, db: Db, staff: SignedIn
) -> Redirect | Template:
    asked = Asked(staff, consultation_id, Deed.TAKE_BACK)
    return await _do(request, db, asked, course.take_back)


@get("/griffie/raadplegingen/{consultation_id:uuid}/afronden")
async def confirm_finish(consultation_id: FromPath[UUID], db: Db, staff: SignedIn) -> Template:
    return await _page(db, Asked(staff, consultation_id, Deed.FINISH_PAPER))


@post("/griffie/raadplegingen/{consultation_id:uuid}/afronden", status_code=303)
async def finish(
    consultation_id: FromPath[UUID], request: Req, db: Db, staff: SignedIn
) -> Redirect | Template:
    asked = Asked(staff, consultation_id, Deed.FINISH_PAPER)
    return await _do(request, db, asked, course.finish_paper)


@post("/griffie/raadplegingen/{consultation_id:uuid}/opnieuw", status_code=303)
async def redraft(
    consultation_id: FromPath[UUID], request: Req, db: Db, staff: SignedIn
) -> Redirect:
    reader = Reader(await posted(request))
    revision = reader.integer("revision", 1, 2**31)
    reader.done()
    new = await course.redraft(db, staff.actor, consultation_id, revision)
    return Redirect(_desk(new), status_code=303)


HANDLERS = (
    confirm_extend,
    extend,
    confirm_cancel,
    cancel,
    confirm_take_back,
    take_back,
    confirm_finish,
    finish,
    redraft,
)
