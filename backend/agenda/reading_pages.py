# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""The griffie of a town without a council system reads in an agenda: a look, then the deed."""

import base64
from typing import Final

from anyio import to_thread
from litestar import Response, get, post
from litestar.response import Redirect, Template
from msgspec import Struct
from sqlalchemy.ext.asyncio import AsyncSession

from backend.accounts.guards import SignedIn, Staff
from backend.council import agenda_form, queries
from backend.council.differences import THINGS
from backend.council.importing import Taken, take_in
from backend.council.inbound import InboundMeeting
from backend.council.planning import local_day
from backend.errors import Flaw, Invalid
from backend.web import tables_in
from backend.web.cells import csv_table
from backend.web.forms import Reader
from backend.web.kinds import Db, Req
from backend.web.languages import gettext, marked
from backend.web.pages import page
from backend.web.uploads import LARGEST_UPLOAD, Limits, Sent, carried, uploaded

PATH: Final = "/griffie/vergaderingen/inlezen"
LARGEST_FILE: Final = 1_000_000
LIMITS: Final = Limits(parts=10, field=2 * LARGEST_FILE)
BUTTONS: Final = ("kijken", "inlezen")
HOW: Final = {
    "created": marked("nieuw"),
    "changed": marked("verandert"),
    "lapsed": marked("gaat van de agenda af"),
    "returned": marked("komt terug op de agenda"),
}


class Brought(Struct, frozen=True):
    """`carried` is the file as text, so that nobody has to choose it twice."""

    button: str
    carried: str
    meeting: InboundMeeting


def _page(
    staff: Staff,
    refusal: Invalid | None = None,
    brought: Brought | None = None,
    taken: Taken | None = None,
    *,
    been: bool = False,
) -> Template:
    flaws = refusal.flaws if refusal else ()
    return page(
        "agenda_form.html",
        status=422 if refusal else 200,
        account=staff.account,
        csrf=staff.csrf,
        section="griffie",
        action=PATH,
        problems={flaw.where: flaw.what for flaw in flaws if flaw.where == "bestand"},
        remarks=[(flaw.where, flaw.what) for flaw in flaws if flaw.where != "bestand"],
        refusal=refusal,
        brought=brought,
        taken=taken,
        been=been,
        how=HOW,
        what=THINGS,
    )


async def _read(sent: Sent) -> Brought:
    reader = Reader(sent.fields)
    button = reader.choice("naar", BUTTONS, required=gettext("Kies een knop."))
    data = carried(reader, sent, "bestand", "inhoud", LIMITS)
    if not data:
        reader.flaws.append(Flaw("bestand", gettext("Kies het bestand met de agenda.")))
    elif len(data) > LARGEST_FILE:
        reader.flaws.append(Flaw("bestand", gettext("Dit bestand is te groot. Er past hier 1 MB.")))
    reader.flaws += [
        Flaw(name[:80], gettext("Dit veld hoort niet bij dit formulier."))
        for name in sent.files
        if name != "bestand"
    ]
    reader.done()
    table = await to_thread.run_sync(tables_in.read, data)
    return Brought(button, base64.b64encode(data).decode(), agenda_form.read(table))


async def _looked(db: AsyncSession, staff: Staff, brought: Brought) -> Taken:
    """What it would come to; nothing of it stays."""
    async with db.begin_nested() as tried:
        taken = await take_in(db, staff.actor, brought.meeting)
        await tried.rollback()
    return taken


@get(PATH, include_in_schema=False)
async def form(staff: SignedIn) -> Template:
    return _page(staff)


@post(
    PATH,
    status_code=200,
    include_in_schema=False,
    opt={"files": LIMITS},
    request_max_body_size=LARGEST_UPLOAD,
)
async def bring_in(request: Req, staff: SignedIn, db: Db) -> Template | Redirect:
    sent = await uploaded(request, LIMITS)
    try:
        brought = await _read(sent)
    except Invalid as refusal:
        return _page(staff, refusal)
    if brought.button == "kijken":
        been = local_day(brought.meeting.starts_at) < local_day(await queries.now(db))
        taken = await _looked(db, staff, brought)
        return _page(staff, brought=brought, taken=taken, been=been)
    taken = await take_in(db, staff.actor, brought.meeting)
    return Redirect(f"/griffie/vergaderingen/{taken.meeting}", status_code=303)


@get("/griffie/vergaderingen/formulier.csv", include_in_schema=False)
async def empty() -> Response[bytes]:
    """The form, with an example in it to write over."""
    headers = {"Content-Disposition": 'attachment; filename="agenda.csv"'}
    content = csv_table(agenda_form.COLUMNS, agenda_form.EXAMPLE)
    return Response(content, media_type="text/csv; charset=utf-8", headers=headers)


HANDLERS = (form, bring_in, empty)
