# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""The front page, and the same page for whoever looks for something."""

import datetime as dt
from collections import Counter

from litestar import get
from litestar.response import Template
from msgspec import Struct
from sqlalchemy.ext.asyncio import AsyncSession

from backend.consultations.themes import Themes
from backend.council.planning import local_day
from backend.overview import filters, queries
from backend.overview.filters import Asked, Filter
from backend.overview.queries import Card, Overview
from backend.participation.wording import time_left
from backend.web.kinds import Db, Req
from backend.web.languages import Stored, gettext, told
from backend.web.pages import day, page
from surveys.lifecycle import Stage

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


def _apart(found: Overview) -> dict[str, str]:
    """What to say beside titles that stand on the page twice: a list of links, as a screen reader
    gives it, would hold the same words twice."""
    cards = (*found.open, *found.past)
    often = Counter(card.title for card in cards)
    return {card.slug: _day_of(card) for card in cards if often[card.title] > 1}


def _day_of(card: Card) -> str:
    opened, ends = day(card.opened_at), day(card.ends_at)
    if card.stage is Stage.OPEN:
        return gettext("open van {opened} tot en met {ends}").format(opened=opened, ends=ends)
    return gettext("was open van {opened} tot en met {ends}").format(opened=opened, ends=ends)


def _chosen(wanted: Filter, lists: queries.Lists) -> list[Chosen]:
    on = (
        (filters.WORDS, gettext("Zoekwoord"), wanted.words),
        (filters.THEME, gettext("Onderwerp"), _name(lists.themes.all.get(wanted.theme, ""))),
        (filters.HOOD, gettext("Wijk"), Stored(lists.hoods.current.get(wanted.hood, ""))),
    )
    return [
        Chosen(label, value, wanted.without(name).address(SEARCH))
        for name, label, value in on
        if value
    ]


def _name(theme: str) -> str:
    """The ten that we began with are in the catalogue; a municipality's own are in Dutch."""
    return told(theme)


def _offered(themes: Themes, wanted: Filter) -> list[tuple[str, str]]:
    """What one can look for; a retired one only for whoever follows an old address."""
    old = {key: name for key, name in themes.retired.items() if key == wanted.theme}
    return [(key, _name(name)) for key, name in (*themes.current.items(), *old.items())]


def _canonical(wanted: Filter, number: int) -> str:
    """One address for each content: without a filter it is the front page."""
    return wanted.address(SEARCH if wanted or number > 1 else FRONT, number)


async def _page(db: AsyncSession, lists: queries.Lists, asked: Asked) -> Template:
    wanted = asked.filter
    found = await queries.overview(db, wanted, lists, page=asked.page)
    return page(
        "overview.html",
        found=found,
        wanted=wanted,
        remarks=asked.remarks,
        chosen=_chosen(wanted, lists),
        themes=_offered(lists.themes, wanted),
        hoods=[(code, Stored(name)) for code, name in lists.hoods.current.items()],
        left={card.slug: _left(found.now, card) for card in found.open},
        apart=_apart(found),
        canonical=_canonical(wanted, found.page),
        news=wanted.address(NEWS),
        earlier=wanted.address(SEARCH, found.page + 1) if found.page < found.pages else "",
        later=wanted.address(SEARCH, found.page - 1) if found.page > 1 else "",
        section="raadplegingen",
    )


@get(FRONT, include_in_schema=False)
async def front(db: Db) -> Template:
    return await _page(db, await queries.lists(db), Asked(Filter(), 1, ()))


@get(SEARCH, include_in_schema=False)
async def search(request: Req, db: Db) -> Template:
    lists = await queries.lists(db)
    query = request.scope["query_string"]
    asked = filters.read(query, lists.themes.all, lists.hoods.current)
    return await _page(db, lists, asked)


HANDLERS = (front, search)
