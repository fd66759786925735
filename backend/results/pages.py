# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""The summary at the griffie's desk: reading quotations, and writing a text beside the figures."""

from typing import Any
from uuid import UUID

from litestar import get, post
from litestar.params import FromPath
from litestar.response import Redirect, Template
from sqlalchemy.ext.asyncio import AsyncSession

from backend.accounts.guards import SignedIn, Staff
from backend.accounts.roles import Role
from backend.consultations import queries as consultations
from backend.council import queries as council
from backend.errors import Conflict, Invalid
from backend.results import actions, publication, queries, reveal_pages, version_pages
from backend.results.beside import Beside, Reviews
from backend.results.content import decode
from backend.results.personal_words import seems
from backend.results.tables import Summary
from backend.results.version_pages import body
from backend.settings import Settings
from backend.web.forms import Reader, posted
from backend.web.kinds import Db, Req
from backend.web.languages import gettext
from backend.web.pages import page, refused
from surveys.personal import pieces

LONGEST_TEXT = 20_000


async def context_of(
    db: AsyncSession, staff: Staff, consultation_id: UUID, request: Req, reviews: Beside
) -> dict[str, Any]:
    row = await consultations.get(db, consultation_id)
    shown = await consultations.shown(db, row)
    summary = await queries.newest(db, consultation_id)
    number = summary.number if summary else 1
    files = f"/griffie/raadplegingen/{consultation_id}/samenvatting/v{number}"
    context: dict[str, Any] = {
        "account": staff.account,
        "csrf": staff.csrf,
        "writes": staff.account.role == Role.GRIFFIE,
        "consultation": shown,
        "summary": summary,
        "trouble": await queries.trouble(db, consultation_id),
        "places": await council.places(db, shown.document_id),
        "lies_at": await queries.lies_at(db, consultation_id),
        "section": "griffie-raadplegingen",
        "fields": shown.questionnaire.fields(),
        "finals": await publication.finals(db, consultation_id),
        "site": _site(request),
        "files": files,
        "outputs": {},
        "correcting": summary is not None and await _correcting(db, summary),
        "content": None,
        "drawn": (),
        "pieces": pieces,
        "seems": seems,
    }
    if summary is not None and summary.content is not None:
        context["content"] = decode(summary.content)
        context["outputs"] = await publication.outputs(db, summary.id)
    elif summary is not None:
        context["content"] = await queries.content(db, summary, town(request))
        per_side = shown.rules.verbatims
        context["drawn"] = await queries.drawn(db, summary.result_id, per_side)
    if summary is not None:
        beside = await reviews.section(db, consultation_id, summary.number)
        context["section_beside"] = beside
        context["body"] = body(request, context["content"], beside, files, context["outputs"])
    return context


async def _correcting(db: AsyncSession, summary: Summary) -> bool:
    """A correction was begun, and the recount is not there yet."""
    note = await publication.note_of(db, summary.consultation_id, summary.number + 1)
    return summary.final and bool(note)


def _site(request: Req) -> str:
    settings: Settings = request.app.state.settings
    return settings.base_url


def town(request: Req) -> str:
    settings: Settings = request.app.state.settings
    return settings.municipality.name


@get("/griffie/raadplegingen/{consultation_id:uuid}/samenvatting")
async def desk(
    consultation_id: FromPath[UUID], request: Req, db: Db, staff: SignedIn, reviews: Reviews
) -> Template:
    context = await context_of(db, staff, consultation_id, request, reviews)
    text = context["summary"].accompanying_text if context["summary"] else ""
    given = {"accompanying_text": text, "reason": "", "verbatim": ""}
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
        context = await context_of(db, staff, consultation_id, request, reviews)
        text = context["summary"].accompanying_text if context["summary"] else ""
        given = {"accompanying_text": text, "reason": reason, "verbatim": str(verbatim)}
        return refused("summary_desk.html", refusal, given, conflict=None, **context)
    here = f"/griffie/raadplegingen/{consultation_id}/samenvatting"
    return Redirect(f"{here}#citaat-{verbatim}", status_code=303)


@post("/griffie/raadplegingen/{consultation_id:uuid}/begeleidende-tekst", status_code=303)
async def accompany(
    consultation_id: FromPath[UUID], request: Req, db: Db, staff: SignedIn, reviews: Reviews
) -> Redirect | Template:
    reader = Reader(await posted(request))
    revision = reader.integer("revision", 1, 2**31)
    text = reader.text("accompanying_text", limit=LONGEST_TEXT)
    given = {"accompanying_text": text, "reason": "", "verbatim": ""}
    try:
        reader.done()
        await actions.accompany(db, staff.actor, consultation_id, revision, text)
    except Invalid as refusal:
        context = await context_of(db, staff, consultation_id, request, reviews)
        return refused("summary_desk.html", refusal, given, conflict=None, **context)
    except Conflict as conflict:
        context = await context_of(db, staff, consultation_id, request, reviews)
        return page(
            "summary_desk.html",
            status=409,
            problems={},
            given=given,
            conflict=conflict,
            **context,
        )
    return Redirect(f"/griffie/raadplegingen/{consultation_id}/samenvatting", status_code=303)


HANDLERS = (desk, decide, accompany, *reveal_pages.HANDLERS, *version_pages.HANDLERS)
