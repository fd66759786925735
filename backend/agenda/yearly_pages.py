# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""How often the council heard residents first, per year: as a page, a table and for machines."""

from collections.abc import Iterator

from litestar import Response, get
from litestar.response import Template
from msgspec import Struct

from backend.agenda import yearly
from backend.agenda.words import grounds
from backend.agenda.yearly import Heard, Year
from backend.web.cells import csv_table
from backend.web.kinds import Db
from backend.web.pages import in_dutch, page
from surveys.gate import Ground

HEADER = ("jaar", "vergaderingen", "moest_gehoord", "gehoord", "gehoord_procent", "uitzonderingen")
NEITHER = "zonder_horen_of_uitzondering"


class Gehoord(Struct, frozen=True, rename="camel"):
    """`gehoord_procent` has one decimal, and is null where nothing had to be heard."""

    moest_gehoord: int
    gehoord: int
    gehoord_procent: float | None
    uitzonderingen: int
    per_grond: dict[str, int]
    zonder_horen_of_uitzondering: int


class Jaaroverzicht(Struct, frozen=True):
    """`gehouden`: meetings before today. `komend`: from today on."""

    jaar: int
    gehouden: Gehoord
    komend: Gehoord


class Jaaroverzichten(Struct, frozen=True):
    jaren: list[Jaaroverzicht]


def _said(heard: Heard) -> Gehoord:
    return Gehoord(
        heard.needed,
        heard.heard,
        None if heard.permille is None else heard.permille / 10,
        heard.exceptions,
        heard.excepted,
        heard.open,
    )


@get(
    "/api/v1/jaaroverzicht",
    operation_id="jaaroverzicht",
    summary="Hoe vaak inwoners vooraf zijn gehoord, per jaar van de vergadering",
)
async def feed(db: Db) -> Jaaroverzichten:
    found = await yearly.years(db)
    return Jaaroverzichten(
        [Jaaroverzicht(one.year, _said(one.held), _said(one.coming)) for one in found]
    )


def _rows(years: tuple[Year, ...]) -> Iterator[tuple[str | int | None, ...]]:
    for year in years:
        for when, heard in (("gehouden", year.held), ("komend", year.coming)):
            share = None if heard.permille is None else in_dutch(heard.permille)
            counts = (heard.needed, heard.heard, share, heard.exceptions)
            per_ground = (heard.excepted.get(ground, 0) for ground in Ground)
            yield (year.year, when, *counts, *per_ground, heard.open)


@get("/jaaroverzicht.csv", include_in_schema=False)
async def table(db: Db) -> Response[bytes]:
    header = (*HEADER, *map(str, Ground), NEITHER)
    return Response(
        content=csv_table(header, _rows(await yearly.years(db))),
        media_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="jaaroverzicht.csv"'},
    )


@get("/jaaroverzicht", include_in_schema=False)
async def years(db: Db) -> Template:
    return page(
        "years.html", years=await yearly.years(db), grounds=grounds(), section="vergaderingen"
    )


HANDLERS = (years, table, feed)
