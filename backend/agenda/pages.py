# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""The griffie sees what is red and why, and attaches summaries."""

from typing import Any
from uuid import UUID

from litestar import get, post
from litestar.params import FromPath
from litestar.response import Redirect, Template
from sqlalchemy.ext.asyncio import AsyncSession

from backend.accounts.guards import SignedIn, Staff
from backend.accounts.roles import Role
from backend.agenda import (
    actions,
    answer_pages,
    calendar_feeds,
    changed,
    decision_pages,
    exception_pages,
    feeds,
    hand_item_pages,
    hand_meeting_pages,
    history,
    move_pages,
    one_page_pages,
    open_pages,
    paperless,
    promise_pages,
    queries,
    reading_pages,
    rescheduled,
    siblings,
    stranded,
    task_pages,
    yearly_pages,
)
from backend.agenda.deadlines import deadline, time_left, todo
from backend.agenda.sections import agenda
from backend.agenda.task_sources import to_do
from backend.agenda.words import for_staff, grounds
from backend.consultations import off_agenda, silence
from backend.consultations.course_queries import called_off
from backend.consultations.course_words import STAGE_NAMES
from backend.council import moving
from backend.council import queries as council
from backend.council.actions import choose_main as choose_main_document
from backend.council.origins import origin
from backend.council.pages import kind_names
from backend.decisions import showing
from backend.errors import Conflict, Invalid, Trouble
from backend.sources import queries as sources
from backend.sources.faults import in_words
from backend.web.forms import Reader, posted
from backend.web.kinds import Db, Req
from backend.web.languages import gettext
from backend.web.pages import again, page, refused

_ELSEWHERE = {
    Role.ADVIESRAAD: "/adviesraad",
    Role.RAADSLID: "/griffie/embargo",
    Role.BEHEERDER: "/beheer/accounts",
}


def _frame(staff: Staff) -> dict[str, Any]:
    return {
        "account": staff.account,
        "csrf": staff.csrf,
        "section": "griffie",
        "writes": staff.account.role == Role.GRIFFIE,
        "said": for_staff,
        "time_left": time_left,
        "todo": todo,
        "kinds": kind_names(),
        "grounds": grounds(),
        "stages": STAGE_NAMES,
        "origin": origin,
    }


@get("/griffie", include_in_schema=False)
async def meetings(db: Db, staff: SignedIn) -> Template | Redirect:
    """Where one lands after signing in; whose work is elsewhere is taken there."""
    elsewhere = _ELSEWHERE.get(Role(staff.account.role))
    if elsewhere:
        return Redirect(elsewhere, status_code=303)
    frame = _frame(staff)
    return page(
        "meetings_desk.html",
        meetings=await queries.meetings(db),
        tasks=await to_do(db) if frame["writes"] else None,
        failing=await sources.failing(db),
        in_words=in_words,
        **frame,
    )


async def _meeting(db: AsyncSession, staff: Staff, meeting_id: UUID) -> dict[str, Any]:
    row = await queries.meeting(db, meeting_id)
    when = deadline(row.starts_at, await council.now(db), await council.rules_in_force(db))
    return {
        **_frame(staff),
        "meeting": row,
        "agenda": agenda(await queries.lines(db, meeting_id)),
        "when": when,
        "asked": await rescheduled.questions(db, meeting_id),
        "stranded": await stranded.items(db, meeting_id),
        "left": await moving.left(db, meeting_id),
    }


@get("/griffie/vergaderingen/{meeting_id:uuid}", include_in_schema=False)
async def meeting(meeting_id: FromPath[UUID], db: Db, staff: SignedIn) -> Template:
    context = await _meeting(db, staff, meeting_id)
    return page("meeting_desk.html", refusal=None, problems={}, given={}, **context)


@post(
    "/griffie/vergaderingen/{meeting_id:uuid}/zonder-stuk", status_code=303, include_in_schema=False
)
async def spare(
    meeting_id: FromPath[UUID], request: Req, db: Db, staff: SignedIn
) -> Redirect | Template:
    reader = Reader(await posted(request))
    lines = await queries.lines(db, meeting_id)
    chosen = reader.many("items", {str(line.item.id) for line in lines})
    reason = reader.text("spared", limit=2000)
    items = [line.item.id for line in lines if str(line.item.id) in chosen]
    reader.flaws += paperless.lacking(items, reason)
    try:
        reader.done()
        await paperless.spare(db, staff.actor, items, reason)
    except (Invalid, Conflict) as refusal:
        context = await _meeting(db, staff, meeting_id)
        said = {"given": {"chosen": chosen, "spared": reason}}
        return page("meeting_desk.html", **again(refusal, None) | said, **context)
    return Redirect(f"/griffie/vergaderingen/{meeting_id}", status_code=303)


