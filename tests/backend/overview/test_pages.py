# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
import datetime as dt
import html
import re
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from backend.accounts.roles import Role
from backend.consultations import actions as consultations
from backend.council.importing import take_in
from surveys.rules import Neighbourhood
from tests.backend.agenda.made import (
    agenda_item,
    describe,
    find_spot,
    make_griffier,
    make_open,
    make_spot,
    meeting,
    paper,
)
from tests.backend.overview.made import about, heard, publish_hoods
from tests.browse import form, text
from tests.make import make_consultation, move

pytestmark = pytest.mark.anyio
ALL = "/raadplegingen"


def part(page: httpx.Response, heading: str) -> str:
    """What stands under one of the headings of the page."""
    assert page.status_code == 200, page.text
    _, found, rest = page.text.partition(f'id="{heading}">')
    assert found, f"no {heading} on {page.url}"
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", rest.partition("<h2")[0]))


def titles(page: httpx.Response) -> list[str]:
    assert page.status_code == 200, page.text
    return [html.unescape(one) for one in re.findall(r'card__title"><a [^>]+>(.*?)</a>', page.text)]


async def test_an_empty_overview_says_so_kindly(resident) -> None:
    page = await resident.get("/")
    assert "Op dit moment vragen we nergens advies over" in part(page, "open")
    assert "Er staat nu niets op de agenda" in part(page, "straks")
    assert "Er zijn nog geen raadplegingen geweest" in part(page, "geweest")


async def test_what_is_open_stands_first_and_what_closes_soonest_at_the_top(
    resident, sessions
) -> None:
    async with sessions.begin() as db:
        await about(db, "later", "De sporthal", days=10, points=2)
        await about(db, "soon", "De fietsroute", days=2)
        await about(db, "past", "De bomen", stage="closed")
        await about(db, "draft", "Geheim plan", stage="draft", themes=("groen",))
        await about(db, "stopped", "Gestopt plan", stage="cancelled")
    page = await resident.get("/")
    assert titles(page) == ["De fietsroute", "De sporthal", "De bomen"]
    assert "De fietsroute Sluit binnenkort" in text(page)
    assert "De sporthal Nog 10 dagen" in text(page)
    assert "Het voorstel heeft 2 punten" in text(page)
    for hidden in ("Geheim plan", "Gestopt plan"):
        assert hidden not in page.text
    assert (await resident.get("/raadplegingen/draft")).status_code == 404


@pytest.mark.parametrize(("days", "soon"), [(3, True), (4.1, False)])
async def test_three_days_before_closing_it_is_marked(resident, sessions, days, soon) -> None:
    async with sessions.begin() as db:
        await about(db, "park", days=days)
    assert ("Sluit binnenkort" in part(await resident.get("/"), "open")) == soon


async def test_a_summary_is_linked_only_when_everybody_may_read_it(resident, sessions) -> None:
    async with sessions.begin() as db:
        await about(db, "late", "Te laat gesloten", days=-1)
        await about(db, "counting", "Wordt geteld", stage="closed")
        await about(db, "drafted", "Concept klaar", stage="summarised")
    await heard(sessions, "heard", "Gehoord")
    page = await resident.get("/")
    assert re.findall(r'href="(/raadplegingen/[\w/-]+)"', page.text) == [
        "/raadplegingen/heard/samenvatting",
        "/raadplegingen/drafted",
        "/raadplegingen/counting",
        "/raadplegingen/late",
    ]
    assert "Gehoord De samenvatting is klaar" in part(page, "geweest")
    assert part(page, "geweest").count("De samenvatting komt nog") == 3


async def test_two_of_one_title_are_told_apart_in_their_links(
    resident, sessions, signed_in
) -> None:
    async with sessions.begin() as db:
        await about(db, "once", "De markt")
        await about(db, "old", "De dijk", stage="closed")
        await about(db, "new", "De dijk", days=5)
    page = await resident.get("/")
    links = re.findall(r'href="/raadplegingen/(?:old|new)">([^<]+)</a>', page.text)
    assert [link.partition(" van ")[0] for link in links] == ["De dijk (open", "De dijk (was open"]
    assert ">De markt</a>" in page.text
    desk = await (await signed_in(Role.GRIFFIE)).get("/griffie/raadplegingen")
    assert desk.text.count("De dijk (gemaakt op ") == 2
    assert ">De markt</a>" in desk.text


