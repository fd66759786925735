# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Websites killed, and connections to the database cut, while residents send: what nobody was
thanked for is sent again under the same key, and is there once."""

import random
import signal
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from uuid import UUID, uuid4

import anyio
import httpx
import pytest
from anyio.abc import ByteStream
from msgspec.structs import replace
from sqlalchemy.engine import make_url

from backend.participation.tables import Entry
from backend.settings import Settings
from surveys.stances import Stance
from tests.faults import invariant
from tests.faults.invariant import Answers
from tests.faults.processes import (
    SITE,
    STARTING,
    Started,
    environ,
    free_ports,
    running,
    until,
    wait_until,
    worker,
)

pytestmark = pytest.mark.anyio
DIES_AFTER_COMMIT = """
import os, signal
from backend.participation import group_commit
keep = group_commit.GroupCommit._keep
async def stored_and_gone(self, batch):
    await keep(self, batch)
    os.kill(os.getpid(), signal.SIGKILL)
group_commit.GroupCommit._keep = stored_and_gone
"""
"""A failpoint: the answers are committed, and whoever sent them hears nothing."""


@contextmanager
def site(town: Settings, folder: Path, port: int, before: str = "") -> Iterator[Started]:
    base = f"http://127.0.0.1:{port}"
    code = before + SITE.format(port=port)
    with running(
        code, environ(town, folder, RAADGEVER_BASE_URL=base), folder / "site.log"
    ) as started:
        wait_until(lambda: _alive(base), f"{base} answers", STARTING)
        yield started


def _alive(base: str) -> bool:
    try:
        return httpx.get(f"{base}/levend", timeout=5).status_code == 200
    except httpx.HTTPError:
        return False


async def post(browser: httpx.AsyncClient, key: UUID, said: dict[str, str]) -> httpx.Response:
    path = "/api/v1/raadplegingen/park/inzendingen"
    return await browser.post(path, json={"sleutel": str(key), "antwoorden": said})


async def insist(browser: httpx.AsyncClient, answers: Answers, number: int) -> None:
    """As somebody who presses the button again until they are thanked."""
    for _ in range(number):
        key, stance = uuid4(), tuple(Stance)[answers.sent % len(Stance)]
        answers.sent += 1
        said = {"1.stance": str(stance), "1.advice": f"Plant {answers.sent} bomen."}
        while key not in answers.acknowledged:
            try:
                reply = await post(browser, key, said)
            except httpx.HTTPError:
                await anyio.sleep(0.1)
                continue
            if reply.status_code in {200, 201}:
                answers.acknowledged[key] = stance
            else:
                assert reply.status_code == 503, reply.text
                await anyio.sleep(0.1)


async def test_killed_between_commit_and_reply_it_gives_the_same_code_again(
    *, town, sessions, answers: Answers, tmp_path: Path
) -> None:
    [port] = free_ports(1)
    key, said = uuid4(), {"1.stance": "for", "1.advice": "Plant bomen."}
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=30) as browser:
        with site(town, tmp_path, port, DIES_AFTER_COMMIT), pytest.raises(httpx.HTTPError):
            await post(browser, key, said)
        assert await invariant.size(sessions, Entry) == 1
        with site(town, tmp_path, port):
            first, again = [await post(browser, key, said) for _ in range(2)]
            other = await post(browser, key, {**said, "1.stance": "against"})
    assert first.is_success
    assert first.json()["ontvangstcode"] == again.json()["ontvangstcode"]
    assert other.status_code == 409
    assert await invariant.size(sessions, Entry) == 1


@pytest.mark.parametrize(
    ("kills", "clients", "each"),
    [(2, 8, 25), pytest.param(4, 200, 50, marks=pytest.mark.soak)],
)
async def test_whatever_is_killed_each_answer_is_thanked_for_stored_and_counted_once(
    *, town, sessions, answers: Answers, tmp_path: Path, kills: int, clients: int, each: int
) -> None:
    seed = random.SystemRandom().randrange(10**6)
    sys.stderr.write(f"seed {seed}\n")
    moments = sorted(random.Random(seed).sample(range(5, 90), kills))  # noqa: S311 - when to kill
    [port] = free_ports(1)
    limits = httpx.Limits(max_connections=clients)
    address = f"http://127.0.0.1:{port}"
    wanted = clients * each

    async def killed_in_turn() -> None:
        for percent in (*moments, 100):

            async def so_far(percent: int = percent) -> bool:
                return len(answers.acknowledged) * 100 >= percent * wanted

            with site(town, tmp_path, port) as one:
                await until(so_far, f"{percent} in a hundred", STARTING * 5)
                one.process.send_signal(signal.SIGKILL)

    with worker(town, tmp_path):
        async with (
            httpx.AsyncClient(base_url=address, timeout=30, limits=limits) as browser,
            anyio.create_task_group() as crowd,
        ):
            crowd.start_soon(killed_in_turn)
            for _ in range(clients):
                crowd.start_soon(insist, browser, answers, each)
        assert len(answers.acknowledged) == wanted
        await invariant.close(sessions, answers.park)
        await invariant.summarised(sessions, answers.park)
    await invariant.holds(sessions, answers)


class Line:
    """What carries a connection to PostgreSQL; `cut` lets the next commit arrive, and its answer
    not."""

    def __init__(self, to: str) -> None:
        self.to = to
        self.cut = self.ending = False
        self.cuts = 0

    async def carry(self, near: ByteStream) -> None:
        far = await anyio.connect_unix(self.to)
        async with near, far, anyio.create_task_group() as both:
            both.start_soon(self._out, near, far)
            await self._in(far, near)
            both.cancel_scope.cancel()

    async def _out(self, near: ByteStream, far: ByteStream) -> None:
        async for piece in near:
            self.ending = b"COMMIT" in piece
            await far.send(piece)

    async def _in(self, far: ByteStream, near: ByteStream) -> None:
        async for piece in far:
            if self.cut and self.ending:
                self.cut = False
                self.cuts += 1
                return
            await near.send(piece)


@asynccontextmanager
async def proxied(town: Settings) -> AsyncIterator[tuple[Settings, Line]]:
    """The same town, by way of a line that can be cut."""
    at = make_url(town.database_url)
    line = Line(f"{at.query['host']}/.s.PGSQL.{at.query['port']}")
    [port] = free_ports(1)
    there = at.set(host="127.0.0.1", port=port, query={"ssl": "disable"})
    listener = await anyio.create_tcp_listener(local_host="127.0.0.1", local_port=port)
    async with listener, anyio.create_task_group() as carrying:
        carrying.start_soon(listener.serve, line.carry)
        yield replace(town, database_url=there.render_as_string(hide_password=False)), line
        carrying.cancel_scope.cancel()


async def test_cut_off_while_it_commits_the_key_says_what_became_of_it(
    *, town, sessions, answers: Answers, tmp_path: Path
) -> None:
    [port] = free_ports(1)
    async with (
        proxied(town) as (far_away, line),
        httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=30) as browser,
    ):
        with site(far_away, tmp_path, port):
            await insist(browser, answers, 3)
            for _ in range(4):
                line.cut = True
                await insist(browser, answers, 3)
    assert line.cuts == 4
    with worker(town, tmp_path):
        await invariant.close(sessions, answers.park)
        await invariant.summarised(sessions, answers.park)
    await invariant.holds(sessions, answers)
