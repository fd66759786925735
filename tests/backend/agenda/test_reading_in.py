# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""A town without a council system corrects its own agenda: by a next file, and by hand."""

import datetime as dt
from uuid import UUID

import httpx
import pytest
from msgspec import Struct
from sqlalchemy import select, update

from backend.accounts.roles import Role
from backend.commands import reading
from backend.commands.reading import Asked
from backend.consultations.tables import Consultation
from backend.council import agenda_form
from backend.council.agenda_form import COLUMNS
from backend.council.tables import AgendaItem, AgendaItemDocument, Meeting, MeetingMove
from backend.errors import Refused
from backend.web import tables_in
from backend.web.cells import csv_table
from tests.backend.agenda import made
from tests.browse import form, text

pytestmark = pytest.mark.anyio
PATH = "/griffie/vergaderingen/inlezen"
DAY, LATER = "11-02-2090", "18-02-2090"
PARK = "Een park aan de Meerkade"
WHY = "De wethouder is ziek geworden."
NOTHING = "Er hoeft niets te gebeuren"


def file(*titles: str, day: str = DAY, body: str = "Gemeenteraad", **cells: str) -> bytes:
    """A document at each item, of one title for all; `cells` of the first row."""
    rows = [{"titel": title, "nummer": str(n), "stuk": "Raadsvoorstel", "soort": "raadsvoorstel",
             "link": f"https://raad.example/{n}.pdf"}
            for n, title in enumerate(titles, start=1)]  # fmt: skip
    first = {"vergadering": "Raadsvergadering", "orgaan": body, "datum": day, "begintijd": "19:30"}
    rows[0] |= {**first, **cells}
    return csv_table(COLUMNS, [[row.get(name, "") for name in COLUMNS] for row in rows])


class Town(Struct):
    griffier: httpx.AsyncClient
    sessions: object

    async def look(self, data: bytes) -> httpx.Response:
        csrf = form(await self.griffier.get(PATH), PATH)["csrf"][0]
        fields = {"csrf": csrf, "naar": "kijken"}
        return await self.griffier.post(PATH, data=fields, files={"bestand": ("a.csv", data)})

    async def press(self, page: httpx.Response, naar: str = "inlezen", **said: str):
        return await self.griffier.post(PATH, data={**form(page, PATH), "naar": naar, **said})

    async def read(self, data: bytes, **said: str) -> str:
        reply = await self.press(await self.look(data), **said)
        assert reply.status_code == 303, text(reply)
        return reply.headers["location"]

    async def do(self, to: str, **said: str) -> httpx.Response:
        page = await self.griffier.get(to)
        return await self.griffier.post(to, data={**form(page, to), **said})

    async def item(self, title: str) -> AgendaItem:
        async with self.sessions() as db:
            return (await db.scalars(select(AgendaItem).where(AgendaItem.title == title))).one()

    async def count(self, table: type) -> int:
        async with self.sessions() as db:
            return len((await db.scalars(select(table))).all())

    async def standing(self) -> list[str]:
        async with self.sessions() as db:
            rows = select(AgendaItem).where(AgendaItem.lapsed_at.is_(None))
            return [row.title for row in await db.scalars(rows.order_by(AgendaItem.place))]

    async def opened(self, title: str, answers: int = 0) -> Consultation:
        """Residents are asked about what lies at this item."""
        item = await self.item(title)
        async with self.sessions.begin() as db:
            griffier = await made.make_griffier(db)
            await made.hear_at_once(db, griffier)
            at = AgendaItemDocument.agenda_item_id == item.id
            link = (await db.scalars(select(AgendaItemDocument).where(at))).one()
            await made.describe(db, griffier, link.document_id, "Er komt een park.")
            row = await made.make_open(db, griffier, link.document_id)
            for _ in range(answers):
                await made.answer(db, row.id)
            return row


@pytest.fixture
async def town(signed_in, sessions) -> Town:
    return Town(await signed_in(Role.GRIFFIE), sessions)


