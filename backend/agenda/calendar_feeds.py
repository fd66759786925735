# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""The council's meetings in one's own calendar."""

import datetime as dt

from litestar import Response, get

from backend.agenda import queries
from backend.agenda.queries import Tally
from backend.council import queries as council
from backend.settings import Settings
from backend.web.calendars import Appointment, calendar
from backend.web.kinds import Db, Req
from backend.web.languages import gettext, ngettext


def _said(tally: Tally) -> str:
    if not tally.red:
        return gettext("Alle punten zijn klaar") if tally.green else ""
    words = ngettext(
        "Bij {num} punt zijn inwoners nog niet gehoord",
        "Bij {num} punten zijn inwoners nog niet gehoord",
        tally.red,
    )
    return words.format(num=tally.red)


def _appointment(tally: Tally) -> Appointment:
    row = tally.meeting
    return Appointment(
        f"vergadering-{row.id}",
        row.starts_at.astimezone(dt.UTC),
        row.title,
        f"/vergaderingen/{row.id}",
        # A source that says a meeting ends before it begins knows no end.
        ends_at=row.ends_at if row.ends_at and row.ends_at > row.starts_at else None,
        text=_said(tally),
        place=row.location or "",
        cancelled=row.cancelled,
    )


@get("/vergaderingen.ics", include_in_schema=False)
async def meetings(request: Req, db: Db) -> Response[bytes]:
    settings: Settings = request.app.state.settings
    found = await queries.meetings(db)
    return calendar(
        gettext("Gemeenteraad {name}").format(name=settings.municipality.name),
        [_appointment(tally) for tally in (*found.past[::-1], *found.coming)],
        base=settings.base_url,
        now=await council.now(db),
    )


HANDLERS = (meetings,)
