# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""The griffie writes an agenda item, takes it off and puts it back, and lays documents at it."""

from uuid import UUID

from litestar import get, post
from litestar.params import FromPath
from litestar.response import Redirect, Template
from sqlalchemy.ext.asyncio import AsyncSession

from backend.accounts.guards import SignedIn, Staff
from backend.agenda import hand_forms as forms
from backend.agenda import history, queries
from backend.council import by_hand, papers
from backend.council import queries as council
from backend.council.order import standing
from backend.council.origins import origin
from backend.council.pages import kind_names
from backend.council.tables import AgendaItem, Meeting
from backend.errors import Conflict, Invalid, Trouble
from backend.web.forms import Posted, Reader, posted
from backend.web.kinds import Db, Req
from backend.web.languages import gettext
from backend.web.pages import again, page


def at(item_id: UUID) -> str:
    return f"/griffie/agendapunten/{item_id}"


# The item ----------------------------------------------------------------------------------------


async def _form(
    db: AsyncSession,
    staff: Staff,
    meeting: Meeting,
    row: AgendaItem | None,
    *,
    refusal: Trouble | None = None,
    fields: Posted | None = None,
) -> Template:
    rows = await standing(db, meeting.id)
    stored, labels = forms.of_item(row), forms.item_labels()
    headings = await by_hand.headings(db, rows, row)
    return page(
        "item_form.html",
        **forms.merged_in(stored, refusal, fields, labels, boxes=("heading",))
        if row
        else forms.filled(stored, refusal, fields),
        meeting=meeting,
        item=row,
        headings=headings,
        in_words=forms.item_in_words(stored, headings),
        labels=labels,
        ours=row is None or row.ours,
        origin=origin,
        action=f"{at(row.id)}/wijzigen"
        if row
        else f"/griffie/vergaderingen/{meeting.id}/agenda/nieuw",
        **forms.frame(staff),
    )


@get("/griffie/vergaderingen/{meeting_id:uuid}/agenda/nieuw", include_in_schema=False)
async def new(meeting_id: FromPath[UUID], db: Db, staff: SignedIn) -> Template:
    return await _form(db, staff, await queries.meeting(db, meeting_id), None)


@post(
    "/griffie/vergaderingen/{meeting_id:uuid}/agenda/nieuw",
    status_code=303,
    include_in_schema=False,
)
async def add(
    meeting_id: FromPath[UUID], request: Req, db: Db, staff: SignedIn
) -> Redirect | Template:
    fields = await posted(request)
    meeting = await queries.meeting(db, meeting_id)
    reader = Reader(fields)
    try:
        form = forms.the_key(reader)
        said = forms.read_item(reader, await by_hand.headings(db, await standing(db, meeting_id)))
        item_id = await by_hand.add_item(db, staff.actor, meeting_id, form, said)
    except Invalid as refusal:
        return await _form(db, staff, meeting, None, refusal=refusal, fields=fields)
    return Redirect(f"/griffie/vergaderingen/{meeting_id}/agenda#punt-{item_id}", status_code=303)


@get("/griffie/agendapunten/{item_id:uuid}/wijzigen", include_in_schema=False)
async def edit(item_id: FromPath[UUID], db: Db, staff: SignedIn) -> Template:
    row = await council.item(db, item_id)
    return await _form(db, staff, await queries.meeting(db, row.meeting_id), row)


@post("/griffie/agendapunten/{item_id:uuid}/wijzigen", status_code=303, include_in_schema=False)
async def save(
    item_id: FromPath[UUID], request: Req, db: Db, staff: SignedIn
) -> Redirect | Template:
    fields = await posted(request)
    row = await council.item(db, item_id)
    reader = Reader(fields)
    try:
        revision = forms.revision(reader, forms.item_labels())
        rows = await standing(db, row.meeting_id)
        said = forms.read_item(reader, await by_hand.headings(db, rows, row))
        async with db.begin_nested():
            await by_hand.edit_item(db, staff.actor, item_id, revision, said)
    except (Invalid, Conflict) as refusal:
        await db.refresh(row)
        meeting = await queries.meeting(db, row.meeting_id)
        return await _form(db, staff, meeting, row, refusal=refusal, fields=fields)
    return Redirect(at(item_id), status_code=303)


async def _off_page(
    db: AsyncSession, staff: Staff, item_id: UUID, refusal: Trouble | None = None
) -> Template:
    line = await queries.line(db, item_id)
    await db.refresh(line.item)
    heard = await history.hearings(db, line.document_id) if line.document_id else ()
    return page(
        "item_take_off.html",
        **again(refusal, None),
        line=line,
        meeting=await queries.meeting(db, line.item.meeting_id),
        running=[each for each in heard if each.stage == "open"],
        heard=heard,
        attachments=await history.attachments(db, item_id),
        origin=origin,
        **forms.frame(staff),
    )


@get("/griffie/agendapunten/{item_id:uuid}/weghalen", include_in_schema=False)
async def confirm_off(item_id: FromPath[UUID], db: Db, staff: SignedIn) -> Template:
    return await _off_page(db, staff, item_id)


