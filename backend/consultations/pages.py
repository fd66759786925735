# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""The griffie's desk for consultations."""

import datetime as dt
from typing import Any
from uuid import UUID

import msgspec
from litestar import get, post
from litestar.params import FromPath
from litestar.response import Redirect, Template
from sqlalchemy.ext.asyncio import AsyncSession

from backend.accounts.guards import SignedIn, Staff
from backend.consultations import (
    actions,
    course_pages,
    course_queries,
    detail_pages,
    editing,
    editor_pages,
    list_pages,
    off_agenda,
    queries,
    silence,
    theme_pages,
    themes,
)
from backend.consultations.course_words import STAGE_NAMES
from backend.consultations.question_list import anchor
from backend.consultations.remarks import checked
from backend.consultations.tables import Consultation
from backend.council import queries as council
from backend.council.planning import local_day
from backend.errors import Conflict, Flaw, Invalid
from backend.web.forms import Reader, posted
from backend.web.kinds import Db, Req
from backend.web.languages import Stored, gettext, told
from backend.web.pages import page, refused
from surveys.alphabet import in_order
from surveys.rules import Rules


async def _hoods(db: AsyncSession, row: Consultation) -> tuple[tuple[str, str], ...]:
    """What can be chosen; what was chosen from older rules stays choosable, by its name then."""
    published = [
        msgspec.convert(each.rules, Rules).neighbourhoods
        for each in await council.rules_published(db)
    ]
    every = {hood.code: hood.name for hoods in reversed(published) for hood in hoods}
    codes = {hood.code for hood in published[0]} | set(row.neighbourhoods)
    found = [(code, Stored(every.get(code, code))) for code in codes]
    return tuple(sorted(found, key=lambda hood: in_order(hood[1])))


async def _themes(db: AsyncSession, row: Consultation) -> tuple[tuple[str, str], ...]:
    """As with neighbourhoods: what was chosen before it was retired, can stay."""
    known = await themes.all_of_them(db)
    older = {key: name for key, name in known.retired.items() if key in row.themes}
    return tuple((key, told(name)) for key, name in (*known.current.items(), *older.items()))


async def _context(db: AsyncSession, staff: Staff, consultation_id: UUID) -> dict[str, Any]:
    row = await queries.get(db, consultation_id)
    await db.refresh(row)  # after a conflict the page must show what the other one made
    shown = await queries.shown(db, row)
    planned = await course_queries.planned(db, row.document_id, shown.rules)
    return {
        "account": staff.account,
        "csrf": staff.csrf,
        "consultation": shown,
        "row": row,
        "stages": STAGE_NAMES,
        "plan": planned,
        "today": local_day(shown.now),
        "places": await council.places(db, row.document_id),
        "checks": checked(shown.questionnaire, ratings_only_reason=row.ratings_only_reason),
        "anchor": anchor,
        "themes": await _themes(db, row),
        "hoods": await _hoods(db, row),
        "extended": await course_queries.extensions(db, shown),
        "entries": await course_queries.entries(db, row.id),
        "instead": await course_queries.instead(db, shown)
        if shown.cancelled_at or shown.asked_anew_at
        else None,
        "off": await off_agenda.of(db, row.id) if shown.is_open else None,
        "called_off": await off_agenda.meeting_off(db, row.document_id) if shown.is_open else None,
        "unanswered": shown.is_fixed
        and shown.asked_anew_at is None
        and not await course_queries.counted(db, row.id),
        "silence": await silence.silence(db, row.id) if shown.is_fixed else "",
        "anew": await course_queries.asked_anew(db, row.id) if shown.asked_anew_at else None,
        "section": "griffie-raadplegingen",
    }


@get("/griffie/raadplegingen")
async def consultations(db: Db, staff: SignedIn) -> Template:
    return page(
        "consultations.html",
        account=staff.account,
        csrf=staff.csrf,
        rows=await queries.all_of_them(db),
        stages=STAGE_NAMES,
        section="griffie-raadplegingen",
    )


def _given(context: dict[str, Any], **typed: object) -> dict[str, object]:
    """What the forms of the desk are filled in with: what is stored, and over it what was typed."""
    row: Consultation = context["row"]
    stored = {
        "ask": "ratings" if row.ratings_only_reason else "advice",
        "ratings_only_reason": row.ratings_only_reason,
        "themes": row.themes,
        "neighbourhoods": row.neighbourhoods,
    }
    return {**stored, **typed}


