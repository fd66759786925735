# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Answers that come in together share a transaction, and each has its own answer all the same."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from uuid import UUID, uuid4

import asyncpg
import httpx
import pytest
from sqlalchemy import func, select

from backend.errors import Unavailable
from backend.outbox import PromiseRow
from backend.participation.group_commit import GroupCommit
from backend.participation.sending import Sending
from backend.participation.tables import AnswerText, Background, CodedAnswers, Entry, Receipt
from surveys.questionnaire import Answers
from tests.browse import form, text

pytestmark = pytest.mark.anyio
API = "/api/v1/raadplegingen/park/inzendingen"
PAGE = "/raadplegingen/park/meedoen"
SAID = {"1.stance": "for_if", "1.advice": "Plant meer bomen.", "age_band": "65+"}


def body(key: UUID | None = None, **said: str) -> dict[str, object]:
    return {"sleutel": str(key or uuid4()), "antwoorden": {**SAID, **said}}


def receiving(site: httpx.ASGITransport) -> GroupCommit:
    inner = site.app
    while not hasattr(inner, "state"):  # under what stands around the application
        inner = inner.app
    return inner.state.receiving


async def count(sessions, table) -> int:
    async with sessions() as db:
        return (await db.scalars(select(func.count()).select_from(table))).one()


@asynccontextmanager
async def held_up(owner_dsn: str) -> AsyncIterator[None]:
    """Closing is at work on the consultation: whoever answers has to wait for it."""
    owner = await asyncpg.connect(owner_dsn)
    try:
        async with owner.transaction():
            await owner.execute("SELECT FROM consultation FOR UPDATE")
            yield
    finally:
        await owner.close()


async def until(condition: Callable[[], bool]) -> None:
    for _ in range(500):
        if condition():
            return
        await asyncio.sleep(0.02)
    raise AssertionError


async def test_forty_at_once_take_a_few_transactions_and_are_each_stored_whole(
    *, resident, sessions, park, asked_of_the_database
) -> None:
    await resident.post(API, json=body())
    asked_of_the_database.clear()
    replies = await asyncio.gather(*(resident.post(API, json=body()) for _ in range(40)))
    assert {reply.status_code for reply in replies} == {201}
    assert len({reply.json()["ontvangstcode"] for reply in replies}) == 40
    batches = [statement for statement in asked_of_the_database if "entered AS" in statement]
    assert len(batches) < 10
    assert len(asked_of_the_database) == len(batches), "nothing else is asked of the database"
    for table in (Entry, CodedAnswers, AnswerText, Background, Receipt, PromiseRow):
        assert await count(sessions, table) == 41


async def test_a_crowd_before_anybody_else_looks_up_the_questions_once(
    *, resident, sessions, park, asked_of_the_database
) -> None:
    """Each by itself they would take every connection of the pool for as long as it lasts."""
    asked_of_the_database.clear()
    replies = await asyncio.gather(*(resident.post(API, json=body()) for _ in range(40)))
    assert {reply.status_code for reply in replies} == {201}
    looks = [each for each in asked_of_the_database if "FROM questionnaire" in each]
    assert len([each for each in looks if "entered AS" not in each]) == 1
    assert await count(sessions, Entry) == 40


async def test_what_the_database_refuses_fails_alone(
    *, resident, sessions, park, owner_dsn
) -> None:
    owner = await asyncpg.connect(owner_dsn)
    await owner.execute("ALTER TABLE answer_text ADD CHECK (text <> 'onmogelijk')")
    await owner.close()
    bodies = [body() for _ in range(9)] + [body(**{"1.advice": "onmogelijk"})]
    replies = await asyncio.gather(*(resident.post(API, json=each) for each in bodies))
    assert [reply.status_code for reply in replies] == [201] * 9 + [500]
    assert await count(sessions, Entry) == 9


