# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""The exceptions, for machines and for spreadsheets: the same as the page."""

import datetime as dt
from uuid import UUID

from litestar import Response, get
from msgspec import Struct

from backend.agenda import history
from backend.agenda.history import Excepted, Year
from backend.web.cells import Cell, csv_table
from backend.web.kinds import Db
from backend.web.pages import ZONE

COLUMNS = (
    "jaar", "agendapunt", "titel", "vergadering", "dag", "grond", "reden", "link", "verschil",
    "naam", "rol", "gemaakt_op", "na_de_vergadering",
)  # fmt: skip


class Uitzondering(Struct, frozen=True, rename="camel"):
    """`gemaakt_op` is the database's own moment; `na_de_vergadering` says that it came late."""

    agendapunt: UUID
    titel: str
    vergadering: UUID
    grond: str
    reden: str
    link: str
    verschil: str
    naam: str
    rol: str
    gemaakt_op: dt.datetime
    na_de_vergadering: bool


class Jaar(Struct, frozen=True, rename="camel"):
    jaar: int
    aantal: int
    per_grond: dict[str, int]
    uitzonderingen: list[Uitzondering]


class Uitzonderingen(Struct, frozen=True):
    jaren: list[Jaar]


def _one(each: Excepted) -> Uitzondering:
    exception = each.exception
    return Uitzondering(
        agendapunt=each.item.id,
        titel=each.item.title,
        vergadering=each.meeting.id,
        grond=exception.ground,
        reden=exception.reason,
        link=exception.link,
        verschil=exception.difference,
        naam=exception.made_by_name,
        rol=exception.made_by_role,
        gemaakt_op=each.at,
        na_de_vergadering=each.late,
    )


def _year(year: Year) -> Jaar:
    found = [_one(each) for each in year.exceptions]
    return Jaar(year.year, len(found), year.grounds, found)


@get(
    "/api/v1/uitzonderingen",
    operation_id="uitzonderingen",
    summary="Alle uitzonderingen op het horen van inwoners, geteld per jaar en per grond",
)
async def exceptions(db: Db) -> Uitzonderingen:
    return Uitzonderingen([_year(year) for year in await history.exceptions(db)])


def _row(year: int, each: Excepted) -> tuple[Cell, ...]:
    exception = each.exception
    return (
        year,
        str(each.item.id),
        each.item.title,
        each.meeting.title,
        each.meeting.starts_at.astimezone(ZONE).date().isoformat(),
        exception.ground,
        exception.reason,
        exception.link,
        exception.difference,
        exception.made_by_name,
        exception.made_by_role,
        each.at.astimezone(ZONE).isoformat(timespec="seconds"),
        "ja" if each.late else "nee",
    )


@get("/uitzonderingen.csv", include_in_schema=False)
async def table(db: Db) -> Response[bytes]:
    years = await history.exceptions(db)
    rows = [_row(year.year, each) for year in years for each in year.exceptions]
    return Response(
        content=csv_table(COLUMNS, rows),
        media_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="uitzonderingen.csv"'},
    )


HANDLERS = (exceptions, table)
