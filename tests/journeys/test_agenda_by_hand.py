# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""A town without a council system writes its agenda here, and later everything is otherwise: an
item goes to another meeting, and the meeting to another day. All over HTTP, chapter by chapter."""

import datetime as dt
import re
from uuid import UUID

import httpx
import pytest
from msgspec import Struct
from sqlalchemy import select

from backend.accounts.roles import Role
from backend.agenda import queries as agenda
from backend.consultations.tables import Consultation
from backend.council import actions as council
from backend.council import queries
from backend.council.planning import counting_back, local_day
from backend.database import Sessions
from surveys.rules import Rules
from tests.backend.agenda import made
from tests.backend.results.made import keep
from tests.browse import form, text

pytestmark = pytest.mark.anyio
DAY = dt.timedelta(days=1)
WHY = "De commissie heeft meer tijd nodig."
BEEN = "Deze dag is al geweest. Kies vandaag of een dag die nog komt."


class Story(Struct):
    griffier: httpx.AsyncClient
    second: httpx.AsyncClient
    auditor: httpx.AsyncClient
    resident: httpx.AsyncClient
    sessions: Sessions
    today: dt.date
    meeting: str = ""
    later: str = ""
    items: dict[str, str] = {}

    @property
    def park(self) -> str:
        return f"/griffie/agendapunten/{self.items['Een park aan de Meerkade']}"


async def send(browser, page: httpx.Response, to: str, **given: str) -> httpx.Response:
    return await browser.post(to, data={**form(page, to), **given})


async def do(browser, to: str, **given: str) -> httpx.Response:
    return await send(browser, await browser.get(to), to, **given)


def order(page: httpx.Response) -> list[str]:
    """Titles on the page where the agenda is put in order."""
    found = re.findall(r'<p class="raadgever-agenda__name">.*?<a [^>]*>(.*?)</a>', page.text)
    return [re.sub(r"<[^>]*>|^\d\w* ", "", one).strip() for one in found]


async def new_meeting(story: Story, title: str, day: dt.date) -> str:
    to = "/griffie/vergaderingen/nieuw"
    page = await story.griffier.get(to)
    said = {"title": title, "day": day.isoformat(), "begins": "19:30", "ends": "22.30"}
    reply = await send(story.griffier, page, to, **said)
    assert reply.status_code == 303, text(reply)
    again = await send(story.griffier, page, to, **said)
    assert again.headers["location"] == reply.headers["location"], "sent twice is made once"
    return reply.headers["location"].removesuffix("/agenda")


async def a_meeting(story: Story) -> None:
    """Every mistake at once, with what was typed; then it is there, and empty."""
    to = "/griffie/vergaderingen/nieuw"
    wrong = await do(story.griffier, to, location="Raadzaal", begins="laat", ends="18:00")
    assert wrong.status_code == 422
    assert "<title>Fout:" in wrong.text
    for word in ("Geef de vergadering een titel.", "Kies de dag", "Dit is geen tijd.", "Raadzaal"):
        assert word in wrong.text
    said = {"title": "Gisteren", "begins": "19:30"}
    past = await do(story.griffier, to, day=(story.today - DAY).isoformat(), **said)
    assert past.status_code == 422
    assert BEEN in text(past)
    story.meeting = await new_meeting(story, "Raadsvergadering", story.today + 40 * DAY)
    story.later = await new_meeting(story, "Raadsvergadering later", story.today + 90 * DAY)
    assert "Er staat nog niets op de agenda" in text(
        await story.griffier.get(f"{story.meeting}/agenda")
    )


async def an_agenda(story: Story) -> None:
    griffier, at = story.griffier, f"{story.meeting}/agenda"
    to = f"{at}/nieuw"
    assert (await do(griffier, to)).status_code == 422
    for title, said in (
        ("Opening", {"number": "1"}),
        ("Besluiten", {"number": "2", "heading": "ja"}),
        ("Een park aan de Meerkade", {"number": "3", "explanation": "Over het parkeerterrein."}),
        ("Het tarief", {"number": "4"}),
        ("Rondvraag", {"number": "5"}),
    ):
        page = await griffier.get(to)
        if title in {"Een park aan de Meerkade", "Het tarief"}:
            said["parent"] = story.items["Besluiten"]
        reply = await send(griffier, page, to, title=title, **said)
        assert reply.status_code == 303, text(reply)
        story.items[title] = reply.headers["location"].partition("#punt-")[2]
    page = await griffier.get(at)
    assert order(page) == [*story.items]
    nested = {"item": story.items["Het tarief"], "naar": "omhoog"}
    assert (await send(griffier, page, at, **nested)).status_code == 303
    overtaken = await send(griffier, page, at, **nested)
    assert overtaken.status_code == 409
    assert "De agenda is intussen veranderd" in text(overtaken)
    whole = {"item": story.items["Besluiten"], "naar": "omhoog"}
    assert (await send(griffier, overtaken, at, **whole)).status_code == 303
    titles = ["Besluiten", "Het tarief", "Een park aan de Meerkade", "Opening", "Rondvraag"]
    assert order(await griffier.get(at)) == titles
    everybody = text(await story.resident.get(story.meeting.removeprefix("/griffie")))
    assert [everybody.index(title) for title in titles] == sorted(map(everybody.index, titles))


async def two_at_once(story: Story) -> None:
    """Whoever is second keeps what was typed and reads who was first."""
    to = f"{story.park}/wijzigen"
    theirs = await story.second.get(to)
    assert (await do(story.griffier, to, explanation="Over de bomen.")).status_code == 303
    overtaken = await send(story.second, theirs, to, explanation="Over het water.")
    assert overtaken.status_code == 409
    for word in ("Iemand anders heeft dit intussen veranderd", "Over de bomen.", "(griffie)"):
        assert word in text(overtaken)
    assert "Dit veranderde u allebei" in text(overtaken)
    assert form(overtaken, to)["explanation"] == ["Over het water."]
    assert (await send(story.second, overtaken, to)).status_code == 303
    assert "Over het water." in text(await story.resident.get(story.park.removeprefix("/griffie")))
    await each_keeps_what_they_changed(story, to, {"number": "3a"}, {"explanation": "Over gras."})
    meeting = f"{story.meeting}/wijzigen"
    wrong = await story.second.get(meeting)
    await each_keeps_what_they_changed(story, meeting, {"location": "Raadzaal"}, {"title": "Raad"})
    again = await send(story.second, wrong, meeting, begins="laat")
    assert again.status_code == 422, "a mistake as well, and still nothing of the others is lost"
    assert (await send(story.second, again, meeting, begins="19:30")).status_code == 303
    kept = form(await story.second.get(meeting), meeting)
    assert (kept["location"], kept["title"]) == (["Raadzaal"], ["Raad"])


async def each_keeps_what_they_changed(
    story: Story, to: str, first: dict[str, str], second: dict[str, str]
) -> None:
    """Who is second changed another field: it stands beside what the first wrote, told as such."""
    theirs = await story.second.get(to)
    assert (await do(story.griffier, to, **first)).status_code == 303
    overtaken = await send(story.second, theirs, to, **second)
    assert overtaken.status_code == 409
    assert "Dit veranderde alleen de ander" in text(overtaken)
    assert "allebei" not in text(overtaken)
    assert (await send(story.second, overtaken, to)).status_code == 303
    kept = form(await story.second.get(to), to)
    for name, value in {**first, **second}.items():
        assert kept[name] == [value]


async def off_and_back(story: Story) -> None:
    """Nothing hangs on it: everybody sees it gone, the griffie can put it back."""
    opening = f"/griffie/agendapunten/{story.items['Opening']}"
    assert "Er hangt niets aan" in text(await story.griffier.get(f"{opening}/weghalen"))
    assert (await do(story.griffier, f"{opening}/weghalen")).status_code == 303
    public = story.meeting.removeprefix("/griffie")
    assert "Opening" not in text(await story.resident.get(public))
    page = await story.griffier.get(f"{story.meeting}/agenda")
    assert (await send(story.griffier, page, f"{opening}/terugzetten")).status_code == 303
    assert "Opening" in text(await story.resident.get(public))


async def documents(story: Story) -> None:
    """The first is what the council decides on; another is an appendix, and can be taken away."""
    griffier, to = story.griffier, f"{story.park}/stuk"
    wrong = await do(griffier, to, url="park.pdf")
    assert wrong.status_code == 422
    assert "Geef een link" in text(wrong)
    said = {"title": "Raadsvoorstel park", "url": "https://merenburg.example/park.pdf"}
    first = await do(griffier, to, **said, kind="raadsvoorstel", plain_text="Een park met bomen.")
    assert first.status_code == 303
    assert (await do(griffier, to, title="Tekening")).status_code == 303
    desk = await griffier.get(story.park)
    assert "Raadsvoorstel park (hoofdstuk)" in re.sub(r"\s+", " ", text(desk))
    away = await send(griffier, desk, f"{to}/weghalen", naar="weg")
    assert away.status_code == 303
    public = story.park.removeprefix("/griffie")
    assert "Tekening" not in text(await story.resident.get(public))
    assert (await send(griffier, await griffier.get(story.park), f"{to}/weghalen",
                       naar="terug")).status_code == 303  # fmt: skip
    assert "Tekening" in text(await story.resident.get(public))
    heading = f"/griffie/agendapunten/{story.items['Besluiten']}/stuk"
    assert (await do(griffier, heading, title="Bij een kop")).status_code == 409
    asked = f"/griffie/documenten/{await document_of(story)}/titel"
    assert (await do(griffier, asked, title="Voorstel park Meerkade")).status_code == 303
    assert "Voorstel park Meerkade" in text(await story.resident.get(public))
    url = {"url": "https://merenburg.example/2.pdf"}
    await each_keeps_what_they_changed(story, asked, url, {"title": "Voorstel park Meerkade 2"})


async def document_of(story: Story) -> UUID | None:
    async with story.sessions.begin() as db:
        return (await agenda.line(db, UUID(story.park.rpartition("/")[2]))).document_id


async def slug_of(story: Story) -> str:
    async with story.sessions() as db:
        return (await db.scalars(select(Consultation.slug))).one()


async def a_consultation(story: Story) -> str:
    """Described and opened on the ordinary pages; it closes when the papers leave."""
    document = f"/griffie/documenten/{await document_of(story)}"
    points = {"points": "De raad legt een park aan."}
    assert (await do(story.griffier, document, **points)).status_code == 303
    await keep(story.sessions)
    async with story.sessions.begin() as db:
        row = (await db.scalars(select(Consultation))).one()
    desk = f"/griffie/raadplegingen/{row.id}"
    day = story.today + 20 * DAY
    opened = await do(story.griffier, f"{desk}/openen", closes_on=day.isoformat())
    assert opened.status_code == 303, text(opened)
    return desk


async def first_in_the_committee(story: Story) -> None:
    """One document at two items is asked about once; who lays it there sees where it lies."""
    griffier, committee = (
        story.griffier,
        await new_meeting(story, "Commissie Ruimte", story.today + 60 * DAY),
    )
    page = await griffier.get(f"{committee}/agenda/nieuw")
    made = await send(griffier, page, f"{committee}/agenda/nieuw", title="Het park, eerste lezing")
    item = f"/griffie/agendapunten/{made.headers['location'].partition('#punt-')[2]}"
    to, document = f"{item}/stuk/ook-hier", str(await document_of(story))
    page = await griffier.get(f"{item}/stuk")
    assert "Ligt het stuk al bij een ander punt?" in text(page)
    assert document in page.text
    nothing = await send(griffier, page, to)
    assert (nothing.status_code, "Kies een stuk." in text(nothing)) == (422, True)
    for _ in range(2):
        assert (await send(griffier, page, to, document=document)).status_code == 303
    unknown = await send(griffier, page, to, document=story.items["Opening"])
    assert "ligt niet meer bij een ander punt" in text(unknown)
    assert document not in (await griffier.get(f"{item}/stuk")).text, "it lies here already"
    desk = text(await griffier.get(item))
    assert "(hoofdstuk)" in desk
    assert "Inwoners kunnen nu meedoen." in desk, "what is asked there is asked here"
    off = await send(griffier, await griffier.get(f"{item}/weghalen"), f"{item}/weghalen")
    assert off.status_code == 303


async def another_day(story: Story, desk: str) -> None:
    """The meeting is moved: nothing happens by itself, and for each consultation it is asked."""
    griffier, to = story.griffier, f"{story.meeting}/wijzigen"
    assert "De vergadering is verplaatst" not in text(await griffier.get("/griffie/te-doen"))
    past = await do(griffier, to, day=(story.today - DAY).isoformat())
    assert past.status_code == 422
    assert BEEN in text(past)
    sooner = (story.today + 12 * DAY).isoformat()
    assert (await do(griffier, to, day=sooner)).status_code == 303
    todo = text(await griffier.get("/griffie/te-doen"))
    assert "De vergadering is verplaatst: past de raadpleging nog?" in todo
    assert "Dan is de vergadering al geweest" in todo
    page = await griffier.get(story.meeting)
    assert "Een laatste dag kan niet naar voren" in text(page)
    residents = text(await story.resident.get(f"/raadplegingen/{await slug_of(story)}"))
    assert "Maar de vergadering is eerder dan de laatste dag om mee te doen." in residents
    assert "leest de samenvatting voordat hij beslist" not in residents
    much_later = (story.today + 120 * DAY).isoformat()
    assert (await do(griffier, to, day=much_later)).status_code == 303
    stale = await send(griffier, page, f"{story.meeting}/laat-zo")
    assert stale.status_code == 409
    page = await griffier.get(story.meeting)
    assert "Er is meer tijd" in text(page)
    papers = counting_back(
        dt.datetime.combine(story.today + 120 * DAY, dt.time(12), dt.UTC), Rules()
    ).closes
    longer = f"{desk}/verlengen?tot={papers.isoformat()}"
    assert f'href="{longer}"' in page.text
    assert form(await griffier.get(longer), f"{desk}/verlengen")["closes_on"] == [str(papers)]
    assert (await send(griffier, page, f"{story.meeting}/laat-zo")).status_code == 303
    for where in (story.meeting, "/griffie/te-doen"):
        assert "De vergadering is verplaatst" not in text(await griffier.get(where))


async def another_meeting(story: Story) -> None:
    """An item goes to another agenda and back, with what hangs on it; everybody reads why."""
    griffier, to = story.griffier, f"{story.park}/verplaatsen"
    nowhere = await do(griffier, to, reason="Kort")
    assert nowhere.status_code == 422
    assert "Kies een vergadering die nog komt." in text(nowhere)
    assert "ten minste 10 letters" in text(nowhere)
    there = story.later.rpartition("/")[2]
    assert (await do(griffier, to, meeting=there, reason=WHY)).status_code == 303
    public = text(await story.resident.get(story.park.removeprefix("/griffie")))
    assert WHY in public
    old, new = (one.removeprefix("/griffie") for one in (story.meeting, story.later))
    assert "Verplaatst naar een andere vergadering" in text(await story.resident.get(old))
    assert "Een park aan de Meerkade" in text(await story.resident.get(new))
    chain = (await story.auditor.get(f"{story.park}/keten.json")).json()["stappen"]
    assert [one["reden"] for one in chain if one["stap"] == "verplaatst"] == [WHY]
    assert {"vergadering verplaatst", "sluiting laten staan"} <= {one["stap"] for one in chain}
    desk = await griffier.get(story.park)
    assert (await send(griffier, desk, f"{to}/ongedaan")).status_code == 303
    titles = ["Besluiten", "Het tarief", "Een park aan de Meerkade", "Opening", "Rondvraag"]
    assert order(await griffier.get(f"{story.meeting}/agenda")) == titles
    assert "Draai de verplaatsing terug" not in text(await griffier.get(story.park))


async def called_off(story: Story) -> None:
    """After a question, and for everybody to see; it can be held after all."""
    asked = await story.griffier.get(f"{story.meeting}/afgelasten")
    assert "Deze raadplegingen lopen nu" in text(asked)
    off = await send(story.griffier, asked, f"{story.meeting}/afgelasten", reason=WHY)
    assert off.status_code == 303, text(off)
    public = story.meeting.removeprefix("/griffie")
    said = text(await story.resident.get(public))
    assert "Deze vergadering gaat niet door" in said
    assert "nieuwe datum" not in said, "nobody knows of one"
    item = text(await story.resident.get(story.park.removeprefix("/griffie")))
    assert "Dit punt staat op de agenda" not in item
    assert "Deze vergadering gaat niet door." in item
    todo = await story.griffier.get("/griffie/te-doen")
    assert "De vergadering gaat niet door" in text(todo)
    residents = text(await story.resident.get(f"/raadplegingen/{await slug_of(story)}"))
    assert "De vergadering gaat niet door" in residents
    assert "U kunt tot dan meedoen" in residents
    desk = await story.griffier.get(story.meeting)
    for page in (todo, desk):
        assert f'href="{story.park}/verplaatsen"' in page.text
    for word in ("uiterlijk", "tot de vergadering", "Nu doen:"):
        assert word not in text(desk)
    assert (await send(story.griffier, desk, f"{story.meeting}/toch-door")).status_code == 303
    assert "gaat niet door" not in text(await story.resident.get(public))
    assert "gaat niet door" not in text(await story.griffier.get("/griffie/te-doen"))
    on = text(await story.resident.get(f"/raadplegingen/{await slug_of(story)}"))
    assert "gaat niet door" not in on
    chain = text(await story.auditor.get(f"{story.park}/keten"))
    assert chain.index("De vergadering afgelast") < chain.index("De vergadering gaat toch door")


async def kept_what_hangs_on_it(story: Story) -> None:
    """With a consultation it stays to be found, and the consultation runs on."""
    to = f"{story.park}/weghalen"
    asked = await story.griffier.get(to)
    for word in ("2 stukken", "1 raadpleging", "De raadpleging loopt nu"):
        assert word in text(asked)
    assert (await send(story.griffier, asked, to)).status_code == 303
    said = text(await story.resident.get(story.meeting.removeprefix("/griffie")))
    assert "Van de agenda gehaald" in said
    assert "Een park aan de Meerkade" in said


async def test_an_agenda_by_hand(sessions, signed_in, resident) -> None:
    async with sessions.begin() as db:
        today = local_day(await queries.now(db))
        actor = await made.make_griffier(db)
        await council.publish_rules(db, actor, Rules(), "Zoals altijd.")
    story = Story(
        griffier=await signed_in(Role.GRIFFIE),
        second=await signed_in(Role.GRIFFIE),
        auditor=await signed_in(Role.REKENKAMER),
        resident=resident,
        sessions=sessions,
        today=today,
    )
    await a_meeting(story)
    await an_agenda(story)
    await two_at_once(story)
    await off_and_back(story)
    await documents(story)
    desk = await a_consultation(story)
    await another_day(story, desk)
    await another_meeting(story)
    await called_off(story)
    await first_in_the_committee(story)
    await kept_what_hangs_on_it(story)