async def test_what_is_past_comes_twenty_to_a_page_with_the_filter_kept(resident, sessions) -> None:
    async with sessions.begin() as db:
        for number in range(45):
            row = await about(db, f"p{number:02}", f"Plan {number:02}", themes=("groen",))
            await move(db, row, "closed")
        await about(db, "open", "Nu open", themes=("groen",))
    page, seen = await resident.get(ALL, params={"thema": "groen"}), []
    for number in (1, 2, 3):
        shown = titles(page)
        assert ("Nu open" in shown) == (number == 1)
        seen += [title for title in shown if title != "Nu open"]
        assert f"Pagina {number} van 3" in text(page)
        onward = re.search(r'rel="next" href="([^"]+)#geweest"', page.text)
        if onward:
            address = html.unescape(onward[1])
            assert parse_qs(urlsplit(address).query)["thema"] == ["groen"]
            page = await resident.get(address)
    assert seen == [f"Plan {number:02}" for number in reversed(range(45))]
    back = re.search(r'rel="prev" href="([^"]+)#geweest"', page.text)
    assert back
    assert titles(await resident.get(html.unescape(back[1])))[0] == "Plan 24"


@pytest.mark.parametrize("number", ["0", "-1", "99", "x", "1.5", "9" * 60, "²", ""])
async def test_a_page_that_does_not_exist_is_the_nearest_that_does(
    resident, sessions, number
) -> None:
    async with sessions.begin() as db:
        await about(db, "park", "Het park", stage="closed")
    assert titles(await resident.get(ALL, params={"pagina": number})) == ["Het park"]


async def test_theme_and_neighbourhood_filter_and_can_be_cleared_one_by_one(
    resident, sessions
) -> None:
    async with sessions.begin() as db:
        await publish_hoods(db)
        await about(db, "a", "Dijk", themes=("groen", "klimaat"), hoods=("WK02",))
        await about(db, "b", "Markt", themes=("werk",), hoods=("WK01",))
        await about(db, "c", "Begroting", themes=("bestuur",))
        await about(db, "d", "Haven", themes=("werk",), hoods=("WK02",), stage="closed")
    page = await resident.get(ALL, params={"wijk": "WK02"})
    assert titles(page) == ["Dijk", "Begroting", "Haven"]
    assert "3 raadplegingen gevonden" in text(page)
    assert "ook raadplegingen die over de hele gemeente gaan" in text(page)
    assert "Waar: Haven &amp; Dijk" in page.text
    assert "Waar: de hele gemeente" in text(page)
    assert "Onderwerp: Groen, water en natuur; Energie en klimaat" in text(page)

    page = await resident.get(ALL, params={"wijk": "WK02", "thema": "werk"})
    assert titles(page) == ["Haven"]
    assert "1 raadpleging gevonden" in text(page)
    assert "Er is nu niets open dat past bij wat u zoekt" in part(page, "open")
    fields = form(page, ALL)
    assert (fields["wijk"], fields["thema"]) == (["WK02"], ["werk"])
    off = re.findall(r'href="(/raadplegingen\?[^"]+)">wis<', page.text)
    assert off == ["/raadplegingen?wijk=WK02", "/raadplegingen?thema=werk"]
    assert titles(await resident.get(off[1])) == ["Markt", "Haven"]


async def test_what_no_filter_fits_says_what_to_do(resident, sessions) -> None:
    async with sessions.begin() as db:
        await publish_hoods(db)
        await about(db, "a", "Markt", themes=("werk",), hoods=("WK01",))
    for params, advice in (
        ({"zoek": "olifant"}, "Zoek op een ander woord"),
        ({"thema": "jeugd"}, "Kies een ander onderwerp"),
        ({"wijk": "WK02"}, "Kies een andere wijk"),
        ({"wijk": "WK01", "thema": "jeugd", "zoek": "markt"}, "Kies een ander onderwerp"),
    ):
        page = await resident.get(ALL, params=params)
        assert titles(page) == []
        assert "Geen raadplegingen gevonden" in text(page)
        assert advice in text(page)
        assert "Bekijk alle raadplegingen" in text(page)


@pytest.mark.parametrize("odd", ["ruimtevaart", "'; --", "\x00", "\u2067", "g" * 5000])
async def test_a_theme_or_neighbourhood_that_we_do_not_know_is_ignored_with_a_word(
    resident, sessions, odd
) -> None:
    async with sessions.begin() as db:
        await publish_hoods(db)
        await about(db, "a", "Markt", themes=("werk",))
    page = await resident.get(ALL, params={"thema": odd, "wijk": odd})
    assert titles(page) == ["Markt"]
    assert "U ziet nu alle onderwerpen" in text(page)
    assert "U ziet nu alle wijken" in text(page)


