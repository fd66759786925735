# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
import datetime as dt
from uuid import uuid4

import httpx
import pytest
from sqlalchemy import func, select, update

from backend.accounts.roles import Role
from backend.agenda import actions, queries
from backend.agenda.actions import Plea
from backend.audit.tables import AuditLine
from backend.consultations import actions as consultations
from backend.council import queries as council
from backend.council.importing import take_in
from backend.council.tables import AgendaItem
from backend.outbox import PromiseRow, TaskRow, Topic, promise
from tests.backend.agenda import made
from tests.browse import form, text

pytestmark = pytest.mark.anyio


@pytest.fixture
async def actor(sessions):
    async with sessions.begin() as db:
        found = await made.make_griffier(db)
        await made.hear_at_once(db, found)
    return found


@pytest.fixture
async def griffier(signed_in) -> httpx.AsyncClient:
    return await signed_in(Role.GRIFFIE)


async def spot_in(sessions, actor, days: int, **changes: object) -> made.Spot:
    async with sessions.begin() as db:
        starts_at = await council.now(db) + dt.timedelta(days=days)
        return await made.make_spot(db, actor, starts_at=starts_at, **changes)


async def test_an_empty_desk_says_how_to_import(griffier) -> None:
    assert "raadgever import agenda" in text(await griffier.get("/griffie"))


async def test_coming_meetings_are_counted_red_and_green_in_words(
    sessions, actor, griffier
) -> None:
    await spot_in(sessions, actor, 30)
    await spot_in(sessions, actor, -30, kind="informatiebrief")
    said = text(await griffier.get("/griffie"))
    coming, past = said.split("Geweest")
    assert "1 punt nog niet klaar" in coming
    assert "1 punt klaar" in past


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (100, "tot de laatste dag om te openen"),
        (5, "Te laat voor het versturen van de stukken"),
        (0, "Te laat om inwoners voor deze vergadering te horen"),
        (-3, "De vergadering is geweest"),
    ],
)
async def test_a_red_item_says_why_and_how_long_there_is(
    sessions, actor, griffier, days, words
) -> None:
    spot = await spot_in(sessions, actor, days)
    said = text(await griffier.get(f"/griffie/vergaderingen/{spot.meeting_id}"))
    assert "Geen raadpleging" in said
    assert words in said


async def test_each_red_item_has_one_thing_to_do_now(sessions, actor, griffier) -> None:
    spot = await spot_in(sessions, actor, 100)
    page = f"/griffie/vergaderingen/{spot.meeting_id}"
    assert f'href="/griffie/documenten/{spot.document_id}"' in (await griffier.get(page)).text
    async with sessions.begin() as db:
        row = await consultations.draft(db, spot.document_id)
        consultation = f"/griffie/raadplegingen/{row.id}"
    assert f'href="{consultation}"' in (await griffier.get(page)).text
    async with sessions.begin() as db:
        row = await consultations.get(db, row.id)
        row.closes_at = await council.now(db) + dt.timedelta(days=20)
        await consultations.open_(db, actor, row.id, row.revision, row.closes_at)
        await made.answer(db, row.id)
        await consultations.close(db, actor, row.id)
    assert "Wacht op de telling" in text(await griffier.get(page))
    async with sessions.begin() as db:
        await made.make_summary(db, actor, await consultations.get(db, row.id))
    assert "Voeg de samenvatting toe" in (await griffier.get(page)).text


async def test_a_summary_is_attached_from_the_page(sessions, actor, griffier) -> None:
    spot = await spot_in(sessions, actor, 30)
    async with sessions.begin() as db:
        await made.heard(db, actor, spot.document_id)
    here = f"/griffie/agendapunten/{spot.item_id}"
    fields = form(await griffier.get(here), f"{here}/toevoegen")
    reply = await griffier.post(f"{here}/toevoegen", data=fields)
    assert (reply.status_code, reply.headers["location"]) == (303, here)
    said = text(await griffier.get(here))
    assert "Klaar" in said
    assert "toegevoegd door Griffie" in said
    again = await griffier.post(f"{here}/toevoegen", data=fields)
    assert again.status_code == 409
    assert "ligt al bij" in text(again)


