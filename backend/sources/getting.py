# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Getting what lies at an address that somebody typed, without being led astray by it.

Each hop is checked anew and has a client of its own: no cookies, no proxy and no password from the
environment, and a connection to the very address that was checked.
"""

import asyncio
import ssl
from importlib.metadata import version
from typing import Final

import httpx

from backend.council.json_bytes import LARGEST_FILE
from backend.settings import Outward
from backend.sources import addresses
from backend.sources.addresses import Address
from backend.sources.faults import Failed, Fault

SECONDS: Final = 20
"""For all of it; a worker's lease is longer."""
MOST_REDIRECTS: Final = 3
HEADERS: Final = {
    "user-agent": f"Raadgever/{version('raadgever')}",
    "accept": "application/json",
    "accept-encoding": "identity",
}
_REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
_STATUS: Final = {
    401: Fault.FORBIDDEN,
    403: Fault.FORBIDDEN,
    404: Fault.MISSING,
    410: Fault.MISSING,
    429: Fault.TOO_OFTEN,
}
OK: Final = 200
_BROKEN: Final = range(500, 600)


async def get(url: str, outward: Outward) -> bytes:
    """The body of a 200, or `Failed`."""
    place = addresses.read(url, outward)
    try:
        async with asyncio.timeout(SECONDS):
            return await _follow(place, outward)
    except (TimeoutError, httpx.TimeoutException):
        raise Failed(Fault.TIMEOUT, host=place.host, seconds=SECONDS) from None


async def _follow(place: httpx.URL, outward: Outward) -> bytes:
    for _ in range(MOST_REDIRECTS + 1):
        found = await _once(place, outward)
        if isinstance(found, bytes):
            return found
        onward = addresses.read(str(found), outward)
        if onward.raw_host != place.raw_host:
            raise Failed(Fault.ELSEWHERE, host=place.host, to=onward)
        place = onward
    raise Failed(Fault.ROUNDS, host=place.host)


async def _once(place: httpx.URL, outward: Outward) -> bytes | httpx.URL:
    """The body, or where to look instead. A second address is for when the first is not there."""
    slow = False
    for address in await addresses.resolved(place, outward):
        try:
            return await _ask(place, address)
        except httpx.ConnectTimeout:
            slow = True
        except httpx.ConnectError as error:
            if reason := _about_security(error):
                raise Failed(Fault.CERTIFICATE, host=place.host, reason=reason) from error
        except httpx.RemoteProtocolError as error:
            raise Failed(Fault.GARBLED, host=place.host) from error
        except httpx.NetworkError as error:
            raise Failed(Fault.UNREACHABLE, host=place.host) from error
    if slow:
        raise TimeoutError
    raise Failed(Fault.UNREACHABLE, host=place.host)


def _about_security(error: BaseException | None) -> str:
    """What was wrong with the certificate, deep down; nothing when that was not it."""
    while error is not None:
        if isinstance(error, ssl.SSLCertVerificationError):
            return error.verify_message
        if isinstance(error, ssl.SSLError):
            return error.reason or "TLS"
        error = error.__cause__ or error.__context__
    return ""


async def _ask(place: httpx.URL, address: Address) -> bytes | httpx.URL:
    name = place.raw_host.decode("ascii")
    secure = place.scheme == "https"
    async with (
        httpx.AsyncClient(
            verify=httpx.create_ssl_context() if secure else False,
            trust_env=False,
            follow_redirects=False,
            timeout=httpx.Timeout(SECONDS / 2, connect=SECONDS / 5),
        ) as client,
        client.stream(
            "GET",
            place.copy_with(host=str(address)),
            headers={**HEADERS, "host": place.netloc.decode("ascii")},
            extensions={"sni_hostname": name.strip("[]")},
        ) as reply,
    ):
        if reply.status_code in _REDIRECTS and "location" in reply.headers:
            return _joined(place, reply.headers["location"])
        _refuse_status(place, reply.status_code)
        return await _body(place, reply)


def _joined(place: httpx.URL, location: str) -> httpx.URL:
    try:
        return place.join(location)
    except (httpx.InvalidURL, ValueError):
        raise Failed(Fault.ADDRESS, url=location[:200]) from None


def _refuse_status(place: httpx.URL, status: int) -> None:
    if status == OK:
        return
    fault = Fault.BROKEN if status in _BROKEN else _STATUS.get(status, Fault.STATUS)
    raise Failed(fault, host=place.host, status=status)


async def _body(place: httpx.URL, reply: httpx.Response) -> bytes:
    """As it comes over the wire: nothing is unpacked, so that little cannot become much."""
    how = reply.headers.get("content-encoding", "identity").strip().lower()
    if how not in {"", "identity"}:
        raise Failed(Fault.PACKED, host=place.host, how=how[:40])
    found = bytearray()
    try:
        async for piece in reply.aiter_raw():
            found += piece
            if len(found) > LARGEST_FILE:
                raise Failed(Fault.LARGE, host=place.host, limit=LARGEST_FILE // 1024**2)
    except (httpx.RemoteProtocolError, httpx.ReadError) as error:
        raise Failed(Fault.TRUNCATED, host=place.host) from error
    return bytes(found)
