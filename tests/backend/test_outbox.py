# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Claim, work, fenced write: promised work is done, once, whoever dies or sleeps meanwhile."""

import asyncio
import datetime as dt
from collections import Counter
from contextlib import AsyncExitStack
from uuid import UUID, uuid4

import asyncpg
import pytest
from sqlalchemy import func, select, update
from structlog.testing import capture_logs

from backend import database, leases, outbox
from backend.audit.actions import SYSTEM, note
from backend.audit.tables import AuditLine
from backend.outbox import Claim, Hopeless, PromiseRow, TaskRow, Topic, promise
from backend.patience import MOST_ATTEMPTS

pytestmark = pytest.mark.anyio
TOPIC = Topic.DOCUMENT_CHANGED


def noting(claim: Claim):
    """A write that leaves a line: which promises it was for, and what those are about."""

    async def write(db) -> None:
        items = [str(item) for item in claim.items]
        note(db, SYSTEM, "proef", "belofte", claim.subject, items=items, fence=claim.fence)

    return write


async def work(_, claim: Claim):
    return noting(claim)


def raising(error: Exception):
    async def fail(_, claim: Claim):
        raise error

    return {TOPIC: fail}


WORKS = {TOPIC: work}


async def promised(sessions, *subjects: UUID, **more) -> None:
    async with sessions.begin() as db:
        for subject in subjects:
            promise(db, TOPIC, subject, **more)


async def lines(sessions) -> list[AuditLine]:
    async with sessions() as db:
        return list(await db.scalars(select(AuditLine).order_by(AuditLine.id)))


async def waiting(sessions) -> int:
    async with sessions() as db:
        return (await db.scalars(select(func.count()).select_from(PromiseRow))).one()


async def task_of(sessions, subject: UUID) -> TaskRow:
    async with sessions() as db:
        return await db.get_one(TaskRow, (TOPIC, subject))


async def time_passes(sessions) -> None:
    """As if every lease had run out and every pause was over."""
    past = func.clock_timestamp() - dt.timedelta(seconds=1)
    async with sessions.begin() as db:
        await db.execute(update(TaskRow).values(not_before=past))
        await db.execute(
            update(TaskRow).where(TaskRow.leased_until.is_not(None)).values(leased_until=past)
        )


async def test_a_promise_and_its_change_commit_or_vanish_together(sessions) -> None:
    subject = uuid4()

    async def change(db) -> None:
        note(db, SYSTEM, "proef", "belofte", subject)
        promise(db, TOPIC, subject)
        await db.flush()

    async with sessions() as db:
        await change(db)
        await db.rollback()
    assert (await waiting(sessions), await lines(sessions)) == (0, [])
    async with sessions.begin() as db:
        await change(db)
    assert (await waiting(sessions), len(await lines(sessions))) == (1, 1)


async def test_a_write_that_fails_half_way_leaves_nothing_and_is_done_again(sessions) -> None:
    await promised(sessions, subject := uuid4())

    async def half(_, claim: Claim):
        async def write(db) -> None:
            await noting(claim)(db)
            await db.flush()
            raise OSError

        return write

    assert await outbox.keep_one(sessions, {TOPIC: half})
    assert (await waiting(sessions), await lines(sessions)) == (1, [])
    assert not await outbox.keep_one(sessions, WORKS), "not before its pause is over"
    await time_passes(sessions)
    assert await outbox.keep_promises(sessions, WORKS) == 1
    assert (await waiting(sessions), len(await lines(sessions))) == (0, 1)
    task = await task_of(sessions, subject)
    assert (task.attempts, task.last_error, task.leased_until) == (0, None, None)


async def test_many_promises_on_one_subject_are_one_piece_of_work(sessions) -> None:
    subject, items = uuid4(), [uuid4() for _ in range(50)]
    for item in items:
        await promised(sessions, subject, item=item)
    assert await outbox.keep_promises(sessions, WORKS) == 1
    [line] = await lines(sessions)
    assert sorted(line.detail["items"]) == sorted(map(str, items))
    assert await waiting(sessions) == 0


async def test_what_is_promised_while_its_subject_is_worked_on_is_worked_on_again(sessions) -> None:
    subject, late = uuid4(), uuid4()
    await promised(sessions, subject)

    async def meanwhile(_, claim: Claim):
        if not claim.items:
            await promised(sessions, subject, item=late)
        return noting(claim)

    assert await outbox.keep_promises(sessions, {TOPIC: meanwhile}) == 2
    assert [line.detail["items"] for line in await lines(sessions)] == [[], [str(late)]]
    assert await waiting(sessions) == 0


