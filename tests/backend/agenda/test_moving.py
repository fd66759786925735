# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""An item at another meeting: what was heard goes along, an exception holds where it was made."""

import datetime as dt
from uuid import UUID, uuid4

import pytest

from backend.accounts.roles import Role
from backend.agenda import actions, history, queries, rescheduled, stranded
from backend.agenda.actions import Plea
from backend.agenda.task_sources import to_do
from backend.consultations import actions as consultations
from backend.consultations import course
from backend.consultations.queries import get as consultation
from backend.council import hand_meetings, moving
from backend.council.importing import take_in
from backend.council.queries import now
from backend.council.tables import Meeting
from backend.errors import Conflict, Invalid
from backend.participation.desk_queries import lines as lines_of
from backend.web.pages import day
from surveys.gate import Reason
from tests.backend.agenda import made
from tests.browse import form, text

pytestmark = pytest.mark.anyio
WHY = "De raad wil er langer over praten."
SOON = made.meeting("soon", starts_at=dt.datetime(2035, 3, 1, 18, tzinfo=dt.UTC))


async def elsewhere(db, actor, inbound=SOON) -> UUID:
    return (await take_in(db, actor, inbound)).meeting


async def move(db, actor, item_id: UUID, to: UUID) -> queries.Line:
    row = (await queries.line(db, item_id)).item
    await moving.move(db, actor, item_id, row.revision, to=to, reason=WHY)
    return await queries.line(db, item_id)


@pytest.mark.parametrize("kind", ["raadsvoorstel", "informatiebrief", None])
@pytest.mark.parametrize("state", ["nothing", "open", "heard", "attached", "excepted"])
async def test_a_move_turns_nothing_green_and_only_an_exception_red(sessions, kind, state) -> None:
    async with sessions.begin() as db:
        actor = await made.make_griffier(db)
        await made.hear_at_once(db, actor)
        spot = await made.make_spot(db, actor)
        if state == "open":
            await made.make_open(db, actor, spot.document_id)
        if state in {"heard", "attached"}:
            _, summary = await made.heard(db, actor, spot.document_id)
            if state == "attached":
                await actions.attach(db, actor, spot.item_id, summary.id)
        if state == "excepted":
            await actions.except_(db, actor, spot.item_id, Plea("spoed", made.REASON))
        if kind != "raadsvoorstel" and state in {"nothing", "excepted"}:
            text_ = "De gemeente wil een park aanleggen."
            await made.describe(db, actor, spot.document_id, text_, kind=kind)
        before = await queries.line(db, spot.item_id)
        there = await elsewhere(db, actor)
        after = await move(db, actor, spot.item_id, there)
        assert after.item.meeting_id == there
        if before.reason is Reason.ATTACHED and not before.heard_by:
            assert after.ready is (kind == "informatiebrief")
            assert after.ground is None
        else:
            assert (after.ready, after.reason) == (before.ready, before.reason)


async def test_an_exception_holds_where_it_was_made_and_is_made_anew_elsewhere(
    sessions, signed_in, resident
) -> None:
    async with sessions.begin() as db:
        actor = await made.make_griffier(db)
        spot = await made.make_spot(db, actor)
        await actions.except_(db, actor, spot.item_id, Plea("spoed", made.REASON))
        here = (await queries.line(db, spot.item_id)).item.meeting_id
        there = await elsewhere(db, actor)
        assert not (await move(db, actor, spot.item_id, there)).ready
        [year] = await history.exceptions(db)
        assert [each.meeting.id for each in year.exceptions] == [here]
    item = f"/griffie/agendapunten/{spot.item_id}"
    griffier = await signed_in(Role.GRIFFIE)
    said = text(await griffier.get(item))
    assert "De uitzondering geldt hier niet" in said
    assert "Telt hier niet" in text(await resident.get(f"/agendapunten/{spot.item_id}"))
    again = form(await griffier.get(f"{item}/uitzondering?eerder=ja"), f"{item}/uitzondering")
    assert again["reason"] == [made.REASON]
    again["doe"] = ["openbaar"]
    assert (await griffier.post(f"{item}/uitzondering", data=again)).status_code == 303
    async with sessions.begin() as db:
        line = await queries.line(db, spot.item_id)
        assert line.ready
        await moving.undo(db, actor, spot.item_id, line.item.revision)
        assert (await queries.line(db, spot.item_id)).ready, "the first one still holds there"


