# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""The log of what staff did, for whoever checks: a page, CSV and JSON."""

import datetime as dt
from collections.abc import AsyncGenerator
from typing import Any
from uuid import UUID

import msgspec
from litestar import get
from litestar.response import Stream, Template
from msgspec import Struct

from backend.accounts.guards import SignedIn
from backend.accounts.roles import Role
from backend.accounts.routes import ROUTES
from backend.audit.tables import AuditLine
from backend.database import Sessions
from backend.inspection import trail
from backend.inspection.trail import Filter
from backend.inspection.trail_details import details, names
from backend.inspection.trail_words import RESULTS
from backend.web.cells import MARK, Cell, csv_rows
from backend.web.kinds import Db, Req
from backend.web.languages import told
from backend.web.pages import page

PATH = "/griffie/logboek"
COLUMNS = (
    "nummer", "tijd", "actie", "object", "objectnummer", "uitslag", "herkomst", "wie",
    "accountnummer", "bijzonderheden",
)  # fmt: skip
# Where an object has its page; shown to whoever may see it.
_PAGES = {
    "account": "/beheer/accounts/{account_id}",
    "agendapunt": "/griffie/agendapunten/{item_id}",
    "document": "/griffie/documenten/{document_id}",
    "raadpleging": "/griffie/raadplegingen/{consultation_id}",
    "vergadering": "/griffie/vergaderingen/{meeting_id}",
}


class Regel(Struct, frozen=True, rename="camel"):
    """One line with the six things that BIO2 8.15.01 asks, and what came with it."""

    nummer: int
    tijd: dt.datetime
    actie: str
    object: str
    objectnummer: UUID | None
    uitslag: str
    herkomst: str
    wie: str
    accountnummer: UUID | None
    bijzonderheden: dict[str, Any]


def _regel(line: AuditLine) -> Regel:
    return Regel(
        line.id,
        line.at.astimezone(dt.UTC),
        line.action,
        line.object,
        line.object_id,
        line.result,
        line.origin,
        line.actor,
        line.actor_id,
        line.detail,
    )


def _cells(line: AuditLine) -> tuple[Cell, ...]:
    return (
        line.id,
        line.at.astimezone(dt.UTC).isoformat(),
        line.action,
        line.object,
        str(line.object_id or ""),
        line.result,
        line.origin,
        line.actor,
        str(line.actor_id or ""),
        msgspec.json.encode(line.detail).decode() if line.detail else "",
    )


def _places(role: Role) -> dict[str, str]:
    return {
        about: path.rpartition("/")[0]
        for about, path in _PAGES.items()
        if role in ROUTES["GET", path]
    }


@get(PATH, include_in_schema=False)
async def lines(request: Req, db: Db, staff: SignedIn) -> Template:
    asked = trail.read(request.query_params)
    found, more = await trail.page(db, asked)
    actions, objects = await trail.known(db)
    return page(
        "trail.html",
        asked=asked,
        wanted=asked.filter,
        lines=found,
        named=await names(db, found),
        details=details,
        number=await trail.count(db, asked.filter),
        newest=asked.filter.address(PATH) if asked.before else "",
        older=asked.filter.address(PATH, found[-1].id) if more else "",
        actions=[(each, told(each)) for each in actions],
        objects=[(each, told(each)) for each in objects],
        results=[(each, told(each)) for each in RESULTS],
        places=_places(Role(staff.account.role)),
        csv=asked.filter.address(f"{PATH}.csv"),
        json=asked.filter.address(f"{PATH}.json"),
        account=staff.account,
        csrf=staff.csrf,
        section="logboek",
    )


def _file(media_type: str, name: str, pieces: AsyncGenerator[bytes]) -> Stream:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Stream(pieces, media_type=media_type, headers=headers)


async def _as_csv(sessions: Sessions, wanted: Filter) -> AsyncGenerator[bytes]:
    yield MARK + csv_rows([COLUMNS])
    async for some in trail.drawn(sessions, wanted):
        yield csv_rows(map(_cells, some))


async def _as_json(sessions: Sessions, wanted: Filter) -> AsyncGenerator[bytes]:
    before = b"[\n"
    async for some in trail.drawn(sessions, wanted):
        for line in some:
            yield before + msgspec.json.encode(_regel(line))
            before = b",\n"
    yield b"[]\n" if before == b"[\n" else b"\n]\n"


@get(f"{PATH}.csv", include_in_schema=False)
async def as_csv(request: Req) -> Stream:
    wanted = trail.read(request.query_params).filter
    pieces = _as_csv(request.app.state.sessions, wanted)
    return _file("text/csv", "logboek.csv", pieces)


@get(f"{PATH}.json", include_in_schema=False)
async def as_json(request: Req) -> Stream:
    wanted = trail.read(request.query_params).filter
    pieces = _as_json(request.app.state.sessions, wanted)
    return _file("application/json", "logboek.json", pieces)


HANDLERS = (lines, as_csv, as_json)
