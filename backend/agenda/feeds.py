# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""The exceptions, for machines: the same as the page."""

import datetime as dt
from uuid import UUID

from litestar import get
from msgspec import Struct

from backend.agenda import history
from backend.agenda.history import Excepted, Year
from backend.web.kinds import Db


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


HANDLERS = (exceptions,)
