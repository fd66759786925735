# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""The beheerder's list of accounts, the invitation, and the page of one account."""

from typing import Any
from uuid import UUID

from litestar import get, post
from litestar.params import FromPath
from litestar.response import Template
from sqlalchemy.ext.asyncio import AsyncSession

from backend.accounts import actions, links, queries, words
from backend.accounts.guards import SignedIn, Staff
from backend.accounts.roles import Role
from backend.accounts.tables import Account
from backend.errors import Conflict, Flaw, Invalid, Trouble
from backend.settings import Settings
from backend.web.forms import Reader, posted
from backend.web.kinds import Db, Req
from backend.web.languages import gettext
from backend.web.pages import page, refused
from surveys.text import UNPRINTABLE, clean

LONGEST_SEARCH = 100


def frame(staff: Staff) -> dict[str, Any]:
    return {
        "account": staff.account,
        "csrf": staff.csrf,
        "section": "accounts",
        "roles": words.roles(),
        "role_name": words.role_name,
        "states": words.states(),
    }


@get("/beheer/accounts", include_in_schema=False)
async def people(request: Req, db: Db, staff: SignedIn) -> Template:
    asked = request.query_params.get("zoek", "")
    sought = clean(UNPRINTABLE.sub(" ", asked))[:LONGEST_SEARCH]
    found = await queries.search(db, sought)
    return page("accounts.html", found=found, sought=sought, **frame(staff))


@get("/beheer/accounts/nieuw", include_in_schema=False)
async def invitation_form(staff: SignedIn) -> Template:
    return page("account_invite.html", problems={}, given={}, **frame(staff))


def link_page(request: Req, staff: Staff, person: Account, token: str, *, new: bool) -> Template:
    """The only page that ever shows it: sent as the answer itself, kept by no cache."""
    settings: Settings = request.app.state.settings
    return page(
        "account_link.html",
        person=person,
        link=links.address(settings.base_url, token),
        days=links.LIFE.days,
        new=new,
        **frame(staff),
    )


@post("/beheer/accounts/nieuw", status_code=200, include_in_schema=False)
async def invite(request: Req, db: Db, staff: SignedIn) -> Template:
    fields = await posted(request)
    reader = Reader(fields)
    name = reader.text("name", required=gettext("Vul een naam in."), limit=200)
    username = reader.text("username", required=gettext("Vul een gebruikersnaam in."), limit=100)
    role = reader.choice("role", tuple(Role), required=gettext("Kies een rol."))
    try:
        reader.done()
        made, token = await actions.invite(
            db, staff.actor, username=username, name=name, role=Role(role)
        )
    except (Invalid, Conflict) as refusal:
        flaws = refusal.flaws or [Flaw("username", f"{refusal.title} {refusal.advice}")]
        given = {key: values[0] for key, values in fields.items()}
        problem = Invalid(refusal.title, refusal.advice, flaws)
        return refused("account_invite.html", problem, given, **frame(staff))
    return link_page(request, staff, made, token, new=True)


async def person_page(
    db: AsyncSession, staff: Staff, account_id: UUID, refusal: Trouble | None = None
) -> Template:
    """With what was refused, if anything was."""
    return page(
        "account.html",
        status=(422 if refusal.flaws else refusal.status) if refusal else 200,
        refusal=refusal,
        problems={flaw.where: flaw.what for flaw in refusal.flaws} if refusal else {},
        person=await queries.person(db, account_id),
        **frame(staff),
    )


@get("/beheer/accounts/{account_id:uuid}", include_in_schema=False)
async def one(account_id: FromPath[UUID], db: Db, staff: SignedIn) -> Template:
    return await person_page(db, staff, account_id)


@get("/beheer/accounts/{account_id:uuid}/uitzetten", include_in_schema=False)
async def disable_form(account_id: FromPath[UUID], db: Db, staff: SignedIn) -> Template:
    person = await queries.get(db, account_id)
    return page("account_disable.html", person=person, problems={}, given={}, **frame(staff))


HANDLERS = (people, invitation_form, invite, one, disable_form)
