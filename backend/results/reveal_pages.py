# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""The griffie makes a summary final, says when everybody may read it, and corrects it."""

import datetime as dt
import re
from typing import Any
from uuid import UUID

from litestar import get, post
from litestar.params import FromPath
from litestar.response import Redirect, Template
from sqlalchemy.ext.asyncio import AsyncSession

from backend.accounts.guards import SignedIn, Staff
from backend.consultations import queries as consultations
from backend.errors import Flaw, Invalid
from backend.results import actions, publication, queries
from backend.results.actions import AT_ONCE, Reveal
from backend.results.beside import Beside, Reviews
from backend.results.publication import Final
from backend.settings import Settings
from backend.web.forms import Reader, posted
from backend.web.kinds import Db, Req
from backend.web.languages import gettext
from backend.web.pages import ZONE, page, refused

WHEN = ("now", "griffie", "moment")
_TIME = re.compile(r"([01]?[0-9]|2[0-3])[.:]([0-5][0-9])")


def _moment(reader: Reader) -> dt.datetime:
    """A day and a time as somebody here writes them: 16:00 or 16.00."""
    on = reader.day("until_on", required=gettext("Kies op welke dag."))
    said = _TIME.fullmatch(reader.text("until_at", limit=5))
    if said is None:
        reader.flaws.append(Flaw("until_at", gettext("Schrijf de tijd zo: 16:00.")))
        return dt.datetime.max.replace(tzinfo=dt.UTC)
    return dt.datetime.combine(on, dt.time(int(said[1]), int(said[2])), ZONE)


def _reveal(reader: Reader) -> Reveal:
    when = reader.choice("when", WHEN, required=gettext("Kies wanneer iedereen dit mag lezen."))
    if when == "moment":
        return Reveal(at_once=False, until=_moment(reader))
    for name in ("until_on", "until_at"):
        reader.text(name)
    return Reveal(at_once=False) if when == "griffie" else AT_ONCE


async def _frame(db: AsyncSession, staff: Staff, consultation_id: UUID) -> dict[str, Any]:
    row = await consultations.get(db, consultation_id)
    return {
        "account": staff.account,
        "csrf": staff.csrf,
        "consultation": await consultations.shown(db, row),
        "finals": await publication.finals(db, consultation_id),
        "section": "griffie-raadplegingen",
    }


async def _final(
    db: AsyncSession, staff: Staff, consultation_id: UUID, reviews: Beside
) -> dict[str, Any]:
    """With how many quotations nobody read, and which advisory councils may still speak."""
    summary = await actions.draft_of(db, consultation_id)
    frame = await _frame(db, staff, consultation_id)
    drawn = await queries.drawn(db, summary.result_id, frame["consultation"].rules.verbatims)
    waiting = sum(one.released is None for one in drawn)
    ahead = await reviews.ahead(db, consultation_id, summary.number)
    return {**frame, "waiting": waiting, "ahead": ahead}


def _given(fields: Any) -> dict[str, str]:
    return {name: fields.get(name, [""])[0] for name in _EMPTY}


_EMPTY = {"when": "", "until_on": "", "until_at": "16:00", "note": "", "reason": ""}


def _proposed(hidden: Final | None) -> dict[str, str]:
    """As the version before it, that nobody may read yet: else the one with the mistake in it
    would be read before the correction."""
    if hidden is None or hidden.until is None:
        return {"when": "griffie" if hidden else "now"}
    local = hidden.until.astimezone(ZONE)
    return {
        "when": "moment",
        "until_on": local.date().isoformat(),
        "until_at": f"{local:%H:%M}",
    }


@get("/griffie/raadplegingen/{consultation_id:uuid}/definitief")
async def confirm_final(
    consultation_id: FromPath[UUID], db: Db, staff: SignedIn, reviews: Reviews
) -> Template:
    """A correction of what nobody may read yet is not for everybody at once either."""
    frame = await _final(db, staff, consultation_id, reviews)
    hidden = next((final for final in frame["finals"][:1] if final.public_at is None), None)
    given = {**_EMPTY, **_proposed(hidden)}
    return page("summary_final.html", problems={}, given=given, hidden=hidden, **frame)


