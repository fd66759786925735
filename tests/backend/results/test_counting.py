# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""From entries to figures: each counted once, sealed while open, recounted at closing."""

import asyncpg
import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import NoResultFound

from analysis.figures import Totals
from analysis.pages import asked_in
from analysis.tally import decode, encode, total
from backend.consultations import queries
from backend.outbox import PromiseRow, Topic, promise
from backend.participation.tables import AnswerText, Background, CodedAnswers, Entry
from backend.results import batches, concluding, gathering
from backend.results.tables import Batch, BatchEntry, Result, Summary
from tests.backend.participation.aside import set_aside
from tests.backend.results.made import conclude, keep, result_of, say, stances, withdraw

pytestmark = pytest.mark.anyio


async def size(sessions, table) -> int:
    async with sessions() as db:
        return (await db.scalars(select(func.count()).select_from(table))).one()


async def generations(sessions) -> list[int]:
    async with sessions() as db:
        return sorted(await db.scalars(select(Batch.generation)))


async def superseded_counts(owner_dsn: str) -> int:
    """Counts that still hold what was withdrawn, as the owner sees them through the seal."""
    connection = await asyncpg.connect(owner_dsn)
    try:
        return await connection.fetchval(
            "SELECT count(*) FROM batch_count c JOIN batch b ON b.id = c.batch_id JOIN batch newer"
            " ON newer.origin_id = b.origin_id AND newer.generation > b.generation"
        )
    finally:
        await connection.close()


async def sums_agree(sessions, park) -> None:
    """The batches come to what a count of all raw entries comes to."""
    async with sessions() as db:
        questions = await batches.questionnaire_of(db, park.id)
        source = await gathering.source(db, park.id, asked_in(questions))
        everything = concluding.recounted(gathering.everything(source), questions)
        whole, found = everything.count, everything.sets
        standing = await batches.counts(db, park.id)
    assert total(standing.values()) == whole
    assert found.order == sorted(found.order)


async def test_each_entry_is_in_one_batch_and_counted_once(sessions, park) -> None:
    for _ in range(3):
        await say(sessions, park, "for", "Meer bomen.")
    assert await keep(sessions) == 1
    await say(sessions, park, "against")
    assert await keep(sessions) == 1
    assert await keep(sessions) == 0
    assert [await size(sessions, table) for table in (Batch, BatchEntry)] == [2, 4]
    await conclude(sessions, park)
    figures = await result_of(sessions, park)
    assert (stances(figures), figures.totals) == ({"for": 3, "against": 1}, Totals(4, 4))
    await sums_agree(sessions, park)


async def test_a_promise_kept_twice_counts_nothing_twice(sessions, park) -> None:
    received = await say(sessions, park, "for")
    await keep(sessions)
    async with sessions.begin() as db:
        promise(db, Topic.ENTRY_RECEIVED, park.id, item=received.entry_id)
    assert await keep(sessions) == 1
    assert await size(sessions, Batch) == 1


async def test_closing_counts_what_nobody_promised(sessions, park, owner) -> None:
    await say(sessions, park, "for")
    await owner.execute("DELETE FROM promise")
    await conclude(sessions, park)
    assert stances(await result_of(sessions, park)) == {"for": 1}
    await sums_agree(sessions, park)


async def test_while_it_is_open_nobody_sees_a_figure(
    *, sessions, park, application, owner, resident, signed_in
) -> None:
    for _ in range(7):
        await say(sessions, park, "strongly_against")
    await keep(sessions)
    sealed = "SELECT count(*) FROM batch_count"
    assert await owner.fetchval(sealed) == 1
    assert await application.fetchval(sealed) == 0
    async with sessions() as db:
        assert await batches.counts(db, park.id) == {}
    griffie = await signed_in("griffie")
    desk = await griffie.get(f"/griffie/raadplegingen/{park.id}/samenvatting")
    assert desk.status_code == 200
    assert "Tot die tijd ziet niemand wat mensen antwoordden" in desk.text
    for browser in (griffie, resident):
        for suffix in ("", ".json", ".csv"):
            reply = await browser.get(f"/raadplegingen/park/samenvatting{suffix}")
            assert reply.status_code == 404
        for page in ("/raadplegingen/park", "/api/v1/raadplegingen/park", "/"):
            reply = await browser.get(page)
            assert reply.status_code == 200
            assert "met een mening." not in reply.text
    for page in ("", "/samenvatting"):
        reply = await griffie.get(f"/griffie/raadplegingen/{park.id}{page}")
        assert "met een mening." not in reply.text
        assert "raadgever-stances" not in reply.text
    await conclude(sessions, park)
    assert await application.fetchval(sealed) == 1


