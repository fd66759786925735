# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""The form as residents will see it, for the griffier who makes it: all pages at once, and
nothing of it can be sent."""

from uuid import UUID

from litestar import get
from litestar.params import FromPath
from litestar.response import Template

from backend.accounts.guards import SignedIn
from backend.consultations import queries
from backend.participation import asking
from backend.web.kinds import Db
from backend.web.pages import page
from surveys.checks import minutes


@get("/griffie/raadplegingen/{consultation_id:uuid}/voorbeeld", include_in_schema=False)
async def preview(consultation_id: FromPath[UUID], db: Db, staff: SignedIn) -> Template:
    shown = await queries.shown(db, await queries.get(db, consultation_id))
    return page(
        "resident_preview.html",
        account=staff.account,
        csrf=staff.csrf,
        consultation=shown,
        parts=asking.sections(shown.questionnaire, shown.points),
        minutes=minutes(shown.questionnaire),
        section="griffie-raadplegingen",
    )


HANDLERS = (preview,)
