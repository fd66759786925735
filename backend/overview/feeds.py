# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""The overview for machines, as news (RSS 2.0) and as a calendar for whoever wants them."""

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from email.utils import format_datetime
from typing import Annotated

from litestar import Response, get
from litestar.params import QueryParameter
from litestar.response import Template
from msgspec import Struct

from backend.council import queries as council
from backend.decisions import news
from backend.decisions.news import Ended
from backend.decisions.showing import OUTCOMES
from backend.overview import filters, queries
from backend.overview.filters import LAST_PAGE, LONGEST, Filter
from backend.overview.pages import FRONT, NEWS, SEARCH
from backend.overview.queries import Card
from backend.participation.wire import STADIA, Stadium
from backend.settings import Settings
from backend.web.calendars import Appointment, calendar
from backend.web.kinds import Db, Req
from backend.web.languages import DUTCH, gettext, spoken
from backend.web.openapi import problems
from backend.web.pages import ZONE, day
from surveys.lifecycle import Stage

API = "/api/v1/raadplegingen"
PER_PAGE = 100
# XML 1.0 has no way at all to write these.
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class RaadplegingKort(Struct, rename="camel"):
    """`wijken` is leeg als het om de hele gemeente gaat; `samenvatting` is een pad. `verlengd_op`
    is wanneer `sluit_op` voor het laatst later werd."""

    slug: str
    titel: str
    stadium: Stadium
    geopend_op: dt.datetime
    sluit_op: dt.datetime
    aantal_beslispunten: int
    themas: list[str]
    wijken: list[str]
    samenvatting: str | None
    verlengd_op: dt.datetime | None


class Raadplegingen(Struct, rename="camel"):
    """Eerst wat open is (wat het eerst sluit voorop), dan wat is geweest (het laatste voorop).

    `volgende` is het pad van de volgende pagina. `aantal` telt alle pagina's.
    """

    raadplegingen: list[RaadplegingKort]
    aantal: int
    volgende: str | None


def _summary(card: Card) -> str | None:
    return f"{SEARCH}/{card.slug}/samenvatting" if card.summary_at else None


def _short(card: Card) -> RaadplegingKort:
    return RaadplegingKort(
        slug=card.slug,
        titel=card.title,
        stadium=STADIA[card.stage],
        geopend_op=card.opened_at.astimezone(dt.UTC),
        sluit_op=card.ends_at.astimezone(dt.UTC),
        aantal_beslispunten=card.points,
        themas=list(card.themes),
        wijken=list(card.hoods),
        samenvatting=_summary(card),
        verlengd_op=card.extended_at.astimezone(dt.UTC) if card.extended_at else None,
    )


@get(
    API,
    operation_id="raadplegingen",
    summary="Raadplegingen die open zijn of waren",
    description="Zonder filter: alle. Met filters: wat aan alle filters voldoet.",
    responses=problems(400),
)
async def overview(
    db: Db,
    zoek: Annotated[
        str,
        QueryParameter(
            description=(
                "Woorden in titel, tekst of beslispunten. Met `-` voor een woord dat er niet in"
                f" mag staan. Ten hoogste {LONGEST} tekens."
            )
        ),
    ] = "",
    thema: Annotated[
        str, QueryParameter(description="De sleutel van een onderwerp van de gemeente.")
    ] = "",
    wijk: Annotated[
        str,
        QueryParameter(
            description=(
                "De code van een wijk uit de spelregels. Raadplegingen over de hele gemeente horen"
                " erbij."
            )
        ),
    ] = "",
    pagina: Annotated[int, QueryParameter(ge=1, le=LAST_PAGE)] = 1,
) -> Raadplegingen:
    lists = await queries.lists(db)
    asked = Filter(zoek, thema, wijk)
    wanted = filters.exactly(asked, lists.themes.all, lists.hoods.current)
    found = await queries.overview(db, wanted, lists, page=pagina, per_page=PER_PAGE)
    beyond = pagina > found.pages
    return Raadplegingen(
        raadplegingen=[] if beyond else [_short(card) for card in (*found.open, *found.past)],
        aantal=found.number,
        volgende=wanted.address(API, pagina + 1) if pagina < found.pages else None,
    )


