# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
from uuid import UUID, uuid4

import anyio
import pytest
from sqlalchemy import func, select, text

from backend.consultations import queries as consultations
from backend.errors import Conflict
from backend.outbox import PromiseRow
from backend.participation import actions, endings, queries
from backend.participation.sending import Sending
from backend.participation.tables import AnswerText, Background, CodedAnswers, Entry, Receipt
from surveys.questionnaire import Answers
from tests.make import move

pytestmark = pytest.mark.anyio
SECRET = b"s3cret-of-the-municipality-0123456789"
ANSWERS = Answers({"1.stance": "for"}, {"1.advice": "Meer bomen."}, {"age_band": "65+"})
OTHER = Answers({"1.stance": "against"}, {"2.advice": "Te duur."}, {})
CONTENT = (CodedAnswers, AnswerText, Background)


def body(answers: Answers, key: UUID | None = None) -> dict[str, object]:
    return {"sleutel": str(key or uuid4()), "antwoorden": answers.flat()}


async def count(sessions, table) -> int:
    async with sessions() as db:
        return (await db.scalars(select(func.count()).select_from(table))).one()


async def send(sessions, park, sending: Sending):
    async with sessions.begin() as db:
        return await actions.send(db, park.id, sending, secret=SECRET)


async def test_an_answer_is_kept_in_parts_with_its_promise(sessions, park) -> None:
    received = await send(sessions, park, Sending(ANSWERS, uuid4()))
    async with sessions() as db:
        entry = await db.get_one(Entry, received.entry_id)
        promised = (await db.scalars(select(PromiseRow))).one()
        assert (entry.kind, entry.channel, entry.response_id) == ("submission", "web", entry.id)
        assert (promised.subject, promised.item) == (park.id, entry.id)
        assert (await db.get_one(CodedAnswers, entry.id)).coded == ANSWERS.coded
        assert (await db.get_one(Background, entry.id)).coded == ANSWERS.background
        assert await queries.answers_of(db, entry.id) == ANSWERS.flat()


async def test_fifty_identical_posts_at_once_are_one_entry_and_one_receipt(
    resident, sessions, park
) -> None:
    sent, replies = body(ANSWERS, uuid4()), []

    async def post() -> None:
        replies.append(await resident.post("/api/v1/raadplegingen/park/inzendingen", json=sent))

    async with anyio.create_task_group() as together:
        for _ in range(50):
            together.start_soon(post)
    assert sorted(reply.status_code for reply in replies) == [200] * 49 + [201]
    assert len({reply.content for reply in replies}) == 1
    assert [await count(sessions, table) for table in (Entry, Receipt, PromiseRow)] == [1, 1, 1]


async def test_the_same_form_with_other_answers_is_a_conflict(sessions, park) -> None:
    key = uuid4()
    await send(sessions, park, Sending(ANSWERS, key))
    with pytest.raises(Conflict, match="al verstuurd, met andere antwoorden"):
        await send(sessions, park, Sending(OTHER, key))
    with pytest.raises(Conflict):
        await send(sessions, park, Sending(ANSWERS, key, "paper"))
    assert await count(sessions, Entry) == 1


async def test_a_change_is_one_more_entry_with_the_same_receipt(sessions, park) -> None:
    first = await send(sessions, park, Sending(ANSWERS, uuid4()))
    change = Sending(OTHER, uuid4(), replaces=first.response_id)
    second = await send(sessions, park, change)
    again = await send(sessions, park, change)
    assert (second.code, second.fresh, again.code, again.fresh) == (
        first.code,
        True,
        first.code,
        False,
    )
    async with sessions() as db:
        now = await queries.by_code(db, SECRET, first.code)
        assert now is not None
        assert (now.content_id, now.fate) == (second.entry_id, "stands")
        assert await queries.answers_of(db, now.content_id) == OTHER.flat()
    assert [await count(sessions, table) for table in (Entry, Receipt)] == [2, 1]


