# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""The griffie's page of letter codes. New codes are the reply to the form itself, once: as a file
for whoever prints the letters, or as a list on paper."""

from typing import Any
from uuid import UUID, uuid4

from litestar import Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect, Template
from sqlalchemy.ext.asyncio import AsyncSession

from backend.accounts.guards import SignedIn, Staff
from backend.consultations import queries as consultations
from backend.consultations.queries import Shown
from backend.errors import Conflict, Flaw, Invalid, Trouble
from backend.participation import letter_codes, letter_lots
from backend.participation.letter_codes import Printed
from backend.settings import Settings
from backend.web.cells import csv_table
from backend.web.forms import Posted, Reader, posted
from backend.web.kinds import Db, Req
from backend.web.languages import gettext
from backend.web.pages import again, number, page
from surveys.population import MOST_PEOPLE

HEADER = ("nummer", "code", "adres")
FORMS = ("bestand", "lijst")
MOST_PRINTED = 2_000
"""Some fifty sheets: of more a browser makes no page that a printer takes."""


def _settings(request: Req) -> Settings:
    return request.app.state.settings


def _frame(staff: Staff, shown: Shown) -> dict[str, Any]:
    return {
        "account": staff.account,
        "csrf": staff.csrf,
        "consultation": shown,
        "section": "griffie-raadplegingen",
    }


async def _page(
    db: AsyncSession,
    staff: Staff,
    consultation_id: UUID,
    *,
    refusal: Trouble | None = None,
    given: Posted | None = None,
) -> Template:
    row = await consultations.get(db, consultation_id)
    await db.refresh(row)
    shown = await consultations.shown(db, row)
    return page(
        "desk_letters.html",
        numbers=await letter_codes.numbers(db, shown.id),
        drawn_from=await letter_lots.drawn_from(db, shown.id),
        key=uuid4(),
        most=letter_codes.MOST,
        printed=MOST_PRINTED,
        **again(refusal, given),
        **_frame(staff, shown),
    )


@get("/griffie/raadplegingen/{consultation_id:uuid}/briefcodes", include_in_schema=False)
async def codes(consultation_id: FromPath[UUID], staff: SignedIn, db: Db) -> Template:
    return await _page(db, staff, consultation_id)


def _address(request: Req, shown: Shown) -> str:
    return f"{_settings(request).base_url}/raadplegingen/{shown.slug}/briefcode"


def _printed(
    request: Req, staff: Staff, shown: Shown, made: tuple[Printed, ...], number: int = 0
) -> Template:
    """`number`: of the one code in whose place this one came."""
    return page(
        "desk_letters_made.html",
        made=made,
        replaced=number,
        address=_address(request, shown),
        **_frame(staff, shown),
    )


@post(
    "/griffie/raadplegingen/{consultation_id:uuid}/briefcodes",
    status_code=200,
    include_in_schema=False,
)
async def make(
    request: Req, consultation_id: FromPath[UUID], staff: SignedIn, db: Db
) -> Template | Response[bytes]:
    fields = await posted(request)
    reader = Reader(fields)
    size = reader.integer("aantal", 1, letter_codes.MOST)
    key = reader.identity("sleutel", required=gettext("Dit formulier is niet goed aangekomen."))
    form = reader.choice("vorm", FORMS, required=gettext("Kies hoe u de codes wilt hebben."))
    if form == "lijst" and size > MOST_PRINTED:
        said = gettext(
            "Een lijst kan ten hoogste {most} codes hebben. Kies een bestand, of maak de codes in"
            " delen."
        ).format(most=number(MOST_PRINTED))
        reader.flaws.append(Flaw("vorm", said))
    secret = _settings(request).secret
    try:
        reader.done()
        async with db.begin_nested():
            made = await letter_codes.make(
                db, staff.actor, secret, consultation_id, set_id=key, size=size
            )
    except (Invalid, Conflict) as refusal:
        return await _page(db, staff, consultation_id, refusal=refusal, given=fields)
    shown = await consultations.shown(db, await consultations.get(db, consultation_id))
    if form == "lijst":
        return _printed(request, staff, shown, made)
    content = csv_table(HEADER, letter_codes.rows(made, _address(request, shown)))
    headers = {"Content-Disposition": f'attachment; filename="briefcodes-{shown.slug}.csv"'}
    return Response(content, media_type="text/csv; charset=utf-8", headers=headers)


@post(
    "/griffie/raadplegingen/{consultation_id:uuid}/briefcodes/vervangen",
    status_code=200,
    include_in_schema=False,
)
async def replace(
    request: Req, consultation_id: FromPath[UUID], staff: SignedIn, db: Db
) -> Template:
    fields = await posted(request)
    reader = Reader(fields)
    number = reader.integer("nummer", 1, 10 * letter_codes.MOST)
    secret = _settings(request).secret
    try:
        reader.done()
        async with db.begin_nested():
            made = await letter_codes.replace(db, staff.actor, secret, consultation_id, number)
    except (Invalid, Conflict) as refusal:
        return await _page(db, staff, consultation_id, refusal=refusal, given=fields)
    shown = await consultations.shown(db, await consultations.get(db, consultation_id))
    return _printed(request, staff, shown, (made,), number)


@post(
    "/griffie/raadplegingen/{consultation_id:uuid}/briefcodes/intrekken",
    status_code=303,
    include_in_schema=False,
)
async def revoke(
    request: Req, consultation_id: FromPath[UUID], staff: SignedIn, db: Db
) -> Template | Redirect:
    fields = await posted(request)
    reader = Reader(fields)
    reader.choice("zeker", ("ja",), required=gettext("Zet een vinkje als u dit zeker weet."))
    try:
        reader.done()
        async with db.begin_nested():
            await letter_codes.revoke_all(db, staff.actor, consultation_id)
    except (Invalid, Conflict) as refusal:
        return await _page(db, staff, consultation_id, refusal=refusal, given=fields)
    return Redirect(f"/griffie/raadplegingen/{consultation_id}/briefcodes", status_code=303)


@post(
    "/griffie/raadplegingen/{consultation_id:uuid}/briefcodes/loting",
    status_code=303,
    include_in_schema=False,
)
async def draw(
    request: Req, consultation_id: FromPath[UUID], staff: SignedIn, db: Db
) -> Template | Redirect:
    fields = await posted(request)
    reader = Reader(fields)
    drawn = reader.integer("inwoners", 1, MOST_PEOPLE)
    reader.choice("geloot", ("ja",), required=gettext("Zet een vinkje als er echt is geloot."))
    try:
        reader.done()
        async with db.begin_nested():
            await letter_lots.state(db, staff.actor, consultation_id, drawn)
    except (Invalid, Conflict) as refusal:
        return await _page(db, staff, consultation_id, refusal=refusal, given=fields)
    return Redirect(f"/griffie/raadplegingen/{consultation_id}/briefcodes", status_code=303)


HANDLERS = (codes, make, draw, replace, revoke)
