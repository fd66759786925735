# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""The griffie's editor: the list of questions, and what a button on it does."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from litestar import get, post
from litestar.params import FromPath
from litestar.response import Redirect, Template

from backend.accounts.guards import SignedIn
from backend.consultations import editing
from backend.consultations.editor import (
    Key,
    back_to,
    frame,
    list_again,
    listed,
)
from backend.errors import Conflict
from backend.web.forms import Reader, posted
from backend.web.kinds import Db, Req
from backend.web.languages import gettext
from backend.web.pages import page
from surveys import editing as edits
from surveys.questionnaire import Questionnaire
from surveys.template import NEIGHBOURHOOD

Step = Callable[[Questionnaire, str], Questionnaire]
STEPS: Mapping[str, tuple[Step, str]] = {
    "omhoog": (lambda all_, key: edits.moved(all_, key, edits.UP), "omhoog gezet"),
    "omlaag": (lambda all_, key: edits.moved(all_, key, edits.DOWN), "omlaag gezet"),
    "dubbel": (edits.duplicated, "dubbel gemaakt"),
    "weghalen": (edits.removed, "weggehaald"),
}


@get("/griffie/raadplegingen/{consultation_id:uuid}/vragen")
async def questions(consultation_id: FromPath[UUID], db: Db, staff: SignedIn) -> Template:
    context = await listed(db, await frame(db, staff, consultation_id))
    return page("question_list.html", conflict="", **context)


def _label(context: dict[str, Any], key: str) -> str:
    question = edits.find(context["consultation"].questionnaire, key)
    if question is None:
        raise Conflict(
            gettext("Deze vraag is er niet meer."), gettext("Iemand anders haalde haar weg.")
        )
    return question.label


@post("/griffie/raadplegingen/{consultation_id:uuid}/vragen/{key:str}/doen", status_code=303)
async def step(
    consultation_id: FromPath[UUID], key: Key, request: Req, db: Db, staff: SignedIn
) -> Redirect | Template:
    """Up, down, twice or away; away is undone from the list."""
    reader = Reader(await posted(request))
    revision = reader.integer("revision", 1, 2**31)
    do = reader.choice("doe", STEPS, required=gettext("Kies wat u met de vraag wilt doen."))
    reader.done()
    context = await frame(db, staff, consultation_id)
    try:
        said = f"“{_label(context, key)}” {STEPS[do][1]}."
        async with db.begin_nested():
            await editing.change(
                db,
                staff.actor,
                consultation_id,
                revision,
                lambda before: STEPS[do][0](before, key),
                what=said,
            )
    except Conflict as conflict:
        return await list_again(db, staff, consultation_id, conflict)
    return back_to(consultation_id, "" if do == "weghalen" else key)


@post("/griffie/raadplegingen/{consultation_id:uuid}/vragen/wijken", status_code=303)
async def follow_neighbourhoods(
    consultation_id: FromPath[UUID], request: Req, db: Db, staff: SignedIn
) -> Redirect | Template:
    """Ask for the neighbourhoods as the municipality published them."""
    reader = Reader(await posted(request))
    revision = reader.integer("revision", 1, 2**31)
    reader.done()
    hoods = await editing.hoods(db)
    try:
        async with db.begin_nested():
            await editing.change(
                db,
                staff.actor,
                consultation_id,
                revision,
                lambda before: edits.with_neighbourhoods(before, hoods),
                what="De wijken uit de spelregels overgenomen.",
            )
    except Conflict as conflict:
        return await list_again(db, staff, consultation_id, conflict)
    return back_to(consultation_id, NEIGHBOURHOOD)


@post("/griffie/raadplegingen/{consultation_id:uuid}/vragen/terug", status_code=303)
async def restore(
    consultation_id: FromPath[UUID], request: Req, db: Db, staff: SignedIn
) -> Redirect | Template:
    reader = Reader(await posted(request))
    revision = reader.integer("revision", 1, 2**31)
    number = reader.integer("versie", 1, 2**31)
    reader.done()
    try:
        async with db.begin_nested():
            await editing.restore(db, staff.actor, consultation_id, revision, number)
    except Conflict as conflict:
        return await list_again(db, staff, consultation_id, conflict)
    return back_to(consultation_id)


HANDLERS = (questions, step, follow_neighbourhoods, restore)
