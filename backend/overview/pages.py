# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""The front page, and the same page for whoever looks for something."""

import datetime as dt
from collections.abc import Mapping

from litestar import get
from litestar.response import Template
from msgspec import Struct
from sqlalchemy.ext.asyncio import AsyncSession

from backend.council.planning import local_day
from backend.overview import filters, queries
from backend.overview.filters import Asked, Filter
from backend.overview.queries import Card
from backend.participation.wording import time_left
from backend.web.kinds import Db, Req
from backend.web.languages import gettext
from backend.web.pages import page
from surveys.themes import THEMES

FRONT, SEARCH, NEWS = "/", "/raadplegingen", "/raadplegingen.rss"
SOON = 3  # days


class Left(Struct, frozen=True):
    """How long one can still take part."""

    text: str
    soon: bool


class Chosen(Struct, frozen=True):
    """A filter that is on; `off` leads to the page without it."""

    label: str
    value: str
    off: str


def _left(now: dt.datetime, card: Card) -> Left:
    days = (local_day(card.ends_at) - local_day(now)).days
    return Left(time_left(now, card.ends_at), days <= SOON)


def _chosen(wanted: Filter, names: Mapping[str, str]) -> list[Chosen]:
    on = (
        (filters.WORDS, gettext("Zoekwoord"), wanted.words),
        (filters.THEME, gettext("Onderwerp"), gettext(THEMES.get(wanted.theme, ""))),
        (filters.HOOD, gettext("Wijk"), names.get(wanted.hood, "")),
    )
    return [
        Chosen(label, value, wanted.without(name).address(SEARCH))
        for name, label, value in on
        if value
    ]


def _canonical(wanted: Filter, number: int) -> str:
    """One address for each content: without a filter it is the front page."""
    return wanted.address(SEARCH if wanted or number > 1 else FRONT, number)


async def _page(db: AsyncSession, hoods: queries.Hoods, asked: Asked) -> Template:
    wanted = asked.filter
    found = await queries.overview(db, wanted, hoods.all, page=asked.page)
    return page(
        "overview.html",
        found=found,
        wanted=wanted,
        remarks=asked.remarks,
        chosen=_chosen(wanted, hoods.current),
        themes=[(key, gettext(name)) for key, name in THEMES.items()],
        hoods=list(hoods.current.items()),
        left={card.slug: _left(found.now, card) for card in found.open},
        canonical=_canonical(wanted, found.page),
        news=wanted.address(NEWS),
        earlier=wanted.address(SEARCH, found.page + 1) if found.page < found.pages else "",
        later=wanted.address(SEARCH, found.page - 1) if found.page > 1 else "",
        section="raadplegingen",
    )


@get(FRONT, include_in_schema=False)
async def front(db: Db) -> Template:
    return await _page(db, await queries.hoods(db), Asked(Filter(), 1, ()))


@get(SEARCH, include_in_schema=False)
async def search(request: Req, db: Db) -> Template:
    hoods = await queries.hoods(db)
    return await _page(db, hoods, filters.read(request.scope["query_string"], hoods.current))


HANDLERS = (front, search)
