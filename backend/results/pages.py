# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""The summary: at the griffie's desk while it is a draft, and in public when it is final."""

from typing import Any
from uuid import UUID

from litestar import get, post
from litestar.params import FromPath
from litestar.plugins.jinja import JinjaTemplateEngine
from litestar.response import Redirect, Template
from markupsafe import Markup
from sqlalchemy.ext.asyncio import AsyncSession

from backend.accounts.guards import SignedIn, Staff
from backend.accounts.roles import Role
from backend.consultations import queries as consultations
from backend.council import queries as council
from backend.errors import Conflict, Invalid
from backend.results import actions, queries
from backend.results.beside import Beside, Reviews
from backend.results.content import Content, decode
from backend.results.rendering import as_html
from backend.settings import Settings
from backend.web.forms import Reader, posted
from backend.web.kinds import Db, Req, Slug
from backend.web.languages import gettext
from backend.web.pages import page, refused
from surveys.reviewed import Section

LONGEST_TEXT = 20_000


def body(request: Req, content: Content, section: Section) -> Markup:
    engine: object = request.app.template_engine  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType] - open in Litestar
    if not isinstance(engine, JinjaTemplateEngine):
        raise TypeError  # `backend.app` gives it this one
    return as_html(engine.get_template("summary_body.html"), content, section)


async def _context(
    db: AsyncSession, staff: Staff, consultation_id: UUID, request: Req, reviews: Beside
) -> dict[str, Any]:
    row = await consultations.get(db, consultation_id)
    shown = await consultations.shown(db, row)
    summary = await queries.newest(db, consultation_id)
    context: dict[str, Any] = {
        "account": staff.account,
        "csrf": staff.csrf,
        "writes": staff.account.role == Role.GRIFFIE,
        "consultation": shown,
        "summary": summary,
        "trouble": await queries.trouble(db, consultation_id),
        "places": await council.places(db, shown.document_id),
        "section": "griffie-raadplegingen",
        "fields": shown.questionnaire.fields(),
        "content": None,
        "drawn": (),
    }
    if summary is not None and summary.content is not None:
        context["content"] = decode(summary.content)
    elif summary is not None:
        context["content"] = await queries.content(db, summary, town(request))
        per_side = shown.rules.verbatims
        context["drawn"] = await queries.drawn(db, summary.result_id, per_side)
    if summary is not None:
        context["section_beside"] = await reviews.section(db, consultation_id, summary.number)
        context["body"] = body(request, context["content"], context["section_beside"])
    return context


def town(request: Req) -> str:
    settings: Settings = request.app.state.settings
    return settings.municipality.name


@get("/griffie/raadplegingen/{consultation_id:uuid}/samenvatting")
async def desk(
    consultation_id: FromPath[UUID], request: Req, db: Db, staff: SignedIn, reviews: Reviews
) -> Template:
    context = await _context(db, staff, consultation_id, request, reviews)
    text = context["summary"].accompanying_text if context["summary"] else ""
    given = {"accompanying_text": text, "reason": ""}
    return page("summary_desk.html", problems={}, given=given, conflict=None, **context)


@post("/griffie/raadplegingen/{consultation_id:uuid}/citaten", status_code=303)
async def decide(
    consultation_id: FromPath[UUID], request: Req, db: Db, staff: SignedIn, reviews: Reviews
) -> Redirect | Template:
    reader = Reader(await posted(request))
    verbatim = reader.identity("verbatim", required=gettext("Kies een citaat."))
    choice = reader.choice(
        "choice", ("release", "refuse"), required=gettext("Kies wat u wilt doen.")
    )
    reason = reader.text("reason", limit=500)
    try:
        reader.done()
        await actions.decide(
            db,
            staff.actor,
            consultation_id,
            verbatim,
            released=choice == "release",
            reason=reason,
        )
    except Invalid as refusal:
        context = await _context(db, staff, consultation_id, request, reviews)
        text = context["summary"].accompanying_text if context["summary"] else ""
        given = {"accompanying_text": text, "reason": reason}
        return refused("summary_desk.html", refusal, given, conflict=None, **context)
    return Redirect(
        f"/griffie/raadplegingen/{consultation_id}/samenvatting#citaten", status_code=303
    )


@post("/griffie/raadplegingen/{consultation_id:uuid}/begeleidende-tekst", status_code=303)
async def accompany(
    consultation_id: FromPath[UUID], request: Req, db: Db, staff: SignedIn, reviews: Reviews
) -> Redirect | Template:
    reader = Reader(await posted(request))
    revision = reader.integer("revision", 1, 2**31)
    text = reader.text("accompanying_text", limit=LONGEST_TEXT)
    given = {"accompanying_text": text, "reason": ""}
    try:
        reader.done()
        await actions.accompany(db, staff.actor, consultation_id, revision, text)
    except Invalid as refusal:
        context = await _context(db, staff, consultation_id, request, reviews)
        return refused("summary_desk.html", refusal, given, conflict=None, **context)
    except Conflict as conflict:
        context = await _context(db, staff, consultation_id, request, reviews)
        return page(
            "summary_desk.html",
            status=409,
            problems={},
            given=given,
            conflict=conflict,
            **context,
        )
    return Redirect(f"/griffie/raadplegingen/{consultation_id}/samenvatting", status_code=303)


async def _final(
    db: AsyncSession, staff: Staff, consultation_id: UUID, request: Req, reviews: Beside
) -> dict[str, Any]:
    context = await _context(db, staff, consultation_id, request, reviews)
    waiting = sum(one.released is None for one in context["drawn"])
    ahead = await reviews.ahead(db, consultation_id, context["summary"].number)
    return {**context, "waiting": waiting, "ahead": ahead}


@get("/griffie/raadplegingen/{consultation_id:uuid}/definitief")
async def confirm_final(
    consultation_id: FromPath[UUID], request: Req, db: Db, staff: SignedIn, reviews: Reviews
) -> Template:
    await actions.draft_of(db, consultation_id)
    context = await _final(db, staff, consultation_id, request, reviews)
    return page("summary_final.html", problems={}, given={"reason": ""}, **context)


@post("/griffie/raadplegingen/{consultation_id:uuid}/definitief", status_code=303)
async def finalise(
    consultation_id: FromPath[UUID], request: Req, db: Db, staff: SignedIn, reviews: Reviews
) -> Redirect | Template:
    reader = Reader(await posted(request))
    reason = reader.text("reason", limit=2000)
    try:
        reader.done()
        draft = await actions.draft_of(db, consultation_id)
        asked = await reviews.go_on(db, staff.actor, consultation_id, draft.number, reason)
    except Invalid as refusal:
        context = await _final(db, staff, consultation_id, request, reviews)
        return refused("summary_final.html", refusal, {"reason": reason}, **context)
    await actions.finalise(db, staff.actor, consultation_id, town(request), asked)
    return Redirect(f"/griffie/raadplegingen/{consultation_id}/samenvatting", status_code=303)


@get("/raadplegingen/{slug:str}/samenvatting")
async def public(slug: Slug, request: Req, db: Db, reviews: Reviews) -> Template:
    content = await queries.newest_final(db, slug)
    section = await reviews.section(db, content.consultation, content.number)
    return page("summary.html", content=content, body=body(request, content, section))


HANDLERS = (desk, decide, accompany, confirm_final, finalise, public)