@post("/griffie/raadplegingen/{consultation_id:uuid}/definitief", status_code=303)
async def finalise(
    consultation_id: FromPath[UUID], request: Req, db: Db, staff: SignedIn, reviews: Reviews
) -> Redirect | Template:
    fields = await posted(request)
    draft = await actions.draft_of(db, consultation_id)
    settings: Settings = request.app.state.settings
    reader = Reader(fields)
    reason, reveal = reader.text("reason", limit=2000), _reveal(reader)
    try:
        reader.done()
        async with db.begin_nested():
            asked = await reviews.go_on(db, staff.actor, consultation_id, draft.number, reason)
            await actions.finalise(
                db,
                staff.actor,
                consultation_id,
                settings.municipality.name,
                asked,
                site=settings.base_url,
                reveal=reveal,
            )
    except Invalid as refusal:
        frame = await _final(db, staff, consultation_id, reviews)
        return refused("summary_final.html", refusal, _given(fields), hidden=None, **frame)
    return Redirect(f"/griffie/raadplegingen/{consultation_id}/samenvatting", status_code=303)


@get("/griffie/raadplegingen/{consultation_id:uuid}/embargo")
async def embargo(consultation_id: FromPath[UUID], db: Db, staff: SignedIn) -> Template:
    """As it is now: whoever moves the moment changes what stands there."""
    frame = await _frame(db, staff, consultation_id)
    hidden = next((final for final in frame["finals"][:1] if final.public_at is None), None)
    given = {**_EMPTY, **(_proposed(hidden) if hidden else {})}
    return page("summary_embargo.html", problems={}, given=given, **frame)


@post("/griffie/raadplegingen/{consultation_id:uuid}/embargo", status_code=303)
async def set_embargo(
    consultation_id: FromPath[UUID], request: Req, db: Db, staff: SignedIn
) -> Redirect | Template:
    fields = await posted(request)
    reader = Reader(fields)
    reveal = _reveal(reader)
    try:
        reader.done()
        if reveal.at_once:
            await actions.reveal_now(db, staff.actor, consultation_id)
        else:
            await actions.reveal_later(db, staff.actor, consultation_id, reveal.until)
    except Invalid as refusal:
        frame = await _frame(db, staff, consultation_id)
        return refused("summary_embargo.html", refusal, _given(fields), **frame)
    return Redirect(f"/griffie/raadplegingen/{consultation_id}/samenvatting", status_code=303)


@get("/griffie/raadplegingen/{consultation_id:uuid}/verbeteren")
async def correction(consultation_id: FromPath[UUID], db: Db, staff: SignedIn) -> Template:
    frame = await _frame(db, staff, consultation_id)
    newest = await queries.newest(db, consultation_id)
    note = ""
    if newest is not None and not newest.final:
        note = await publication.note_of(db, consultation_id, newest.number)
    return page("summary_correct.html", problems={}, given={**_EMPTY, "note": note}, **frame)


@post("/griffie/raadplegingen/{consultation_id:uuid}/verbeteren", status_code=303)
async def correct(
    consultation_id: FromPath[UUID], request: Req, db: Db, staff: SignedIn
) -> Redirect | Template:
    fields = await posted(request)
    reader = Reader(fields)
    note = reader.text("note", limit=2000)
    try:
        reader.done()
        await actions.correct(db, staff.actor, consultation_id, note)
    except Invalid as refusal:
        frame = await _frame(db, staff, consultation_id)
        return refused("summary_correct.html", refusal, _given(fields), **frame)
    return Redirect(f"/griffie/raadplegingen/{consultation_id}/samenvatting", status_code=303)


HANDLERS = (confirm_final, finalise, embargo, set_embargo, correction, correct)
