# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Connections, below what an application sees: how many stay open, and how long we wait for one.

The server itself waits for ever for who says half of what they want, or takes half of what they
asked for; so many of those and nobody else comes in.
"""

import asyncio
import resource
from typing import ClassVar, Final

import structlog
from msgspec import structs
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from backend.capacity import Capacity
from backend.web.doorman import Doorman

HEAD_SECONDS: Final = 15.0
"""To say what one wants."""
STALLED_SECONDS: Final = 30.0
LEAST: Final = 10_000
"""Bytes of a body that come in so many seconds, at least."""
UNTAKEN_SECONDS: Final = 60.0
"""In which somebody takes nothing of an answer."""
IDLE_SECONDS: Final = 10
"""Between two requests. A proxy in front must let go sooner."""
STANDING: Final = 250
"""Connections on top of the most: long enough there to be told."""
STANDING_SECONDS: Final = 2.0
RESERVE: Final = 512
"""Files besides connections: those on top, the database, what is being read."""
_TOO_SLOW: Final = (
    b"HTTP/1.1 408 Request Timeout\r\ncontent-length: 0\r\ncache-control: no-store\r\n"
    b"connection: close\r\n\r\n"
)
log = structlog.get_logger()


def room_for(wanted: Capacity) -> Capacity:
    """Let this process open as many files as the machine allows, and keep no more connections open
    than fit in them."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft != hard:
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    if hard == resource.RLIM_INFINITY or hard >= wanted.connections + RESERVE:
        return wanted
    fit = max(hard - RESERVE, 10)
    log.warning("fewer-connections", wanted=wanted.connections, fit=fit, files=hard)
    return structs.replace(wanted, connections=fit)


class Line(HttpToolsProtocol):
    """One connection.

    part   what is coming in: the "first" byte of all, a "head", a "body", or nothing
    came   how many bytes since the clock was set
    """

    doorman: ClassVar[Doorman]
    most: ClassVar[int]
    part: str = ""
    came: int = 0
    armed: str = ""
    timer: asyncio.TimerHandle | None = None
    untaken: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self.doorman.open += 1
        if self.doorman.open > self.most + STANDING:
            transport.abort()
            return
        self.part = "first"
        if self.doorman.open > self.most:
            self.app = self.doorman.at_a_full_house
            self._arm(STANDING_SECONDS)
        else:
            self._arm(HEAD_SECONDS)

    def connection_lost(self, exc: Exception | None) -> None:
        self.doorman.open -= 1
        self._disarm()
        self._taken()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        self.came += len(data)
        super().data_received(data)
        if not self.part:
            self._disarm()
        elif self.part != self.armed:
            self._disarm()
            self._arm(STALLED_SECONDS if self.part == "body" else HEAD_SECONDS)

    def on_message_begin(self) -> None:
        self.part = "head"
        super().on_message_begin()

    def on_headers_complete(self) -> None:
        self.part = "body"
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        self.part = ""
        super().on_message_complete()

    def pause_writing(self) -> None:
        super().pause_writing()
        self._taken()
        self.untaken = self.loop.call_later(UNTAKEN_SECONDS, self.transport.abort)

    def resume_writing(self) -> None:
        self._taken()
        super().resume_writing()

    def _arm(self, seconds: float) -> None:
        self.armed, self.came = self.part, 0
        self.timer = self.loop.call_later(seconds, self._waited)

    def _disarm(self) -> None:
        self.armed = ""
        if self.timer is not None:
            self.timer.cancel()
            self.timer = None

    def _taken(self) -> None:
        if self.untaken is not None:
            self.untaken.cancel()
            self.untaken = None

    def _waited(self) -> None:
        """Too long; unless a body comes in at a fair pace, or it is we who do not read it."""
        if self.transport.is_closing():
            return
        answering = self.cycle is not None and not self.cycle.response_complete  # pyright: ignore[reportUnnecessaryComparison] - None until there is a request
        begun = self.part != "body" or self.cycle.response_started
        paced = self.part == "body" and (self.came >= LEAST or self.flow.read_paused)
        if paced or (answering and begun):  # nothing of ours may stand in the midst of an answer
            self._arm(STALLED_SECONDS)
            return
        if self.part != "first":
            self.transport.write(_TOO_SLOW)
        self.transport.close()


def lines(at: Doorman, most: int) -> type[Line]:
    """The protocol of a server at which this doorman stands."""

    class Ours(Line):
        doorman = at

    Ours.most = most
    return Ours
