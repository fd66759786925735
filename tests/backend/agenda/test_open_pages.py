# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""The agenda as everybody sees it."""

import csv
import datetime as dt
import io

import pytest
from icalendar import Calendar
from msgspec import structs

from backend.accounts.roles import Role
from backend.agenda import actions, queries
from backend.agenda.actions import Plea
from backend.consultations import course
from backend.council import queries as council
from backend.council.importing import take_in
from backend.results import actions as results
from tests.backend.agenda import made
from tests.backend.results.made import conclude
from tests.browse import form, text

pytestmark = pytest.mark.anyio


@pytest.fixture
async def actor(sessions):
    async with sessions.begin() as db:
        found = await made.make_griffier(db)
        await made.hear_at_once(db, found)
    return found


async def test_an_item_leads_to_what_residents_said(sessions, actor, resident) -> None:
    async with sessions.begin() as db:
        spot = await made.make_spot(db, actor)
        row, summary = await made.heard(db, actor, spot.document_id)
        await actions.attach(db, actor, spot.item_id, summary.id)
    summary_page = f'href="/raadplegingen/{row.slug}/samenvatting"'
    for page in (f"/vergaderingen/{spot.meeting_id}", f"/agendapunten/{spot.item_id}"):
        reply = await resident.get(page)
        assert "Inwoners gehoord" in text(reply)
        assert summary_page in reply.text


async def test_an_open_consultation_is_one_click_away(sessions, actor, resident) -> None:
    async with sessions.begin() as db:
        spot = await made.make_spot(db, actor)
        row = await made.make_open(db, actor, spot.document_id)
    for page in (f"/vergaderingen/{spot.meeting_id}", f"/agendapunten/{spot.item_id}"):
        assert f'href="/raadplegingen/{row.slug}"' in (await resident.get(page)).text


async def test_a_consultation_that_was_stopped_is_said_with_the_way_to_the_reason(
    sessions, actor, resident
) -> None:
    async with sessions.begin() as db:
        spot = await made.make_spot(db, actor)
        row = await made.make_open(db, actor, spot.document_id)
        await course.cancel(db, actor, row.id, row.revision, "De vragen klopten niet.")
        slug = row.slug
    page = await resident.get(f"/agendapunten/{spot.item_id}")
    assert "De gemeente stopte met een raadpleging op" in text(page)
    assert "Er is nog geen raadpleging" not in text(page)
    assert f'href="/raadplegingen/{slug}"' in page.text
    assert "De vragen klopten niet." in text(await resident.get(f"/raadplegingen/{slug}"))


async def test_a_draft_that_was_called_off_is_nobodys_business(sessions, actor, resident) -> None:
    async with sessions.begin() as db:
        spot = await made.make_spot(db, actor)
        row = await made.consultations.draft(db, spot.document_id)
        assert row
        await course.cancel(db, actor, row.id, row.revision, "De vragen klopten niet.")
    said = text(await resident.get(f"/agendapunten/{spot.item_id}"))
    assert "stopte" not in said
    assert "Er loopt nu geen raadpleging over dit stuk." in said


async def test_the_desk_of_a_summary_says_where_it_lies_already(sessions, actor, signed_in) -> None:
    async with sessions.begin() as db:
        spot = await made.make_spot(db, actor)
        await made.hear_at_once(db, actor)
        row = await made.make_open(db, actor, spot.document_id)
        await made.answer(db, row.id)
        here = f"/griffie/raadplegingen/{row.id}/samenvatting"
    await conclude(sessions, row)
    async with sessions.begin() as db:
        summary_id = (await results.finalise(db, actor, row.id, "Merenburg")).id
    griffier = await signed_in(Role.GRIFFIE)
    assert "Voeg toe aan het agendapunt van" in text(await griffier.get(here))
    async with sessions.begin() as db:
        await actions.attach(db, actor, spot.item_id, summary_id)
    page = await griffier.get(here)
    assert "De samenvatting ligt al bij het agendapunt van" in text(page)
    assert "Voeg toe aan het agendapunt" not in text(page)
    assert f'href="/griffie/agendapunten/{spot.item_id}"' in page.text


