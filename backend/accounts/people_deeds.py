# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""The buttons on the page of one account."""

from uuid import UUID

from litestar import post
from litestar.params import FromPath
from litestar.response import Redirect, Template

from backend.accounts import actions, queries
from backend.accounts.guards import SignedIn
from backend.accounts.people_pages import frame, link_page, person_page
from backend.accounts.roles import Role
from backend.errors import Conflict, Invalid
from backend.web.forms import Reader, posted
from backend.web.kinds import Db, Req
from backend.web.languages import gettext
from backend.web.pages import refused

_ONE = "/beheer/accounts/{account_id:uuid}"


def _back(account_id: UUID) -> Redirect:
    return Redirect(f"/beheer/accounts/{account_id}", status_code=303)


async def _nothing_else(request: Req) -> None:
    Reader(await posted(request)).done()


@post(f"{_ONE}/rol", status_code=303, include_in_schema=False)
async def change_role(
    account_id: FromPath[UUID], request: Req, db: Db, staff: SignedIn
) -> Redirect | Template:
    reader = Reader(await posted(request))
    role = reader.choice("role", tuple(Role), required=gettext("Kies een rol."))
    try:
        reader.done()
        person = await queries.get(db, account_id)
        await actions.change_role(db, staff.actor, person, Role(role))
    except (Invalid, Conflict) as refusal:
        return await person_page(db, staff, account_id, refusal)
    return _back(account_id)


@post(f"{_ONE}/uitzetten", status_code=303, include_in_schema=False)
async def disable(
    account_id: FromPath[UUID], request: Req, db: Db, staff: SignedIn
) -> Redirect | Template:
    fields = await posted(request)
    reader = Reader(fields)
    reason = reader.text("reason", required=gettext("Schrijf op waarom."), limit=500)
    person = await queries.get(db, account_id)
    try:
        reader.done()
        await actions.disable(db, staff.actor, person, reason)
    except Invalid as refusal:
        given = {key: values[0] for key, values in fields.items()}
        return refused("account_disable.html", refusal, given, person=person, **frame(staff))
    except Conflict as refusal:
        return await person_page(db, staff, account_id, refusal)
    return _back(account_id)


@post(f"{_ONE}/aanzetten", status_code=303, include_in_schema=False)
async def enable(account_id: FromPath[UUID], request: Req, db: Db, staff: SignedIn) -> Redirect:
    await _nothing_else(request)
    await actions.enable(db, staff.actor, await queries.get(db, account_id))
    return _back(account_id)


@post(f"{_ONE}/link", status_code=200, include_in_schema=False)
async def new_link(account_id: FromPath[UUID], request: Req, db: Db, staff: SignedIn) -> Template:
    await _nothing_else(request)
    person = await queries.get(db, account_id)
    try:
        token = await actions.new_link(db, staff.actor, person)
    except Conflict as refusal:
        return await person_page(db, staff, account_id, refusal)
    return link_page(request, staff, person, token, new=not person.password)


@post(f"{_ONE}/link-intrekken", status_code=303, include_in_schema=False)
async def revoke_link(
    account_id: FromPath[UUID], request: Req, db: Db, staff: SignedIn
) -> Redirect:
    await _nothing_else(request)
    await actions.revoke_link(db, staff.actor, await queries.get(db, account_id))
    return _back(account_id)


@post(f"{_ONE}/sessies", status_code=303, include_in_schema=False)
async def end_sessions(
    account_id: FromPath[UUID], request: Req, db: Db, staff: SignedIn
) -> Redirect:
    """One by its name, or all of them."""
    fields = await posted(request)
    reader = Reader(fields)
    name = None
    if "session" in fields:
        name = reader.identity("session", required=gettext("Kies een sessie."))
    reader.done()
    await actions.end_sessions(db, staff.actor, await queries.get(db, account_id), name)
    return _back(account_id)


@post(f"{_ONE}/tweede-factor", status_code=303, include_in_schema=False)
async def remove_second_factor(
    account_id: FromPath[UUID], request: Req, db: Db, staff: SignedIn
) -> Redirect | Template:
    reader = Reader(await posted(request))
    reason = reader.text("reason", required=gettext("Schrijf op waarom."), limit=500)
    try:
        reader.done()
        person = await queries.get(db, account_id)
        await actions.remove_second_factor(db, staff.actor, person, reason)
    except Invalid as refusal:
        return await person_page(db, staff, account_id, refusal)
    return _back(account_id)


HANDLERS = (
    change_role,
    disable,
    enable,
    new_link,
    revoke_link,
    end_sessions,
    remove_second_factor,
)
