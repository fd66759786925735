# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Somebody's own second factor: set up, new recovery codes, and off again."""

from litestar import get, post
from litestar.response import Redirect, Template
from sqlalchemy.ext.asyncio import AsyncSession

from backend.accounts import second_factor, sessions
from backend.accounts.guards import SignedIn, Staff, second_factor_required
from backend.accounts.own_pages import frame, prove, token_of
from backend.accounts.pages import session_cookie, whence
from backend.accounts.second_factor import Offer
from backend.accounts.tables import Account
from backend.audit.actions import note
from backend.errors import Conflict, Flaw, Invalid
from backend.settings import Settings
from backend.web.forms import Reader, posted
from backend.web.kinds import Db, Req
from backend.web.languages import gettext
from backend.web.pages import page, refused


def _settings(request: Req) -> Settings:
    return request.app.state.settings


def _issuer(request: Req) -> str:
    """How the app on the telephone calls it. A colon would end the name (Key URI format)."""
    return f"Raadgever {_settings(request).municipality.name}".replace(":", " ")


async def _renewed(request: Req, db: AsyncSession, staff: Staff) -> str:
    """All sessions were begun with less than there is now: they end, and this one begins anew."""
    await sessions.end_all(db, staff.account.id)
    account = await db.get_one(Account, staff.account.id)
    return sessions.begin(db, account, whence(request))


def _codes(request: Req, staff: Staff, codes: tuple[str, ...], token: str) -> Template:
    """Sent as the answer itself: nowhere else do they stand."""
    return page("own_codes.html", codes=codes, **frame(request, staff, token))


@get("/mijn-account/tweede-factor", include_in_schema=False)
async def set_up_form(request: Req, staff: SignedIn) -> Template:
    """Every look makes another secret; none counts before a code confirms it."""
    made = second_factor.offer(_settings(request).secret, staff.account, _issuer(request))
    return page("own_factor.html", offer=made, problems={}, **frame(request, staff))


def _wrong_code() -> Invalid:
    what = gettext("Deze code klopt niet. Scan de figuur hieronder en vul de code in die u ziet.")
    return Invalid(gettext("De code klopt niet."), "", [Flaw("code", what)])


@post("/mijn-account/tweede-factor", status_code=200, include_in_schema=False)
async def set_up(request: Req, db: Db, staff: SignedIn) -> Template:
    secret = _settings(request).secret
    reader = Reader(await posted(request))
    sealed = reader.text("offer", limit=1000)
    code = reader.text("code", required=gettext("Vul de code uit de app in."), limit=20)
    try:
        await prove(request, db, staff, reader, "password")
        codes = await second_factor.confirm(db, secret, staff.account.id, sealed, code)
        if codes is None:
            raise _wrong_code()
    except Invalid as refusal:
        again: Offer = second_factor.offered_again(secret, staff.account, _issuer(request), sealed)
        return refused("own_factor.html", refusal, {}, offer=again, **frame(request, staff))
    token = await _renewed(request, db, staff)
    note(db, staff.actor, "tweede factor instellen", "account", staff.account.id)
    reply = _codes(request, staff, codes, token)
    reply.set_cookie(session_cookie(token))
    return reply


@get("/mijn-account/herstelcodes", include_in_schema=False)
async def codes_form(request: Req, staff: SignedIn) -> Template:
    return page("own_codes_new.html", problems={}, **frame(request, staff))


@post("/mijn-account/herstelcodes", status_code=200, include_in_schema=False)
async def renew_codes(request: Req, db: Db, staff: SignedIn) -> Template:
    reader = Reader(await posted(request))
    try:
        await prove(request, db, staff, reader, "password")
    except Invalid as refusal:
        return refused("own_codes_new.html", refusal, {}, **frame(request, staff))
    if not staff.account.second_factor:
        raise Conflict(
            gettext("U hebt nog geen tweede factor."), gettext("Stel eerst een tweede factor in.")
        )
    codes = await second_factor.new_codes(db, _settings(request).secret, staff.account.id)
    note(db, staff.actor, "herstelcodes vernieuwen", "account", staff.account.id)
    return _codes(request, staff, codes, token_of(request))


@get("/mijn-account/tweede-factor/uitzetten", include_in_schema=False)
async def turn_off_form(request: Req, staff: SignedIn) -> Template:
    return page("own_factor_off.html", problems={}, **frame(request, staff))


@post("/mijn-account/tweede-factor/uitzetten", status_code=303, include_in_schema=False)
async def turn_off(request: Req, db: Db, staff: SignedIn) -> Redirect | Template:
    reader = Reader(await posted(request))
    try:
        await prove(request, db, staff, reader, "password")
    except Invalid as refusal:
        return refused("own_factor_off.html", refusal, {}, **frame(request, staff))
    if second_factor_required(_settings(request), staff.account):
        raise Conflict(
            gettext("Uw gemeente vraagt een tweede factor."),
            gettext("U kunt hem wel vervangen, bijvoorbeeld voor een nieuwe telefoon."),
        )
    if await second_factor.remove(db, staff.account.id):
        note(db, staff.actor, "tweede factor uitzetten", "account", staff.account.id)
    return Redirect("/mijn-account", status_code=303)


HANDLERS = (set_up_form, set_up, codes_form, renew_codes, turn_off_form, turn_off)