async def _item(db: AsyncSession, staff: Staff, item_id: UUID) -> dict[str, Any]:
    line = await queries.line(db, item_id)
    row = await queries.meeting(db, line.item.meeting_id)
    heard = await history.hearings(db, line.document_id) if line.document_id else ()
    attachments = await history.attachments(db, item_id)
    attachable = history.attachable(line, heard)
    now, rules = await council.now(db), await council.rules_in_force(db)
    stood = await moving.stood(db, item_id)
    return {
        **_frame(staff),
        "line": line,
        "meeting": row,
        "when": deadline(row.starts_at, now, rules),
        "papers": await history.papers(db, item_id),
        "gone": await history.papers(db, item_id, gone=True),
        "need_said": await paperless.said(db, item_id),
        "stood": stood,
        "undoable": moving.undoable(stood, line.item),
        "hearings": heard,
        "called_off": await called_off(db, line.document_id) if line.document_id else (),
        "silence": silence.in_words,
        "instead": history.instead,
        "off_agenda": await off_agenda.at_item(db, item_id) if line.facts.lapsed else (),
        "attachable": attachable,
        "others": await siblings.without(db, line, attachable and attachable.summary_id),
        "attachments": attachments,
        "came": await showing.of_item(db, item_id),
        "began": row.starts_at <= now,
        "changed": await changed.since(db, line, heard, attachments),
        "kind_said": await council.classifications(db, line.document_id),
        "main_said": await council.main_choices(db, item_id),
    }


def _item_page(context: dict[str, Any], refusal: Trouble | None = None) -> Template:
    status = refusal.status if refusal else 200
    return page("item_desk.html", status=status, refusal=refusal, problems={}, given={}, **context)


@get("/griffie/agendapunten/{item_id:uuid}", include_in_schema=False)
async def item(item_id: FromPath[UUID], db: Db, staff: SignedIn) -> Template:
    return _item_page(await _item(db, staff, item_id))


@post("/griffie/agendapunten/{item_id:uuid}/toevoegen", status_code=303, include_in_schema=False)
async def attach(
    item_id: FromPath[UUID], request: Req, db: Db, staff: SignedIn
) -> Redirect | Template:
    reader = Reader(await posted(request))
    summary_id = reader.identity("summary", required=gettext("Kies een samenvatting."))
    others = await siblings.without(db, await queries.line(db, item_id), summary_id)
    also = reader.many("also", {str(one.item_id) for one in others})
    try:
        reader.done()
        items = [item_id, *map(UUID, also)]
        await actions.attach_to_all(db, staff.actor, items, summary_id)
    except (Invalid, Conflict) as refusal:
        return _item_page(await _item(db, staff, item_id), refusal)
    return Redirect(f"/griffie/agendapunten/{item_id}", status_code=303)


@post(
    "/griffie/agendapunten/{item_id:uuid}/hoofddocument", status_code=303, include_in_schema=False
)
async def choose_main(
    item_id: FromPath[UUID], request: Req, db: Db, staff: SignedIn
) -> Redirect | Template:
    fields = await posted(request)
    reader = Reader(fields)
    document_id = reader.identity("document", required=gettext("Kies een document."))
    reason = reader.text("reason", limit=2000)
    try:
        reader.done()
        await choose_main_document(db, staff.actor, item_id, document_id, reason)
    except Invalid as refusal:
        given = {name: values[0] for name, values in fields.items()}
        context = await _item(db, staff, item_id)
        return refused("item_desk.html", refusal, given, refusal=None, **context)
    return Redirect(f"/griffie/agendapunten/{item_id}", status_code=303)


@post("/griffie/agendapunten/{item_id:uuid}/stuk/nodig", status_code=303, include_in_schema=False)
async def need_paper(
    item_id: FromPath[UUID], request: Req, db: Db, staff: SignedIn
) -> Redirect | Template:
    fields = await posted(request)
    reader = Reader(fields)
    needed = reader.choice("nodig", ("ja", "nee"), required=gettext("Kies een knop.")) == "ja"
    reason = reader.text("spared", limit=2000)
    try:
        reader.done()
        await paperless.say(db, staff.actor, item_id, needed=needed, reason=reason)
    except Invalid as refusal:
        given = {name: values[0] for name, values in fields.items()}
        context = await _item(db, staff, item_id)
        return refused("item_desk.html", refusal, given, refusal=None, **context)
    except Conflict as refusal:
        return _item_page(await _item(db, staff, item_id), refusal)
    return Redirect(f"/griffie/agendapunten/{item_id}", status_code=303)


HANDLERS = (
    meetings,
    meeting,
    spare,
    item,
    attach,
    choose_main,
    need_paper,
    *hand_meeting_pages.HANDLERS,
    *hand_item_pages.HANDLERS,
    *move_pages.HANDLERS,
    *exception_pages.HANDLERS,
    *decision_pages.HANDLERS,
    *answer_pages.HANDLERS,
    *task_pages.HANDLERS,
    *one_page_pages.HANDLERS,
    *promise_pages.HANDLERS,
    *open_pages.HANDLERS,
    *feeds.HANDLERS,
    *yearly_pages.HANDLERS,
    *calendar_feeds.HANDLERS,
    *reading_pages.HANDLERS,
)