async def test_of_two_changes_at_once_one_is_told_that_it_lost(sessions, park) -> None:
    first = await send(sessions, park, Sending(ANSWERS, uuid4()))
    done: list[str] = []

    async def change(answers: Answers) -> None:
        try:
            await send(sessions, park, Sending(answers, uuid4(), replaces=first.response_id))
            done.append("kept")
        except Conflict as conflict:
            done.append(conflict.title)

    async with sessions.begin() as db:
        held = await consultations.hold(db, park.id)
        winner = Sending(OTHER, uuid4(), replaces=first.response_id)
        await actions.receive(db, held, winner, secret=SECRET)
        async with anyio.create_task_group() as beside:
            beside.start_soon(change, ANSWERS)
            await waiting_for_a_lock(sessions)
            await db.commit()
    assert done == ["Deze reactie is intussen veranderd."]
    assert await count(sessions, Entry) == 2


async def waiting_for_a_lock(sessions) -> None:
    """Return once some transaction waits for another."""
    asked = text("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'")
    with anyio.fail_after(10):
        while True:
            async with sessions() as db:
                if (await db.scalars(asked)).one():
                    return


async def test_a_withdrawal_leaves_no_content_and_the_code_still_answers(sessions, park) -> None:
    first = await send(sessions, park, Sending(ANSWERS, uuid4()))
    await send(sessions, park, Sending(OTHER, uuid4(), replaces=first.response_id))
    for _ in range(2):  # twice is once
        async with sessions.begin() as db:
            held = await consultations.hold(db, park.id)
            await endings.withdraw(db, held, first.response_id)
    assert [await count(sessions, table) for table in CONTENT] == [0, 0, 0]
    assert await count(sessions, Entry) == 3
    async with sessions() as db:
        now = await queries.by_code(db, SECRET, first.code)
        assert now is not None
        assert now.fate == "withdrawn"
        promised = await db.scalars(select(PromiseRow.item).order_by(PromiseRow.id))
        assert now.head_id == promised.all()[-1]
    with pytest.raises(Conflict, match="ingetrokken"):
        await send(sessions, park, Sending(OTHER, uuid4(), replaces=first.response_id))


async def test_a_withdrawal_that_meets_a_change_on_its_way_says_so_and_erases_nothing(
    sessions, park
) -> None:
    first = await send(sessions, park, Sending(ANSWERS, uuid4()))
    told: list[str] = []

    async def withdraw() -> None:
        try:
            async with sessions.begin() as db:
                held = await consultations.hold(db, park.id)
                await endings.withdraw(db, held, first.response_id)
        except Conflict as conflict:
            told.append(conflict.title)

    async with sessions.begin() as db:
        change = Sending(OTHER, uuid4(), replaces=first.response_id)
        await actions.send(db, park.id, change, secret=SECRET)
        async with anyio.create_task_group() as beside:
            beside.start_soon(withdraw)
            await waiting_for_a_lock(sessions)
            await db.commit()
    assert told == ["Deze reactie is intussen veranderd."]
    assert await count(sessions, CodedAnswers) == 2


async def test_what_was_said_cannot_be_guessed_from_what_stays(sessions, park) -> None:
    """An unkeyed hash of three radio buttons would tell what somebody withdrew."""
    sending = Sending(ANSWERS, uuid4())
    assert sending.digest(SECRET) != sending.digest(SECRET + b"x")


async def test_closing_waits_for_an_answer_on_its_way_and_then_nothing_comes_in(
    resident, sessions, park
) -> None:
    closed: list[bool] = []

    async def close() -> None:
        async with sessions.begin() as db:
            await move(db, await consultations.get(db, park.id), "closed")
        closed.append(True)

    sending = Sending(ANSWERS, uuid4())
    async with sessions.begin() as db:
        await actions.send(db, park.id, sending, secret=SECRET)
        async with anyio.create_task_group() as beside:
            beside.start_soon(close)
            await waiting_for_a_lock(sessions)
            assert not closed
            await db.commit()
    assert closed
    late = await resident.post("/api/v1/raadplegingen/park/inzendingen", json=body(OTHER))
    assert (late.status_code, await count(sessions, Entry)) == (409, 1)
    again = await send(sessions, park, sending)
    assert not again.fresh, "who was in time gets the receipt, also when asking after closing"