async def test_a_summary_is_laid_at_every_item_about_the_same_text_or_at_none(
    sessions, actor, griffier
) -> None:
    spot = await spot_in(sessions, actor, 30)
    async with sessions.begin() as db:
        same = [
            made.agenda_item(f"elders-{n}", made.paper(spot.source_id, "Raadsvoorstel park"))
            for n in (1, 2)
        ]
        elsewhere = (await take_in(db, actor, made.meeting("elders", *same))).meeting
        await made.heard(db, actor, spot.document_id)
    async with sessions() as db:
        first, second = [line.item.id for line in await queries.lines(db, elsewhere)]
    here = f"/griffie/agendapunten/{spot.item_id}"
    fields = form(await griffier.get(here), f"{here}/toevoegen")
    assert "also" not in fields, "nothing is ticked beforehand"
    async with sessions.begin() as db:
        lapsed = update(AgendaItem).where(AgendaItem.id == second)
        await db.execute(lapsed.values(lapsed_at=func.now()))
    refused = await griffier.post(
        f"{here}/toevoegen", data={**fields, "also": [str(first), str(second)]}
    )
    assert refused.status_code == 400
    async with sessions() as db:
        assert not (await queries.line(db, first)).ready, "all or nothing"
    reply = await griffier.post(f"{here}/toevoegen", data={**fields, "also": str(first)})
    assert reply.status_code == 303, text(reply)
    async with sessions() as db:
        assert [(await queries.line(db, one)).ready for one in (spot.item_id, first)] == [True] * 2
    assert "toegevoegd door Griffie" in text(await griffier.get(f"/griffie/agendapunten/{first}"))


async def test_a_summary_of_an_earlier_text_is_refused_on_the_page(
    sessions, actor, griffier
) -> None:
    spot = await spot_in(sessions, actor, 30)
    async with sessions.begin() as db:
        _, summary = await made.heard(db, actor, spot.document_id)
        await made.describe(db, actor, spot.document_id, "Een andere tekst.")
    here = f"/griffie/agendapunten/{spot.item_id}"
    fields = form(await griffier.get(here), "/uitloggen")
    fields["summary"] = [str(summary.id)]
    reply = await griffier.post(f"{here}/toevoegen", data=fields)
    assert reply.status_code == 409
    assert "een andere tekst" in text(reply)
    fields["summary"] = ["onzin"]
    assert (await griffier.post(f"{here}/toevoegen", data=fields)).status_code == 400


async def test_an_exception_takes_one_form(sessions, actor, griffier) -> None:
    spot = await spot_in(sessions, actor, 2)
    here = f"/griffie/agendapunten/{spot.item_id}"
    fields = form(await griffier.get(f"{here}/uitzondering"), f"{here}/uitzondering")
    wrong = fields | {"ground": ["al_gehoord"], "reason": ["kort"]}
    reply = await griffier.post(f"{here}/uitzondering", data=wrong)
    assert reply.status_code == 422
    assert "Er zijn nog 2 dingen niet goed ingevuld" in text(reply)
    assert ">\nkort</textarea>" in reply.text
    assert 'value="al_gehoord" checked' in reply.text
    fields |= {"ground": ["spoed"], "reason": [made.REASON], "doe": ["openbaar"]}
    assert (await griffier.post(f"{here}/uitzondering", data=fields)).status_code == 303
    assert "Klaar, met uitzondering" in text(await griffier.get(here))
    again = await griffier.post(f"{here}/uitzondering", data=fields)
    assert again.status_code == 409
    assert made.REASON in again.text


