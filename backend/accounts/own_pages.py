# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Somebody's own account: the password, and where they are signed in."""

from typing import Any

from litestar import get, post
from litestar.response import Redirect, Template
from sqlalchemy.ext.asyncio import AsyncSession

from backend.accounts import second_factor, sessions, signing_in, words
from backend.accounts.guards import SignedIn, Staff, second_factor_required
from backend.accounts.pages import session_cookie, whence
from backend.accounts.passwords import SHORTEST
from backend.audit.actions import note
from backend.errors import Flaw, Invalid
from backend.settings import Settings
from backend.web.forms import Reader, posted
from backend.web.kinds import Db, Req
from backend.web.languages import gettext
from backend.web.pages import page, refused

OTHERS = "andere"


def frame(request: Req, staff: Staff, token: str = "") -> dict[str, Any]:
    """`token` of a session that begins with this very answer; by default the one that goes on."""
    settings: Settings = request.app.state.settings
    return {
        "account": staff.account,
        "csrf": sessions.csrf(settings.secret, token) if token else staff.csrf,
        "section": "mijn-account",
        "required": second_factor_required(settings, staff.account),
        "role_name": words.role_name,
        "shortest": SHORTEST,
    }


async def prove(request: Req, db: AsyncSession, staff: Staff, reader: Reader, name: str) -> None:
    """Finish reading; then their password, so that a form with other flaws is no try. `Invalid`."""
    given = reader.secret(name, required=gettext("Vul uw wachtwoord in."), limit=500)
    reader.done()
    settings: Settings = request.app.state.settings
    if not await signing_in.prove_password(
        db,
        settings.secret,
        tries=request.app.state.sessions,
        account=staff.account,
        actor=staff.actor,
        given=given,
    ):
        what = gettext("Dit is niet het wachtwoord waarmee u nu inlogt.")
        raise Invalid(gettext("Uw wachtwoord klopt niet."), "", [Flaw(name, what)])


def token_of(request: Req) -> str:
    return request.cookies.get(sessions.COOKIE, "")


@get("/mijn-account", include_in_schema=False)
async def mine(request: Req, db: Db, staff: SignedIn) -> Template:
    return page(
        "own_account.html",
        sessions=await sessions.of(db, staff.account.id, token_of(request)),
        codes_left=await second_factor.codes_left(db, staff.account.id),
        **frame(request, staff),
    )


@post("/mijn-account/sessies", status_code=303, include_in_schema=False)
async def end_sessions(request: Req, db: Db, staff: SignedIn) -> Redirect:
    """One by its name, or all but this one."""
    fields = await posted(request)
    reader = Reader(fields)
    if fields.get("session") == [OTHERS]:
        reader.text("session")
        reader.done()
        number = await sessions.end_all(db, staff.account.id, but=token_of(request))
    else:
        name = reader.identity("session", required=gettext("Kies een sessie."))
        reader.done()
        number = int(await sessions.end_named(db, staff.account.id, name))
    if number:
        note(db, staff.actor, "sessies beëindigen", "account", staff.account.id, aantal=number)
    return Redirect("/mijn-account", status_code=303)


@get("/mijn-account/wachtwoord", include_in_schema=False)
async def password_form(request: Req, staff: SignedIn) -> Template:
    return page("own_password.html", problems={}, given={}, done=False, **frame(request, staff))


@post("/mijn-account/wachtwoord", status_code=200, include_in_schema=False)
async def change_password(request: Req, db: Db, staff: SignedIn) -> Template:
    reader = Reader(await posted(request))
    password = reader.secret("password", required=gettext("Kies een nieuw wachtwoord."))
    again = reader.secret("again", required=gettext("Vul het nog een keer in."))
    if not reader.flaws:
        reader.flaws += signing_in.check_new(staff.account, password, again)
    try:
        await prove(request, db, staff, reader, "current")
    except Invalid as refusal:
        return refused("own_password.html", refusal, {}, done=False, **frame(request, staff))
    token = await signing_in.change_password(
        db, staff.actor, staff.account.id, password, whence(request)
    )
    context = frame(request, staff, token)
    reply = page("own_password.html", problems={}, given={}, done=True, **context)
    reply.set_cookie(session_cookie(token))
    return reply


HANDLERS = (mine, end_sessions, password_form, change_password)
