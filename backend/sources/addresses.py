# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Which addresses we fetch from. An address that somebody typed must not open our own network."""

import asyncio
import ipaddress
import socket
from typing import Final

import httpx

from backend.settings import Outward
from backend.sources.faults import Failed, Fault

LONGEST: Final = 2000
MOST_ADDRESSES: Final = 4
LAST_PORT: Final = 65535
_NAT64: Final = ipaddress.ip_network("64:ff9b::/96")
Address = ipaddress.IPv4Address | ipaddress.IPv6Address


def read(url: str, outward: Outward) -> httpx.URL:
    """The parts of an address, or `Failed` when it is none, holds a password or is plain http."""
    try:
        found = httpx.URL(url)
        host = found.raw_host.decode("ascii")
    except (httpx.InvalidURL, UnicodeError, ValueError):
        raise Failed(Fault.ADDRESS, url=url[:200]) from None
    wrong = found.scheme not in {"http", "https"} or not host or (found.port or 0) > LAST_PORT
    if wrong or found.userinfo or len(url) > LONGEST:
        raise Failed(Fault.ADDRESS, url=url[:200])
    if found.scheme == "http" and not outward.plain_http:
        raise Failed(Fault.PLAIN_HTTP, host=found.host)
    return found.copy_with(fragment=None)


def _meant(address: Address) -> Address:
    """Where packets end up: the IPv4 address that travels inside this one, if there is one."""
    if isinstance(address, ipaddress.IPv4Address):
        return address
    if address in _NAT64:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour or address


def is_allowed(address: Address, outward: Outward) -> bool:
    """On the open internet, or in a network that the municipality named."""
    meant = _meant(address)
    if any(meant in network for network in outward.networks):
        return True
    strange = meant.is_multicast or meant.is_reserved or meant.is_unspecified
    return meant.is_global and not strange


async def resolved(url: httpx.URL, outward: Outward) -> tuple[Address, ...]:
    """What the name stands for now, to connect to exactly that: asked again it may say otherwise.

    `Failed` when one of them is not allowed, however many others are.
    """
    port = url.port or (443 if url.scheme == "https" else 80)
    try:
        found = await asyncio.get_running_loop().getaddrinfo(
            url.raw_host.decode("ascii").strip("[]"), port, type=socket.SOCK_STREAM
        )
        # Without the zone of a link-local address: that is refused, or named as a network.
        addresses = tuple(
            dict.fromkeys(ipaddress.ip_address(str(each[4][0]).partition("%")[0]) for each in found)
        )
    except (OSError, UnicodeError, ValueError):
        raise Failed(Fault.NAME, host=url.host) from None
    for address in addresses:
        if not is_allowed(address, outward):
            raise Failed(Fault.PRIVATE, host=url.host, ip=address)
    return addresses[:MOST_ADDRESSES]