async def test_the_main_document_is_chosen_on_the_page(sessions, actor, griffier) -> None:
    async with sessions.begin() as db:
        papers = (made.paper("a", "Voorstel"), made.paper("b", "Nota", main=False))
        item = made.agenda_item("a", *papers)
        taken = await take_in(db, actor, made.meeting("m", item))
        spot = await made.find_spot(db, "a", taken.meeting)
    here = f"/griffie/agendapunten/{spot.item_id}"
    page = await griffier.get(here)
    fields = form(page, f"{here}/hoofddocument")
    assert fields["document"] == [str(spot.document_id)]
    async with sessions.begin() as db:
        other = (await made.find_spot(db, "b", taken.meeting, item="a")).document_id
    fields["document"] = [str(other)]
    assert (await griffier.post(f"{here}/hoofddocument", data=fields)).status_code == 303
    async with sessions.begin() as db:
        assert (await queries.line(db, spot.item_id)).document_id == other


async def test_taking_a_hearing_away_asks_for_a_reason_that_everybody_reads(
    sessions, actor, griffier, resident
) -> None:
    spot = await spot_in(sessions, actor, 30)
    here = f"/griffie/documenten/{spot.document_id}"
    fields = form(await griffier.get(here), here)
    fields["kind"] = ["informatiebrief"]
    refused = await griffier.post(here, data=fields)
    assert refused.status_code == 422
    assert "waarom inwoners hier toch niet over gehoord" in text(refused)
    fields["reason"] = ["Het college trok het voorstel in en stuurde een brief."]
    assert (await griffier.post(here, data=fields)).status_code == 303
    page = text(await resident.get(f"/agendapunten/{spot.item_id}"))
    assert "informatiebrief (eerst: raadsvoorstel)" in page
    assert "Het college trok het voorstel in en stuurde een brief." in page


async def test_another_main_document_asks_for_a_reason_too(
    sessions, actor, griffier, resident
) -> None:
    async with sessions.begin() as db:
        papers = (made.paper("a", "Voorstel"), made.paper("b", "Brief", main=False))
        taken = await take_in(db, actor, made.meeting("m", made.agenda_item("a", *papers)))
        spot = await made.find_spot(db, "a", taken.meeting)
        await made.describe(db, actor, spot.document_id, "De gemeente wil een park.")
        other = (await made.find_spot(db, "b", taken.meeting, item="a")).document_id
    here = f"/griffie/agendapunten/{spot.item_id}"
    fields = form(await griffier.get(here), f"{here}/hoofddocument")
    fields["document"] = [str(other)]
    refused = await griffier.post(f"{here}/hoofddocument", data=fields)
    assert refused.status_code == 422
    assert "waarom de raad niet besluit" in text(refused)
    fields["reason"] = ["De brief vervangt het voorstel."]
    assert (await griffier.post(f"{here}/hoofddocument", data=fields)).status_code == 303
    page = text(await resident.get(f"/agendapunten/{spot.item_id}"))
    assert "de raad besluit over “Brief”" in page
    assert "De brief vervangt het voorstel." in page


async def test_who_may_read_may_not_write(sessions, actor, signed_in) -> None:
    spot = await spot_in(sessions, actor, 30)
    async with sessions.begin() as db:
        await made.heard(db, actor, spot.document_id)
    here = f"/griffie/agendapunten/{spot.item_id}"
    reader = await signed_in(Role.REKENKAMER)
    for page in ("/griffie", f"/griffie/vergaderingen/{spot.meeting_id}", here):
        assert (await reader.get(page)).status_code == 200
    assert 'name="summary"' not in (await reader.get(here)).text
    assert (await reader.post(f"{here}/toevoegen", data={})).status_code == 403
    assert (await reader.get(f"{here}/uitzondering")).status_code == 403
    assert (await reader.get("/griffie/beloften")).status_code == 403


@pytest.mark.parametrize(
    ("role", "place"),
    [
        (Role.ADVIESRAAD, "/adviesraad"),
        (Role.RAADSLID, "/griffie/embargo"),
        (Role.BEHEERDER, "/beheer/accounts"),
    ],
)
async def test_whoever_signs_in_lands_where_their_work_is(signed_in, role, place) -> None:
    person = await signed_in(role)
    reply = await person.get("/griffie")
    assert reply.headers["location"] == place
    assert (await person.get(place)).status_code == 200