async def test_what_is_off_the_agenda_or_in_the_past_is_no_place_to_go(sessions) -> None:
    async with sessions.begin() as db:
        actor = await made.make_griffier(db)
        spot = await made.make_spot(db, actor)
        past = made.meeting("past", starts_at=dt.datetime(2020, 3, 1, 18, tzinfo=dt.UTC))
        gone = await elsewhere(db, actor)
        (await db.get_one(Meeting, gone)).cancelled = True
        await db.flush()
        for to in (await elsewhere(db, actor, past), gone, spot.meeting_id):
            with pytest.raises(Invalid):
                await move(db, actor, spot.item_id, to)


@pytest.mark.parametrize("state", ["draft", "open", "heard"])
async def test_what_runs_at_a_meeting_that_is_off_waits_for_another_until_it_is_there(
    sessions, state
) -> None:
    async with sessions.begin() as db:
        actor = await made.make_griffier(db)
        spot = await made.make_spot(db, actor, starts_at=await now(db) + dt.timedelta(days=60))
        if state == "open":
            await made.make_open(db, actor, spot.document_id)
        if state == "heard":
            await made.heard(db, actor, spot.document_id)
        assert await stranded.items(db) == ()
        meeting = await db.get_one(Meeting, spot.meeting_id)
        meeting.cancelled = True
        await db.flush()
        waiting = [one.item.id for one in await stranded.items(db)]
        assert waiting == ([] if state == "draft" else [spot.item_id])
        tasks = [row.task for group in (await to_do(db)).groups for row in group.rows]
        to = [task.href for task in tasks if task.what == "De vergadering gaat niet door"]
        assert to == [f"/griffie/agendapunten/{each}/verplaatsen" for each in waiting]
        meeting.starts_at = await now(db) - dt.timedelta(days=2)
        await db.flush()
        assert len(await stranded.items(db)) == len(waiting), "it waits on after that day"
        meeting.starts_at = await now(db)
        await db.flush()
        assert len(await stranded.items(db, spot.meeting_id)) == len(waiting)
        await move(db, actor, spot.item_id, await elsewhere(db, actor))
        assert await stranded.items(db) == ()


async def test_what_lies_at_the_item_or_is_decided_elsewhere_waits_for_no_other_meeting(
    sessions,
) -> None:
    async with sessions.begin() as db:
        actor = await made.make_griffier(db)
        await made.hear_at_once(db, actor)
        began = await now(db) - dt.timedelta(days=2)
        done = await made.make_spot(db, actor, starts_at=began)
        _, summary = await made.heard(db, actor, done.document_id)
        await actions.attach(db, actor, done.item_id, summary.id)
        spot = await made.make_spot(db, actor, starts_at=began)
        await made.heard(db, actor, spot.document_id)
        for one in (done, spot):
            (await db.get_one(Meeting, one.meeting_id)).cancelled = True
        await db.flush()
        assert [one.item.id for one in await stranded.items(db)] == [spot.item_id]
        again = made.paper(spot.source_id, "Raadsvoorstel park")
        await take_in(db, actor, made.meeting("later", made.agenda_item("weer", again)))
        assert await stranded.items(db) == (), "the source has it on a later agenda too"