async def test_a_draft_is_nobodys_business_yet(sessions, actor, resident) -> None:
    async with sessions.begin() as db:
        spot = await made.make_spot(db, actor)
        row = await made.consultations.draft(db, spot.document_id)
        assert row
        slug = row.slug
    for page in (f"/vergaderingen/{spot.meeting_id}", f"/agendapunten/{spot.item_id}"):
        reply = await resident.get(page)
        assert slug not in reply.text
        assert "Inwoners nog niet gehoord" in text(reply)


async def test_of_a_committee_nobody_reads_that_the_council_meets(
    sessions, actor, resident
) -> None:
    park = made.agenda_item("park", made.paper("park", "Raadsvoorstel park"))
    committee = structs.replace(made.meeting("ruimte", park), title="Commissie Ruimte")
    async with sessions.begin() as db:
        taken = await take_in(db, actor, committee)
        spot = await made.find_spot(db, "park", taken.meeting)
    said = text(await resident.get(f"/agendapunten/{spot.item_id}"))
    assert "Dit punt staat op de agenda van “Commissie Ruimte”, op" in said
    assert "De raad bespreekt" not in said


async def test_what_left_the_agenda_keeps_what_residents_said(sessions, actor, resident) -> None:
    async with sessions.begin() as db:
        spot = await made.make_spot(db, actor)
        row, summary = await made.heard(db, actor, spot.document_id)
        await actions.attach(db, actor, spot.item_id, summary.id)
        await take_in(db, actor, made.meeting(spot.source_id))
    said = await resident.get(f"/vergaderingen/{spot.meeting_id}")
    assert f'href="/agendapunten/{spot.item_id}"' in said.text
    assert "Van de agenda gehaald" in text(said)
    said = await resident.get(f"/agendapunten/{spot.item_id}")
    assert f'href="/raadplegingen/{row.slug}/samenvatting"' in said.text


async def test_what_changed_while_residents_are_asked_stands_beside_it_if_it_is_for_everybody(
    sessions, actor, resident
) -> None:
    async with sessions.begin() as db:
        spot = await made.make_spot(db, actor)
        row = await made.make_open(db, actor, spot.document_id)
    at = f"/raadplegingen/{row.slug}/veranderd"
    assert "Er is niets veranderd" in text(await resident.get(at))
    async with sessions.begin() as db:
        await made.describe(db, actor, spot.document_id, "De gemeente wil een garage aanleggen.")
    said = await resident.get(at)
    assert "wil een <del>park</del> aanleggen" in said.text
    assert "wil een <ins>garage</ins> aanleggen" in said.text
    async with sessions.begin() as db:
        await actions.except_(db, actor, spot.item_id, Plea("geheim", made.REASON))
    assert "garage" not in (await resident.get(at)).text, "somebody says that it is secret"


async def test_a_new_text_that_is_on_no_agenda_is_not_shown(sessions, actor, resident) -> None:
    async with sessions.begin() as db:
        spot = await made.make_spot(db, actor)
        row = await made.make_open(db, actor, spot.document_id)
        await made.describe(db, actor, spot.document_id, "De gemeente wil een garage aanleggen.")
        await take_in(db, actor, made.meeting(spot.source_id))
    said = await resident.get(f"/raadplegingen/{row.slug}/veranderd")
    assert "Die staat nog niet op een agenda" in text(said)
    assert "garage" not in said.text


async def test_a_changed_text_does_not_hide_what_was_said_about_the_earlier_one(
    sessions, actor, resident
) -> None:
    async with sessions.begin() as db:
        spot = await made.make_spot(db, actor)
        row, summary = await made.heard(db, actor, spot.document_id)
        await actions.attach(db, actor, spot.item_id, summary.id)
        await made.describe(db, actor, spot.document_id, "Toch een garage.")
    reply = await resident.get(f"/agendapunten/{spot.item_id}")
    assert "Inwoners nog niet gehoord" in text(reply)
    assert "Eerdere tekst" in text(reply)
    assert f'href="/raadplegingen/{row.slug}/samenvatting"' in reply.text


