# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""The griffie moves an item to another meeting, and answers what a moved meeting asks."""

from uuid import UUID

from litestar import get, post
from litestar.params import FromPath
from litestar.response import Redirect, Template
from sqlalchemy.ext.asyncio import AsyncSession

from backend.accounts.guards import SignedIn, Staff
from backend.agenda import hand_forms as forms
from backend.agenda import history, queries, rescheduled
from backend.agenda.hand_item_pages import at
from backend.consultations import off_agenda
from backend.council import by_hand, moving
from backend.council.order import key, spots, standing
from backend.council.origins import origin
from backend.errors import Conflict, Invalid, Trouble
from backend.web.forms import Posted, Reader, posted
from backend.web.kinds import Db, Req
from backend.web.languages import gettext
from backend.web.pages import again, page
from surveys.agenda import beneath


async def _page(
    db: AsyncSession,
    staff: Staff,
    item_id: UUID,
    refusal: Trouble | None = None,
    fields: Posted | None = None,
) -> Template:
    line = await queries.line(db, item_id)
    await db.refresh(line.item)
    rows = await standing(db, line.item.meeting_id)
    below = beneath(spots(rows), key(line.item))
    heard = await history.hearings(db, line.document_id) if line.document_id else ()
    typed = forms.given(fields) if fields else {}
    return page(
        "item_move.html",
        **{**again(refusal, None), "given": {"meeting": "", "reason": "", **typed}},
        line=line,
        meeting=await queries.meeting(db, line.item.meeting_id),
        meetings=await moving.coming(db, line.item.meeting_id),
        below=[row for row in rows if key(row) in below],
        heard=heard,
        attachments=await history.attachments(db, item_id),
        origin=origin,
        **forms.frame(staff),
    )


@get("/griffie/agendapunten/{item_id:uuid}/verplaatsen", include_in_schema=False)
async def where_to(item_id: FromPath[UUID], db: Db, staff: SignedIn) -> Template:
    return await _page(db, staff, item_id)


@post("/griffie/agendapunten/{item_id:uuid}/verplaatsen", status_code=303, include_in_schema=False)
async def move(
    item_id: FromPath[UUID], request: Req, db: Db, staff: SignedIn
) -> Redirect | Template:
    fields = await posted(request)
    reader = Reader(fields)
    revision = forms.revision(reader)
    to = reader.identity("meeting", required=gettext("Kies een vergadering die nog komt."))
    reason = reader.text("reason", limit=1000)
    try:
        reader.flaws += by_hand.too_little(reason)
        reader.done()
        async with db.begin_nested():
            await moving.move(db, staff.actor, item_id, revision, to=to, reason=reason)
    except (Invalid, Conflict) as refusal:
        return await _page(db, staff, item_id, refusal, fields)
    return Redirect(at(item_id), status_code=303)


@post(
    "/griffie/agendapunten/{item_id:uuid}/verplaatsen/ongedaan",
    status_code=303,
    include_in_schema=False,
)
async def undo(item_id: FromPath[UUID], request: Req, db: Db, staff: SignedIn) -> Redirect:
    reader = Reader(await posted(request))
    revision = forms.revision(reader)
    reader.done()
    await moving.undo(db, staff.actor, item_id, revision)
    return Redirect(at(item_id), status_code=303)


@post("/griffie/vergaderingen/{meeting_id:uuid}/laat-zo", status_code=303, include_in_schema=False)
async def keep(meeting_id: FromPath[UUID], request: Req, db: Db, staff: SignedIn) -> Redirect:
    reader = Reader(await posted(request))
    consultation_id = reader.identity("consultation", required=gettext("Kies een raadpleging."))
    seen = reader.text("starts_at", limit=40)
    reader.done()
    await rescheduled.keep(db, staff.actor, meeting_id, consultation_id, seen)
    return Redirect(f"/griffie/vergaderingen/{meeting_id}", status_code=303)


@post(
    "/griffie/agendapunten/{item_id:uuid}/laat-doorgaan", status_code=303, include_in_schema=False
)
async def let_run(item_id: FromPath[UUID], request: Req, db: Db, staff: SignedIn) -> Redirect:
    reader = Reader(await posted(request))
    consultation_id = reader.identity("consultation", required=gettext("Kies een raadpleging."))
    reader.done()
    await off_agenda.let_run(db, staff.actor, item_id, consultation_id)
    return Redirect(at(item_id), status_code=303)


HANDLERS = (where_to, move, undo, keep, let_run)