async def test_a_meeting_that_has_been_can_be_corrected_on_its_own_day(sessions, signed_in) -> None:
    async with sessions.begin() as db:
        actor = await made.make_griffier(db)
        began = dt.datetime(2020, 3, 1, 18, tzinfo=dt.UTC)
        said = hand_meetings.MeetingText("Raad", None, began, None, None)
        there = await hand_meetings.make_meeting(db, actor, uuid4(), said)
    griffier, to = await signed_in(Role.GRIFFIE), f"/griffie/vergaderingen/{there}/wijzigen"
    fields = form(await griffier.get(to), to)
    wrong = await griffier.post(to, data={**fields, "day": "2020-03-02"})
    assert "Deze dag is al geweest" in text(wrong)
    stored = await griffier.post(to, data={**fields, "title": "Raadsvergadering"})
    assert stored.status_code == 303, text(stored)


async def test_an_earlier_meeting_is_asked_about_until_somebody_answers(sessions) -> None:
    """Moved by the item or by the source; extending answers as well."""
    async with sessions.begin() as db:
        rules = await made.make_griffier(db)
        await made.hear_at_once(db, rules, minimum_responses=2)
    async with sessions.begin() as db:
        actor = await made.make_griffier(db)
        today = await now(db)
        spot = await made.make_spot(db, actor, starts_at=today + dt.timedelta(days=60))
        running = (await made.make_open(db, actor, spot.document_id)).id
    async with sessions.begin() as db:
        assert await rescheduled.questions(db) == ()
        soon = made.meeting("soon", starts_at=today + dt.timedelta(days=15))
        there = await elsewhere(db, actor, soon)
        await move(db, actor, spot.item_id, there)
        [asked] = await rescheduled.questions(db)
        assert (asked.asks, asked.by_item) == ("in_vain", True)
        assert (asked.counted, asked.needed, asked.may_close) == (0, 2, False)
        for _ in range(2):
            await made.answer(db, running)
        [asked] = await rescheduled.questions(db)
        assert (asked.counted, asked.may_close) == (2, True)
        seen = asked.meeting.starts_at.isoformat()
        await rescheduled.keep(db, actor, there, running, seen)
        assert await rescheduled.questions(db) == ()
        with pytest.raises(Conflict):
            await rescheduled.keep(db, actor, there, running, seen)
    async with sessions.begin() as db:
        much_later = made.meeting("soon", starts_at=today + dt.timedelta(days=120))
        await take_in(db, actor, much_later)
    async with sessions.begin() as db:
        [asked] = await rescheduled.questions(db, there)
        assert (asked.asks, asked.by_item) == ("room", False)
        row = await consultation(db, running)
        longer = course.Longer(asked.closes + dt.timedelta(days=1))
        await course.extend(db, actor, running, row.revision, longer)
        assert await rescheduled.questions(db) == ()


async def test_closing_earlier_is_offered_only_where_it_counts_as_hearing(
    sessions, signed_in
) -> None:
    async with sessions.begin() as db:
        actor = await made.make_griffier(db)
        await made.hear_at_once(db, actor)
        today = await now(db)
        later = today + dt.timedelta(days=60)
        spots = [await made.make_spot(db, actor, starts_at=later) for _ in range(2)]
        running = [(await made.make_open(db, actor, spot.document_id)).id for spot in spots]
    async with sessions.begin() as db:
        there = spots[0].meeting_id
        await move(db, actor, spots[1].item_id, there)
    async with sessions.begin() as db:
        (await db.get_one(Meeting, there)).starts_at = today + dt.timedelta(days=15)
    griffier = await signed_in(Role.GRIFFIE)
    desk = f"/griffie/vergaderingen/{there}"
    said = text(await griffier.get(desk))
    assert "Een laatste dag kan niet naar voren: inwoners rekenen daarop." in said
    assert "er zijn te weinig antwoorden, nu 0 en nodig 1." in said
    assert "Sluit de raadpleging eerder" not in said
    async with sessions.begin() as db:
        await made.answer(db, running[0])
    page = await griffier.get(desk)
    assert page.text.count("Sluit de raadpleging eerder") == 1
    assert f'href="/griffie/raadplegingen/{running[0]}/sluiten"' in page.text


