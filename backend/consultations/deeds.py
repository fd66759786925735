# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""The page on which the griffie decides something about a consultation, as it is now."""

import datetime as dt
from collections.abc import Awaitable, Callable
from uuid import UUID

from litestar.response import Redirect, Template
from msgspec import Struct
from sqlalchemy.ext.asyncio import AsyncSession

from backend.accounts.guards import Staff
from backend.audit.actions import Actor
from backend.consultations import course_queries, queries
from backend.consultations.course_words import Deed, refusal
from backend.consultations.question_list import anchor
from backend.consultations.remarks import checked
from backend.council import queries as council
from backend.council.planning import local_day
from backend.errors import Conflict, Invalid, Trouble
from backend.web.forms import Posted, Reader, posted
from backend.web.kinds import Req
from backend.web.pages import page, refused
from surveys.schedule import Doubt

_TEMPLATES = {
    Deed.OPEN: "consultation_open.html",
    Deed.EXTEND: "consultation_extend.html",
    Deed.CANCEL: "consultation_cancel.html",
    Deed.TAKE_BACK: "consultation_take_back.html",
    Deed.REDRAFT: "consultation_again.html",
    Deed.FINISH_PAPER: "consultation_finish.html",
}


class Asked(Struct, frozen=True):
    """What somebody wants to do, in which consultation; `given` is what was typed by field."""

    staff: Staff
    consultation_id: UUID
    deed: Deed
    given: dict[str, str] = {}


class Warned(Struct, frozen=True):
    """The last day that was asked for may be, but somebody should read this first."""

    day: dt.date
    doubts: tuple[Doubt, ...]


def desk(consultation_id: UUID) -> str:
    return f"/griffie/raadplegingen/{consultation_id}"


def given(fields: Posted) -> dict[str, str]:
    return {name: values[0] for name, values in fields.items() if values}


async def deed_page(
    db: AsyncSession, asked: Asked, trouble: Trouble | None = None, *, warned: Warned | None = None
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
        "plan": plan,
        "on_agenda": any(
            place.main and not place.meeting.cancelled
            for place in await council.places(db, shown.document_id)
        ),
        "today": local_day(shown.now),
        "checks": checked(shown.questionnaire, ratings_only_reason=row.ratings_only_reason),
        "anchor": anchor,
        "warned": warned,
        "conflict": trouble if isinstance(trouble, Conflict) else None,
        "section": "griffie-raadplegingen",
    }
    typed = {"closes_on": "", "reason": "", **asked.given}
    name = _TEMPLATES[asked.deed]
    if isinstance(trouble, Invalid) and not barred:
        return refused(name, trouble, typed, **context)
    status = 409 if barred or trouble else 422 if warned else 200
    return page(name, status=status, problems={}, given=typed, **context)


async def do(
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
        return await deed_page(db, asked, conflict)
    return Redirect(desk(asked.consultation_id), status_code=303)