async def test_a_subject_on_lease_is_left_alone_until_the_lease_runs_out(sessions) -> None:
    await promised(sessions, uuid4())
    first = await outbox.claim(sessions, [TOPIC])
    assert first is not None
    assert await outbox.claim(sessions, [TOPIC]) is None
    await time_passes(sessions)
    second = await outbox.claim(sessions, [TOPIC])
    assert second is not None
    assert (second.fence, second.attempt) == (first.fence + 1, 2)
    assert second.promises == first.promises


async def test_work_that_takes_longer_than_its_lease_keeps_it_until_it_is_done(sessions) -> None:
    subject = uuid4()
    async with sessions.begin() as db:
        promise(db, Topic.ENTRY_RECEIVED, subject)
    held = await outbox.claim(sessions, [Topic.ENTRY_RECEIVED])
    ours = update(TaskRow).where(TaskRow.subject == subject, TaskRow.fence == held.fence)

    async def until() -> dt.datetime:
        async with sessions() as db:
            return (await db.scalars(select(TaskRow.leased_until))).one()

    async with leases.renewed(sessions, ours, seconds=1):
        before = await until()
        for _ in range(200):
            await asyncio.sleep(0.05)
            if (seen := await until()) != before:
                break
        assert seen != before
    after = await until()
    await asyncio.sleep(0.6)
    assert await until() == after, "who is done renews nothing"


async def test_a_slow_worker_whose_lease_ran_out_writes_nothing(sessions) -> None:
    await promised(sessions, subject := uuid4())

    async def slow(_, claim: Claim):
        await time_passes(sessions)
        assert await outbox.keep_promises(sessions, WORKS) == 1
        return noting(claim)

    with capture_logs() as logs:
        assert await outbox.keep_one(sessions, {TOPIC: slow})
    assert [entry["event"] for entry in logs] == ["lease-lost"]
    [line] = await lines(sessions)
    assert line.detail["fence"] == 2
    task = await task_of(sessions, subject)
    assert (await waiting(sessions), task.attempts, task.last_error) == (0, 0, None)


async def test_a_slow_worker_that_fails_does_not_break_what_another_holds(sessions) -> None:
    await promised(sessions, subject := uuid4())

    async def slow(_, claim: Claim):
        await time_passes(sessions)
        assert await outbox.claim(sessions, [TOPIC]) is not None
        raise OSError

    assert await outbox.keep_one(sessions, {TOPIC: slow})
    task = await task_of(sessions, subject)
    assert (task.fence, task.last_error) == (2, None)
    assert task.leased_until is not None


async def test_a_worker_that_is_told_to_stop_gives_its_lease_back(sessions) -> None:
    await promised(sessions, subject := uuid4())
    at_work = asyncio.Event()

    async def endless(_, claim: Claim):
        at_work.set()
        await asyncio.Event().wait()

    worker = asyncio.create_task(outbox.keep_promises(sessions, {TOPIC: endless}))
    await at_work.wait()
    worker.cancel()
    with pytest.raises(asyncio.CancelledError):
        await worker
    assert (await task_of(sessions, subject)).leased_until is None
    assert await outbox.keep_promises(sessions, WORKS) == 1


async def test_the_pause_grows_and_after_the_last_try_the_task_is_dead(sessions) -> None:
    await promised(sessions, subject := uuid4())
    pauses = []
    for _ in range(MOST_ATTEMPTS):
        async with sessions() as db:
            before = (await db.scalars(select(func.clock_timestamp()))).one()
        assert await outbox.keep_one(sessions, raising(ValueError("what somebody wrote")))
        task = await task_of(sessions, subject)
        if task.dead_at is None:
            pauses.append(round((task.not_before - before).total_seconds()))
        await time_passes(sessions)
    assert pauses == [2, 4, 8, 16, 32]
    task = await task_of(sessions, subject)
    assert task.dead_at is not None
    assert (task.last_error, task.attempts) == ("ValueError", MOST_ATTEMPTS)
    assert not await outbox.keep_one(sessions, WORKS)
    assert await waiting(sessions) == 1, "dead, not forgotten"


