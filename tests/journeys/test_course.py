# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""What becomes of a consultation on the way: taken back, extended, cancelled, begun anew, and
closed with paper still to be entered. Everything over HTTP, one chapter after the other."""

import datetime as dt
import re
from uuid import uuid4

import httpx
import pytest
from msgspec import Struct

from backend.accounts.roles import Role
from backend.council import queries as council
from backend.council.actions import publish_rules
from backend.council.planning import counting_back, local_day
from backend.web.pages import day as say_day
from surveys.rules import Rules
from tests.backend.agenda import made
from tests.backend.results.made import keep
from tests.browse import form, text
from tests.pressing import code_on, fill, press, take_part

pytestmark = pytest.mark.anyio
RULES = Rules(minimum_days=0, late_paper_days=5)
WHY = "Het college trok het voorstel in. Wij vragen u later opnieuw om advies."
QUESTION = "Wat raadt u de raad hierover aan?"
DAY = dt.timedelta(days=1)


async def send(browser, page: httpx.Response, to: str, **given: str) -> httpx.Response:
    return await browser.post(to, data={**form(page, to), **given})


async def do(browser, to: str, **given: str) -> httpx.Response:
    """Ask for the page and press its button."""
    return await send(browser, await browser.get(to), to, **given)


class Story(Struct):
    """`desk` and `slug` of the consultation that it is about now; `code` of who answered."""

    spot: made.Spot
    today: dt.date
    papers: dt.date
    griffier: httpx.AsyncClient
    second: httpx.AsyncClient
    auditor: httpx.AsyncClient
    resident: httpx.AsyncClient
    writing: httpx.AsyncClient
    desk: str = ""
    slug: str = ""
    code: str = ""

    @property
    def first(self) -> str:
        return (self.today + 7 * DAY).isoformat()

    async def open(self) -> None:
        to = f"{self.desk}/openen"
        page = await self.griffier.get(to)
        opened = await send(self.griffier, page, to, closes_on=self.first)
        assert opened.status_code == 303, text(opened)
        page = await self.griffier.get(self.desk)
        self.slug = re.findall(r'"/raadplegingen/([a-z0-9-]+)"', page.text)[0]

    async def public(self) -> str:
        return text(await self.resident.get(f"/raadplegingen/{self.slug}"))

    async def chain(self) -> list[dict[str, str]]:
        at = f"/griffie/agendapunten/{self.spot.item_id}/keten.json"
        return (await self.auditor.get(at)).json()["stappen"]


async def opened_too_early(story: Story) -> None:
    """Taken back, mended and opened again; whoever was writing loses no word."""
    griffier, desk = story.griffier, story.desk
    meets = (story.today + 40 * DAY).isoformat()
    opening = await griffier.get(f"{desk}/openen")
    in_vain = await send(griffier, opening, f"{desk}/openen", closes_on=meets)
    assert in_vain.status_code == 422
    assert "De vergadering is op" in text(in_vain)
    late = (story.papers + DAY).isoformat()
    warned = await send(griffier, in_vain, f"{desk}/openen", closes_on=late)
    assert warned.status_code == 422
    assert "te laat voor de stukken" in text(warned)
    assert "in concept" in text(await griffier.get(desk)).lower()
    await story.open()
    begun = await fill(story.resident, [{"q1__advice": "Meer bomen."}], story.slug)
    assert (await do(griffier, f"{desk}/terugdraaien")).status_code == 303
    stuck = await press(story.resident, begun, "versturen", story.slug)
    assert stuck.status_code == 409
    assert "nog niet open" in text(stuck)
    assert "Meer bomen." in text(stuck)
    assert (await story.resident.get(f"/raadplegingen/{story.slug}")).status_code == 404
    assert (await do(griffier, f"{desk}/vragen/1.advice", label=QUESTION)).status_code == 303
    await story.open()


async def extended(story: Story) -> None:
    """With a warning when the papers will have left; whoever is second keeps the words."""
    griffier, to = story.griffier, f"{story.desk}/verlengen"
    theirs = await story.second.get(to)
    meets = (story.today + 40 * DAY).isoformat()
    in_vain = await do(griffier, to, closes_on=meets, reason="Dan weten we meer.")
    assert in_vain.status_code == 422
    assert "De vergadering is op" in text(in_vain)
    last = story.papers + DAY
    warned = await do(griffier, to, closes_on=last.isoformat(), reason="Zo veel te lezen.")
    assert warned.status_code == 422
    assert "te laat voor de stukken" in text(warned)
    assert (await send(griffier, warned, to)).status_code == 303
    overtaken = await send(story.second, theirs, to, closes_on=story.first, reason="Vakantie.")
    assert overtaken.status_code == 409
    assert "verlengde haar" in text(overtaken)
    assert form(overtaken, to)["reason"] == ["Vakantie."]
    earlier = await send(story.second, overtaken, to)
    assert earlier.status_code == 422
    said = f"Verlengd tot en met {say_day(last)}"
    for part in (said, "Zo veel te lezen."):
        assert part in await story.public()
    assert said in text(await story.resident.get("/"))
    assert "Zo veel te lezen." in (await story.resident.get("/raadplegingen.rss")).text
    api = (await story.resident.get(f"/api/v1/raadplegingen/{story.slug}")).json()
    assert [one["reden"] for one in api["verlengingen"]] == ["Zo veel te lezen."]


async def cancelled(story: Story) -> None:
    """With an answer in, opening cannot be undone; cancelling can, and says why to everybody."""
    griffier, to = story.griffier, f"{story.desk}/afgelasten"
    story.code = code_on(await take_part(story.resident, [{"q1__stance": "for"}], story.slug))
    begun = await fill(story.writing, [{"q1__advice": "Minder verkeer."}], story.slug)
    assert "Dit kan niet meer" in text(await griffier.get(f"{story.desk}/terugdraaien"))
    assert "Er kwam al 1 inzending binnen" in text(await griffier.get(to))
    assert (await do(griffier, to, reason="Nee")).status_code == 422
    assert (await do(griffier, to, reason=WHY)).status_code == 303
    stuck = await press(story.writing, begun, "versturen", story.slug)
    assert stuck.status_code == 409
    for word in ("is gestopt", WHY, "Minder verkeer."):
        assert word in text(stuck)
    late = await griffier.get(f"{story.desk}/verlengen")
    assert late.status_code == 409
    assert "is afgelast" in text(late)


async def told_to_everybody(story: Story) -> None:
    mine = text(await story.resident.post("/mijn-inzending", data={"code": story.code}))
    assert WHY in mine
    assert "telt mee" not in mine
    assert WHY in await story.public()
    for where in ("/", "/raadplegingen.rss", "/raadplegingen.ics"):
        assert story.slug not in (await story.resident.get(where)).text
    asked = {"ontvangstcode": story.code}
    seen = (await story.resident.post("/api/v1/inzendingen/opvragen", json=asked)).json()
    assert (seen["stand"], seen["reden"]) == ("gestopt", WHY)
    told = {step["stap"]: step for step in await story.chain()}
    assert told["verlengd"]["door"] == "Griffie"
    assert (told["afgelast"]["door"], told["afgelast"]["reden"]) == ("Griffie (griffie)", WHY)
    item = text(await story.griffier.get(f"/griffie/agendapunten/{story.spot.item_id}"))
    assert "Er loopt nu geen raadpleging" in item
    assert WHY in item


async def begun_anew(story: Story) -> None:
    """With the questions that were mended."""
    griffier, old = story.griffier, story.desk
    again = await send(griffier, await griffier.get(old), f"{old}/opnieuw")
    story.desk = again.headers["location"]
    assert story.desk != old
    page = await griffier.get(old)
    assert story.desk in page.text
    assert f'action="{old}/opnieuw"' not in page.text
    assert QUESTION in text(await griffier.get(f"{story.desk}/vragen"))
    await story.open()
    await take_part(story.resident, [{"q1__stance": "against"}], story.slug)


async def closed_with_paper_to_come(story: Story, sessions) -> None:
    """What came in time is still entered, and nobody sees how it stands."""
    griffier, desk, to = story.griffier, story.desk, f"{story.desk}/invoer"
    entering = {"kanaal": "paper", "1.stance": "for"}
    before = await griffier.get(to)
    assert (await do(griffier, f"{desk}/sluiten")).status_code == 303
    await keep(sessions)
    page = await send(griffier, before, to, **entering)
    assert page.status_code == 422
    assert "op welke dag" in text(page)
    tomorrow = (story.today + DAY).isoformat()
    assert (await send(griffier, page, to, ontvangen=tomorrow, **entering)).status_code == 422
    given = {**entering, "ontvangen": story.today.isoformat()}
    assert (await send(griffier, page, to, **given)).status_code == 200
    await keep(sessions)
    assert "voeren we nog in" in await story.public()
    assert "Voer nu in" in text(await griffier.get(desk))
    assert "Voer in wat nog op papier kwam" in text(await griffier.get("/griffie/te-doen"))
    assert "Wij tellen nog niet" in text(await griffier.get(f"{desk}/samenvatting"))
    assert "geteld" not in {step["stap"] for step in await story.chain()}
    assert (await do(griffier, f"{desk}/afronden")).status_code == 303
    await keep(sessions)
    assert (await send(griffier, page, to, **given, sleutel=str(uuid4()))).status_code == 409


async def test_from_opened_too_early_to_counted_with_the_last_paper(
    sessions, signed_in, resident, browsers
) -> None:
    async with sessions.begin() as db:
        actor = await made.make_griffier(db)
        await publish_rules(db, actor, RULES, "Papier komt later.")
        now = await council.now(db)
        spot = await made.make_spot(db, actor, starts_at=now + 40 * DAY)
    await keep(sessions)
    staff = [await signed_in(role) for role in (Role.GRIFFIE, Role.GRIFFIE, Role.REKENKAMER)]
    papers = counting_back(now + 40 * DAY, RULES).closes
    story = Story(spot, local_day(now), papers, *staff, resident, browsers())
    page = await story.griffier.get("/griffie/raadplegingen")
    story.desk = re.findall(r"/griffie/raadplegingen/[0-9a-f-]{36}", page.text)[0]
    for chapter in (opened_too_early, extended, cancelled, told_to_everybody, begun_anew):
        await chapter(story)
    await closed_with_paper_to_come(story, sessions)
    steps = await story.chain()
    [counted] = [step for step in steps if step["stap"] == "geteld"]
    assert counted["optelling"]["geteld"] == 2
    order = ["verlengd", "afgelast", "gesloten", "geteld"]
    assert [step["stap"] for step in steps if step["stap"] in order] == order