async def test_another_day_moves_the_meeting_that_it_is(town) -> None:
    here = await town.read(file("Opening", PARK))
    await town.opened(PARK)
    moved = file("Opening", PARK, day=LATER, body="Raad")
    looked = await town.look(moved)
    assert "Is dit een nieuwe vergadering, of een van deze?" in text(looked)
    assert form(looked, PATH)["vergadering"] == [here.rpartition("/")[2]]
    assert "Begin: was donderdag 11 februari 2090" not in text(looked)
    assert "wordt zaterdag 18 februari 2090" in text(looked)
    assert "Orgaan: was Gemeenteraad, wordt Raad" in text(looked)
    assert (await town.press(looked)).headers["location"] == here
    assert (await town.count(Meeting), await town.count(MeetingMove)) == (1, 1)
    assert "past de raadpleging nog?" in text(await town.griffier.get("/griffie/te-doen"))
    assert NOTHING in text(await town.look(moved))


async def test_another_answer_is_looked_at_before_it_is_written(town) -> None:
    here = await town.read(file("Opening", PARK))
    looked = await town.look(file("Opening", PARK, day=LATER))
    unseen = await town.press(looked, vergadering="nieuw")
    assert "Kijk eerst wat er nu gebeurt" in text(unseen)
    assert "Vergadering “Raadsvergadering”: nieuw" in text(unseen)
    assert await town.count(Meeting) == 1
    again = await town.press(unseen, "kijken", vergadering=here.rpartition("/")[2])
    assert "Vergadering “Raadsvergadering”: verandert" in text(again)
    new = await town.press(unseen)
    assert new.status_code == 303
    assert new.headers["location"] != here
    assert await town.count(Meeting) == 2
    assert NOTHING in text(await town.look(file("Opening", PARK)))


async def test_an_agenda_that_has_little_in_common_is_a_new_meeting(town) -> None:
    await town.read(file("Opening", "Brug", "Weg", "Markt"))
    looked = await town.look(file("Opening", PARK, "Het tarief", day=LATER))
    assert form(looked, PATH)["vergadering"] == ["nieuw"]


async def test_two_meetings_of_one_evening_stay_two(town) -> None:
    here = await town.read(file("Opening", PARK))
    late = file("Jaarrekening", "Begroting", vergadering="Besluitvormende raad", begintijd="21:00")
    looked = await town.look(late)
    assert form(looked, PATH)["vergadering"] == ["nieuw"]
    assert (await town.press(looked)).headers["location"] != here
    assert await town.count(Meeting) == 2
    assert PARK in await town.standing()
    for known in (late, file("Opening", PARK)):
        assert NOTHING in text(await town.look(known))


async def test_a_meeting_by_hand_on_that_day_is_told(town) -> None:
    said = {"title": "Met de hand", "day": "2090-02-11", "begins": "19:30"}
    await town.do("/griffie/vergaderingen/nieuw", **said)
    looked = text(await town.look(file(PARK)))
    assert "U voerde Met de hand met de hand in" in looked


async def test_a_corrected_title_keeps_the_item_and_all_that_hangs_on_it(town) -> None:
    await town.read(file("Opening", PARK, "Rondvraag"))
    await town.opened(PARK)
    was = await town.item(PARK)
    corrected = file("Opening", "Een park bij de Meerkade", "Het tarief", "Rondvraag")
    looked = await town.look(corrected)
    fields = form(looked, PATH)
    assert (fields["punt_1"], fields["punt_2"]) == ([str(was.id)], ["nieuw"])
    assert f"Titel: was {PARK}, wordt Een park bij de Meerkade" in text(looked)
    twice = await town.press(looked, punt_2=str(was.id))
    assert twice.status_code == 422
    assert "Dit punt koos u ook bij een ander punt" in text(twice)
    assert (await town.press(looked)).status_code == 303
    assert (await town.item("Een park bij de Meerkade")).id == was.id
    assert await town.standing() == [
        "Opening", "Een park bij de Meerkade", "Het tarief", "Rondvraag"
    ]  # fmt: skip
    assert NOTHING in text(await town.look(corrected))


async def test_the_title_of_before_may_be_a_new_item_later(town) -> None:
    await town.read(file("Opening", PARK))
    await town.read(file("Opening", "Een park bij de Meerkade"))
    await town.read(file("Opening", "Een park bij de Meerkade", PARK))
    assert await town.standing() == ["Opening", "Een park bij de Meerkade", PARK]


