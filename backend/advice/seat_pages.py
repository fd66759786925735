# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""The beheerder says who sits in which advisory council, from the council or from the account."""

import datetime as dt
from uuid import UUID

from litestar import get, post
from litestar.params import FromPath
from litestar.response import Redirect, Template
from sqlalchemy.ext.asyncio import AsyncSession

from backend.accounts import queries as accounts
from backend.accounts.guards import SignedIn, Staff
from backend.accounts.roles import Role
from backend.advice import body_actions as actions
from backend.advice import body_queries
from backend.advice.body_actions import Appointment
from backend.advice.body_pages import LIST, one
from backend.council import queries as council
from backend.council.planning import local_day
from backend.errors import Conflict, Invalid, Trouble
from backend.web.forms import Posted, Reader, posted
from backend.web.kinds import Db, Req
from backend.web.languages import Stored, gettext
from backend.web.pages import again, page

_OF_ACCOUNT = "/beheer/accounts/{account_id:uuid}/adviesraden"


def _last(reader: Reader) -> dt.date | None:
    """No end when the field is left empty."""
    if not reader.text("last_day", limit=10):
        return None
    return reader.day("last_day", required=gettext("Kies een dag, of laat dit leeg."))


def _term(reader: Reader, account: UUID) -> Appointment:
    first = reader.day("first_day", required=gettext("Kies vanaf welke dag."))
    return Appointment(account=account, first=first, last=_last(reader))


@post(f"{LIST}/{{body_id:uuid}}/leden", status_code=303, include_in_schema=False)
async def appoint(
    body_id: FromPath[UUID], request: Req, db: Db, staff: SignedIn
) -> Redirect | Template:
    fields = await posted(request)
    reader = Reader(fields)
    account = reader.identity("account", required=gettext("Kies wie er lid wordt."))
    given = _term(reader, account)
    try:
        reader.done()
        await actions.appoint(db, staff.actor, body_id, given)
    except (Invalid, Conflict) as refusal:
        return await one(db, staff, body_id, refusal, fields)
    return Redirect(f"{LIST}/{body_id}", status_code=303)


@post(f"{LIST}/{{body_id:uuid}}/leden/einde", status_code=303, include_in_schema=False)
async def dismiss(
    body_id: FromPath[UUID], request: Req, db: Db, staff: SignedIn
) -> Redirect | Template:
    fields = await posted(request)
    reader = Reader(fields)
    member = reader.identity("member", required=gettext("Kies een lid."))
    try:
        reader.done()
    except Invalid as refusal:
        return await one(db, staff, body_id, refusal, fields)
    await actions.dismiss(db, staff.actor, body_id, member)
    return Redirect(f"{LIST}/{body_id}", status_code=303)


async def _of_account(
    db: AsyncSession,
    staff: Staff,
    account_id: UUID,
    refusal: Trouble | None = None,
    fields: Posted | None = None,
) -> Template:
    person = await accounts.get(db, account_id)
    found = await body_queries.bodies(db)
    return page(
        "account_bodies.html",
        person=person,
        eligible=person.role == Role.ADVIESRAAD,
        seats=[
            (body.row, seat)
            for body in found
            for seat in body.seats
            if seat.row.account_id == account_id
        ],
        bodies=[(body.row.id, Stored(body.row.name)) for body in found if not body.row.retired_at],
        today=local_day(await council.now(db)).isoformat(),
        account=staff.account,
        csrf=staff.csrf,
        section="accounts",
        **again(refusal, fields),
    )


@get(_OF_ACCOUNT, include_in_schema=False)
async def of_account(account_id: FromPath[UUID], db: Db, staff: SignedIn) -> Template:
    return await _of_account(db, staff, account_id)


@post(_OF_ACCOUNT, status_code=303, include_in_schema=False)
async def appoint_account(
    account_id: FromPath[UUID], request: Req, db: Db, staff: SignedIn
) -> Redirect | Template:
    fields = await posted(request)
    reader = Reader(fields)
    body_id = reader.identity("body", required=gettext("Kies een adviesraad."))
    given = _term(reader, account_id)
    try:
        reader.done()
        await actions.appoint(db, staff.actor, body_id, given)
    except (Invalid, Conflict) as refusal:
        return await _of_account(db, staff, account_id, refusal, fields)
    return Redirect(f"/beheer/accounts/{account_id}/adviesraden", status_code=303)


HANDLERS = (appoint, dismiss, of_account, appoint_account)
