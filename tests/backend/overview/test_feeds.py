# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
import datetime as dt
import html
import re
from email.utils import parsedate_to_datetime
from xml.etree import ElementTree as ET
from zoneinfo import ZoneInfo

import httpx
import pytest
from icalendar import Calendar

from backend.overview import feeds
from tests.backend.overview.made import about, heard, publish_hoods

pytestmark = pytest.mark.anyio
ALL = "/api/v1/raadplegingen"
NEWS = "/raadplegingen.rss"


def slugs(reply: httpx.Response) -> list[str]:
    assert reply.status_code == 200, reply.text
    return [one["slug"] for one in reply.json()["raadplegingen"]]


def problem(reply: httpx.Response) -> dict[str, str]:
    assert reply.status_code == 400, reply.text
    assert reply.headers["content-type"].startswith("application/problem+json")
    return {error["pointer"]: error["detail"] for error in reply.json()["errors"]}


async def test_a_machine_reads_what_is_open_and_what_was_heard(resident, sessions) -> None:
    async with sessions.begin() as db:
        await publish_hoods(db)
        await about(db, "later", days=9)
        await about(db, "soon", "Dijk", themes=("groen",), hoods=("WK02",), points=2)
        await about(db, "draft", stage="draft")
    await heard(sessions, "heard")
    reply = await resident.get(ALL)
    assert slugs(reply) == ["later", "soon", "heard"]
    assert (reply.json()["aantal"], reply.json()["volgende"]) == (3, None)
    _, card, summed = reply.json()["raadplegingen"]
    assert card.pop("geopendOp").endswith("Z")
    assert card.pop("sluitOp").endswith("Z")
    assert card == {
        "slug": "soon",
        "titel": "Dijk",
        "stadium": "open",
        "aantalBeslispunten": 2,
        "themas": ["Groen, water en natuur"],
        "wijken": ["Haven & Dijk"],
        "samenvatting": None,
        "verlengdOp": None,
    }
    assert summed["samenvatting"] == "/raadplegingen/heard/samenvatting"


async def test_the_api_takes_the_filters_of_the_page(resident, sessions) -> None:
    async with sessions.begin() as db:
        await publish_hoods(db)
        await about(db, "a", "De dijk", themes=("groen",), hoods=("WK02",))
        await about(db, "b", "De markt", themes=("werk",), hoods=("WK01",))
        await about(db, "c", "De begroting", themes=("werk",), stage="closed")
    for params, found in (
        ({"thema": "werk"}, ["b", "c"]),
        ({"wijk": "WK02"}, ["a", "c"]),
        ({"zoek": "dijken"}, ["a"]),
        ({"zoek": "het"}, []),
        ({"zoek": "markt", "thema": "werk", "wijk": "WK01"}, ["b"]),
    ):
        assert slugs(await resident.get(ALL, params=params)) == found, params


async def test_the_api_names_every_filter_that_does_not_exist(resident, sessions) -> None:
    async with sessions.begin() as db:
        await publish_hoods(db)
    params = {"thema": "ruimtevaart", "wijk": "WK77", "zoek": "x" * 300}
    found = problem(await resident.get(ALL, params=params))
    assert set(found) == {"thema", "wijk", "zoek"}
    assert "WK01, WK02" in found["wijk"]
    assert "verkeer" in found["thema"]
    assert (await resident.get(ALL, params={"pagina": "nul"})).status_code == 400
    assert (await resident.get(ALL, params={"pagina": "0"})).status_code == 400


async def test_a_machine_pages_through_what_is_past(resident, sessions, monkeypatch) -> None:
    monkeypatch.setattr(feeds, "PER_PAGE", 2)  # a hundred rows would prove the same, slower
    async with sessions.begin() as db:
        await about(db, "open", themes=("werk",))
        for number in range(5):
            await about(db, f"p{number}", themes=("werk",), stage="closed")
    address, pages = f"{ALL}?thema=werk", []
    while address:
        reply = await resident.get(address)
        assert reply.json()["aantal"] == 6
        pages.append(slugs(reply))
        address = reply.json()["volgende"]
    assert pages == [["open", "p4", "p3"], ["p2", "p1"], ["p0"]]
    assert slugs(await resident.get(f"{ALL}?pagina=9")) == []


