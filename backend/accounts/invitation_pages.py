# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Where a one-time link leads: somebody chooses their own password."""

from typing import Annotated

from litestar import get, post
from litestar.params import PathParameter
from litestar.response import Template
from sqlalchemy.ext.asyncio import AsyncSession

from backend.accounts import links, passwords, signing_in
from backend.accounts.tables import Account
from backend.errors import Invalid, NotHere
from backend.web import origin
from backend.web.forms import Reader, posted
from backend.web.kinds import Db, Req
from backend.web.languages import gettext
from backend.web.pages import page, refused

Token = Annotated[str, PathParameter(pattern=links.SHAPE)]
_RULES = {"shortest": passwords.SHORTEST}


def _gone() -> NotHere:
    """The same for a link that never was, was used, was taken back, or is too old."""
    return NotHere(
        gettext("Deze link werkt niet (meer)."),
        gettext("Een link werkt één keer, en zeven dagen lang. Vraag uw beheerder om een nieuwe."),
    )


async def _invited(db: AsyncSession, token: str) -> Account:
    account = await links.whose(db, token)
    if account is None:
        raise _gone()
    return account


@get("/uitnodiging/{token:str}", include_in_schema=False)
async def choose_form(token: Token, db: Db) -> Template:
    person = await _invited(db, token)
    return page("invitation.html", person=person, token=token, problems={}, given={}, **_RULES)


@post("/uitnodiging/{token:str}", status_code=200, include_in_schema=False)
async def choose(token: Token, request: Req, db: Db) -> Template:
    person = await _invited(db, token)
    reader = Reader(await posted(request))
    password = reader.secret("password", required=gettext("Kies een wachtwoord."))
    again = reader.secret("again", required=gettext("Vul het nog een keer in."))
    reader.text("username", limit=100)  # in the form for who lets a browser keep passwords
    if not reader.flaws:
        reader.flaws += signing_in.check_new(person, password, again)
    try:
        reader.done()
    except Invalid as refusal:
        return refused("invitation.html", refusal, {}, person=person, token=token, **_RULES)
    if not await signing_in.accept(db, token, person, password, origin.of(request)):
        raise _gone()
    return page("invitation_done.html", person=person)


HANDLERS = (choose_form, choose)
