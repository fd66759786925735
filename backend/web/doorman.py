# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Outermost of all: whoever comes on top of what we can do is told so at once, and to come back.

Without it everybody waits, until nobody is answered in time. Who asks how we are is always let in:
a platform must not take a busy website for a dead one.
"""

import asyncio
from functools import lru_cache
from html import escape
from typing import Final

import msgspec
import structlog
from litestar.types import ASGIApp, HTTPScope, Receive, Scope, Send

from backend import metrics
from backend.capacity import Capacity
from backend.web.languages import current, gettext, marked, spoken, wanted
from backend.web.shield import SAFE, SECURITY_HEADERS

ALWAYS: Final = frozenset({"/levend", "/gezond"})
RETRY_AFTER: Final = 10
"""Seconds."""
_TITLE: Final = marked("Het is even te druk.")
_ADVICE: Final = marked(
    "Te veel mensen gebruiken deze website tegelijk. Wacht een halve minuut en probeer het opnieuw."
)
_SENT: Final = marked(
    "Wat u verstuurde, is nog niet aangekomen. Ga terug met de knop van uw browser: wat u typte,"
    " staat er meestal nog."
)
log = structlog.get_logger()


def _page(advice: list[str]) -> bytes:
    lines = "".join(f"<p>{escape(line)}</p>" for line in advice)
    title = escape(gettext(_TITLE))
    return (
        f'<!doctype html><html lang="{current()}"><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{title}</title><h1>{title}</h1>{lines}</html>\n"
    ).encode()


@lru_cache(maxsize=16)
def _reply(language: str, *, sent: bool, machine: bool) -> tuple[bytes, bytes]:
    """Media type and body."""
    with spoken(language):
        advice = [gettext(_ADVICE), *([gettext(_SENT)] if sent else [])]
        if not machine:
            return b"text/html; charset=utf-8", _page(advice)
        problem = {"status": 503, "title": gettext(_TITLE), "detail": gettext(_ADVICE)}
    return b"application/problem+json; charset=utf-8", msgspec.json.encode(problem)


class Doorman:
    """`open` counts connections, which only the server sees; `busy` requests under way."""

    def __init__(self, app: ASGIApp, capacity: Capacity) -> None:
        self.app = app
        self.capacity = capacity
        self.open = 0
        self.busy = 0
        self._untold = 0
        self._told_at = 0.0
        metrics.connections.set_function(lambda: self.open)
        metrics.busy.set_function(lambda: self.busy)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"] in ALWAYS:
            await self.app(scope, receive, send)
            return
        if self.busy >= self.capacity.requests:
            await self._turn_away(scope, send, "requests")
            return
        self.busy += 1
        try:
            await self.app(scope, receive, send)
        finally:
            self.busy -= 1

    async def at_a_full_house(self, scope: Scope, receive: Receive, send: Send) -> None:
        """For a connection on top of what we keep open."""
        if scope["type"] != "http" or scope["path"] in ALWAYS:
            await self.app(scope, receive, send)
        else:
            await self._turn_away(scope, send, "connections")

    async def _turn_away(self, scope: HTTPScope, send: Send, why: str) -> None:
        self._tell(why)
        sent, machine = scope["method"] not in SAFE, scope["path"].startswith("/api/")
        kind, body = _reply(wanted(scope), sent=sent, machine=machine)
        headers = [
            (b"content-type", kind),
            (b"content-length", str(len(body)).encode()),
            (b"retry-after", str(RETRY_AFTER).encode()),
            (b"cache-control", b"no-store"),
            *SECURITY_HEADERS,
            *([(b"connection", b"close")] if why == "connections" else []),
        ]
        await send({"type": "http.response.start", "status": 503, "headers": headers})  # type: ignore[typeddict-item]
        await send({"type": "http.response.body", "body": body, "more_body": False})

    def _tell(self, why: str) -> None:
        """One line a second: a flood must not fill the log as well."""
        metrics.turned_away.labels(why).inc()
        self._untold += 1
        now = asyncio.get_running_loop().time()
        if now - self._told_at >= 1:
            log.warning("turned-away", number=self._untold, open=self.open, busy=self.busy)
            self._untold, self._told_at = 0, now
