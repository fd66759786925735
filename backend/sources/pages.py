# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""The griffie sees where agendas come from, what changed there, and what does not work."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from litestar import get, post
from litestar.params import FromPath
from litestar.response import Redirect, Template
from sqlalchemy.ext.asyncio import AsyncSession

from backend.accounts.guards import SignedIn, Staff
from backend.accounts.roles import Role
from backend.errors import Conflict, Flaw, Invalid, Trouble
from backend.settings import Outward, Settings
from backend.sources import actions, addresses, queries, words
from backend.sources.actions import Wanted
from backend.sources.faults import Failed, in_words
from backend.sources.schedule import HOURS
from backend.sources.tables import AgendaSource
from backend.web.forms import Posted, Reader, posted
from backend.web.kinds import Db, Req
from backend.web.languages import gettext
from backend.web.pages import again, page

AT = "/griffie/bronnen"
_LARGEST = 2**62


def _frame(staff: Staff) -> dict[str, Any]:
    return {
        "account": staff.account,
        "csrf": staff.csrf,
        "editable": staff.account.role == Role.GRIFFIE,
        "how_often": words.how_often(),
        "in_words": in_words,
        "words": words,
        "section": "griffie",
    }


def _filled(fields: Posted | None, row: AgendaSource | None = None) -> dict[str, str]:
    """What stands in the form: what was typed, or else what is stored."""
    if fields is not None:
        names = ("name", "url", "hours", "enabled")
        return {name: (fields.get(name) or [""])[0] for name in names}
    if row is None:
        return {"name": "", "url": "", "hours": "4", "enabled": "ja"}
    on = "ja" if row.enabled else ""
    return {"name": row.name, "url": row.url, "hours": str(row.hours), "enabled": on}


async def _list_page(
    db: AsyncSession, staff: Staff, refusal: Trouble | None = None, fields: Posted | None = None
) -> Template:
    context: dict[str, Any] = {
        **_frame(staff),
        **again(refusal, None),
        "given": _filled(fields),
        "lines": await queries.all_of_them(db),
    }
    return page("sources_desk.html", **context)


async def _page(
    db: AsyncSession,
    staff: Staff,
    source_id: UUID,
    refusal: Trouble | None = None,
    fields: Posted | None = None,
    *,
    before: int = 0,
) -> Template:
    line = await queries.one(db, source_id)
    found = await queries.looks(db, source_id, before)
    context: dict[str, Any] = {
        **_frame(staff),
        **again(refusal, None),
        "given": _filled(fields, line.source),
        "line": line,
        "brought": await queries.brought(db, line.source),
        "looks": found[: queries.PER_PAGE],
        "more": len(found) > queries.PER_PAGE,
        "older": bool(before),
    }
    return page("source_desk.html", **context)


def _outward(request: Req) -> Outward:
    settings: Settings = request.app.state.settings
    return settings.outward


def _wanted(reader: Reader, outward: Outward) -> Wanted:
    name = reader.text("name", required=gettext("Schrijf op hoe de bron heet."), limit=100)
    url = reader.text("url", required=gettext("Vul het adres in."), limit=addresses.LONGEST)
    hours = reader.choice(
        "hours", [str(hours) for hours in HOURS], required=gettext("Kies hoe vaak wij kijken.")
    )
    enabled = reader.choice("enabled", ("ja",)) == "ja"
    known = {flaw.where for flaw in reader.flaws}
    if "name" not in known and sum(letter.isalpha() for letter in name) < 2:  # noqa: PLR2004 - as the database wants it
        reader.flaws.append(Flaw("name", gettext("Schrijf op hoe de bron heet.")))
    if "url" not in known:
        try:
            url = str(addresses.read(url, outward))
        except Failed as failure:
            said = in_words(failure.fault, failure.detail)
            reader.flaws.append(Flaw("url", f"{said.what} {said.do}"))
    reader.done()
    return Wanted(name, url, int(hours), enabled)


def _before(query: Mapping[str, str]) -> int:
    """From an address, which may hold anything."""
    digits = query.get("voor", "")
    return min(int(digits[:18]), _LARGEST) if digits.isascii() and digits.isdecimal() else 0


@get(AT, include_in_schema=False)
async def sources(db: Db, staff: SignedIn) -> Template:
    return await _list_page(db, staff)


@post(AT, status_code=303, include_in_schema=False)
async def add(request: Req, db: Db, staff: SignedIn) -> Redirect | Template:
    fields = await posted(request)
    try:
        wanted = _wanted(Reader(fields), _outward(request))
        async with db.begin_nested():
            source_id = await actions.add(db, staff.actor, wanted)
    except Invalid as refusal:
        return await _list_page(db, staff, refusal, fields)
    return Redirect(f"{AT}/{source_id}", status_code=303)


@get(f"{AT}/{{source_id:uuid}}", include_in_schema=False)
async def source(source_id: FromPath[UUID], request: Req, db: Db, staff: SignedIn) -> Template:
    return await _page(db, staff, source_id, before=_before(request.query_params))


@post(f"{AT}/{{source_id:uuid}}", status_code=303, include_in_schema=False)
async def save(
    source_id: FromPath[UUID], request: Req, db: Db, staff: SignedIn
) -> Redirect | Template:
    fields = await posted(request)
    await queries.one(db, source_id)
    reader = Reader(fields)
    revision = reader.integer("revision", 1, 2**31)
    try:
        wanted = _wanted(reader, _outward(request))
        async with db.begin_nested():
            await actions.save(db, staff.actor, source_id, revision, wanted)
    except (Invalid, Conflict) as refusal:
        return await _page(db, staff, source_id, refusal, fields)
    return Redirect(f"{AT}/{source_id}", status_code=303)


@post(f"{AT}/{{source_id:uuid}}/ophalen", status_code=303, include_in_schema=False)
async def ask(
    source_id: FromPath[UUID], request: Req, db: Db, staff: SignedIn
) -> Redirect | Template:
    Reader(await posted(request)).done()
    try:
        async with db.begin_nested():
            await actions.ask(db, staff.actor, source_id)
    except Conflict as refusal:
        return await _page(db, staff, source_id, refusal)
    return Redirect(f"{AT}/{source_id}", status_code=303)


@post(f"{AT}/{{source_id:uuid}}/verwijderen", status_code=303, include_in_schema=False)
async def delete(
    source_id: FromPath[UUID], request: Req, db: Db, staff: SignedIn
) -> Redirect | Template:
    reader = Reader(await posted(request))
    revision = reader.integer("revision", 1, 2**31)
    try:
        reader.done()
        async with db.begin_nested():
            await actions.delete(db, staff.actor, source_id, revision)
    except (Invalid, Conflict) as refusal:
        return await _page(db, staff, source_id, refusal)
    return Redirect(AT, status_code=303)


HANDLERS = (sources, add, source, save, ask, delete)