async def test_a_document_with_another_title_under_its_link_is_its_next_version(town) -> None:
    first = file("Opening", PARK)
    await town.read(first)
    row = await town.opened(PARK)
    await town.read(first.replace(b"Raadsvoorstel", b"Voorstel aan de raad"), weg="ja")
    async with town.sessions() as db:
        at = AgendaItemDocument.agenda_item_id == (await town.item(PARK)).id
        [link] = (await db.scalars(select(AgendaItemDocument).where(at))).all()
    assert (link.document_id, link.gone_at) == (row.document_id, None)


async def test_an_item_on_which_something_hangs_lapses_only_by_a_tick(town) -> None:
    here = await town.read(file("Opening", PARK))
    await town.opened(PARK, answers=2)
    item = (await town.item(PARK)).id
    shorter = file("Opening")
    looked = await town.look(shorter)
    assert f"{PARK}. Bij dit punt loopt een raadpleging, met 2 reacties." in text(looked)
    refused = await town.press(looked)
    assert refused.status_code == 422
    assert "Zet hier een vinkje" in text(refused)
    assert await town.standing() == ["Opening", PARK]
    assert (await town.press(refused, weg="ja")).status_code == 303
    assert await town.standing() == ["Opening"]
    todo = await town.griffier.get("/griffie/te-doen")
    assert "Het punt staat niet meer op de agenda" in text(todo)
    assert f"/griffie/agendapunten/{item}" in todo.text
    desk = f"/griffie/agendapunten/{item}"
    back = f"{desk}/terugzetten"
    for page in (desk, f"{desk}/verplaatsen", f"{here}/agenda"):
        assert form(await town.griffier.get(page), back)["revision"]
    page = await town.griffier.get(f"{desk}/verplaatsen")
    assert (await town.griffier.post(back, data=form(page, back))).status_code == 303
    assert await town.standing() == ["Opening", PARK]
    assert "Het punt staat niet meer" not in text(await town.griffier.get("/griffie/te-doen"))


async def test_a_text_on_which_something_hangs_changes_only_by_a_tick(town) -> None:
    agenda = file("Opening", PARK)
    await town.read(agenda)
    item = (await town.item(PARK)).id
    async with town.sessions() as db:
        at = AgendaItemDocument.agenda_item_id == item
        document = (await db.scalars(select(AgendaItemDocument.document_id).where(at))).one()
    renamed = {"title": "Raadsvoorstel park, verbeterd"}
    assert (await town.do(f"/griffie/documenten/{document}/titel", **renamed)).status_code == 303
    desk = f"/griffie/agendapunten/{item}"
    plea = {"ground": "spoed", "reason": "De school moet open.", "doe": "openbaar"}
    assert (await town.do(f"{desk}/uitzondering", **plea)).status_code == 303
    looked = await town.look(agenda)
    assert "Hier verandert een stuk waar iets aan hangt" in text(looked)
    assert f"{PARK}. Voor dit punt is een uitzondering gemaakt." in text(looked)
    assert "Ja, verander deze stukken" in text(looked)
    refused = await town.press(looked)
    assert refused.status_code == 422
    assert "Zet hier een vinkje" in text(refused)
    assert "Klaar, met uitzondering" in text(await town.griffier.get(desk))
    assert f"--change '{PARK}'" in await refusal(town, agenda)
    assert (await town.press(refused, weg="ja")).status_code == 303
    desk = text(await town.griffier.get(desk))
    assert "Stuk veranderd" in desk
    assert "Wat inwoners zeiden" not in desk, "nobody was ever asked"
    assert "Vraag het inwoners" in desk
    assert "Vraag het inwoners opnieuw" not in desk
    assert "Maak een andere uitzondering" not in desk


async def test_another_document_where_something_hangs_on_the_main_one_asks_for_a_tick(town) -> None:
    await town.read(file(PARK))
    desk = f"/griffie/agendapunten/{(await town.item(PARK)).id}"
    plea = {"ground": "spoed", "reason": "De school moet open.", "doe": "openbaar"}
    assert (await town.do(f"{desk}/uitzondering", **plea)).status_code == 303
    other = {"stuk": "Heel andere nota", "link": "https://raad.example/anders.pdf"}
    looked = await town.look(file(PARK, **other))
    assert f"{PARK}. Voor dit punt is een uitzondering gemaakt." in text(looked)
    refused = await town.press(looked)
    assert refused.status_code == 422
    assert "Bevestigen: Zet hier een vinkje" in text(refused)
    assert (await town.press(refused, weg="ja")).status_code == 303
    once_more = await town.look(file(PARK, **other))
    assert "Hier verandert een stuk" not in text(once_more), "that was said already"


