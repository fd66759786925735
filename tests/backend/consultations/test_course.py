# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Extending, cancelling, taking back and days for paper: what holds when two come at once, and what
the database itself refuses to whoever speaks SQL as the application."""

import asyncio
import datetime as dt
from contextlib import asynccontextmanager
from uuid import uuid4

import asyncpg
import pytest
from sqlalchemy import select

from backend.audit.actions import Actor
from backend.consultations import actions, course, course_queries, queries
from backend.consultations.course import Longer
from backend.consultations.tables import Consultation
from backend.council import actions as council_actions
from backend.council import queries as council
from backend.council.planning import local_day
from backend.errors import Conflict, Invalid
from backend.outbox import PromiseRow, Topic
from backend.participation import actions as participation
from backend.participation.sending import Sending
from backend.results import batches
from backend.web.pages import ZONE
from surveys.lifecycle import Stage
from surveys.questionnaire import Answers
from surveys.rules import Rules
from surveys.schedule import fixed_after
from tests.backend.agenda.made import make_griffier
from tests.backend.results.made import SECRET, keep, result_of, say
from tests.make import make_consultation

pytestmark = pytest.mark.anyio
DAY = dt.timedelta(days=1)
RESULT = (
    "INSERT INTO result (id, consultation_id, number, counted, figures, hash, seed)"
    " VALUES (gen_random_uuid(), $1, 1, 2, '', '', '')"
)
WHY = "Het college trok het voorstel in."


@pytest.fixture
async def griffier(sessions) -> Actor:
    async with sessions.begin() as db:
        return await make_griffier(db)


async def closed_with_paper_days(sessions, griffier: Actor) -> Consultation:
    async with sessions.begin() as db:
        rules = Rules(minimum_days=0, late_paper_days=3)
        await council_actions.publish_rules(db, griffier, rules, "Papier komt later.")
        row = await make_consultation(db)
    await say(sessions, row, "for")
    async with sessions.begin() as db:
        await actions.close(db, griffier, row.id)
    return row


def on_paper(griffier: Actor, day: dt.date, stance: str = "against") -> Sending:
    answers = Answers({"1.stance": stance}, {}, {})
    return Sending(answers, uuid4(), "paper", entered_by=griffier.id, received_on=day)


@asynccontextmanager
async def clock_moved(owner_dsn: str):
    """As the owner, who alone can move a stamp; here it stands for time going by."""
    owner = await asyncpg.connect(owner_dsn)
    try:
        async with owner.transaction():
            await owner.execute("ALTER TABLE consultation DISABLE TRIGGER guard")
            yield owner
            await owner.execute("ALTER TABLE consultation ENABLE TRIGGER guard")
    finally:
        await owner.close()


async def test_an_extension_says_who_and_the_old_promise_closes_nothing(
    sessions, griffier, owner_dsn
) -> None:
    async with sessions.begin() as db:
        row = await make_consultation(db, stage="draft")
        about, first = row.id, await council.now(db) + DAY
        await actions.open_(db, griffier, about, 1, first)
        later = local_day(first) + 7 * DAY
        for day, where in ((local_day(first), "closes_on"), (local_day(first) - 9 * DAY, "past")):
            with pytest.raises(Invalid) as refusal:
                async with db.begin_nested():
                    await course.extend(db, griffier, about, 2, Longer(day))
            assert refusal.value.flaws[0].where == "closes_on", where
        await course.extend(db, griffier, about, 2, Longer(later, " Vakantie. "))
        with pytest.raises(Conflict, match="intussen veranderd") as second:
            async with db.begin_nested():
                await course.extend(db, griffier, about, 2, Longer(later + DAY))
        assert "verlengde haar" in second.value.advice
        [found] = await course_queries.extensions(
            db, await queries.shown(db, await queries.get(db, about))
        )
    assert (found.was, local_day(found.closes_at)) == (first, later)
    assert (found.by, found.reason) == ("Guusje de Griffier", "Vakantie.")
    async with clock_moved(owner_dsn) as owner:
        await owner.execute("UPDATE promise SET due_at = now() WHERE due_at = $1", first)
    await keep(sessions)
    async with sessions() as db:
        assert (await queries.get(db, about)).stage == Stage.OPEN
        due = await db.scalars(
            select(PromiseRow.due_at).where(PromiseRow.topic == Topic.CONSULTATION_DUE)
        )
        assert [local_day(each) for each in due] == [later]


async def test_opening_is_undone_until_somebody_answers_even_at_the_same_moment(
    sessions, griffier, town
) -> None:
    async with sessions.begin() as db:
        row = await make_consultation(db)
        await course.take_back(db, griffier, row.id, 1)
        assert (row.stage, row.opened_at, row.closes_at) == (Stage.DRAFT, None, None)
        await actions.open_(db, griffier, row.id, 2, await council.now(db) + DAY)

    async def taking_back() -> None:
        async with sessions.begin() as db:
            await course.take_back(db, griffier, row.id, 3)

    async with sessions.begin() as db:
        sending = Sending(Answers({"1.stance": "for"}, {}, {}), uuid4())
        await participation.send(db, row.id, sending, secret=SECRET)
        racing = asyncio.create_task(taking_back())
        await asyncio.sleep(0.2)
        assert not racing.done(), "it waits for whoever is answering"
    with pytest.raises(Conflict, match="al een antwoord binnen"):
        await racing
    intruder = await asyncpg.connect(town.database_url.replace("+asyncpg", ""))
    with pytest.raises(asyncpg.CheckViolationError, match="answered already"):
        await intruder.execute("UPDATE consultation SET stage = 'draft' WHERE id = $1", row.id)
    await intruder.close()


async def test_cancelling_asks_why_and_a_document_is_not_drafted_for_again_by_itself(
    sessions, griffier
) -> None:
    async with sessions.begin() as db:
        row = await make_consultation(db)
        about, document = row.id, row.document_id
        with pytest.raises(Invalid, match="nog niet afgelast"):
            async with db.begin_nested():
                await course.cancel(db, griffier, about, 1, "Zomaar")
        await course.cancel(db, griffier, about, 1, WHY)
        await db.refresh(row)
        assert row.cancelled_at is not None
        assert await actions.draft(db, document) is None
        closed = await make_consultation(db, stage="closed")
        with pytest.raises(Conflict, match="is gesloten"):
            await course.cancel(db, griffier, closed.id, 1, WHY)


async def test_paper_of_before_closing_enters_and_nothing_is_counted_until_that_ends(
    sessions, griffier, town
) -> None:
    row = await closed_with_paper_days(sessions, griffier)
    await keep(sessions)
    intruder = await asyncpg.connect(town.database_url.replace("+asyncpg", ""))
    sealed = "SELECT count(*) FROM batch_count"
    async with sessions.begin() as db:
        shown = await queries.shown(db, await queries.get(db, row.id))
        assert (shown.stage, shown.takes_paper) == (Stage.CLOSED, True)
        assert await batches.counts(db, row.id) == {}
        today = local_day(shown.now)
        await participation.send(db, row.id, on_paper(griffier, today), secret=SECRET)
    assert await intruder.fetchval(sealed) == 0
    for trick, match in (
        ("UPDATE consultation SET stage = 'summarised' WHERE id = $1", "still being entered"),
        ("UPDATE consultation SET fixed_at = fixed_at + interval '1 day' WHERE id = $1", "later"),
        (RESULT, "while paper"),
    ):
        with pytest.raises(asyncpg.CheckViolationError, match=match):
            await intruder.execute(trick, row.id)
    enter = (
        "INSERT INTO entry (id, consultation_id, response_id, kind, channel, form_key, body_hash,"
        " received_on, entered_by) VALUES ($2, $1, $2, 'submission', $3, $2, '', $4, $5)"
    )
    for channel, day, who, match in (
        ("paper", today + DAY, griffier.id, "received before closing"),
        ("paper", today - DAY, griffier.id, "received before closing"),
        ("paper", None, griffier.id, "received before closing"),
        ("web", today, griffier.id, "received before closing"),
        ("paper", today, None, "by name"),
    ):
        with pytest.raises(asyncpg.CheckViolationError, match=match):
            await intruder.execute(enter, row.id, uuid4(), channel, day, who)
    look = intruder.transaction()
    await look.start()
    end = "UPDATE consultation SET fixed_at = clock_timestamp() WHERE id = $1"
    await intruder.execute(end, row.id)
    assert await intruder.fetchval(sealed) == 0, "or one could look, and take the ending back"
    await look.rollback()

    async with sessions.begin() as db:
        await course.finish_paper(db, griffier, row.id, 1)
        with pytest.raises(Conflict, match="niets meer bij"):
            await participation.send(db, row.id, on_paper(griffier, today), secret=SECRET)
    with pytest.raises(asyncpg.CheckViolationError, match="not open"):
        await intruder.execute(enter, row.id, uuid4(), "paper", today, griffier.id)
    await intruder.close()
    await keep(sessions)
    assert (await result_of(sessions, row)).totals.counted == 2


async def test_counting_waits_for_paper_that_is_entered_at_the_last_moment(
    sessions, griffier, owner_dsn
) -> None:
    row = await closed_with_paper_days(sessions, griffier)
    async with clock_moved(owner_dsn) as owner:
        await owner.execute(
            "UPDATE consultation SET fixed_at = clock_timestamp() + interval '0.6 seconds'"
        )
        await owner.execute("UPDATE promise SET due_at = now() WHERE topic = 'consultation_closed'")
    async with sessions.begin() as db:
        today = local_day(await council.now(db))
        await participation.send(db, row.id, on_paper(griffier, today), secret=SECRET)
        await asyncio.sleep(0.7)
        counting = asyncio.create_task(keep(sessions))
        await asyncio.sleep(0.3)
        assert not counting.done()
    await counting
    assert (await result_of(sessions, row)).totals.counted == 2


async def test_the_database_and_the_rules_end_the_days_for_paper_at_the_same_moment(
    sessions,
) -> None:
    start = dt.datetime(2026, 3, 20, 0, 0, 1, tzinfo=dt.UTC)
    moments = [start + dt.timedelta(hours=7) * n for n in range(1100)]
    async with sessions() as db:
        connection = await db.connection()
        for days in (0, 1, 14):
            found = await connection.exec_driver_sql(
                "SELECT fixed_after(m, $2) FROM unnest($1::timestamptz[]) m", (moments, days)
            )
            assert list(found.scalars()) == [fixed_after(m, days, ZONE) for m in moments]