async def test_the_description_tells_the_filters(resident) -> None:
    described = (await resident.get("/api/v1/openapi.json")).json()
    operation = described["paths"][ALL]["get"]
    assert operation["operationId"] == "raadplegingen"
    assert list(operation["responses"]["400"]["content"]) == ["application/problem+json"]
    parameters = {one["name"]: one for one in operation["parameters"]}
    assert set(parameters) == {"zoek", "thema", "wijk", "pagina"}
    assert not any(one.get("required") for one in parameters.values())
    for name in ("zoek", "thema", "wijk"):
        assert parameters[name]["description"]


def items(reply: httpx.Response) -> list[dict[str, str]]:
    assert reply.status_code == 200, reply.text
    channel = ET.fromstring(reply.content).find("channel")  # noqa: S314 - we wrote it ourselves
    assert channel is not None
    return [{part.tag: part.text or "" for part in item} for item in channel.findall("item")]


async def test_news_is_that_it_opened_and_that_the_summary_came_out(resident, sessions) -> None:
    await heard(sessions, "first", "Eerste & <b>beste</b>\ufffe]]>")
    async with sessions.begin() as db:
        await about(db, "second", "Tweede")
        await about(db, "draft", "Geheim plan", stage="draft")
        await about(db, "stopped", "Gestopt plan", stage="cancelled")
    reply = await resident.get(NEWS)
    assert reply.headers["content-type"] == "application/rss+xml; charset=utf-8"
    news = items(reply)
    assert [one["title"] for one in news] == [
        "Geef uw advies: Tweede",
        "Dit zeiden inwoners: Eerste & <b>beste</b> ]]>",
        "Gesloten: Eerste & <b>beste</b> ]]>",
    ]
    assert news[0]["description"].startswith("U kunt meedoen tot en met ")
    assert news[2]["description"].startswith("U kon meedoen tot en met ")
    assert news[1]["link"] == "https://raadgever.test/raadplegingen/first/samenvatting"
    assert len({one["guid"] for one in news}) == 3
    moments = [parsedate_to_datetime(one["pubDate"]) for one in news]
    assert moments == sorted(moments, reverse=True)
    assert all(moment.tzinfo is dt.UTC for moment in moments)
    for hidden in ("Geheim", "Gestopt"):
        assert hidden not in reply.text


async def test_news_follows_the_filter_of_the_page_that_leads_to_it(resident, sessions) -> None:
    async with sessions.begin() as db:
        await about(db, "a", "De dijk", themes=("groen",))
        await about(db, "b", "De markt", themes=("werk",))
    page = await resident.get("/raadplegingen", params={"thema": "groen", "zoek": "dijk & zo"})
    assert html.unescape(page.text).count(f'href="{NEWS}?zoek=dijk+%26+zo&thema=groen"') == 2
    page = await resident.get("/raadplegingen", params={"thema": "groen"})
    (address,) = set(re.findall(rf'href="({NEWS}[^"]*)"', page.text))
    reply = await resident.get(html.unescape(address))
    assert [one["title"] for one in items(reply)] == ["Geef uw advies: De dijk"]
    assert 'rel="self" type="application/rss+xml"' in reply.text
    assert items(await resident.get(NEWS, params={"zoek": "het"})) == []
    assert len(items(await resident.get(NEWS, params={"thema": "onzin"}))) == 2
    assert 'type="application/rss+xml"' in (await resident.get("/")).text


async def test_a_calendar_has_the_last_day_of_what_is_open(resident, sessions) -> None:
    await heard(sessions, "over", "Voorbij")
    async with sessions.begin() as db:
        row = await about(db, "open", "De dijk; hoger,\nen breder", themes=("groen",))
    reply = await resident.get("/raadplegingen.ics", params={"thema": "groen"})
    assert reply.headers["content-type"] == "text/calendar; charset=utf-8"
    (event,) = Calendar.from_ical(reply.content).events
    assert event.get("summary") == "Laatste dag voor uw advies: De dijk; hoger,\nen breder"
    assert event.start == row.closes_at.astimezone(ZoneInfo("Europe/Amsterdam")).date()
    assert event.get("url") == "https://raadgever.test/raadplegingen/open"