async def test_a_neighbourhood_that_was_merged_keeps_its_name_where_it_stood(
    resident, sessions
) -> None:
    async with sessions.begin() as db:
        await publish_hoods(db)
        await about(db, "a", "Markt", hoods=("WK01",))
        await publish_hoods(db, Neighbourhood("WK09", "Kom en Haven"))
    page = await resident.get("/")
    assert "Waar: De Kom" in text(page)
    assert re.findall(r'value="(WK\d+)"', page.text) == ["WK09"]


async def test_where_there_are_no_neighbourhoods_nobody_is_asked_for_one(
    resident, sessions
) -> None:
    async with sessions.begin() as db:
        await about(db, "a", "Markt", themes=("werk",))
    page = await resident.get(ALL)
    assert set(form(page, ALL)) == {"zoek"}
    assert "wijk" not in text(page)
    assert "hele gemeente" not in text(page)


async def test_one_content_has_one_address(resident, sessions) -> None:
    async with sessions.begin() as db:
        await about(db, "a", "Markt", themes=("werk",))

    async def canonical(address: str) -> str:
        page = await resident.get(address)
        found = re.search(r'rel="canonical" href="([^"]+)"', page.text)
        assert found
        return html.unescape(found[1])

    for address, one in {
        "/": "/",
        ALL: "/",
        f"{ALL}?pagina=1&weg=1&thema=": "/",
        f"{ALL}?thema=onzin": "/",
        f"{ALL}?thema=werk&zoek=++markt+": f"{ALL}?zoek=markt&thema=werk",
    }.items():
        assert await canonical(address) == one


async def test_what_is_coming_is_told_as_far_as_it_is_public(resident, sessions) -> None:
    async with sessions.begin() as db:
        griffier = await make_griffier(db)
        drafted = await make_spot(db, griffier, title="Stuk met concept")
        assert await consultations.draft(db, drafted.document_id)
        later = await make_spot(db, griffier, starts_at=dt.datetime(2036, 1, 9, 18, tzinfo=dt.UTC))
        await describe(db, griffier, later.document_id, "Er komt een nieuwe brug.")
        await make_spot(db, griffier, kind="informatiebrief")
        past = await make_spot(db, griffier, starts_at=dt.datetime(2020, 1, 9, 18, tzinfo=dt.UTC))
        asked = await make_spot(db, griffier)
        await describe(db, griffier, asked.document_id, "Er komt een nieuwe school.")
        await make_open(db, griffier, asked.document_id)
        await describe(db, griffier, asked.document_id, "De nieuwe school wordt hoger.")
    page = await resident.get("/")
    links = re.findall(r'href="/agendapunten/([\w-]+)"', page.text)
    assert links == [str(drafted.item_id), str(later.item_id)]
    assert str(past.item_id) not in page.text
    assert "De vergadering is op 14 maart 2035" in part(page, "straks")
    assert "Wat raadt u de raad aan" not in page.text

    page = await resident.get(ALL, params={"zoek": "brug"})
    assert re.findall(r'href="/agendapunten/([\w-]+)"', page.text) == [str(later.item_id)]
    assert "Geen raadplegingen gevonden" in text(page)


async def test_a_document_on_two_agendas_is_coming_once_on_the_first_of_them(
    resident, sessions
) -> None:
    async with sessions.begin() as db:
        griffier = await make_griffier(db)
        for name, day in (("raad", 20), ("commissie", 6)):
            item = agenda_item(name, paper("stuk", "Een park"), title=f"Park in {name}")
            at = dt.datetime(2035, 3, day, 18, tzinfo=dt.UTC)
            taken = await take_in(db, griffier, meeting(name, item, starts_at=at))
        await db.flush()
        spot = await find_spot(db, "stuk", taken.meeting, "commissie")
        await describe(db, griffier, spot.document_id, "Een park.")
    page = await resident.get("/")
    assert titles(page) == ["Park in commissie"]


async def test_more_consultations_take_no_more_queries(
    resident, sessions, asked_of_the_database
) -> None:
    async def queries() -> int:
        asked_of_the_database.clear()
        await resident.get(ALL, params={"zoek": "plan"})
        return len(asked_of_the_database)

    async with sessions.begin() as db:
        await publish_hoods(db)
        await about(db, "first", "Plan")
    few = await queries()
    async with sessions.begin() as db:
        for number in range(30):
            stage = "closed" if number % 2 else "open"
            await make_consultation(db, title=f"Plan {number}", stage=stage)
    assert await queries() == few
    assert few <= 11
