# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""One list of everything that waits for the griffie."""

import datetime as dt

import pytest
from sqlalchemy import update

from backend.accounts.roles import Role
from backend.advice import speaking
from backend.advice.speaking import Judged
from backend.advice.tables import ReviewRequest
from backend.agenda.promised import jobs
from backend.agenda.task_sources import to_do
from backend.agenda.tasks import Task, Todo, Urgency, listed, urgency
from backend.council import queries as council
from backend.council.planning import local_day
from backend.council.tables import Meeting
from backend.outbox import PromiseRow, TaskRow, Topic, promise
from backend.results import actions as results
from backend.results import queries as summaries
from surveys.review import Verdict
from tests.backend.advice.made import make_body, make_request
from tests.backend.agenda import made
from tests.backend.results.made import conclude, say
from tests.browse import text
from tests.make import make_consultation

pytestmark = pytest.mark.anyio
TODAY = dt.date(2026, 12, 1)


@pytest.fixture
async def actor(sessions):
    async with sessions.begin() as db:
        found = await made.make_griffier(db)
        await made.hear_at_once(db, found)
    return found


async def spot_in(sessions, actor, days: int, title: str) -> made.Spot:
    async with sessions.begin() as db:
        starts_at = await council.now(db) + dt.timedelta(days=days)
        return await made.make_spot(db, actor, starts_at=starts_at, title=title)


def hrefs(todo: Todo, which: Urgency) -> list[str]:
    return [row.task.href for group in todo.groups if group.urgency is which for row in group.rows]


async def test_what_is_red_comes_soonest_first_and_can_be_seen_per_meeting(
    sessions, actor, signed_in
) -> None:
    griffier = await signed_in(Role.GRIFFIE)
    assert "Er wacht nu niets op u" in text(await griffier.get("/griffie/te-doen"))
    later = await spot_in(sessions, actor, 100, "Ver weg")
    late = await spot_in(sessions, actor, 6, "Dichtbij")
    gone = await spot_in(sessions, actor, 50, "Gaat niet door")
    past = await spot_in(sessions, actor, -3, "Geweest")
    async with sessions.begin() as db:
        await db.execute(
            update(Meeting).where(Meeting.id == gone.meeting_id).values(cancelled=True)
        )
        todo = await to_do(db)
    assert hrefs(todo, Urgency.LATE) == [f"/griffie/documenten/{late.document_id}"]
    assert hrefs(todo, Urgency.LATER) == [f"/griffie/documenten/{later.document_id}"]
    assert [each.id for each in todo.meetings] == [late.meeting_id, later.meeting_id]
    page = text(await griffier.get("/griffie/te-doen"))
    assert "1 ding is te laat" in page
    assert page.index("Te laat (1)") < page.index("Later (1)")
    assert "Te laat voor het versturen van de stukken" in page
    only = text(await griffier.get(f"/griffie/te-doen?vergadering={later.meeting_id}"))
    assert ("Later (1)" in only, "Te laat (1)" in only) == (True, False)
    for odd in (past.meeting_id, "geen-id"):
        assert "1 ding is te laat" in text(
            await griffier.get(f"/griffie/te-doen?vergadering={odd}")
        )
    assert "1 ding is te laat" in text(await griffier.get("/griffie"))
    auditor = await signed_in(Role.REKENKAMER)
    assert (await auditor.get("/griffie/te-doen")).status_code == 403
    assert "Te doen" not in text(await auditor.get("/griffie"))


