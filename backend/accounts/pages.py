# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Signing in and out."""

from litestar import get, post
from litestar.datastructures import Cookie
from litestar.response import Redirect, Template

from backend.accounts import actions, sessions
from backend.accounts.guards import SignedIn
from backend.audit.actions import note
from backend.errors import Flaw, Invalid
from backend.settings import Settings
from backend.web import origin
from backend.web.forms import Reader, posted
from backend.web.kinds import Db, Req
from backend.web.languages import gettext
from backend.web.pages import page, refused


def _cookie(value: str, *, age: int) -> Cookie:
    return Cookie(
        key=sessions.COOKIE,
        value=value,
        path="/",
        secure=True,
        httponly=True,
        samesite="lax",
        max_age=age,
    )


@get("/inloggen")
async def sign_in_form() -> Template:
    return page("sign_in.html", given={}, problems={})


@post("/inloggen", status_code=303)
async def sign_in(request: Req, db: Db) -> Redirect | Template:
    reader = Reader(await posted(request))
    username = reader.text("username", required=gettext("Vul uw gebruikersnaam in."), limit=100)
    password = reader.text("password", required=gettext("Vul uw wachtwoord in."), limit=500)
    given = {"username": username}
    settings: Settings = request.app.state.settings
    came_from = origin.of(request)
    try:
        reader.done()
        token = await actions.sign_in(
            db,
            settings.secret,
            tries=request.app.state.sessions,
            username=username,
            password=password,
            origin=came_from,
            network=origin.network(came_from),
        )
    except Invalid as refusal:
        return refused("sign_in.html", refusal, given)
    if token is None:
        what = gettext("Deze gebruikersnaam en dit wachtwoord horen niet bij elkaar.")
        refusal = Invalid(gettext("Inloggen lukte niet."), "", [Flaw("username", what)])
        return refused("sign_in.html", refusal, given)
    old = request.cookies.get(sessions.COOKIE)
    if old:
        await sessions.end(db, old)
    reply = Redirect("/griffie", status_code=303)
    reply.set_cookie(_cookie(token, age=int(sessions.LONGEST.total_seconds())))
    return reply


@post("/uitloggen", status_code=303)
async def sign_out(request: Req, db: Db, staff: SignedIn) -> Redirect:
    await sessions.end(db, request.cookies.get(sessions.COOKIE, ""))
    note(db, staff.actor, "uitloggen", "account", staff.account.id)
    reply = Redirect("/", status_code=303)
    reply.set_cookie(_cookie("", age=0))
    return reply


HANDLERS = (sign_in_form, sign_in, sign_out)