async def test_a_hopeless_task_is_dead_at_once_with_its_own_words(sessions) -> None:
    await promised(sessions, subject := uuid4())
    assert await outbox.keep_promises(sessions, raising(Hopeless("De telling sluit niet."))) == 1
    task = await task_of(sessions, subject)
    assert (task.last_error, task.attempts) == ("De telling sluit niet.", 1)
    assert task.dead_at is not None


async def test_a_worker_that_dies_without_a_word_each_time_ends_dead_too(sessions) -> None:
    await promised(sessions, subject := uuid4())
    for _ in range(MOST_ATTEMPTS):
        assert await outbox.claim(sessions, [TOPIC]) is not None
        await time_passes(sessions)
    await promised(sessions, other := uuid4())
    assert await outbox.keep_promises(sessions, WORKS) == 1, "the next subject is not held up"
    assert [line.object_id for line in await lines(sessions)] == [other]
    task = await task_of(sessions, subject)
    assert task.last_error == outbox.WITHOUT_A_WORD
    assert task.dead_at is not None


async def test_what_is_dead_lives_again_at_somebodys_word(sessions) -> None:
    await promised(sessions, subject := uuid4())
    await outbox.keep_promises(sessions, raising(Hopeless("Het lukt niet.")))
    await promised(sessions, subject)
    assert not await outbox.keep_one(sessions, WORKS), "a new promise alone does not wake it"
    async with sessions.begin() as db:
        assert await outbox.revive(db, TOPIC, subject)
        assert not await outbox.revive(db, TOPIC, subject)
    assert await outbox.keep_promises(sessions, WORKS) == 1
    assert await waiting(sessions) == 0


async def test_a_promise_waits_for_its_moment_on_the_databases_clock(sessions, owner_dsn) -> None:
    subject, tomorrow, today = uuid4(), uuid4(), uuid4()
    async with sessions() as db:
        now = (await db.scalars(select(func.clock_timestamp()))).one()
    await promised(sessions, subject, item=tomorrow, due_at=now + dt.timedelta(days=1))
    assert not await outbox.keep_one(sessions, WORKS)
    await promised(sessions, subject, item=today)
    assert await outbox.keep_promises(sessions, WORKS) == 1
    assert await waiting(sessions) == 1
    owner = await asyncpg.connect(owner_dsn)
    await owner.execute("UPDATE promise SET due_at = clock_timestamp()")
    await owner.close()
    assert await outbox.keep_promises(sessions, WORKS) == 1
    assert [line.detail["items"] for line in await lines(sessions)] == [
        [str(today)],
        [str(tomorrow)],
    ]


async def test_a_promise_that_commits_after_a_later_one_is_not_lost(sessions) -> None:
    """Whoever remembers "up to number n" loses the neighbour that was still being written."""
    subject, first, second = uuid4(), uuid4(), uuid4()
    async with sessions.begin() as slow:
        promise(slow, TOPIC, subject, item=first)
        await slow.flush()
        await promised(sessions, subject, item=second)
        assert await outbox.keep_promises(sessions, WORKS) == 1
    assert await outbox.keep_promises(sessions, WORKS) == 1
    assert [line.detail["items"] for line in await lines(sessions)] == [[str(second)], [str(first)]]


async def test_racing_workers_lose_nothing_and_do_nothing_twice(sessions, town) -> None:
    subjects = [uuid4() for _ in range(40)]
    items = [uuid4() for _ in range(400)]
    for number, item in enumerate(items[:200]):
        await promised(sessions, subjects[number % 40], item=item)

    async def arriving() -> None:
        for number, item in enumerate(items[200:]):
            await promised(sessions, subjects[number % 40], item=item)

    async with AsyncExitStack() as stack:
        workers = []
        for _ in range(4):
            engine = database.connect(town.database_url, pool=2)
            stack.push_async_callback(engine.dispose)
            workers.append(outbox.keep_promises(database.sessions_of(engine), WORKS))
        await asyncio.gather(arriving(), *workers)
    await outbox.keep_promises(sessions, WORKS)
    done = Counter(item for line in await lines(sessions) for item in line.detail["items"])
    assert done == Counter(map(str, items))
    assert await waiting(sessions) == 0


async def test_the_griffie_reads_why_a_task_is_dead(sessions, signed_in) -> None:
    await promised(sessions, uuid4())
    await outbox.keep_promises(sessions, raising(Hopeless("De telling sluit niet.")))
    griffie = await signed_in("griffie")
    page = await griffie.get("/griffie/beloften")
    assert "De telling sluit niet." in page.text
