# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""The to-do list of the griffie over all meetings."""

from uuid import UUID

from litestar import get
from litestar.response import Template

from backend.accounts.guards import SignedIn
from backend.agenda.task_sources import to_do
from backend.web.kinds import Db, Req
from backend.web.pages import page

MEETING = "vergadering"


def _chosen(request: Req) -> UUID | None:
    """What is no id is no meeting: then everything is shown."""
    try:
        return UUID(request.query_params.get(MEETING, ""))
    except ValueError:
        return None


@get("/griffie/te-doen", include_in_schema=False)
async def tasks(request: Req, db: Db, staff: SignedIn) -> Template:
    return page(
        "tasks_desk.html",
        todo=await to_do(db, _chosen(request)),
        account=staff.account,
        csrf=staff.csrf,
        section="griffie-te-doen",
    )


HANDLERS = (tasks,)
