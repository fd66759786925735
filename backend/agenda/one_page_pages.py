# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""One page per agenda item: for everybody, and before that for the council.

As with summaries the two never share a handler: only the second reads what is under embargo.
"""

from uuid import UUID

from litestar import get
from litestar.params import FromPath
from litestar.response import Template

from backend.accounts.guards import SignedIn
from backend.agenda.one_page import Sheet, as_html, sheet
from backend.web.kinds import Db, Req
from backend.web.pages import page


def _number(made: Sheet) -> int:
    return made.heard.content.number if made.heard else 0


@get("/agendapunten/{item_id:uuid}/een-pagina", include_in_schema=False)
async def for_everybody(item_id: FromPath[UUID], request: Req, db: Db) -> Template:
    made = await sheet(db, item_id, embargoed=False)
    slug = made.hearing.slug if made.hearing else ""
    files = f"/raadplegingen/{slug}/samenvatting/v{_number(made)}"
    body = as_html(request, made, files)
    return page("one_page.html", sheet=made, body=body, section="vergaderingen")


@get("/griffie/agendapunten/{item_id:uuid}/een-pagina", include_in_schema=False)
async def for_the_council(
    item_id: FromPath[UUID], request: Req, db: Db, staff: SignedIn
) -> Template:
    made = await sheet(db, item_id, embargoed=True)
    about = made.hearing.id if made.hearing else ""
    body = as_html(request, made, f"/griffie/raadplegingen/{about}/samenvatting/v{_number(made)}")
    public = made.hearing.public_number if made.hearing else None
    return page(
        "one_page_council.html",
        sheet=made,
        body=body,
        under_embargo=made.heard is not None and public != _number(made),
        account=staff.account,
        csrf=staff.csrf,
        section="vergaderingen",
    )


HANDLERS = (for_everybody, for_the_council)
