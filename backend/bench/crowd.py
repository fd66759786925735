# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""A crowd: as many connections at once as there are bodies, all open before any of them sends.

A load tool that keeps a connection busy would not do: here everybody comes at the same moment, and
what counts is what each of them hears.
"""

import asyncio
import statistics
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Final
from urllib.parse import urlsplit

from msgspec import Struct

AT_ONCE: Final = 100
"""Connections being opened at the same moment: the queue of a listening socket is short."""
PATIENCE: Final = 120.0


class Crowd(Struct, frozen=True):
    """What a crowd saw. `refused` were let go without a word.

    turned_away   milliseconds until each 503 was there, from sending
    answered      the same for what was stored
    """

    opened: int
    statuses: Mapping[int, int]
    refused: int
    turned_away: Sequence[float]
    answered: Sequence[float]

    def of(self, status: int) -> int:
        return self.statuses.get(status, 0)


def middle(times: Sequence[float]) -> float:
    return round(statistics.median(times), 1) if times else 0.0


class _Visitor(Struct):
    line: tuple[asyncio.StreamReader, asyncio.StreamWriter]


async def _opened(host: str, port: int, gate: asyncio.Semaphore) -> _Visitor | None:
    async with gate:
        try:
            return _Visitor(await asyncio.open_connection(host, port))
        except OSError:
            return None


async def _sends(visitor: _Visitor, head: str, body: bytes) -> tuple[int, float]:
    """The status, nought for none, and after how many milliseconds."""
    reader, writer = visitor.line
    started = time.perf_counter()
    try:
        writer.write(head.format(length=len(body)).encode() + body)
        async with asyncio.timeout(PATIENCE):
            said = await reader.readline()
            took = (time.perf_counter() - started) * 1000
        return (int(said.split()[1]) if said else 0), took
    except (OSError, TimeoutError):
        return 0, (time.perf_counter() - started) * 1000


async def press(
    base: str, path: str, bodies: Sequence[bytes], *, ready: Callable[[], None] | None = None
) -> Crowd:
    """Everybody opens, then everybody sends, then everybody waits for what they hear. `ready` is
    called between opening and sending, and may wait."""
    place = urlsplit(base)
    host, port = place.hostname or "", place.port or 80
    head = (
        f"POST {path} HTTP/1.1\r\nHost: {place.netloc}\r\nContent-Type: application/json\r\n"
        "Content-Length: {length}\r\n\r\n"
    )
    gate = asyncio.Semaphore(AT_ONCE)
    came = await asyncio.gather(*(_opened(host, port, gate) for _ in bodies))
    visitors = [one for one in came if one is not None]
    if ready is not None:
        await asyncio.to_thread(ready)
    heard = await asyncio.gather(
        *(_sends(one, head, body) for one, body in zip(visitors, bodies, strict=False))
    )
    for one in visitors:
        one.line[1].close()
    statuses = Counter(status for status, _ in heard if status)
    return Crowd(
        opened=len(visitors),
        statuses=dict(statuses),
        refused=len(bodies) - sum(statuses.values()),
        turned_away=[took for status, took in heard if status == 503],  # noqa: PLR2004 - Service Unavailable
        answered=[took for status, took in heard if status in {201, 303}],
    )
