# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""The pages on which the griffie opens, extends, cancels, takes back and rounds off. Each first
says what will happen; whoever is second reads who was first and keeps what was typed."""

import contextlib
import datetime as dt
from uuid import UUID

from litestar import get, post
from litestar.params import FromPath
from litestar.response import Redirect, Template
from sqlalchemy.ext.asyncio import AsyncSession

from backend.accounts.guards import SignedIn
from backend.consultations import actions, course, course_queries, queries
from backend.consultations.course_words import Deed
from backend.consultations.deeds import Asked, Warned, deed_page, desk, do, given
from backend.council.planning import local_day
from backend.errors import Conflict, Invalid
from backend.web.forms import Reader, posted
from backend.web.kinds import Db, Req
from backend.web.languages import gettext
from backend.web.pages import ZONE
from surveys.lifecycle import extending_fault
from surveys.schedule import Plan, doubts, end_of

LONGEST = 1000


@get("/griffie/raadplegingen/{consultation_id:uuid}/openen")
async def confirm_open(consultation_id: FromPath[UUID], db: Db, staff: SignedIn) -> Template:
    shown = await queries.shown(db, await queries.get(db, consultation_id))
    plan = await course_queries.planned(db, shown.document_id, shown.rules)
    usual = {"closes_on": plan.closes.isoformat()} if plan else {}
    return await deed_page(db, Asked(staff, consultation_id, Deed.OPEN, usual))


def _warned(plan: Plan | None, today: dt.date, day: dt.date, minimum: int) -> Warned | None:
    """None where nothing speaks against that day, and where it cannot be at all."""
    if plan and plan.in_vain(day):
        return None
    found = doubts(plan, today, day, minimum=minimum)
    return Warned(day, found) if found else None


async def _opening_doubts(
    db: AsyncSession, consultation_id: UUID, day: dt.date, seen: str
) -> Warned | None:
    """What to read before opening until this day, for whoever did not read it yet (`seen`)."""
    shown = await queries.shown(db, await queries.get(db, consultation_id))
    plan = await course_queries.planned(db, shown.document_id, shown.rules)
    today = local_day(shown.now)
    if seen == day.isoformat() or day < today:
        return None
    return _warned(plan, today, day, shown.rules.minimum_days)


@post("/griffie/raadplegingen/{consultation_id:uuid}/openen", status_code=303)
async def open_(
    consultation_id: FromPath[UUID], request: Req, db: Db, staff: SignedIn
) -> Redirect | Template:
    """`seen` is the day of which somebody read what speaks against it."""
    fields = await posted(request)
    asked = Asked(staff, consultation_id, Deed.OPEN, given(fields))
    reader = Reader(fields)
    revision = reader.integer("revision", 1, 2**31)
    day = reader.day("closes_on", required=gettext("Kies de dag waarop de raadpleging sluit."))
    seen = reader.text("seen", limit=10)
    try:
        reader.done()
        if warned := await _opening_doubts(db, consultation_id, day, seen):
            return await deed_page(db, asked, warned=warned)
        async with db.begin_nested():
            await actions.open_(db, staff.actor, consultation_id, revision, end_of(day, ZONE))
    except (Invalid, Conflict) as trouble:
        return await deed_page(db, asked, trouble)
    return Redirect(desk(consultation_id), status_code=303)


@get("/griffie/raadplegingen/{consultation_id:uuid}/verlengen")
async def confirm_extend(
    consultation_id: FromPath[UUID], request: Req, db: Db, staff: SignedIn
) -> Template:
    """`?tot=` fills in a day; what is no day is left out."""
    filled: dict[str, str] = {}
    with contextlib.suppress(ValueError):
        day = dt.date.fromisoformat(request.query_params.get("tot", ""))
        filled["closes_on"] = day.isoformat()
    return await deed_page(db, Asked(staff, consultation_id, Deed.EXTEND, filled))


async def _extending_doubts(
    db: AsyncSession, consultation_id: UUID, day: dt.date, seen: str
) -> Warned | None:
    """As for opening; nothing when it cannot be extended to that day at all."""
    shown = await queries.shown(db, await queries.get(db, consultation_id))
    plan = await course_queries.planned(db, shown.document_id, shown.rules)
    if seen == day.isoformat() or shown.closes_at is None or not shown.is_open:
        return None
    today = local_day(shown.now)
    if extending_fault(local_day(shown.closes_at), day, today):
        return None
    # Longer is never too short: of that somebody read when it opened.
    return _warned(plan, today, day, 0)


@post("/griffie/raadplegingen/{consultation_id:uuid}/verlengen", status_code=303)
async def extend(
    consultation_id: FromPath[UUID], request: Req, db: Db, staff: SignedIn
) -> Redirect | Template:
    """`seen` is the day of which somebody read that the papers will have left."""
    fields = await posted(request)
    asked = Asked(staff, consultation_id, Deed.EXTEND, given(fields))
    reader = Reader(fields)
    revision = reader.integer("revision", 1, 2**31)
    day = reader.day("closes_on", required=gettext("Kies de nieuwe laatste dag."))
    reason = reader.text("reason", limit=LONGEST)
    seen = reader.text("seen", limit=10)
    try:
        reader.done()
        if warned := await _extending_doubts(db, consultation_id, day, seen):
            return await deed_page(db, asked, warned=warned)
        async with db.begin_nested():
            await course.extend(
                db, staff.actor, consultation_id, revision, course.Longer(day, reason)
            )
    except (Invalid, Conflict) as trouble:
        return await deed_page(db, asked, trouble)
    return Redirect(desk(consultation_id), status_code=303)


@get("/griffie/raadplegingen/{consultation_id:uuid}/afgelasten")
async def confirm_cancel(consultation_id: FromPath[UUID], db: Db, staff: SignedIn) -> Template:
    return await deed_page(db, Asked(staff, consultation_id, Deed.CANCEL))


@post("/griffie/raadplegingen/{consultation_id:uuid}/afgelasten", status_code=303)
async def cancel(
    consultation_id: FromPath[UUID], request: Req, db: Db, staff: SignedIn
) -> Redirect | Template:
    fields = await posted(request)
    asked = Asked(staff, consultation_id, Deed.CANCEL, given(fields))
    reader = Reader(fields)
    revision = reader.integer("revision", 1, 2**31)
    reason = reader.text("reason", limit=LONGEST)
    try:
        reader.done()
        async with db.begin_nested():
            await course.cancel(db, staff.actor, consultation_id, revision, reason)
    except (Invalid, Conflict) as trouble:
        return await deed_page(db, asked, trouble)
    return Redirect(desk(consultation_id), status_code=303)


@get("/griffie/raadplegingen/{consultation_id:uuid}/terugdraaien")
async def confirm_take_back(consultation_id: FromPath[UUID], db: Db, staff: SignedIn) -> Template:
    return await deed_page(db, Asked(staff, consultation_id, Deed.TAKE_BACK))


@post("/griffie/raadplegingen/{consultation_id:uuid}/terugdraaien", status_code=303)
async def take_back(
    consultation_id: FromPath[UUID], request: Req, db: Db, staff: SignedIn
) -> Redirect | Template:
    asked = Asked(staff, consultation_id, Deed.TAKE_BACK)
    return await do(request, db, asked, course.take_back)


@get("/griffie/raadplegingen/{consultation_id:uuid}/afronden")
async def confirm_finish(consultation_id: FromPath[UUID], db: Db, staff: SignedIn) -> Template:
    return await deed_page(db, Asked(staff, consultation_id, Deed.FINISH_PAPER))


@post("/griffie/raadplegingen/{consultation_id:uuid}/afronden", status_code=303)
async def finish(
    consultation_id: FromPath[UUID], request: Req, db: Db, staff: SignedIn
) -> Redirect | Template:
    asked = Asked(staff, consultation_id, Deed.FINISH_PAPER)
    return await do(request, db, asked, course.finish_paper)


@get("/griffie/raadplegingen/{consultation_id:uuid}/opnieuw")
async def confirm_redraft(consultation_id: FromPath[UUID], db: Db, staff: SignedIn) -> Template:
    return await deed_page(db, Asked(staff, consultation_id, Deed.REDRAFT))


@post("/griffie/raadplegingen/{consultation_id:uuid}/opnieuw", status_code=303)
async def redraft(
    consultation_id: FromPath[UUID], request: Req, db: Db, staff: SignedIn
) -> Redirect | Template:
    fields = await posted(request)
    asked = Asked(staff, consultation_id, Deed.REDRAFT, given(fields))
    reader = Reader(fields)
    revision = reader.integer("revision", 1, 2**31)
    reason = reader.text("reason", limit=LONGEST)
    try:
        reader.done()
        async with db.begin_nested():
            new = await course.redraft(db, staff.actor, consultation_id, revision, reason)
    except (Invalid, Conflict) as trouble:
        return await deed_page(db, asked, trouble)
    return Redirect(desk(new), status_code=303)


HANDLERS = (
    confirm_open,
    open_,
    confirm_extend,
    extend,
    confirm_cancel,
    cancel,
    confirm_take_back,
    take_back,
    confirm_finish,
    finish,
    confirm_redraft,
    redraft,
)