async def _desk_again(
    db: AsyncSession,
    staff: Staff,
    consultation_id: UUID,
    trouble: Invalid | Conflict,
    wanted: tuple[tuple[str, str], ...],
    **typed: object,
) -> Template:
    """The desk as it is now, with what was typed still in its form, and in words (`wanted`) for
    when that form is gone."""
    context = await _context(db, staff, consultation_id)
    given = _given(context, **typed)
    if isinstance(trouble, Invalid):
        return refused("consultation_desk.html", trouble, given, conflict="", wanted=(), **context)
    return page(
        "consultation_desk.html",
        status=trouble.status,
        problems={},
        given=given,
        conflict=trouble,
        wanted=wanted,
        **context,
    )


@get("/griffie/raadplegingen/{consultation_id:uuid}")
async def consultation(consultation_id: FromPath[UUID], db: Db, staff: SignedIn) -> Template:
    context = await _context(db, staff, consultation_id)
    return page(
        "consultation_desk.html",
        problems={},
        given=_given(context),
        conflict="",
        wanted=(),
        **context,
    )


@post("/griffie/raadplegingen/{consultation_id:uuid}/vragen", status_code=303)
async def ask(
    consultation_id: FromPath[UUID], request: Req, db: Db, staff: SignedIn
) -> Redirect | Template:
    reader = Reader(await posted(request))
    revision = reader.integer("revision", 1, 2**31)
    what = reader.choice("ask", ("advice", "ratings"), required=gettext("Kies wat u wilt vragen."))
    reason = reader.text("ratings_only_reason", limit=1000)
    if what == "ratings" and not reason:
        reader.flaws.append(
            Flaw("ratings_only_reason", gettext("Schrijf op waarom advies hier niet hoeft."))
        )
    kept = reason if what == "ratings" else ""
    try:
        reader.done()
        async with db.begin_nested():
            await actions.ask(db, staff.actor, consultation_id, revision, kept)
    except (Invalid, Conflict) as trouble:
        wanted = ((gettext("Waarom alleen een mening"), reason),)
        return await _desk_again(
            db, staff, consultation_id, trouble, wanted, ask=what, ratings_only_reason=reason
        )
    return Redirect(f"/griffie/raadplegingen/{consultation_id}", status_code=303)


@post("/griffie/raadplegingen/{consultation_id:uuid}/indeling", status_code=303)
async def describe(
    consultation_id: FromPath[UUID], request: Req, db: Db, staff: SignedIn
) -> Redirect | Template:
    """What it is about and where."""
    reader = Reader(await posted(request))
    revision = reader.integer("revision", 1, 2**31)
    row = await queries.get(db, consultation_id)
    about = editing.About(
        reader.many("themes", [key for key, _ in await _themes(db, row)]),
        reader.many("neighbourhoods", [code for code, _ in await _hoods(db, row)]),
    )
    try:
        reader.done()
        async with db.begin_nested():
            await editing.describe(db, staff.actor, consultation_id, revision, about)
    except (Invalid, Conflict) as trouble:
        typed = {"themes": about.themes, "neighbourhoods": about.neighbourhoods}
        return await _desk_again(db, staff, consultation_id, trouble, (), **typed)
    return Redirect(f"/griffie/raadplegingen/{consultation_id}", status_code=303)


@get("/griffie/raadplegingen/{consultation_id:uuid}/sluiten")
async def confirm_close(consultation_id: FromPath[UUID], db: Db, staff: SignedIn) -> Template:
    context = await _context(db, staff, consultation_id)
    shown = await queries.shown(db, await queries.get(db, consultation_id))
    minimum = dt.timedelta(days=shown.rules.minimum_days)
    early = shown.opened_at is not None and shown.now - shown.opened_at < minimum
    return page("consultation_close.html", early=early, **context)


@post("/griffie/raadplegingen/{consultation_id:uuid}/sluiten", status_code=303)
async def close(consultation_id: FromPath[UUID], request: Req, db: Db, staff: SignedIn) -> Redirect:
    Reader(await posted(request)).done()
    await actions.close(db, staff.actor, consultation_id)
    return Redirect(f"/griffie/raadplegingen/{consultation_id}", status_code=303)


HANDLERS = (
    consultations,
    consultation,
    ask,
    describe,
    confirm_close,
    close,
    *course_pages.HANDLERS,
    *list_pages.HANDLERS,
    *editor_pages.HANDLERS,
    *detail_pages.HANDLERS,
    *theme_pages.HANDLERS,
)