async def test_the_heading_above_what_moved_fits_every_card(sessions, signed_in) -> None:
    async with sessions.begin() as db:
        actor = await made.make_griffier(db)
        today = await now(db)
        starts_at = [today + dt.timedelta(days=days) for days in (60, 70)]
        here, moved = [await made.make_spot(db, actor, starts_at=at) for at in starts_at]
        for spot in (here, moved):
            await made.make_open(db, actor, spot.document_id)
    async with sessions.begin() as db:
        (await db.get_one(Meeting, here.meeting_id)).starts_at = today + dt.timedelta(days=15)
    griffier, desk = await signed_in(Role.GRIFFIE), f"/griffie/vergaderingen/{here.meeting_id}"
    assert ">De vergadering is verplaatst<" in (await griffier.get(desk)).text
    async with sessions.begin() as db:
        await move(db, actor, moved.item_id, here.meeting_id)
    said = await griffier.get(desk)
    assert ">Past de laatste dag nog?<" in said.text
    for words in ("De vergadering is verplaatst.", "Dit punt is hierheen verplaatst."):
        assert words in text(said)


async def test_everybody_reads_that_a_text_changed_before_anybody_chose_to_ask_again(
    sessions, resident
) -> None:
    async with sessions.begin() as db:
        actor = await made.make_griffier(db)
        spot = await made.make_spot(db, actor)
        await consultations.draft(db, spot.document_id)
    pages = (f"/agendapunten/{spot.item_id}", f"/vergaderingen/{spot.meeting_id}")
    for page in pages:
        assert "De griffie bereidt een raadpleging over dit stuk voor." in text(
            await resident.get(page)
        )
    async with sessions.begin() as db:
        closes_at = await now(db) + dt.timedelta(days=20)
        draft = await queries.line(db, spot.item_id)
        row = await consultation(db, draft.consultation_id)
        await consultations.open_(db, actor, row.id, row.revision, closes_at)
        await made.describe(db, actor, spot.document_id, "De tekst is herzien.")
        assert await consultations.draft(db, spot.document_id)
        line = await queries.line(db, spot.item_id)
        assert (line.reason, line.facts.outdated) == (Reason.DRAFT, False)
    for page in pages:
        said = text(await resident.get(page))
        assert "Het stuk is veranderd. Over de nieuwe tekst is nog niemand gehoord." in said
        assert "bereidt een raadpleging" not in said


async def test_while_paper_is_entered_the_item_says_until_when(sessions, signed_in) -> None:
    async with sessions.begin() as db:
        actor = await made.make_griffier(db)
        await made.hear_at_once(db, actor, late_paper_days=3)
        spot = await made.make_spot(db, actor)
        row = await made.make_open(db, actor, spot.document_id)
        await made.answer(db, row.id)
    griffier = await signed_in(Role.GRIFFIE)
    list_ = f"/griffie/raadplegingen/{row.id}/inzendingen"
    assert "kwam te laat binnen" not in text(await griffier.get(list_)), "it comes in time"
    async with sessions.begin() as db:
        await consultations.close(db, actor, row.id)
        until = day((await consultation(db, row.id)).fixed_at)
        line = await queries.line(db, spot.item_id)
        assert line.reason is Reason.COUNTING
    for page in (f"agendapunten/{spot.item_id}", f"vergaderingen/{spot.meeting_id}"):
        said = text(await griffier.get(f"/griffie/{page}"))
        assert f"Voer papier in: dat kan tot en met {until}" in said
        assert f"Papier kan er nog bij tot en met {until}." in said
        assert "Maak de samenvatting af" not in said
    aside = f"{list_}/apart"
    filled = form(await griffier.get(list_), aside)
    async with sessions() as db:
        [mark] = [one.mark for one in await lines_of(db, row.id, 1)]
    said = {**filled, "kenmerk": mark, "reden": "te_laat", "toelichting": "Kwam een dag later."}
    assert (await griffier.post(aside, data=said)).status_code == 303
    assert "apart gelegd" in text(await griffier.get(list_))