async def test_a_changed_text_is_laid_beside_the_old_one_and_the_griffie_chooses(
    sessions, actor, resident, signed_in
) -> None:
    griffier = await signed_in(Role.GRIFFIE)
    async with sessions.begin() as db:
        spot = await made.make_spot(db, actor)
        await made.describe(db, actor, spot.document_id, "De garage krijgt 100 plaatsen.")
        _, summary = await made.heard(db, actor, spot.document_id)
        await actions.attach(db, actor, spot.item_id, summary.id)
        await made.describe(db, actor, spot.document_id, "De garage krijgt 120 plaatsen.")
    here = f"/griffie/agendapunten/{spot.item_id}"
    for page in (await griffier.get(here), await resident.get(here.removeprefix("/griffie"))):
        assert "De garage krijgt <del>100</del> plaatsen." in page.text
        assert "De garage krijgt <ins>120</ins> plaatsen." in page.text
    desk = await griffier.get(here)
    assert "Vraag het inwoners opnieuw" in text(desk)
    assert "Wat inwoners zeiden geldt nog" in text(desk)
    assert f'href="{here}/uitzondering?grond=redactioneel"' in desk.text
    asked = await griffier.get(f"{here}/uitzondering?grond=redactioneel")
    fields = form(asked, f"{here}/uitzondering")
    assert fields["ground"] == ["redactioneel"]
    given = {**fields, "reason": made.REASON, "doe": "openbaar"}
    sent = await griffier.post(f"{here}/uitzondering", data=given)
    assert sent.status_code == 303, text(sent)
    said = text(await resident.get(here.removeprefix("/griffie")))
    assert "Was: De garage krijgt 100 plaatsen. Nu: De garage krijgt 120 plaatsen." in said
    assert "Vraag het inwoners opnieuw" not in text(await griffier.get(here))


async def test_what_residents_are_being_asked_is_not_proposed_again(
    sessions, actor, signed_in
) -> None:
    async with sessions.begin() as db:
        spot = await made.make_spot(db, actor)
        _, summary = await made.heard(db, actor, spot.document_id)
        await actions.attach(db, actor, spot.item_id, summary.id)
        await made.describe(db, actor, spot.document_id, "De garage krijgt 120 plaatsen.")
    griffier = await signed_in(Role.GRIFFIE)
    here = f"/griffie/agendapunten/{spot.item_id}"
    assert "Vraag het inwoners opnieuw" in text(await griffier.get(here))
    async with sessions.begin() as db:
        await made.make_open(db, actor, spot.document_id)
    assert "Vraag het inwoners opnieuw" not in text(await griffier.get(here))


async def test_public_pages_are_the_same_for_whoever_is_signed_in(
    sessions, actor, resident, signed_in
) -> None:
    async with sessions.begin() as db:
        spot = await made.make_spot(db, actor)
        await actions.except_(db, actor, spot.item_id, Plea("spoed", made.REASON))
    griffier = await signed_in(Role.GRIFFIE)
    for page in (
        "/vergaderingen",
        f"/vergaderingen/{spot.meeting_id}",
        f"/agendapunten/{spot.item_id}",
        "/uitzonderingen",
        "/spelregels",
        "/hoe-werkt-dit",
        "/toegankelijkheid",
        "/privacy",
        "/robots.txt",
    ):
        one, other = await resident.get(page), await griffier.get(page)
        assert one.status_code == 200
        assert one.text == other.text


