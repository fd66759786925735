# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""The griffie makes a meeting, changes it, calls it off, and puts its agenda in order."""

from typing import Any, Final
from uuid import UUID

from litestar import get, post
from litestar.params import FromPath
from litestar.response import Redirect, Template
from sqlalchemy.ext.asyncio import AsyncSession

from backend.accounts.guards import SignedIn, Staff
from backend.agenda import hand_forms as forms
from backend.agenda import queries
from backend.council import by_hand, hand_meetings
from backend.council import queries as council
from backend.council.order import key, spots
from backend.council.origins import origin
from backend.council.planning import local_day
from backend.errors import Conflict, Invalid, Trouble
from backend.web.forms import Posted, Reader, posted
from backend.web.kinds import Db, Req
from backend.web.languages import gettext
from backend.web.pages import again, page
from surveys.agenda import Step, ways

NEW: Final = "/griffie/vergaderingen/nieuw"
_STEPS: Final[dict[str, Step]] = {"omhoog": -1, "omlaag": 1}


def at(meeting_id: UUID) -> str:
    return f"/griffie/vergaderingen/{meeting_id}"


def _form(
    staff: Staff,
    row: Any,
    refusal: Trouble | None = None,
    fields: Posted | None = None,
) -> Template:
    stored = forms.of_meeting(row)
    labels = forms.meeting_labels()
    return page(
        "meeting_form.html",
        **forms.merged_in(stored, refusal, fields, labels)
        if row
        else forms.filled(stored, refusal, fields),
        meeting=row,
        in_words=forms.meeting_in_words(stored),
        labels=labels,
        ours=row is None or row.ours,
        origin=origin,
        action=f"{at(row.id)}/wijzigen" if row else NEW,
        **forms.frame(staff),
    )


@get(NEW, include_in_schema=False)
async def new(staff: SignedIn) -> Template:
    return _form(staff, None)


@post(NEW, status_code=303, include_in_schema=False)
async def make(request: Req, db: Db, staff: SignedIn) -> Redirect | Template:
    fields = await posted(request)
    reader = Reader(fields)
    try:
        form = forms.the_key(reader)
        said = forms.read_meeting(reader, local_day(await council.now(db)))
        meeting_id = await hand_meetings.make_meeting(db, staff.actor, form, said)
    except Invalid as refusal:
        return _form(staff, None, refusal, fields)
    return Redirect(f"{at(meeting_id)}/agenda", status_code=303)


@get("/griffie/vergaderingen/{meeting_id:uuid}/wijzigen", include_in_schema=False)
async def edit(meeting_id: FromPath[UUID], db: Db, staff: SignedIn) -> Template:
    return _form(staff, await queries.meeting(db, meeting_id))


@post("/griffie/vergaderingen/{meeting_id:uuid}/wijzigen", status_code=303, include_in_schema=False)
async def save(
    meeting_id: FromPath[UUID], request: Req, db: Db, staff: SignedIn
) -> Redirect | Template:
    fields = await posted(request)
    reader = Reader(fields)
    revision = forms.revision(reader, forms.meeting_labels())
    row = await queries.meeting(db, meeting_id)
    try:
        said = forms.read_meeting(reader, local_day(await council.now(db)), row)
        async with db.begin_nested():
            await hand_meetings.edit_meeting(db, staff.actor, meeting_id, revision, said)
    except (Invalid, Conflict) as refusal:
        await db.refresh(row)
        return _form(staff, row, refusal, fields)
    return Redirect(at(meeting_id), status_code=303)


async def _off_page(
    db: AsyncSession,
    staff: Staff,
    meeting_id: UUID,
    refusal: Trouble | None = None,
    fields: Posted | None = None,
) -> Template:
    row = await queries.meeting(db, meeting_id)
    await db.refresh(row)
    return page(
        "meeting_call_off.html",
        **forms.filled({"reason": ""}, refusal, fields),
        meeting=row,
        running=[line for line in await queries.lines(db, meeting_id) if line.reason == "open"],
        origin=origin,
        **forms.frame(staff),
    )


@get("/griffie/vergaderingen/{meeting_id:uuid}/afgelasten", include_in_schema=False)
async def confirm_off(meeting_id: FromPath[UUID], db: Db, staff: SignedIn) -> Template:
    return await _off_page(db, staff, meeting_id)


@post(
    "/griffie/vergaderingen/{meeting_id:uuid}/afgelasten", status_code=303, include_in_schema=False
)
async def call_off(
    meeting_id: FromPath[UUID], request: Req, db: Db, staff: SignedIn
) -> Redirect | Template:
    fields = await posted(request)
    reader = Reader(fields)
    revision = forms.revision(reader)
    reason = reader.text("reason", limit=1000)
    try:
        reader.flaws += by_hand.too_little(reason)
        reader.done()
        async with db.begin_nested():
            await hand_meetings.call_off(db, staff.actor, meeting_id, revision, reason)
    except (Invalid, Conflict) as refusal:
        return await _off_page(db, staff, meeting_id, refusal, fields)
    return Redirect(at(meeting_id), status_code=303)


@post(
    "/griffie/vergaderingen/{meeting_id:uuid}/toch-door", status_code=303, include_in_schema=False
)
async def hold_after_all(
    meeting_id: FromPath[UUID], request: Req, db: Db, staff: SignedIn
) -> Redirect:
    reader = Reader(await posted(request))
    revision = forms.revision(reader)
    reader.done()
    await hand_meetings.hold_after_all(db, staff.actor, meeting_id, revision)
    return Redirect(at(meeting_id), status_code=303)


async def _agenda_page(
    db: AsyncSession, staff: Staff, meeting_id: UUID, refusal: Trouble | None = None
) -> Template:
    lines = await queries.lines(db, meeting_id)
    rows = [line.item for line in lines if not line.facts.lapsed]
    found = ways(spots(rows, in_hand=True))
    return page(
        "agenda_by_hand.html",
        **again(refusal, None),
        meeting=await queries.meeting(db, meeting_id),
        lines=[line for line in lines if not line.facts.lapsed],
        off=[line for line in lines if line.facts.lapsed and line.item.in_hand],
        ways={row.id: found.get(key(row), ()) for row in rows},
        seen=by_hand.stamp(rows),
        origin=origin,
        **forms.frame(staff),
    )


@get("/griffie/vergaderingen/{meeting_id:uuid}/agenda", include_in_schema=False)
async def agenda(meeting_id: FromPath[UUID], db: Db, staff: SignedIn) -> Template:
    return await _agenda_page(db, staff, meeting_id)


@post("/griffie/vergaderingen/{meeting_id:uuid}/agenda", status_code=303, include_in_schema=False)
async def shift(
    meeting_id: FromPath[UUID], request: Req, db: Db, staff: SignedIn
) -> Redirect | Template:
    reader = Reader(await posted(request))
    item_id = reader.identity("item", required=gettext("Kies een punt."))
    seen = reader.text("seen", limit=16)
    step = reader.choice("naar", _STEPS, required=gettext("Kies een knop."))
    try:
        reader.done()
        way = _STEPS[step]
        await by_hand.shift(db, staff.actor, meeting_id, seen, item_id=item_id, step=way)
    except (Invalid, Conflict) as refusal:
        return await _agenda_page(db, staff, meeting_id, refusal)
    return Redirect(f"{at(meeting_id)}/agenda#punt-{item_id}", status_code=303)


HANDLERS = (
    *(new, make, edit, save, confirm_off, call_off, hold_after_all),
    *(agenda, shift),
)
