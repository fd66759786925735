# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""A resident reads a proposal and takes part. Nothing is stored before sending."""

from litestar import get, post
from litestar.datastructures import Cookie
from litestar.response import Redirect, Template
from sqlalchemy.ext.asyncio import AsyncSession

from backend.consultations import course_queries, off_agenda, silence
from backend.consultations import queries as consultations
from backend.consultations.queries import Shown
from backend.decisions import showing
from backend.errors import Conflict, Invalid, TooMany, Unavailable
from backend.participation import (
    actions,
    asking,
    by_letter_pages,
    by_mail_pages,
    desk,
    desk_entry,
    doorstep,
    importing_pages,
    letter_codes,
    letter_pages,
    log_pages,
    mail_pages,
    mine,
    promising,
    proving,
    queries,
    seal,
    taking_part,
    wording,
)
from backend.participation.doorstep import Visit
from backend.participation.group_commit import GroupCommit
from backend.participation.sending import Received, Sending
from backend.participation.steps import Step, walk
from backend.participation.taking_part import Stuck
from backend.settings import Settings
from backend.web.forms import Posted, Reader, posted
from backend.web.kinds import Db, Req, Slug
from backend.web.pages import page
from surveys.checks import minutes


def _settings(request: Req) -> Settings:
    return request.app.state.settings


def _secret(request: Req) -> bytes:
    return _settings(request).secret


@get("/raadplegingen/{slug:str}", include_in_schema=False)
async def consultation(request: Req, slug: Slug, db: Db) -> Template:
    shown = await consultations.find(db, slug)
    came = await showing.of_consultation(db, shown.id)
    return page(
        "resident_consultation.html",
        consultation=shown,
        left=wording.time_left(shown.now, shown.closes_at) if shown.closes_at else "",
        minutes=minutes(shown.questionnaire),
        published=await queries.published(db, shown.id),
        meeting_at=await queries.meeting_at(db, shown.document_id, shown.now),
        so_far=wording.so_far(shown, decided=came.after.decided is not None),
        came=came,
        by_letter=shown.is_open and await letter_codes.issued(db, shown.id),
        by_mail=await by_mail_pages.offered(request, db, shown),
        extended=await course_queries.extensions(db, shown),
        anew=await course_queries.asked_anew(db, shown.id) if shown.asked_anew_at else None,
        silence=await silence.silence(db, shown.id) if shown.asked_anew_at else "",
        instead=await course_queries.instead(db, shown) if shown.asked_anew_at else None,
        off=await off_agenda.of(db, shown.id) if shown.is_open else None,
        called_off=await off_agenda.meeting_off(db, shown.document_id) if shown.is_open else None,
        open_instead=await course_queries.open_instead(db, shown),
        section="raadplegingen",
    )


@get("/raadplegingen/{slug:str}/vragen", include_in_schema=False)
async def on_paper(slug: Slug, db: Db) -> Template:
    """Everything that is asked, to print and to fill in with a pen."""
    shown = await consultations.find(db, slug)
    return page(
        "resident_paper.html",
        consultation=shown,
        by_letter=shown.is_open and await letter_codes.issued(db, shown.id),
        sections=asking.sections(shown.questionnaire, shown.points),
        section="raadplegingen",
    )


@get("/raadplegingen/{slug:str}/meedoen", include_in_schema=False)
async def begin(request: Req, slug: Slug, db: Db) -> Template | Redirect:
    shown = await consultations.find(db, slug)
    if not shown.is_open:  # its own page says why, and what happens next
        return Redirect(f"/raadplegingen/{slug}", status_code=303)
    by_mail = await by_mail_pages.offered(request, db, shown)
    if await letter_codes.issued(db, shown.id):
        return by_letter_pages.ask(shown, by_mail=by_mail)
    if by_mail:
        return by_mail_pages.ask(shown)
    return taking_part.step_page(_secret(request), shown, Step(taking_part.begin(shown), 1))


def _thank(secret: bytes, slug: str, received: Received) -> Redirect:
    """To the page with the code, which travels in a cookie that only we can read."""
    reply = Redirect(f"/raadplegingen/{slug}/bedankt", status_code=303)
    reply.set_cookie(
        Cookie(
            key=seal.COOKIE,
            value=seal.seal_receipt(secret, received.consultation_id, received.code),
            path="/",
            secure=True,
            httponly=True,
            samesite="lax",
            max_age=seal.RECEIPT_SECONDS,
        )
    )
    return reply


