# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Signing in and out."""

from litestar import get, post
from litestar.datastructures import Cookie
from litestar.response import Redirect, Template

from backend.accounts import browsers, sessions, signing_in
from backend.accounts.guards import SignedIn
from backend.accounts.sessions import Whence
from backend.accounts.signing_in import Entered, Halfway
from backend.audit.actions import note
from backend.errors import Flaw, Invalid
from backend.settings import Settings
from backend.web import origin
from backend.web.forms import Reader, posted
from backend.web.kinds import Db, Req
from backend.web.languages import gettext
from backend.web.pages import page, refused


def whence(request: Req) -> Whence:
    return Whence(origin.of(request), browsers.roughly(request.headers.get("user-agent", "")))


def session_cookie(value: str, *, age: int = int(sessions.LONGEST.total_seconds())) -> Cookie:
    return Cookie(
        key=sessions.COOKIE,
        value=value,
        path="/",
        secure=True,
        httponly=True,
        samesite="lax",
        max_age=age,
    )


async def _enter(request: Req, db: Db, entered: Entered) -> Redirect:
    """With a new session; what this browser had before ends."""
    old = request.cookies.get(sessions.COOKIE)
    if old:
        await sessions.end(db, old)
    reply = Redirect("/griffie", status_code=303)
    reply.set_cookie(session_cookie(entered.token))
    return reply


@get("/inloggen")
async def sign_in_form() -> Template:
    return page("sign_in.html", given={}, problems={})


@post("/inloggen", status_code=303)
async def sign_in(request: Req, db: Db) -> Redirect | Template:
    reader = Reader(await posted(request))
    username = reader.text("username", required=gettext("Vul uw gebruikersnaam in."), limit=100)
    password = reader.secret("password", required=gettext("Vul uw wachtwoord in."), limit=500)
    given = {"username": username}
    settings: Settings = request.app.state.settings
    try:
        reader.done()
        came = await signing_in.sign_in(
            db,
            settings.secret,
            tries=request.app.state.sessions,
            username=username,
            password=password,
            whence=whence(request),
        )
    except Invalid as refusal:
        return refused("sign_in.html", refusal, given)
    if isinstance(came, Halfway):
        return page("sign_in_code.html", ticket=came.ticket, problems={})
    if came is None:
        what = gettext("Deze gebruikersnaam en dit wachtwoord horen niet bij elkaar.")
        refusal = Invalid(gettext("Inloggen lukte niet."), "", [Flaw("username", what)])
        return refused("sign_in.html", refusal, given)
    return await _enter(request, db, came)


@post("/inloggen/code", status_code=303)
async def sign_in_with_code(request: Req, db: Db) -> Redirect | Template:
    reader = Reader(await posted(request))
    ticket = reader.text("ticket", limit=1000)
    code = reader.text("code", required=gettext("Vul de code in."), limit=40)
    settings: Settings = request.app.state.settings
    try:
        reader.done()
    except Invalid as refusal:
        return refused("sign_in_code.html", refusal, {}, ticket=ticket)
    try:
        came = await signing_in.with_code(
            db,
            settings.secret,
            tries=request.app.state.sessions,
            ticket=ticket,
            code=code,
            whence=whence(request),
        )
    except Invalid as refusal:
        return refused("sign_in.html", refusal, {})
    if came is None:
        what = gettext("Deze code klopt niet, of is al gebruikt. Wacht op de volgende.")
        refusal = Invalid(gettext("Inloggen lukte niet."), "", [Flaw("code", what)])
        return refused("sign_in_code.html", refusal, {}, ticket=ticket)
    return await _enter(request, db, came)


@post("/uitloggen", status_code=303)
async def sign_out(request: Req, db: Db, staff: SignedIn) -> Redirect:
    await sessions.end(db, request.cookies.get(sessions.COOKIE, ""))
    note(db, staff.actor, "uitloggen", "account", staff.account.id)
    reply = Redirect("/", status_code=303)
    reply.set_cookie(session_cookie("", age=0))
    return reply


HANDLERS = (sign_in_form, sign_in, sign_in_with_code, sign_out)