async def test_what_was_edited_by_hand_is_shown_before_a_file_writes_over_it(town) -> None:
    agenda = file("Opening", PARK, "Rondvraag")
    here = await town.read(agenda)
    assert "U houdt deze vergadering hier zelf bij" in text(await town.griffier.get(here))
    assert (await town.do(f"{here}/wijzigen", location="Theater")).status_code == 303
    item = (await town.item(PARK)).id
    said = {"explanation": "Met bomen."}
    assert (await town.do(f"/griffie/agendapunten/{item}/wijzigen", **said)).status_code == 303
    page = await town.griffier.get(f"{here}/agenda")
    way = {**form(page, f"{here}/agenda"), "item": str(item), "naar": "omhoog"}
    assert (await town.griffier.post(f"{here}/agenda", data=way)).status_code == 303
    assert await town.standing() == [PARK, "Opening", "Rondvraag"]
    looked = text(await town.look(agenda))
    assert "Plaats: was Theater, wordt leeg" in looked
    assert "Toelichting: was Met bomen., wordt leeg" in looked
    assert "De punten komen in de volgorde van het bestand." in looked
    stale = await town.griffier.get(f"/griffie/agendapunten/{item}/wijzigen")
    await town.read(agenda)
    assert await town.standing() == ["Opening", PARK, "Rondvraag"]
    to = f"/griffie/agendapunten/{item}/wijzigen"
    late = await town.griffier.post(to, data={**form(stale, to), "number": "9"})
    assert late.status_code == 409, "who has the form open is told of the file"


async def test_a_title_edited_by_hand_is_asked_about(town) -> None:
    await town.read(file("Opening", PARK))
    item = (await town.item(PARK)).id
    await town.do(f"/griffie/agendapunten/{item}/wijzigen", title="Een park bij de Meerkade")
    looked = await town.look(file("Opening", PARK))
    assert form(looked, PATH)["punt_1"] == [str(item)]


async def test_a_meeting_is_called_off_with_a_reason_that_everybody_reads(town, browsers) -> None:
    agenda = file("Opening", PARK)
    here = await town.read(agenda)
    refused = await town.do(f"{here}/afgelasten", reason="ziek")
    assert refused.status_code == 422
    assert "Schrijf in ten minste 10 letters op waarom." in text(refused)
    assert form(refused, f"{here}/afgelasten")["reason"] == ["ziek"]
    assert (await town.do(f"{here}/afgelasten", reason=WHY)).status_code == 303
    public = here.removeprefix("/griffie")
    assert f"De reden: {WHY}" in text(await browsers().get(public))
    assert f"De reden: {WHY}" in text(await town.griffier.get(here))
    looked = await town.look(agenda)
    assert "Deze vergadering gaat niet door" in text(looked)
    assert NOTHING in text(looked), "a file does not say whether a meeting is held"
    to = f"{here}/toch-door"
    desk = await town.griffier.get(here)
    assert (await town.griffier.post(to, data=form(desk, to))).status_code == 303
    assert WHY not in text(await browsers().get(public))


async def test_what_nothing_hung_on_is_not_shown_as_taken_off(town, browsers) -> None:
    here = await town.read(file("Opening", PARK, stuk="", soort="", link=""))
    for title, shown in (("Opening", False), (PARK, True)):
        to = f"/griffie/agendapunten/{(await town.item(title)).id}/weghalen"
        assert (await town.do(to)).status_code == 303
        public = text(await browsers().get(here.removeprefix("/griffie")))
        assert ("Van de agenda gehaald" in public) is shown


async def test_no_exception_is_made_at_a_meeting_that_is_off(town) -> None:
    here = await town.read(file(PARK))
    item = (await town.item(PARK)).id
    desk = f"/griffie/agendapunten/{item}"
    assert "Maak een uitzondering" in text(await town.griffier.get(desk))
    before = await town.griffier.get(f"{desk}/uitzondering")
    await town.do(f"{here}/afgelasten", reason=WHY)
    assert "Maak een uitzondering" not in text(await town.griffier.get(desk))
    told = text(await town.griffier.get(f"{desk}/uitzondering"))
    assert "Een uitzondering maakt u daar." in told
    plea = {"ground": "spoed", "reason": "De raad moet nu besluiten."}
    to = f"{desk}/uitzondering"
    late = await town.griffier.post(to, data={**form(before, to), **plea})
    assert late.status_code == 409
    assert "Deze vergadering gaat niet door." in text(late)