async def test_what_waits_elsewhere_is_on_the_list_until_it_is_done(sessions, actor) -> None:
    spot = await spot_in(sessions, actor, 40, "Het park")
    async with sessions.begin() as db:
        row = await made.make_open(db, actor, spot.document_id)
    for _ in range(3):
        await say(sessions, row, "for", "Plant linden.")
    async with sessions.begin() as db:
        [group] = (await to_do(db)).groups
        [waiting] = group.rows
        assert waiting.task.waiting
    await conclude(sessions, row)
    desk = f"/griffie/raadplegingen/{row.id}"

    async def waits() -> dict[str, Task]:
        async with sessions.begin() as db:
            return {each.task.href: each.task for g in (await to_do(db)).groups for each in g.rows}

    async with sessions.begin() as db:
        body, [member] = await make_body(db, actor)
        request = await make_request(db, actor, row.id, body)
        ends = local_day((await db.get_one(ReviewRequest, request)).due_at)
    found = await waits()
    assert found[f"{desk}/samenvatting#citaten"].what == "Lees 2 gelote citaten"
    assert found[f"{desk}/samenvatting"].what == "Maak de samenvatting af"
    assert found[f"{desk}/adviesraad"].waiting
    assert {each.meeting.id for each in found.values() if each.meeting} == {spot.meeting_id}
    async with sessions.begin() as db:
        summary = await summaries.newest(db, row.id)
        assert summary is not None
        first, second = await summaries.drawn(db, summary.result_id, 2)
        await results.decide(db, actor, row.id, first.id, released=False, reason="Een naam.")
        await results.decide(db, actor, row.id, second.id, released=True, reason="")
        await speaking.judge(db, member, request, Judged(Verdict.OBJECTS, "Dit klopt zo niet.", 0))
    found = await waits()
    assert found[f"{desk}/samenvatting#citaten"].what == "Lees 1 geloot citaat"  # the next drawn
    assert found[f"{desk}/adviesraad"].what.startswith("Beantwoord het bezwaar van")
    assert not found[f"{desk}/adviesraad"].waiting
    assert found[f"{desk}/adviesraad"].due == min(ends, found[f"{desk}/samenvatting"].due)
    assert "pas definitief als u het bezwaar beantwoordt" in found[f"{desk}/adviesraad"].why
    async with sessions.begin() as db:
        await made.finalise(db, actor, await summaries.newest(db, row.id))
    late = (await waits())[f"{desk}/adviesraad"]
    async with sessions.begin() as db:
        assert late.due == local_day(await council.now(db)), "on the day itself, and late after it"
    assert "Daar staat nu bij: nog geen antwoord." in late.why
    async with sessions.begin() as db:
        now = await council.now(db)
        db.add(PromiseRow(topic=Topic.SUMMARY_FINAL, subject=row.id))
        await db.merge(TaskRow(topic=Topic.SUMMARY_FINAL, subject=row.id, dead_at=now))
    assert (await waits())["/griffie/beloften"].about == "Het park"


@pytest.mark.parametrize(
    ("days", "expected", "words"),
    [
        (-1, Urgency.LATE, "1 dag te laat"),
        (-12, Urgency.LATE, "12 dagen te laat"),
        (0, Urgency.WEEK, "Doe dit vandaag"),
        (7, Urgency.WEEK, "Nog 7 dagen"),
        (8, Urgency.LATER, "Nog 8 dagen"),
        (None, Urgency.LATER, "geen vaste dag"),
    ],
)
def test_urgency_goes_by_the_days_that_are_left(days, expected, words) -> None:
    due = None if days is None else TODAY + dt.timedelta(days=days)
    task = Task("Doe iets", "/griffie", "Het park", "", due)
    assert urgency(task, TODAY) is expected
    [group] = listed([task], TODAY, None).groups
    assert words in group.rows[0].left


async def test_closing_what_is_closed_already_is_no_work_that_waits(sessions, actor) -> None:
    async with sessions.begin() as db:
        shut = await make_consultation(db, slug="shut", stage="closed")
        held = await make_consultation(db, slug="held", stage="open")
        later = await council.now(db) + dt.timedelta(days=3)
        for row in (shut, held):
            promise(db, Topic.CONSULTATION_DUE, row.id, due_at=later)
        await db.flush()
        found = await jobs(db)
    assert [job.subject for job in found.later if job.topic == Topic.CONSULTATION_DUE] == [held.id]