async def test_exceptions_are_counted_per_year_and_ground(sessions, actor, resident) -> None:
    async with sessions.begin() as db:
        this_year = (await council.now(db)).astimezone(dt.UTC).year
        late = await council.now(db) - dt.timedelta(days=40)
        for ground in ("spoed", "spoed", "geheim"):
            spot = await made.make_spot(db, actor, starts_at=late)
            await actions.except_(db, actor, spot.item_id, Plea(ground, made.REASON))
    (year,) = (await resident.get("/api/v1/uitzonderingen")).json()["jaren"]
    assert (year["jaar"], year["aantal"]) == (this_year, 3)
    assert year["perGrond"] == {"spoed": 2, "geheim": 1}
    one = year["uitzonderingen"][0]
    assert (one["naam"], one["rol"], one["naDeVergadering"]) == (actor.name, "griffie", True)
    said = text(await resident.get("/uitzonderingen"))
    assert f"{this_year}: 3 uitzonderingen" in said
    assert "Een uitzondering telt hier mee in het jaar waarin zij is gemaakt." in said
    assert "Vastgelegd na de vergadering" in said
    assert made.REASON in said
    table = await resident.get("/uitzonderingen.csv")
    assert table.headers["content-disposition"] == 'attachment; filename="uitzonderingen.csv"'
    rows = list(csv.DictReader(io.StringIO(table.text.removeprefix("\ufeff")), delimiter=";"))
    assert [row["grond"] for row in rows] == [one["grond"] for one in year["uitzonderingen"]]
    first = rows[0]
    assert (first["jaar"], first["naam"], first["rol"], first["na_de_vergadering"]) == (
        str(this_year),
        actor.name,
        "griffie",
        "ja",
    )
    at = dt.datetime.fromisoformat(first["gemaakt_op"])
    assert at == dt.datetime.fromisoformat(one["gemaaktOp"]).replace(microsecond=0)


async def test_what_somebody_wrote_for_an_exception_runs_in_no_spreadsheet(
    sessions, actor, resident
) -> None:
    async with sessions.begin() as db:
        spot = await made.make_spot(db, actor)
        await actions.except_(db, actor, spot.item_id, Plea("spoed", "=HYPERLINK(1)+optellen"))
    assert ";'=HYPERLINK(1)+optellen;" in (await resident.get("/uitzonderingen.csv")).text


async def test_a_year_says_how_often_residents_were_heard_and_every_item_has_one_fate(
    sessions, actor, resident
) -> None:
    async with sessions.begin() as db:
        await made.hear_at_once(db, actor)
        before = await council.now(db) - dt.timedelta(days=400)
        spots = [await made.make_spot(db, actor, starts_at=before) for _ in range(5)]
        for spot in spots[:2]:
            await actions.except_(db, actor, spot.item_id, Plea("geheim", made.REASON))
        for spot in spots[1:3]:  # one of them had an exception first
            _, summary = await made.heard(db, actor, spot.document_id)
            await actions.attach(db, actor, spot.item_id, summary.id)
        await made.describe(db, actor, spots[3].document_id, "Brief.", kind="informatiebrief")
        await made.make_spot(db, actor)
    found = (await resident.get("/api/v1/jaaroverzicht")).json()["jaren"]
    held = next(year["gehouden"] for year in found if year["jaar"] == before.year)
    assert held == {
        "moestGehoord": 4,
        "gehoord": 2,
        "gehoordProcent": 50.0,
        "uitzonderingen": 1,
        "perGrond": {"geheim": 1},
        "zonderHorenOfUitzondering": 1,
    }
    assert sum(year["komend"]["moestGehoord"] for year in found) == 1
    said = text(await resident.get("/jaaroverzicht"))
    assert "moest de raad eerst inwoners horen. Dat gebeurde bij 2: 50,0 procent." in said
    rows = (await resident.get("/jaaroverzicht.csv")).text.splitlines()
    assert f"{before.year};gehouden;4;2;50,0;1;0;1;0;0;0;0;0;1" in rows


async def test_the_rules_in_force_are_public_with_their_reason(sessions, actor, resident) -> None:
    said = text(await resident.get("/spelregels"))
    assert "geen minimum" in said
    assert "Om te proberen." in said
    assert "De regels waarmee Raadgever begint." in said


async def test_meetings_go_into_ones_own_calendar(sessions, actor, resident) -> None:
    async with sessions.begin() as db:
        spot = await made.make_spot(db, actor)
        row = await queries.meeting(db, spot.meeting_id)
    reply = await resident.get("/vergaderingen.ics")
    (event,) = Calendar.from_ical(reply.content).events
    assert event.start == row.starts_at.replace(microsecond=0)
    assert event.get("description") == "Bij 1 punt zijn inwoners nog niet gehoord"
    assert event.get("url") == f"https://raadgever.test/vergaderingen/{spot.meeting_id}"
    assert (await resident.get("/vergaderingen.ics?taal=en")).text.count("BEGIN:VEVENT") == 1
