# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""The griffie keeps the list of advisory councils and sees what waits; who sits in them, a
beheerder says (`seat_pages`)."""

from typing import Any
from uuid import UUID

from litestar import get, post
from litestar.params import FromPath
from litestar.response import Redirect, Template
from sqlalchemy.ext.asyncio import AsyncSession

from backend.accounts.guards import SignedIn, Staff
from backend.accounts.roles import Role
from backend.advice import body_actions as actions
from backend.advice import body_queries, queries
from backend.advice.body_actions import About
from backend.consultations import themes
from backend.council import queries as council
from backend.council.planning import local_day
from backend.errors import Conflict, Invalid, Trouble
from backend.web.forms import Posted, Reader, posted
from backend.web.kinds import Db, Req
from backend.web.languages import gettext, told
from backend.web.pages import again, page
from surveys.review import Kind

LIST = "/griffie/adviesraden"
NAME = 120


async def _frame(db: AsyncSession, staff: Staff) -> dict[str, Any]:
    """What every page here has."""
    known = await themes.all_of_them(db)
    return {
        "account": staff.account,
        "csrf": staff.csrf,
        "section": "griffie-adviesraden",
        "writes": staff.account.role == Role.GRIFFIE,
        "appoints": staff.account.role == Role.BEHEERDER,
        "kinds": [(str(kind), gettext(name)) for kind, name in body_queries.KINDS.items()],
        "themes": [(key, told(name)) for key, name in known.current.items()],
        "about": known.all,
    }


async def _list(
    db: AsyncSession, staff: Staff, refusal: Trouble | None = None, fields: Posted | None = None
) -> Template:
    frame = await _frame(db, staff)
    return page(
        "advisory_bodies.html",
        bodies=await body_queries.bodies(db),
        todo=() if frame["appoints"] else await queries.to_do(db),
        **again(refusal, fields),
        **frame,
    )


@get(LIST, include_in_schema=False)
async def bodies(db: Db, staff: SignedIn) -> Template:
    return await _list(db, staff)


async def _about(db: AsyncSession, reader: Reader) -> About:
    known = await themes.all_of_them(db)
    return About(
        name=reader.text("name", required=gettext("Vul de naam van de adviesraad in."), limit=NAME),
        kind=reader.choice("kind", tuple(Kind), required=gettext("Kies wat voor raad dit is.")),
        themes=reader.many("themes", known.all),
    )


@post(LIST, status_code=303, include_in_schema=False)
async def make(request: Req, db: Db, staff: SignedIn) -> Redirect | Template:
    fields = await posted(request)
    reader = Reader(fields)
    about = await _about(db, reader)
    try:
        reader.done()
        made = await actions.make(db, staff.actor, about)
    except (Invalid, Conflict) as refusal:
        return await _list(db, staff, refusal, fields)
    return Redirect(f"{LIST}/{made.id}", status_code=303)


async def one(
    db: AsyncSession,
    staff: Staff,
    body_id: UUID,
    refusal: Trouble | None = None,
    fields: Posted | None = None,
) -> Template:
    found = await body_queries.body(db, body_id)
    return page(
        "advisory_body.html",
        body=found,
        people=await body_queries.people(db, found),
        today=local_day(await council.now(db)).isoformat(),
        **again(refusal, fields),
        **await _frame(db, staff),
    )


@get(f"{LIST}/{{body_id:uuid}}", include_in_schema=False)
async def body(body_id: FromPath[UUID], db: Db, staff: SignedIn) -> Template:
    return await one(db, staff, body_id)


@post(f"{LIST}/{{body_id:uuid}}", status_code=303, include_in_schema=False)
async def change(
    body_id: FromPath[UUID], request: Req, db: Db, staff: SignedIn
) -> Redirect | Template:
    fields = await posted(request)
    reader = Reader(fields)
    revision = reader.integer("revision", 1, 2**31)
    about = await _about(db, reader)
    try:
        reader.done()
        await actions.change(db, staff.actor, body_id, revision, about)
    except (Invalid, Conflict) as refusal:
        return await one(db, staff, body_id, refusal, fields)
    return Redirect(f"{LIST}/{body_id}", status_code=303)


@get(f"{LIST}/{{body_id:uuid}}/opheffen", include_in_schema=False)
async def confirm_retire(body_id: FromPath[UUID], db: Db, staff: SignedIn) -> Template:
    found = await body_queries.body(db, body_id)
    running = [each for each in await queries.to_do(db) if each.row.body_id == body_id]
    return page("advisory_body_retire.html", body=found, running=running, **await _frame(db, staff))


@post(f"{LIST}/{{body_id:uuid}}/opheffen", status_code=303, include_in_schema=False)
async def retire(body_id: FromPath[UUID], request: Req, db: Db, staff: SignedIn) -> Redirect:
    reader = Reader(await posted(request))
    revision = reader.integer("revision", 1, 2**31)
    reader.done()
    await body_queries.body(db, body_id)
    await actions.retire(db, staff.actor, body_id, revision)
    return Redirect(LIST, status_code=303)


HANDLERS = (bodies, make, body, change, confirm_retire, retire)
