# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""An item that is off the agenda while residents are asked about it: everybody reads so, and the
griffie chooses."""

import datetime as dt
from uuid import uuid4

import asyncpg
import pytest
from msgspec import Struct, structs
from sqlalchemy import select

from backend.accounts.roles import Role
from backend.agenda import queries
from backend.agenda.sections import agenda
from backend.agenda.task_sources import to_do
from backend.agenda.tasks import Urgency
from backend.consultations import course, off_agenda
from backend.consultations.queries import get as consultation
from backend.council import by_hand, hand_meetings, moving
from backend.council.by_hand import ItemText
from backend.council.importing import take_in
from backend.council.tables import AgendaItem
from backend.errors import Conflict
from backend.inspection.chain import chain
from backend.inspection.steps import Kind
from tests.backend.agenda import made
from tests.browse import form, text

pytestmark = pytest.mark.anyio
WHY = "De raad wil er langer over praten."
FAR = dt.datetime(2035, 3, 14, 18, 30, tzinfo=dt.UTC)
THERE = made.meeting("there", starts_at=dt.datetime(2035, 5, 1, 18, tzinfo=dt.UTC))


class Gone(Struct, frozen=True):
    """An item of Notubiz about which residents are asked, and that its source took off."""

    actor: made.Actor
    spot: made.Spot
    slug: str
    running: made.UUID

    @property
    def desk(self) -> str:
        return f"/griffie/agendapunten/{self.spot.item_id}"


def notubiz(name: str, *items) -> made.InboundMeeting:
    return structs.replace(made.meeting(name, *items, starts_at=FAR), source="notubiz")


@pytest.fixture
async def gone(sessions) -> Gone:
    item = made.agenda_item("park", made.paper("park", "Raadsvoorstel park"))
    async with sessions.begin() as db:
        actor = await made.make_griffier(db)
        taken = await take_in(db, actor, notubiz("raad", item))
        spot = await made.find_spot(db, "park", taken.meeting)
        await made.describe(db, actor, spot.document_id, "De gemeente wil een park aanleggen.")
        row = await made.make_open(db, actor, spot.document_id)
    async with sessions.begin() as db:
        await take_in(db, actor, notubiz("raad"))
    return Gone(actor, spot, row.slug, row.id)


async def test_the_griffie_chooses_today_and_only_from_what_can_be_done(
    sessions, signed_in, gone
) -> None:
    async with sessions() as db:
        [group] = (await to_do(db)).groups
    [row] = group.rows
    assert (group.urgency, row.left) == (Urgency.WEEK, "Doe dit vandaag.")
    assert row.task.href == f"{gone.desk}#van-de-agenda"
    griffier = await signed_in(Role.GRIFFIE)
    page = await griffier.get(gone.desk)
    assert 'id="van-de-agenda"' in page.text
    for choice in (f"{gone.desk}/verplaatsen", f"/griffie/raadplegingen/{gone.running}/afgelasten"):
        assert f'href="{choice}"' in page.text
    assert "Terug op deze agenda kan alleen in Notubiz" in text(page)
    assert "terugzetten" not in page.text
    to = f"{gone.desk}/laat-doorgaan"
    fields = form(page, to)
    assert (await griffier.post(to, data=fields)).status_code == 303
    said = text(await griffier.get(gone.desk))
    assert "koos op" in said
    assert "Laat de raadpleging doorgaan" not in said
    assert (await griffier.post(to, data=fields)).status_code == 303, "twice is once"
    async with sessions() as db:
        assert (await to_do(db)).number == 0
        [step] = [s for s in (await chain(db, gone.spot.item_id)).steps if s.kind is Kind.LET_RUN]
    assert step.place == f"/griffie/raadplegingen/{gone.running}"
    item = made.agenda_item("park", made.paper("park", "Raadsvoorstel park"))
    for items in ((item,), ()):
        async with sessions.begin() as db:
            await take_in(db, gone.actor, notubiz("raad", *items))
    async with sessions() as db:
        assert (await to_do(db)).number == 1, "off it once more is asked once more"


async def test_what_people_took_off_they_can_put_back_from_the_same_place(
    sessions, signed_in
) -> None:
    async with sessions.begin() as db:
        actor = await made.make_griffier(db)
        spot = await made.make_spot(db, actor, starts_at=FAR)
        there = (await take_in(db, actor, THERE)).meeting
        await made.make_open(db, actor, spot.document_id)
        row = (await queries.line(db, spot.item_id)).item
        await moving.move(db, actor, row.id, row.revision, to=there, reason=WHY)
        await by_hand.take_off(db, actor, row.id, row.revision)
    griffier, desk = await signed_in(Role.GRIFFIE), f"/griffie/agendapunten/{spot.item_id}"
    page = await griffier.get(desk)
    assert page.text.count("/terugzetten") == 1
    to = f"{desk}/terugzetten"
    assert (await griffier.post(to, data=form(page, to))).status_code == 303
    assert "van-de-agenda" not in (await griffier.get(desk)).text


async def test_residents_read_that_it_is_off_and_what_becomes_of_their_answers(
    sessions, resident, gone
) -> None:
    here = f"/raadplegingen/{gone.slug}"
    said = text(await resident.get(here))
    assert "Dit voorstel staat nu niet op een agenda" in said
    assert "De gemeente kiest nog of deze raadpleging doorgaat." in said
    assert "Stopt zij, dan tellen ze niet mee." in said
    item = text(await resident.get(f"/agendapunten/{gone.spot.item_id}"))
    assert "Dit punt staat nu niet op een agenda." in item
    assert "De griffie kiest nog of de raadpleging doorgaat." in item
    async with sessions.begin() as db:
        await off_agenda.let_run(db, gone.actor, gone.spot.item_id, gone.running)
    said = text(await resident.get(here))
    assert "uw antwoorden tellen mee" in said
    assert "kiest nog" not in said
    assert "Uw antwoorden tellen mee." in text(
        await resident.get(f"/agendapunten/{gone.spot.item_id}")
    )


async def test_what_is_off_can_be_moved_to_another_meeting_and_that_can_be_undone(
    sessions, signed_in, resident, gone
) -> None:
    async with sessions.begin() as db:
        there = (await take_in(db, gone.actor, THERE)).meeting
    griffier, to = await signed_in(Role.GRIFFIE), f"{gone.desk}/verplaatsen"
    page = await griffier.get(to)
    assert "is van de agenda van" in text(page)
    moved = await griffier.post(to, data={**form(page, to), "meeting": str(there), "reason": WHY})
    assert moved.status_code == 303, text(moved)
    async with sessions() as db:
        line = await queries.line(db, gone.spot.item_id)
        assert (line.item.meeting_id, line.facts.lapsed) == (there, False)
        assert all(row.task.href != gone.desk for g in (await to_do(db)).groups for row in g.rows)
    assert "niet op een agenda" not in text(await resident.get(f"/raadplegingen/{gone.slug}"))
    async with sessions.begin() as db:
        await take_in(db, gone.actor, notubiz("raad"))  # the source still has it nowhere
        assert not (await queries.line(db, gone.spot.item_id)).facts.lapsed
    async with sessions.begin() as db:
        row = (await queries.line(db, gone.spot.item_id)).item
        await moving.undo(db, gone.actor, row.id, row.revision)
        line = await queries.line(db, gone.spot.item_id)
        assert (line.item.meeting_id, line.facts.lapsed) == (gone.spot.meeting_id, True)


async def test_a_word_about_what_is_on_the_agenda_is_refused(sessions, town, gone) -> None:
    item = made.agenda_item("park", made.paper("park", "Raadsvoorstel park"))
    async with sessions.begin() as db:
        await take_in(db, gone.actor, notubiz("raad", item))
    async with sessions.begin() as db:
        with pytest.raises(Conflict, match="niet meer"):
            await off_agenda.let_run(db, gone.actor, gone.spot.item_id, gone.running)
    intruder = await asyncpg.connect(town.database_url.replace("+asyncpg", ""))
    insert = (
        "INSERT INTO left_running (agenda_item_id, consultation_id, made_by) VALUES ($1, $2, $3)"
    )
    with pytest.raises(asyncpg.CheckViolationError, match="on the agenda"):
        await intruder.execute(insert, gone.spot.item_id, gone.running, gone.actor.id)
    await intruder.close()


async def test_a_consultation_that_is_called_off_is_asked_about_no_more(sessions, gone) -> None:
    async with sessions.begin() as db:
        row = await consultation(db, gone.running)
        await course.cancel(db, gone.actor, gone.running, row.revision, WHY)
    async with sessions() as db:
        assert (await to_do(db)).number == 0


async def test_what_was_put_on_an_agenda_stands_under_no_heading_of_that_agenda(
    sessions, resident
) -> None:
    park = made.agenda_item("park", title="Een park")
    closed = made.agenda_item("besloten", title="Besloten deel", number="5", heading=True)
    async with sessions.begin() as db:
        actor = await made.make_griffier(db)
        await take_in(db, actor, made.meeting("elders", park))
        here = (await take_in(db, actor, made.meeting("hier", closed, starts_at=FAR))).meeting
        row = (await by_title(db, "Een park")).item
        await moving.move(db, actor, row.id, row.revision, to=here, reason=WHY)
        more = ItemText(None, "Rondvraag", "", heading=False)
        await by_hand.add_item(db, actor, here, uuid4(), more)
    page = (await resident.get(f"/vergaderingen/{here}")).text
    places = [
        page.index(words)
        for words in ("Besloten deel", "Ook op deze vergadering", "Een park", "Rondvraag")
    ]
    assert places == sorted(places)
    assert page.count("Ook op deze vergadering") == 1


async def test_what_the_griffie_orders_itself_gets_no_heading_that_it_did_not_write(
    sessions,
) -> None:
    async with sessions.begin() as db:
        actor = await made.make_griffier(db)
        said = hand_meetings.MeetingText("Raad", None, FAR, None, None)
        here = await hand_meetings.make_meeting(db, actor, uuid4(), said)
        for title, heading in (("Opening", True), ("Het tarief", False)):
            item = ItemText(None, title, "", heading=heading)
            await by_hand.add_item(db, actor, here, uuid4(), item)
        sections = agenda(await queries.lines(db, here)).sections
    assert [(each.heading is None, each.apart) for each in sections] == [
        (False, False),
        (True, False),
    ]


async def test_what_the_griffie_lists_itself_never_stands_under_what_came_from_elsewhere(
    sessions, resident
) -> None:
    park = made.agenda_item("park", title="Een park")
    async with sessions.begin() as db:
        actor = await made.make_griffier(db)
        await take_in(db, actor, made.meeting("elders", park))
        said = hand_meetings.MeetingText("Raad", None, FAR, None, None)
        here = await hand_meetings.make_meeting(db, actor, uuid4(), said)
        heading = ItemText(None, "Besluiten", "", heading=True)
        above = await by_hand.add_item(db, actor, here, uuid4(), heading)
        tariff = ItemText(None, "Het tarief", "", heading=False, parent_id=above)
        await by_hand.add_item(db, actor, here, uuid4(), tariff)
        last = ItemText(None, "Rondvraag en sluiting", "", heading=False)
        await by_hand.add_item(db, actor, here, uuid4(), last)
        row = (await by_title(db, "Een park")).item
        await moving.move(db, actor, row.id, row.revision, to=here, reason=WHY)
        seen = by_hand.stamp(await by_hand.hold(db, here))
        await by_hand.shift(db, actor, here, seen, item_id=row.id, step=-1)
        sections = agenda(await queries.lines(db, here)).sections
    titles = [([line.item.title for line in each.lines], each.apart) for each in sections]
    assert titles == [
        (["Het tarief"], False),
        (["Een park"], True),
        (["Rondvraag en sluiting"], False),
    ]
    page = (await resident.get(f"/vergaderingen/{here}")).text
    between = page[page.index("Een park") : page.index("Rondvraag en sluiting")]
    assert "utrecht-separator" in between


async def test_the_desk_of_the_consultation_leads_to_the_choice(sessions, signed_in, gone) -> None:
    griffier, desk = await signed_in(Role.GRIFFIE), f"/griffie/raadplegingen/{gone.running}"
    page = await griffier.get(desk)
    assert "Dit voorstel staat nu niet op een agenda" in text(page)
    assert "Kies wat er met de raadpleging gebeurt" in text(page)
    assert f'href="{gone.desk}#van-de-agenda"' in page.text
    async with sessions.begin() as db:
        await off_agenda.let_run(db, gone.actor, gone.spot.item_id, gone.running)
    said = text(await griffier.get(desk))
    assert "de raadpleging gaat door" in said
    assert "Kies wat er met de raadpleging gebeurt" not in said
    item = made.agenda_item("park", made.paper("park", "Raadsvoorstel park"))
    async with sessions.begin() as db:
        await take_in(db, gone.actor, notubiz("raad", item))
    assert "niet op een agenda" not in text(await griffier.get(desk))


async def test_calling_it_off_promises_a_red_item_only_where_there_is_one(
    sessions, signed_in, gone
) -> None:
    griffier = await signed_in(Role.GRIFFIE)
    cancel = f"/griffie/raadplegingen/{gone.running}/afgelasten"
    said = text(await griffier.get(cancel))
    assert "wordt weer rood" not in said
    assert "Het voorstel staat nu niet op een agenda. Dat blijft zo." in said
    item = made.agenda_item("park", made.paper("park", "Raadsvoorstel park"))
    async with sessions.begin() as db:
        await take_in(db, gone.actor, notubiz("raad", item))
    assert "Het agendapunt wordt weer rood." in text(await griffier.get(cancel))


async def by_title(db, title: str) -> queries.Line:
    rows = await db.scalars(select(AgendaItem).where(AgendaItem.title == title))
    return await queries.line(db, rows.one().id)