async def test_a_replacement_in_a_later_batch_takes_the_first_answers_place(sessions, park) -> None:
    first = await say(sessions, park, "for", "Doen!", "65+", channel="web")
    await keep(sessions)
    await say(sessions, park, "against", replaces=first.response_id)
    await keep(sessions)
    assert await generations(sessions) == [0, 0]
    await conclude(sessions, park)
    figures = await result_of(sessions, park)
    assert figures.totals == Totals(received=2, counted=1, replaced=1)
    assert stances(figures) == {"against": 1}
    assert figures.points[0].advices == 0
    await sums_agree(sessions, park)


@pytest.mark.parametrize("counted", [False, True], ids=["before", "after"])
async def test_a_withdrawal_before_or_after_counting_leaves_no_content(
    sessions, park, owner_dsn: str, *, counted: bool
) -> None:
    await say(sessions, park, "for", "Blijft staan.", "65+")
    gone = await say(sessions, park, "for_if", "Weg ermee.", "15-24")
    changed = await say(sessions, park, "against", "Ook weg.", replaces=gone.response_id)
    if counted:
        await keep(sessions)
    await withdraw(sessions, park, changed)
    for table in (CodedAnswers, AnswerText, Background):
        async with sessions() as db:
            assert not (
                await db.scalars(
                    select(table).where(table.entry_id.in_([gone.entry_id, changed.entry_id]))
                )
            ).all()
    await keep(sessions)
    assert await generations(sessions) == ([0, 0, 1] if counted else [0])
    assert await superseded_counts(owner_dsn) == 0
    await conclude(sessions, park)
    figures = await result_of(sessions, park)
    assert figures.totals == Totals(received=3, counted=1, replaced=1, withdrawn=1)
    assert (stances(figures), figures.points[0].advices) == ({"for": 1}, 1)
    await sums_agree(sessions, park)


async def test_a_second_withdrawal_in_one_batch_makes_a_third_generation(sessions, park) -> None:
    received = [await say(sessions, park, "for") for _ in range(3)]
    await keep(sessions)
    for one in received[:2]:
        await withdraw(sessions, park, one)
        await keep(sessions)
    assert await generations(sessions) == [0, 0, 0, 1, 2]
    await conclude(sessions, park)
    assert (await result_of(sessions, park)).totals == Totals(3, 1, withdrawn=2)
    await sums_agree(sessions, park)


async def test_what_is_set_aside_is_not_counted_but_printed(sessions, park) -> None:
    await say(sessions, park, "for")
    double = await say(sessions, park, "for", "Nog een keer.", channel="paper")
    await keep(sessions)
    async with sessions.begin() as db:
        held = await queries.hold(db, park.id)
        await set_aside(db, held, double.response_id, reason="dubbel")
    await keep(sessions)
    await conclude(sessions, park)
    figures = await result_of(sessions, park)
    assert figures.totals == Totals(received=2, counted=1, set_aside=1)
    assert figures.points[0].advices == 0
    [paper] = [channel for channel in figures.by_channel if channel.channel == "paper"]
    assert (paper.received, paper.counted, paper.set_aside) == (1, 0, 1)
    await sums_agree(sessions, park)


async def test_a_count_that_was_tampered_with_stops_the_conclusion_in_words(
    *, sessions, park, owner, signed_in
) -> None:
    await say(sessions, park, "for")
    await keep(sessions)
    sealed = decode(await owner.fetchval("SELECT count FROM batch_count"))
    await owner.execute("ALTER TABLE batch_count DISABLE TRIGGER refuse_change")
    await owner.execute("UPDATE batch_count SET count = $1", encode(total([sealed, sealed])))
    await owner.execute("ALTER TABLE batch_count ENABLE TRIGGER refuse_change")
    await conclude(sessions, park)
    with pytest.raises(NoResultFound):
        await result_of(sessions, park)
    griffie = await signed_in("griffie")
    words = "De hertelling van alle inzendingen komt niet uit op de som van de deeltellingen."
    for page in (f"/griffie/raadplegingen/{park.id}/samenvatting", "/griffie/beloften"):
        assert words in (await griffie.get(page)).text


async def test_concluding_twice_is_harmless(sessions, park) -> None:
    await say(sessions, park, "for")
    await conclude(sessions, park)
    async with sessions.begin() as db:
        promise(db, Topic.CONSULTATION_CLOSED, park.id)
        promise(db, Topic.CONSULTATION_DUE, park.id)
    await keep(sessions)
    assert [await size(sessions, table) for table in (Result, Summary, Entry)] == [1, 1, 1]
    assert await size(sessions, PromiseRow) == 0


async def test_a_consultation_without_an_answer_is_concluded_too(sessions, park) -> None:
    await conclude(sessions, park)
    assert (await result_of(sessions, park)).totals == Totals()
