# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""The griffie asks advisory councils about one summary, and answers what they object to."""

import datetime as dt
from typing import Any
from uuid import UUID

from litestar import get, post
from litestar.params import FromPath
from litestar.response import Redirect, Template
from sqlalchemy.ext.asyncio import AsyncSession

from backend.accounts.guards import SignedIn, Staff
from backend.accounts.roles import Role
from backend.advice import asking, body_queries, queries
from backend.advice.asking import Question
from backend.consultations import queries as consultations
from backend.consultations.queries import Shown
from backend.council import queries as council
from backend.council.planning import counting_back, free_days, local_day
from backend.errors import Conflict, Flaw, Invalid, Trouble
from backend.results import queries as results
from backend.settings import Settings
from backend.web.forms import Posted, Reader, posted
from backend.web.kinds import Db, Req
from backend.web.languages import gettext
from backend.web.pages import again, day, page
from surveys.review import Wrong, usual_day, wrong_day
from surveys.reviewed import NONE_ASKED, blocks

LONGEST = 5000


async def _meeting(db: AsyncSession, shown: Shown) -> dt.datetime | None:
    """The next one where the council decides on this document."""
    for place in await council.places(db, shown.document_id):
        if place.main and place.meeting.starts_at > shown.now and not place.meeting.cancelled:
            return place.meeting.starts_at
    return None


async def _context(db: AsyncSession, staff: Staff, consultation_id: UUID) -> dict[str, Any]:
    row = await consultations.get(db, consultation_id)
    shown = await consultations.shown(db, row)
    summary = await results.newest(db, consultation_id)
    asked = await queries.of_consultation(db, consultation_id)
    number = summary.number if summary else 1
    about = {
        each.row.body_id
        for each in asked
        if each.summary.number == number and each.row.withdrawn_at is None
    }
    bodies = [
        each
        for each in await body_queries.bodies(db)
        if each.row.retired_at is None and each.row.id not in about
    ]
    today, meeting = local_day(shown.now), await _meeting(db, shown)
    usual = usual_day(
        today, meeting=local_day(meeting) if meeting else None, holidays=free_days(today)
    )
    section = await queries.section(db, consultation_id, number)
    return {
        "account": staff.account,
        "csrf": staff.csrf,
        "section": "griffie-raadplegingen",
        "writes": staff.account.role == Role.GRIFFIE,
        "consultation": shown,
        "summary": summary,
        "asked": list(zip(asked, blocks(section), strict=True)),
        "none_asked": NONE_ASKED,
        "bodies": bodies,
        "coupled": [str(each.row.id) for each in body_queries.coupled(bodies, row.themes)],
        "meeting": meeting,
        "papers": counting_back(meeting, shown.rules).closes if meeting else None,
        "usual": usual.isoformat(),
    }


async def _page(
    db: AsyncSession,
    staff: Staff,
    consultation_id: UUID,
    refusal: Trouble | None = None,
    fields: Posted | None = None,
) -> Template:
    return page(
        "review_desk.html",
        **again(refusal, fields),
        **await _context(db, staff, consultation_id),
    )


@get("/griffie/raadplegingen/{consultation_id:uuid}/adviesraad", include_in_schema=False)
async def desk(consultation_id: FromPath[UUID], db: Db, staff: SignedIn) -> Template:
    return await _page(db, staff, consultation_id)


def _wrong(wrong: Wrong, meeting: dt.datetime | None) -> str:
    if wrong is Wrong.PAST:
        return gettext("Deze dag is al geweest. Kies vandaag of een latere dag.")
    if wrong is Wrong.TOO_FAR or meeting is None:
        return gettext("Deze dag is meer dan een jaar weg. Kies een eerdere dag.")
    what = gettext("De vergadering is op {day}. Kies een dag daarvoor.")
    return what.format(day=day(meeting))


async def _question(db: AsyncSession, request: Req, shown: Shown, reader: Reader) -> Question:
    due = reader.day("due", required=gettext("Kies tot en met welke dag zij kunnen reageren."))
    meeting = await _meeting(db, shown)
    known = {flaw.where for flaw in reader.flaws}
    wrong = wrong_day(
        due, today=local_day(shown.now), meeting=local_day(meeting) if meeting else None
    )
    if wrong and "due" not in known:
        reader.flaws.append(Flaw("due", _wrong(wrong, meeting)))
    settings: Settings = request.app.state.settings
    return Question(shown.title, due, settings.base_url)


@post(
    "/griffie/raadplegingen/{consultation_id:uuid}/adviesraad",
    status_code=303,
    include_in_schema=False,
)
async def ask(
    consultation_id: FromPath[UUID], request: Req, db: Db, staff: SignedIn
) -> Redirect | Template:
    fields = await posted(request)
    reader = Reader(fields)
    shown = await consultations.shown(db, await consultations.get(db, consultation_id))
    known = {str(each.row.id): each.row.id for each in await body_queries.bodies(db)}
    chosen = reader.many("bodies", known)
    if not chosen:
        reader.flaws.append(Flaw("bodies", gettext("Kies ten minste één adviesraad.")))
    question = await _question(db, request, shown, reader)
    try:
        reader.done()
        async with db.begin_nested():
            bodies = [known[each] for each in dict.fromkeys(chosen)]
            await asking.ask(db, staff.actor, consultation_id, bodies, question)
    except (Invalid, Conflict) as refusal:
        return await _page(db, staff, consultation_id, refusal, fields)
    return Redirect(_address(consultation_id), status_code=303)


def _address(consultation_id: UUID) -> str:
    return f"/griffie/raadplegingen/{consultation_id}/adviesraad"


@post(
    "/griffie/raadplegingen/{consultation_id:uuid}/adviesraad/intrekken",
    status_code=303,
    include_in_schema=False,
)
async def withdraw(
    consultation_id: FromPath[UUID], request: Req, db: Db, staff: SignedIn
) -> Redirect | Template:
    fields = await posted(request)
    reader = Reader(fields)
    asked = reader.identity("request", required=gettext("Kies welke vraag u intrekt."))
    reason = reader.text("withdraw_reason", limit=LONGEST)
    try:
        reader.done()
        await asking.withdraw(db, staff.actor, consultation_id, asked, reason)
    except (Invalid, Conflict) as refusal:
        return await _page(db, staff, consultation_id, refusal, fields)
    return Redirect(_address(consultation_id), status_code=303)


@post(
    "/griffie/raadplegingen/{consultation_id:uuid}/adviesraad/antwoord",
    status_code=303,
    include_in_schema=False,
)
async def answer(
    consultation_id: FromPath[UUID], request: Req, db: Db, staff: SignedIn
) -> Redirect | Template:
    fields = await posted(request)
    reader = Reader(fields)
    verdict = reader.identity("verdict", required=gettext("Kies op welk oordeel u antwoordt."))
    text = reader.text("answer", limit=LONGEST)
    try:
        reader.done()
        await asking.answer(db, staff.actor, consultation_id, verdict, text)
    except (Invalid, Conflict) as refusal:
        return await _page(db, staff, consultation_id, refusal, fields)
    return Redirect(_address(consultation_id), status_code=303)


HANDLERS = (desk, ask, withdraw, answer)