@post("/griffie/agendapunten/{item_id:uuid}/weghalen", status_code=303, include_in_schema=False)
async def take_off(
    item_id: FromPath[UUID], request: Req, db: Db, staff: SignedIn
) -> Redirect | Template:
    row = await council.item(db, item_id)
    reader = Reader(await posted(request))
    revision = forms.revision(reader)
    try:
        reader.done()
        async with db.begin_nested():
            await by_hand.take_off(db, staff.actor, item_id, revision)
    except (Invalid, Conflict) as refusal:
        return await _off_page(db, staff, item_id, refusal)
    return Redirect(f"/griffie/vergaderingen/{row.meeting_id}/agenda#weg", status_code=303)


@post("/griffie/agendapunten/{item_id:uuid}/terugzetten", status_code=303, include_in_schema=False)
async def put_back(item_id: FromPath[UUID], request: Req, db: Db, staff: SignedIn) -> Redirect:
    reader = Reader(await posted(request))
    revision = forms.revision(reader)
    reader.done()
    await by_hand.put_back(db, staff.actor, item_id, revision)
    row = await council.item(db, item_id)
    to = f"/griffie/vergaderingen/{row.meeting_id}/agenda#punt-{item_id}"
    return Redirect(to, status_code=303)


# Its documents -----------------------------------------------------------------------------------


async def _paper_page(
    db: AsyncSession,
    staff: Staff,
    item_id: UUID,
    refusal: Trouble | None = None,
    fields: Posted | None = None,
) -> Template:
    row = await council.item(db, item_id)
    return page(
        "paper_form.html",
        **forms.filled(forms.of_paper(), refusal, fields),
        item=row,
        meeting=await queries.meeting(db, row.meeting_id),
        first=not await council.papers_lie(db, item_id),
        elsewhere=await papers.elsewhere(db, item_id),
        labels=forms.paper_labels(),
        kinds=tuple(kind_names().items()),
        **forms.frame(staff),
    )


@get("/griffie/agendapunten/{item_id:uuid}/stuk", include_in_schema=False)
async def paper(item_id: FromPath[UUID], db: Db, staff: SignedIn) -> Template:
    return await _paper_page(db, staff, item_id)


@post("/griffie/agendapunten/{item_id:uuid}/stuk", status_code=303, include_in_schema=False)
async def lay(
    item_id: FromPath[UUID], request: Req, db: Db, staff: SignedIn
) -> Redirect | Template:
    fields = await posted(request)
    reader = Reader(fields)
    try:
        form = forms.the_key(reader)
        said = forms.read_paper(reader, whole=True)
        await papers.lay(db, staff.actor, item_id, form, said)
    except (Invalid, Conflict) as refusal:
        return await _paper_page(db, staff, item_id, refusal, fields)
    return Redirect(at(item_id), status_code=303)


@post(
    "/griffie/agendapunten/{item_id:uuid}/stuk/ook-hier", status_code=303, include_in_schema=False
)
async def lay_too(
    item_id: FromPath[UUID], request: Req, db: Db, staff: SignedIn
) -> Redirect | Template:
    reader = Reader(await posted(request))
    document_id = reader.identity("document", required=gettext("Kies een stuk."))
    try:
        reader.done()
        await papers.lay_too(db, staff.actor, item_id, document_id)
    except (Invalid, Conflict) as refusal:
        return await _paper_page(db, staff, item_id, refusal)
    return Redirect(at(item_id), status_code=303)


@post(
    "/griffie/agendapunten/{item_id:uuid}/stuk/weghalen", status_code=303, include_in_schema=False
)
async def take_paper(item_id: FromPath[UUID], request: Req, db: Db, staff: SignedIn) -> Redirect:
    reader = Reader(await posted(request))
    document_id = reader.identity("document", required=gettext("Kies een document."))
    to = reader.choice("naar", ("weg", "terug"), required=gettext("Kies een knop."))
    reader.done()
    await papers.take_away(db, staff.actor, item_id, document_id, away=to == "weg")
    return Redirect(at(item_id), status_code=303)


async def _title_page(
    db: AsyncSession,
    staff: Staff,
    document_id: UUID,
    refusal: Trouble | None = None,
    fields: Posted | None = None,
) -> Template:
    row = await council.document(db, document_id)
    await db.refresh(row)
    version = await council.newest(db, document_id)
    labels = forms.title_labels()
    stored = forms.of_paper(version.title, row.url or "")
    return page(
        "paper_title.html",
        **forms.merged_in(stored, refusal, fields, labels),
        in_words=forms.in_words(stored),
        document=row,
        places=await council.places(db, document_id),
        labels=labels,
        origin=origin,
        **forms.frame(staff),
    )


@get("/griffie/documenten/{document_id:uuid}/titel", include_in_schema=False)
async def title(document_id: FromPath[UUID], db: Db, staff: SignedIn) -> Template:
    return await _title_page(db, staff, document_id)


@post("/griffie/documenten/{document_id:uuid}/titel", status_code=303, include_in_schema=False)
async def rename(
    document_id: FromPath[UUID], request: Req, db: Db, staff: SignedIn
) -> Redirect | Template:
    fields = await posted(request)
    reader = Reader(fields)
    try:
        revision = forms.revision(reader, forms.title_labels())
        said = forms.read_paper(reader, whole=False)
        async with db.begin_nested():
            await papers.rename(db, staff.actor, document_id, revision, said)
    except (Invalid, Conflict) as refusal:
        return await _title_page(db, staff, document_id, refusal, fields)
    return Redirect(f"/griffie/documenten/{document_id}", status_code=303)


HANDLERS = (
    *(new, add, edit, save, confirm_off, take_off, put_back),
    *(paper, lay, lay_too, take_paper, title, rename),
)