async def test_a_form_with_the_questions_of_before_is_told_so_and_nothing_is_stored(
    *, resident, sessions, park, owner_dsn
) -> None:
    await resident.post(API, json=body())
    page = await resident.get(PAGE)
    fields = form(page, PAGE) | {"1.stance": "for", "naar": "versturen"}
    owner = await asyncpg.connect(owner_dsn)
    await owner.execute("ALTER TABLE questionnaire DISABLE TRIGGER USER")
    await owner.execute("UPDATE questionnaire SET hash = sha256('andere vragen')")
    await owner.close()
    told = await resident.post(PAGE, data=fields)
    assert (told.status_code, "vragen van deze raadpleging zijn veranderd" in text(told)) == (
        409,
        True,
    )
    assert await count(sessions, Entry) == 1


async def test_when_too_many_wait_the_next_is_told_at_once_and_keeps_every_word(
    *, site, resident, sessions, park, owner_dsn
) -> None:
    queue = receiving(site)
    queue.most = 2
    fields = form(await resident.get(PAGE), PAGE) | {"1.advice": "Plant bomen.", "pagina": "1"}
    fields = form(await resident.post(PAGE, data=fields | {"naar": "controleren"}), PAGE)
    async with held_up(owner_dsn):
        sent = [asyncio.create_task(resident.post(API, json=body()))]
        await until(lambda: queue.taken == 1)
        sent += [asyncio.create_task(resident.post(API, json=body())) for _ in range(2)]
        await until(lambda: queue.waiting == 2)
        busy = await resident.post(API, json=body())
        assert (busy.status_code, busy.headers["retry-after"]) == (503, "10")
        assert "te druk" in busy.json()["title"]
        page = await resident.post(PAGE, data=fields | {"naar": "versturen"})
        assert (page.status_code, page.headers["retry-after"]) == (503, "10")
        assert "Er is nog niets verstuurd" in text(page)
        assert "Plant bomen." in text(page)
    assert {(await one).status_code for one in sent} == {201}
    again = await resident.post(PAGE, data=form(page, PAGE) | {"naar": "versturen"})
    assert again.status_code == 303
    assert await count(sessions, Entry) == 4


async def test_whoever_hangs_up_while_waiting_finds_the_answer_again_by_its_key(
    *, site, resident, sessions, park, owner_dsn
) -> None:
    key, queue = uuid4(), receiving(site)
    async with held_up(owner_dsn):
        first = asyncio.create_task(resident.post(API, json=body()))
        await until(lambda: queue.taken == 1 and queue.waiting == 0)
        gone = asyncio.create_task(resident.post(API, json=body(key)))
        await until(lambda: queue.waiting == 1)
        gone.cancel()
    assert (await first).status_code == 201
    await until(lambda: queue.waiting == 0)
    again = await resident.post(API, json=body(key))
    assert again.status_code == 200
    assert await count(sessions, Entry) == 2


async def test_what_waits_when_the_website_stops_is_still_stored_and_nothing_new_is_taken(
    *, site, resident, sessions, park, owner_dsn
) -> None:
    queue = receiving(site)
    async with held_up(owner_dsn):
        sent = [asyncio.create_task(resident.post(API, json=body())) for _ in range(5)]
        await until(lambda: queue.taken + queue.waiting == 5)
        stopping = asyncio.create_task(queue.end())
        await asyncio.sleep(0)
        assert (await resident.post(API, json=body())).status_code == 503
        assert not stopping.done()
    await stopping
    assert {(await one).status_code for one in sent} == {201}
    assert await count(sessions, Entry) == 5


async def test_whoever_looks_up_the_questions_while_the_website_stops_is_told_and_does_not_hang(
    sessions, park
) -> None:
    """The questions are looked up once; after it there may be nobody left to store an answer."""
    queue = GroupCommit(sessions, b"s3cret-of-the-municipality-0123456789")
    queue.begin()
    sending = Sending(Answers({"1.stance": "for"}, {}, {}), uuid4())
    late = asyncio.create_task(queue.receive("park", lambda _: sending))
    await asyncio.sleep(0)
    await queue.end()
    with pytest.raises(Unavailable):
        await asyncio.wait_for(late, 20)
    assert await count(sessions, Entry) == 0