async def _together(
    request: Req, slug: str, fields: Posted, visit: Visit
) -> Template | Redirect | None:
    """Sent with the others who send now; None when this is to be looked at by itself."""
    receiving: GroupCommit | None = request.app.state.receiving
    if receiving is None or list(fields.get("naar", ())) != ["versturen"]:
        return None
    secret = _secret(request)

    def read(shown: Shown) -> Sending | None:
        sending = taking_part.flawless(secret, fields, shown)
        return visit.let_in(shown.id, sending) if sending else None

    try:
        received = await receiving.receive(slug, read)
    except (Unavailable, TooMany) as later:
        async with request.app.state.sessions.begin() as db:
            shown = await taking_part.found(db, secret, slug, fields)
        return taking_part.later_page(secret, shown, fields, later)
    return _thank(secret, slug, received) if received else None


@post("/raadplegingen/{slug:str}/meedoen", status_code=303, include_in_schema=False)
async def take_part(request: Req, slug: Slug) -> Template | Redirect:
    """Without the request's transaction: it is opened only when the form is not sent together."""
    fields = await posted(request)
    visit = doorstep.at_the_door(request, fields)
    if reply := await _together(request, slug, fields, visit):
        return reply
    async with request.app.state.sessions.begin() as db:
        return await _by_itself(request, slug, db, fields, visit)


async def _by_itself(
    request: Req, slug: str, db: AsyncSession, fields: Posted, visit: Visit
) -> Template | Redirect:
    secret = _secret(request)
    shown = await taking_part.found(db, secret, slug, fields)
    try:
        step = walk(shown.questionnaire, taking_part.opened(secret, shown, fields), fields)
    except Stuck as stuck:
        return taking_part.stuck_page(shown, stuck)
    if step.answers is None:
        return taking_part.step_page(secret, shown, step)
    form = step.form
    try:
        sending = Sending(
            step.answers,
            form.key,
            replaces=form.replaces,
            letter_code=form.letter_code,
            mail_code=form.mail_code,
        )
        sending = visit.let_in(shown.id, sending)
        received = await actions.send(db, shown.id, sending, secret=secret)
    except (Invalid, TooMany, Conflict) as trouble:
        return taking_part.refused_page(secret, shown, fields, step, trouble)
    return _thank(secret, slug, received)


@get("/raadplegingen/{slug:str}/bedankt", include_in_schema=False)
async def thanks(request: Req, slug: Slug, db: Db) -> Template:
    shown = await consultations.find(db, slug)
    secret = _secret(request)
    code = seal.open_receipt(secret, request.cookies.get(seal.COOKIE, ""), shown.id)
    standing = await queries.by_code(db, secret, code) if code else None
    if standing is not None and standing.fate != "stands":  # withdrawn within the half hour
        standing = None
    said = await queries.answers_of(db, standing.content_id) if standing else {}
    return page(
        "resident_thanks.html",
        consultation=shown,
        code=code if standing else None,
        standing=standing,
        promise=await promising.of(db, _settings(request), standing) if standing else "",
        base=_settings(request).base_url,
        blocks=taking_part.blocks(shown, queries.as_given(said)),
        meeting_at=await queries.meeting_at(db, shown.document_id, shown.now),
        off=await off_agenda.of(db, shown.id) if shown.is_open else None,
        section="raadplegingen",
    )


@post("/raadplegingen/{slug:str}/bedankt", status_code=200, include_in_schema=False)
async def done(request: Req, slug: Slug, db: Db) -> Template:
    """Ends the page with the code: the next one at this computer is somebody else."""
    Reader(await posted(request)).done()
    shown = await consultations.find(db, slug)
    made = page("resident_done.html", consultation=shown, section="raadplegingen")
    made.delete_cookie(seal.COOKIE, path="/")
    made.headers["Clear-Site-Data"] = '"cache"'
    return made


HANDLERS = (
    consultation,
    on_paper,
    begin,
    take_part,
    thanks,
    done,
    *by_letter_pages.HANDLERS,
    *letter_pages.HANDLERS,
    *by_mail_pages.HANDLERS,
    *mail_pages.HANDLERS,
    *mine.HANDLERS,
    *proving.HANDLERS,
    *log_pages.HANDLERS,
    *desk.HANDLERS,
    *desk_entry.HANDLERS,
    *importing_pages.HANDLERS,
)
