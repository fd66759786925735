# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""The griffie keeps the list of subjects."""

from typing import Any

from litestar import get, post
from litestar.response import Redirect, Template
from sqlalchemy.ext.asyncio import AsyncSession

from backend.accounts.guards import SignedIn, Staff
from backend.accounts.roles import Role
from backend.consultations import themes
from backend.errors import Conflict, Invalid
from backend.web.forms import Reader, posted
from backend.web.kinds import Db, Req
from backend.web.languages import gettext
from backend.web.pages import page, refused

AT = "/griffie/onderwerpen"
DEEDS = ("toevoegen", "hernoemen", "weghalen", "terugzetten")


async def _context(db: AsyncSession, staff: Staff) -> dict[str, Any]:
    return {
        "account": staff.account,
        "csrf": staff.csrf,
        "found": await themes.all_of_them(db),
        "editable": staff.account.role == Role.GRIFFIE,
        # Not as a page translates what it says itself: a percent sign here is a percent sign.
        "translated": gettext,
        "section": "griffie-spelregels",
    }


@get(AT)
async def theme_list(db: Db, staff: SignedIn) -> Template:
    given = {"key": "", "name": ""}
    context = await _context(db, staff)
    return page("themes_desk.html", problems={}, given=given, conflict="", **context)


async def _do(db: AsyncSession, staff: Staff, deed: str, *, key: str, was: str, name: str) -> None:
    match deed:
        case "toevoegen":
            await themes.add(db, staff.actor, name)
        case "hernoemen":
            await themes.rename(db, staff.actor, key, was, name)
        case "weghalen":
            await themes.retire(db, staff.actor, key, was)
        case _:
            await themes.bring_back(db, staff.actor, key, was)


@post(AT, status_code=303)
async def change_themes(request: Req, db: Db, staff: SignedIn) -> Redirect | Template:
    reader = Reader(await posted(request))
    deed = reader.choice("doe", DEEDS, required=gettext("Druk op een knop."))
    key = reader.text("key", limit=80)
    was = reader.text("was", limit=themes.LONGEST)
    name = reader.text("name", limit=themes.LONGEST)
    given = {"key": key, "name": name}
    try:
        reader.done()
        async with db.begin_nested():
            await _do(db, staff, deed, key=key, was=was, name=name)
    except Invalid as refusal:
        context = await _context(db, staff)
        return refused("themes_desk.html", refusal, given, conflict="", **context)
    except Conflict as conflict:
        context = await _context(db, staff)
        return page(
            "themes_desk.html", status=409, problems={}, given=given, conflict=conflict, **context
        )
    return Redirect(AT, status_code=303)


HANDLERS = (theme_list, change_themes)
