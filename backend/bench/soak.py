# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""`raadgever bench soak`: half an hour of answers and pages, on two websites and two workers.

A third worker is killed every half minute and started again, and now and then Valkey loses all it
has and everybody who is connected. In the end the consultation closes: what was acknowledged must
be what is stored and what is counted. The memory of the four that stay is told for the first third
of the time and for the last; pages of files that processes share are left out of it.
"""

import argparse
import asyncio
import itertools
import signal
import statistics
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from contextlib import ExitStack, suppress
from typing import Any, Final
from uuid import uuid4

import httpx
from msgspec import Struct
from redis.asyncio import Redis
from redis.exceptions import RedisError
from sqlalchemy import select

from backend.bench import usage
from backend.bench.lab import SLUG, WORKER, Lab, lab, process, say, site
from backend.bench.submit import ANSWERS, POINTS
from backend.bench.tally import close
from backend.commands.ending import tell
from backend.database import Sessions
from backend.errors import Refused
from backend.results.tables import Result
from surveys.template import draft

SETTLING: Final = 30.0
"""Seconds until every process has loaded what it needs; not counted as growing."""
SAMPLE_SECONDS: Final = 2.0
KILL_SECONDS: Final = 30.0
FORGET_SECONDS: Final = 50.0
PAGES_PER_ANSWER: Final = 0.5
MOST_WAITING: Final = 200
TRIES: Final = 20
COUNTING: Final = 300.0
PATHS: Final = ("/", f"/raadplegingen/{SLUG}", f"/raadplegingen/{SLUG}/meedoen")


class Crowd(Struct):
    """What people heard. `told_to_wait` came back and were heard then; `lost` never were."""

    bases: Sequence[str]
    heard: Counter[str]
    waiting: asyncio.Semaphore

    async def answer(self, browser: httpx.AsyncClient, number: int) -> None:
        """The same form until it is acknowledged, as a browser sends it again."""
        body = {"sleutel": str(uuid4()), "antwoorden": ANSWERS}
        base = self.bases[number % len(self.bases)]
        for _ in range(TRIES):
            with suppress(httpx.HTTPError):
                url = f"{base}/api/v1/raadplegingen/{SLUG}/inzendingen"
                reply = await browser.post(url, json=body)
                if reply.is_success:
                    self.heard["acknowledged"] += 1
                    return
                self.heard["toldToWait"] += 1
            await asyncio.sleep(1)
        self.heard["lost"] += 1

    async def look(self, browser: httpx.AsyncClient, number: int) -> None:
        base, path = self.bases[number % len(self.bases)], PATHS[number % len(PATHS)]
        try:
            reply = await browser.get(f"{base}{path}")
        except httpx.HTTPError:
            self.heard["pagesFailed"] += 1
        else:
            self.heard["pages" if reply.is_success else "pagesFailed"] += 1

    async def keep_coming(
        self, deed: Callable[[httpx.AsyncClient, int], Awaitable[None]], pace: float, until: float
    ) -> None:
        """One every so often, whether or not those before have been served."""
        async with httpx.AsyncClient(timeout=60) as browser, asyncio.TaskGroup() as coming:

            async def one(number: int) -> None:
                try:
                    await deed(browser, number)
                finally:
                    self.waiting.release()

            started = time.monotonic()
            for number in itertools.count():
                due = started + number / pace
                if due > until:
                    return
                await asyncio.sleep(max(due - time.monotonic(), 0))
                await self.waiting.acquire()
                coming.create_task(one(number))


class Growth(Struct, frozen=True):
    """Mebibytes in the middle of the first third, and of the last."""

    first: float
    last: float

    @property
    def percent(self) -> float:
        return round((self.last / self.first - 1) * 100, 1)


def grown(samples: Sequence[float]) -> Growth:
    third = max(len(samples) // 3, 1)
    return Growth(statistics.median(samples[:third]), statistics.median(samples[-third:]))


async def _measure(pids: Sequence[int], until: float) -> list[list[float]]:
    found: list[list[float]] = [[] for _ in pids]
    await asyncio.sleep(min(SETTLING, (until - time.monotonic()) / 4))
    while time.monotonic() < until:
        for pid, samples in zip(pids, found, strict=True):
            samples.append(usage.own(pid))
        await asyncio.sleep(SAMPLE_SECONDS)
    return found


async def _kill(here: Lab, heard: Counter[str], until: float) -> None:
    """The third worker: each time in the middle of whatever it does."""
    while time.monotonic() < until:
        with process(here, WORKER) as running:
            await asyncio.sleep(min(KILL_SECONDS, max(until - time.monotonic(), 0)))
            running.send_signal(signal.SIGKILL)
            heard["killed"] += 1


async def _forget(here: Lab, heard: Counter[str], until: float) -> None:
    """What Valkey holds does not matter, nor whether it is there."""
    while time.monotonic() + FORGET_SECONDS < until:
        await asyncio.sleep(FORGET_SECONDS)
        valkey: Any = Redis.from_url(here.servers.redis_url)  # pyright: ignore[reportUnknownMemberType] - its own types are half there
        with suppress(RedisError):
            await valkey.flushall()
            await valkey.execute_command("CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes")
        await valkey.aclose()
        heard["forgotten"] += 1


async def _live(
    here: Lab, bases: Sequence[str], pids: Sequence[int], minutes: float, pace: float
) -> tuple[Counter[str], list[list[float]]]:
    until = time.monotonic() + minutes * 60
    crowd = Crowd(bases, Counter[str](), asyncio.Semaphore(MOST_WAITING))
    async with asyncio.TaskGroup() as tasks:
        measuring = tasks.create_task(_measure(pids, until))
        tasks.create_task(crowd.keep_coming(crowd.answer, pace, until))
        tasks.create_task(crowd.keep_coming(crowd.look, pace * PAGES_PER_ANSWER, until))
        tasks.create_task(_kill(here, crowd.heard, until))
        tasks.create_task(_forget(here, crowd.heard, until))
    return crowd.heard, measuring.result()


def _counted(here: Lab) -> int:
    """What the workers came to, once the consultation is closed."""

    async def look(sessions: Sessions) -> int | None:
        async with sessions() as db:
            return (await db.scalars(select(Result.counted))).first()

    deadline = time.monotonic() + COUNTING
    while time.monotonic() < deadline:
        if (found := here.work(look)) is not None:
            return found
        time.sleep(1)
    raise Refused("The workers did not conclude the consultation in five minutes.")


def run(arguments: argparse.Namespace) -> None:
    if arguments.minutes <= 0 or arguments.per_second <= 0:
        raise Refused("--minutes and --per-second must be more than nought.")
    with lab(draft(range(1, POINTS + 1), []), points=POINTS) as here, ExitStack() as stack:
        sites = [stack.enter_context(site(here)) for _ in range(2)]
        workers = [stack.enter_context(process(here, WORKER)) for _ in range(2)]
        names = ("site1", "site2", "worker1", "worker2")
        pids = [*(one.pid for one in sites), *(one.pid for one in workers)]
        say(f"{arguments.minutes:g} minutes, {arguments.per_second:g} answers a second")
        bases = [one.base for one in sites]
        live = _live(here, bases, pids, arguments.minutes, arguments.per_second)
        heard, samples = asyncio.run(live)
        alive = [each.poll() is None for each in workers]
        stored = here.number("SELECT count(*) FROM entry")
        close(here)
        counted = _counted(here)
    growth = {name: grown(each) for name, each in zip(names, samples, strict=True)}
    result: dict[str, object] = {
        "minutes": arguments.minutes,
        "acknowledged": heard["acknowledged"],
        "stored": stored,
        "counted": counted,
        **{name: heard[name] for name in ("toldToWait", "lost", "pages", "pagesFailed")},
        **{name: heard[name] for name in ("killed", "forgotten")},
        "alive": all(alive),
        "growthPercent": max(each.percent for each in growth.values()),
    }
    for name, each in growth.items():
        result |= {f"{name}FirstMiB": round(each.first, 1), f"{name}LastMiB": round(each.last, 1)}
    if not stored == counted == heard["acknowledged"]:
        told = f"{heard['acknowledged']} acknowledged, {stored} stored, {counted} counted."
        raise Refused(told)
    tell(arguments, result, "\n".join(f"{name:16} {{{name}}}" for name in result))
