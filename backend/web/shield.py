# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Around the whole application, errors and unknown paths included: hosts, headers, cross-site.

Plain ASGI and outermost, because Litestar's own hooks do not reach a 404 or a failed handler.
"""

import time

import structlog
from litestar.types import ASGIApp, HTTPScope, Message, Receive, Scope, Send

from backend import metrics
from backend.settings import Settings

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
FAILED = 500
SLOW = 2.0
"""Seconds; a reply that takes longer is logged as a warning, one that failed too."""
API_VERSION = b"1.0.0"
SECURITY_HEADERS: tuple[tuple[bytes, bytes], ...] = (
    (b"strict-transport-security", b"max-age=63072000; includeSubDomains"),
    (
        b"content-security-policy",
        (
            b"default-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none';"
            b" form-action 'self'"
        ),
    ),
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
)
log = structlog.get_logger()


def _header(scope: HTTPScope, name: bytes) -> str:
    return next((v.decode("latin-1") for k, v in scope["headers"] if k == name), "")


def _cross_site(scope: HTTPScope, settings: Settings) -> bool:
    """A change asked for by another site's page.

    Fetch Metadata decides; Origin only where a browser is too old to send it. Such a browser says
    "null" for our own forms, because our pages send no referrer: it is let through here, and what
    staff can do is still behind the token of the session.
    """
    if scope["method"] in SAFE:
        return False
    fetched = _header(scope, b"sec-fetch-site")
    if fetched:
        return fetched not in {"same-origin", "none"}
    return _header(scope, b"origin") not in {"", "null", settings.base_url}


def _misaddressed(scope: HTTPScope, settings: Settings) -> bool:
    """Another host than ours, two hosts, or a path with letters that no path of ours has."""
    hosts = [value for name, value in scope["headers"] if name == b"host"]
    return hosts != [settings.host.encode()] or not scope["path"].isprintable()


def _with_charset(name: bytes, value: bytes) -> bytes:
    """Once, wherever there are letters (ASVS 4.1.1): Litestar adds it to what has one already."""
    kind = value.partition(b";")[0]
    letters = kind.startswith(b"text/") or kind.endswith((b"json", b"rss+xml"))
    return kind + b"; charset=utf-8" if name == b"content-type" and letters else value


def _route(scope: HTTPScope) -> str:
    """The route's template; a path that no route matched may hold anything, so it stays out."""
    try:
        return scope["path_template"]
    except KeyError:
        return metrics.NO_ROUTE


def _tell(scope: HTTPScope, status: int, seconds: float) -> None:
    """No address, no query string and no path as sent: codes and words may stand in them."""
    route = _route(scope)
    metrics.answered(scope["method"], route, status, seconds)
    say = log.warning if status >= FAILED or seconds > SLOW else log.info
    say(
        "request",
        method=scope["method"],
        route=route,
        status=status,
        ms=round(seconds * 1000, 1),
    )


async def _refuse(send: Send, status: int, text: str) -> None:
    body = f"{text}\n".encode()
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"cache-control", b"no-store")]
    await send({"type": "http.response.start", "status": status, "headers": headers})  # type: ignore[typeddict-item]
    await send({"type": "http.response.body", "body": body, "more_body": False})


class Shield:
    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self.app = app
        self.settings = settings

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        await self._http(scope, receive, send)

    async def _http(self, scope: HTTPScope, receive: Receive, send: Send) -> None:
        started = time.perf_counter()
        status = 500

        async def guarded(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = self._headers(scope["path"], list(message["headers"]))
            await send(message)

        if _misaddressed(scope, self.settings):
            await _refuse(guarded, 400, "Onbekend adres. Gebruik het adres van de gemeente.")
        elif _cross_site(scope, self.settings):
            await _refuse(guarded, 403, "Dit verzoek kwam van een andere website.")
        else:
            await self.app(scope, receive, guarded)
        _tell(scope, status, time.perf_counter() - started)

    def _headers(self, path: str, headers: list[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
        headers = [(name, _with_charset(name.lower(), value)) for name, value in headers]
        present = {name.lower() for name, _ in headers}
        added = [(name, value) for name, value in SECURITY_HEADERS if name not in present]
        if b"cache-control" not in present:
            added.append((b"cache-control", b"no-store"))
        if path.startswith("/api/"):
            added.append((b"api-version", API_VERSION))
        return [*headers, *added]
