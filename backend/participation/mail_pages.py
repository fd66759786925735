# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""The griffie's page of codes by e-mail: whether residents may ask for one, and how that goes."""

from uuid import UUID

from litestar import get, post
from litestar.params import FromPath
from litestar.response import Redirect, Template
from sqlalchemy.ext.asyncio import AsyncSession

from backend.accounts.guards import SignedIn, Staff
from backend.consultations import queries as consultations
from backend.errors import Conflict, Invalid, Trouble
from backend.participation import mail_codes
from backend.web.broken import in_words
from backend.web.forms import Reader, posted
from backend.web.kinds import Db, Req
from backend.web.languages import gettext
from backend.web.pages import again, page

ON, OFF = "aan", "uit"


def _configured(request: Req) -> bool:
    return request.app.state.settings.mail is not None


def _refuse_without_server(request: Req) -> None:
    if not _configured(request):
        raise Conflict(
            gettext("Er is nog geen mailserver ingesteld."),
            gettext("Vraag de beheerder om dat te doen. Daarna kunt u dit aanzetten."),
        )


async def _page(
    request: Req,
    db: AsyncSession,
    staff: Staff,
    consultation_id: UUID,
    refusal: Trouble | None = None,
) -> Template:
    row = await consultations.get(db, consultation_id)
    await db.refresh(row)
    return page(
        "desk_mail.html",
        consultation=await consultations.shown(db, row),
        allowed=await mail_codes.allowed(db, consultation_id),
        numbers=await mail_codes.numbers(db, consultation_id),
        trouble=await mail_codes.trouble(db, consultation_id),
        in_words=in_words,
        configured=_configured(request),
        account=staff.account,
        csrf=staff.csrf,
        section="griffie-raadplegingen",
        **again(refusal, None),
    )


@get("/griffie/raadplegingen/{consultation_id:uuid}/mailcodes", include_in_schema=False)
async def codes(request: Req, consultation_id: FromPath[UUID], staff: SignedIn, db: Db) -> Template:
    return await _page(request, db, staff, consultation_id)


@post(
    "/griffie/raadplegingen/{consultation_id:uuid}/mailcodes",
    status_code=303,
    include_in_schema=False,
)
async def switch(
    request: Req, consultation_id: FromPath[UUID], staff: SignedIn, db: Db
) -> Template | Redirect:
    reader = Reader(await posted(request))
    to = reader.choice("naar", (ON, OFF), required=gettext("Kies aan of uit."))
    try:
        reader.done()
        if to == ON:
            _refuse_without_server(request)
        change = mail_codes.allow if to == ON else mail_codes.disallow
        async with db.begin_nested():
            await change(db, staff.actor, consultation_id)
    except (Invalid, Conflict) as refusal:
        return await _page(request, db, staff, consultation_id, refusal)
    return Redirect(f"/griffie/raadplegingen/{consultation_id}/mailcodes", status_code=303)


HANDLERS = (codes, switch)