async def test_unknown_meetings_and_items_are_not_here(griffier, resident) -> None:
    for place in ("vergaderingen", "agendapunten"):
        assert (await griffier.get(f"/griffie/{place}/{uuid4()}")).status_code == 404
        assert (await resident.get(f"/{place}/{uuid4()}")).status_code == 404


async def give_up(sessions, spot: made.Spot, error: str) -> None:
    """As the outbox leaves a task that it gave up on."""
    async with sessions.begin() as db:
        promise(db, Topic.ENTRY_RECEIVED, spot.document_id)
        db.add(
            TaskRow(
                topic=Topic.ENTRY_RECEIVED,
                subject=spot.document_id,
                attempts=6,
                last_error=error,
                dead_at=await council.now(db),
            )
        )


async def test_what_workers_gave_up_on_is_told_and_tried_again(sessions, actor, griffier) -> None:
    spot = await spot_in(sessions, actor, 30)
    await give_up(sessions, spot, "OperationalError")
    page = await griffier.get("/griffie/beloften")
    said = text(page)
    assert "Hier lukt het niet" in said
    assert "De database was niet bereikbaar. Geprobeerd: 6 keer." in said
    assert "Raadsvoorstel park" in said
    assert "Raadpleging klaarzetten" in said  # the import promised that too
    fields = form(page, "/griffie/beloften/opnieuw")
    reply = await griffier.post("/griffie/beloften/opnieuw", data=fields)
    assert reply.status_code == 303
    async with sessions.begin() as db:
        task = await db.get_one(TaskRow, (Topic.ENTRY_RECEIVED, spot.document_id))
        assert (task.dead_at, task.attempts) == (None, 0)
        line = await db.scalars(select(AuditLine).where(AuditLine.action == "opnieuw proberen"))
        assert line.one().object_id == spot.document_id
    again = await griffier.post("/griffie/beloften/opnieuw", data=fields)
    assert again.status_code == 409
    assert "Hier lukt het niet" not in text(await griffier.get("/griffie/beloften"))


async def test_work_that_nobody_takes_up_is_noticed(sessions, actor, griffier) -> None:
    await spot_in(sessions, actor, 30)
    warning = "Er lijkt niemand aan te werken"
    assert warning not in text(await griffier.get("/griffie/beloften"))
    async with sessions.begin() as db:
        past = await council.now(db) - dt.timedelta(minutes=3)
        promise(db, Topic.ENTRY_RECEIVED, uuid4(), due_at=past)
    said = text(await griffier.get("/griffie/beloften"))
    assert warning in said
    assert "Nieuwe inzendingen tellen 1 onderwerp" in said


async def test_a_promise_for_later_says_when(sessions, actor, griffier) -> None:
    spot = await spot_in(sessions, actor, 30)
    async with sessions.begin() as db:
        await db.execute(PromiseRow.__table__.delete())
        row = await made.make_open(db, actor, spot.document_id)
    said = text(await griffier.get("/griffie/beloften"))
    assert "Alles is gedaan" in said
    assert "Raadpleging sluiten op de afgesproken tijd: Raadsvoorstel park" in said
    assert row.closes_at


async def test_an_exception_with_strange_words_is_shown_as_it_was_typed(
    sessions, actor, griffier, resident
) -> None:
    spot = await spot_in(sessions, actor, 30)
    plea = Plea("redactioneel", "<b>Echt</b> waar & zo", difference="<i>oud</i>, nu nieuw")
    async with sessions.begin() as db:
        await actions.except_(db, actor, spot.item_id, plea)
    for reply in (
        await griffier.get(f"/griffie/agendapunten/{spot.item_id}"),
        await resident.get(f"/agendapunten/{spot.item_id}"),
        await resident.get("/uitzonderingen"),
    ):
        assert "&lt;b&gt;Echt&lt;/b&gt; waar &amp; zo" in reply.text
        assert "&lt;i&gt;oud&lt;/i&gt;, nu nieuw" in reply.text
