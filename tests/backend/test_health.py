# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""What /gezond and /levend say, of a town with and without workers, work and a database."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from uuid import uuid4

import asyncpg
import httpx
import pytest
from msgspec.structs import replace

from backend import app, vitals
from backend.database import Sessions
from backend.outbox import Topic, promise
from backend.settings import Settings

pytestmark = pytest.mark.anyio
HOST = "werker-1"


@pytest.fixture
async def at_work(sessions: Sessions):
    """A worker that was seen just now."""
    me = uuid4()
    async with sessions.begin() as db:
        await vitals.beat(db, me, HOST)
    return me


async def asked(browser: httpx.AsyncClient) -> tuple[int, dict]:
    reply = await browser.get("/gezond")
    return reply.status_code, reply.json()


async def test_a_town_with_a_worker_and_no_work_is_well(resident, at_work) -> None:
    status, said = await asked(resident)
    assert status == 200
    assert said.pop("workerSeen") <= 2
    assert said == {
        "status": "gezond",
        "words": [],
        "database": True,
        "workers": 1,
        "oldestPromise": 0,
        "dead": 0,
    }


async def test_without_a_worker_it_says_so_and_how_to_start_one(resident) -> None:
    status, said = await asked(resident)
    assert (status, said["status"], said["workerSeen"]) == (503, "ongezond", None)
    [words] = said["words"]
    assert "geen werker" in words
    assert "raadgever worker" in words


async def test_a_worker_that_was_not_seen_for_half_a_minute_is_taken_for_dead(
    resident, at_work, owner_dsn, sessions
) -> None:
    await older(owner_dsn, "UPDATE worker_seen SET seen_at = seen_at - interval '31 seconds'")
    status, said = await asked(resident)
    assert (status, said["workers"]) == (503, 0)
    assert 31 <= said["workerSeen"] <= 35
    async with sessions.begin() as db:
        assert not await vitals.alive_on(db, HOST)
        await vitals.beat(db, at_work, HOST)
        assert await vitals.alive_on(db, HOST)
        assert not await vitals.alive_on(db, "werker-2")
    assert (await asked(resident))[0] == 200


async def test_a_worker_of_yesterday_is_forgotten_and_one_that_leaves_at_once(
    sessions, at_work, owner_dsn
) -> None:
    await older(owner_dsn, "UPDATE worker_seen SET seen_at = seen_at - interval '25 hours'")
    other = uuid4()
    async with sessions.begin() as db:
        await vitals.beat(db, other, HOST)
        assert (await vitals.taken(db)).workers == 1
    async with sessions.begin() as db:
        await vitals.leave(db, other)
        assert (await vitals.taken(db)).seen is None


async def test_work_that_waits_too_long_is_told_with_its_age(
    resident, at_work, owner_dsn, sessions
) -> None:
    async with sessions.begin() as db:
        promise(db, Topic.ENTRY_RECEIVED, uuid4())
    assert (await asked(resident))[0] == 200
    await older(owner_dsn, "UPDATE promise SET due_at = due_at - interval '3 minutes'")
    status, said = await asked(resident)
    assert status == 503
    assert 180 <= said["oldestPromise"] < 190
    assert "twee minuten" in said["words"][0]


async def older(owner_dsn: str, sql: str) -> None:
    owner = await asyncpg.connect(owner_dsn)
    try:
        await owner.execute(sql)
    finally:
        await owner.close()


async def test_a_mail_server_that_is_away_makes_no_website_unwell(
    resident, at_work, sessions, owner_dsn
) -> None:
    async with sessions.begin() as db:
        promise(db, Topic.MAIL_DUE, uuid4())
    await older(owner_dsn, "UPDATE promise SET due_at = due_at - interval '1 hour'")
    status, said = await asked(resident)
    assert (status, said["oldestPromise"]) == (200, 0)


async def test_without_a_database_one_answers_alive_and_the_other_503_in_words(town) -> None:
    gone = replace(town, database_url="postgresql+asyncpg://raadgever_app@127.0.0.1:1/weg")
    async with alone(gone) as browser:
        reply = await browser.get("/levend")
        assert (reply.status_code, reply.json()) == (200, {"status": "levend"})
        reply = await browser.get("/gezond")
        assert (reply.status_code, reply.headers["retry-after"]) == (503, "10")
        assert "De database geeft geen antwoord" in reply.json()["words"][0]
        page = await browser.get("/")
        assert (page.status_code, page.headers["retry-after"]) == (503, "10")
        assert "Het is even te druk" in page.text
        english = await browser.get("/gezond?taal=en")
        assert "does not answer" in english.json()["words"][0]


async def test_a_database_that_never_answers_is_not_waited_for(town) -> None:
    """As behind a firewall that drops everything: the connection is taken and nothing is said."""

    async def silent(_reader, writer) -> None:
        await asyncio.sleep(60)
        writer.close()

    server = await asyncio.start_server(silent, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    gone = replace(town, database_url=f"postgresql+asyncpg://raadgever_app@127.0.0.1:{port}/weg")
    async with alone(gone) as browser:
        started = time.monotonic()
        status, said = await asked(browser)
        assert time.monotonic() - started < 5
        assert (status, said["database"]) == (503, False)
    server.close()


@asynccontextmanager
async def alone(town: Settings) -> AsyncIterator[httpx.AsyncClient]:
    """The website of this town, with a browser, for as long as a test lasts."""
    inner = app.litestar(town)
    transport = httpx.ASGITransport(app=app.Shield(app.Languages(inner), town))
    async with (
        inner.lifespan(),
        httpx.AsyncClient(transport=transport, base_url=town.base_url, timeout=30) as client,
    ):
        yield client