class News(Struct, frozen=True):
    """`guid` stays the same for the same news, so that a reader shows it once."""

    title: str
    text: str
    href: str
    guid: str
    at: dt.datetime

    @property
    def date(self) -> str:
        return format_datetime(self.at.astimezone(dt.UTC), usegmt=True)


def _end_of(card: Card, ended: Ended) -> Iterator[News]:
    page = f"{SEARCH}/{card.slug}"
    title = _NOT_XML.sub(" ", card.title)
    row = ended.decision
    yield News(
        f"De raad besloot: {title}",
        _NOT_XML.sub(" ", f"{OUTCOMES[row.outcome].name}. {row.text}"),
        f"{page}#besluit",
        f"{page}#besluit-{row.number}",
        row.made_at,
    )
    if ended.answered_at:
        yield News(
            f"Antwoord aan inwoners: {title}",
            "Lees wat er met de reacties is gedaan.",
            f"{page}#antwoord",
            f"{page}#antwoord",
            ended.answered_at,
        )


def _news_of(card: Card, ended: Ended | None) -> Iterator[News]:
    page = f"{SEARCH}/{card.slug}"
    title = _NOT_XML.sub(" ", card.title)
    still = card.stage is Stage.OPEN  # a reader shows what we say now, also of what closed since
    yield News(
        f"Geef uw advies: {title}" if still else f"Gesloten: {title}",
        f"U {'kunt' if still else 'kon'} meedoen tot en met {day(card.ends_at)}.",
        page,
        f"{page}#open",
        card.opened_at,
    )
    if card.extended_at:
        yield News(
            f"Verlengd: {title}",
            _NOT_XML.sub(
                " ",
                f"U {'kunt nu' if still else 'kon'} meedoen tot en met {day(card.ends_at)}."
                f" {card.extended_why}",
            ),
            page,
            f"{page}#verlengd-{card.extended_at.astimezone(dt.UTC):%Y%m%dT%H%M%S}",
            card.extended_at,
        )
    if ended:
        yield from _end_of(card, ended)
    summary = _summary(card)
    if summary and card.summary_at:
        yield News(
            f"Dit zeiden inwoners: {title}",
            "De samenvatting van alle antwoorden is klaar.",
            summary,
            summary,
            card.summary_at,
        )


def _latest_first(cards: Sequence[Card], ends: Mapping[str, Ended]) -> list[News]:
    with spoken(DUTCH):  # the feed says that it is, and a reader of feeds keeps no choice
        news = [one for card in cards for one in _news_of(card, ends.get(card.slug))]
    return sorted(news, key=lambda one: (one.at, one.guid), reverse=True)[: queries.NEWEST]


@get(NEWS, include_in_schema=False)
async def rss(request: Req, db: Db) -> Template:
    settings: Settings = request.app.state.settings
    lists = await queries.lists(db)
    query = request.scope["query_string"]
    # As forgiving as the page: a reader asks the same for years, and shows no refusal to anybody.
    wanted = filters.read(query, lists.themes.all, lists.hoods.current).filter
    cards = await queries.newest(db, wanted, lists)
    ends = await news.of(db, [card.slug for card in cards])
    return Template(
        template_name="overview_news.xml",
        context={
            "base": settings.base_url,
            "home": wanted.address(SEARCH if wanted else FRONT),
            "itself": wanted.address(NEWS),
            "news": _latest_first(cards, ends),
        },
        media_type="application/rss+xml",
    )


@get("/raadplegingen.ics", include_in_schema=False)
async def closing_days(request: Req, db: Db) -> Response[bytes]:
    """The last day to take part, of what is open now."""
    settings: Settings = request.app.state.settings
    lists = await queries.lists(db)
    query = request.scope["query_string"]
    wanted = filters.read(query, lists.themes.all, lists.hoods.current).filter
    found = await queries.overview(db, wanted, lists, page=1, per_page=PER_PAGE)
    title = gettext("Laatste dag voor uw advies: {title}")
    return calendar(
        gettext("Raadplegingen {name}").format(name=settings.municipality.name),
        [
            Appointment(
                f"raadpleging-{card.slug}",
                card.ends_at.astimezone(ZONE).date(),
                title.format(title=card.title),
                f"{SEARCH}/{card.slug}",
            )
            for card in found.open
        ],
        base=settings.base_url,
        now=await council.now(db),
    )


HANDLERS = (overview, rss, closing_days)