async def test_a_meeting_whose_day_has_been_is_not_called_off(town) -> None:
    here = await town.read(file(PARK))
    page = await town.griffier.get(f"{here}/afgelasten")
    async with town.sessions.begin() as db:
        been = dt.datetime(2020, 3, 1, 18, tzinfo=dt.UTC)
        await db.execute(update(Meeting).values(starts_at=been))
    fields = form(page, f"{here}/afgelasten") | {"reason": WHY}
    told = await town.griffier.post(f"{here}/afgelasten", data=fields)
    assert (told.status_code, "is al geweest" in text(told)) == (409, True)


async def test_a_meeting_whose_day_has_been_is_not_held_after_all(town) -> None:
    here = await town.read(file(PARK))
    await town.do(f"{here}/afgelasten", reason=WHY)
    desk, to = await town.griffier.get(here), f"{here}/toch-door"
    async with town.sessions.begin() as db:
        been = dt.datetime(2020, 3, 1, 18, tzinfo=dt.UTC)
        await db.execute(update(Meeting).values(starts_at=been))
    late = await town.griffier.post(to, data=form(desk, to))
    assert late.status_code == 409
    assert "De dag van deze vergadering is al geweest." in text(late)
    assert "toch doorgaan" not in text(await town.griffier.get(here))


async def test_an_item_keeps_its_heading_while_that_is_off_the_agenda(town) -> None:
    here = await town.read(file("Opening"))
    to = f"{here}/agenda/nieuw"
    kop = await town.do(to, title="Besluiten", heading="ja")
    heading = kop.headers["location"].partition("#punt-")[2]
    below = await town.do(to, title="Het tarief", parent=heading)
    item = below.headers["location"].partition("#punt-")[2]
    await town.do(f"/griffie/agendapunten/{heading}/weghalen")
    await town.do(f"/griffie/agendapunten/{item}/wijzigen", number="9")
    found = await town.item("Het tarief")
    assert (found.number, found.parent_id) == ("9", UUID(heading))


# The command line -------------------------------------------------------------------------------


async def command(town, data: bytes, **said: object) -> Meeting:
    async with town.sessions.begin() as db:
        read = agenda_form.read(tables_in.read(data))
        taken = await reading.read_in(db, read, Asked(**said))
        return await db.get_one(Meeting, taken.meeting)


async def refusal(town, data: bytes, **said: object) -> str:
    with pytest.raises(Refused) as refused:
        await command(town, data, **said)
    return str(refused.value)


async def test_the_command_refuses_what_the_page_would_ask_about_the_meeting(town) -> None:
    first = await command(town, file("Opening", PARK))
    moved = file("Opening", PARK, day=LATER)
    told = await refusal(town, moved)
    assert f"--replaces {first.id}" in told
    assert "--new" in told
    assert "“Raadsvergadering” op" in told
    assert "kan dit niet zijn" in await refusal(town, moved, replaces=UUID(int=7))
    assert (await command(town, moved, replaces=first.id)).id == first.id
    assert (await command(town, moved)).id == first.id, "the same again changes nothing"
    assert "is er al" in await refusal(town, moved, new=True)
    second = await command(town, file("Opening", PARK), new=True)
    assert second.id != first.id
    assert (await command(town, file("Brug", "Weg", day="01-03-2090"))).id not in {
        first.id, second.id
    }  # fmt: skip


async def test_the_command_lets_nothing_lapse_on_which_something_hangs(town) -> None:
    await command(town, file("Opening", PARK))
    await town.opened(PARK, answers=1)
    was = await town.item(PARK)
    now = file("Opening", "Een park = groen")
    told = await refusal(town, now)
    assert "loopt een raadpleging, met 1 reactie." in told
    assert f"--lapse '{PARK}'" in told
    assert "dit past niet" in await refusal(town, now, same=("Brug=Weg",))
    await command(town, now, same=(f"{PARK}=Een park = groen",))
    assert (await town.item("Een park = groen")).id == was.id
    assert "--same" in await refusal(town, file("Opening"))
    await command(town, file("Opening"), lapse=("een park = GROEN",))
    assert await town.standing() == ["Opening"]
