# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Where a request comes from; X-Forwarded-For counts only from proxies we were told to trust."""

import ipaddress

from backend.addresses import Network
from backend.settings import Settings
from backend.web.kinds import Connection


def _parsed(address: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    """A server that listens on both families says ::ffff:192.0.2.7 for 192.0.2.7; we do not."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return None
    mapped = parsed.ipv4_mapped if isinstance(parsed, ipaddress.IPv6Address) else None
    return mapped or parsed


def _trusted(address: str, proxies: tuple[Network, ...]) -> bool:
    parsed = _parsed(address)
    return parsed is not None and any(parsed in network for network in proxies)


def address(peer: str, forwarded: str, proxies: tuple[Network, ...]) -> str:
    """The last address that no trusted proxy vouches for (CVE-2025-59152: not the first)."""
    chain = [part.strip() for part in forwarded.split(",") if part.strip()]
    while chain and _trusted(peer, proxies):
        peer = chain.pop()
    return str(_parsed(peer) or "-")


def network(address: str) -> str:
    """What is throttled together: an IPv4 address, or an IPv6 /64, which is one household."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address
    return address if parsed.version == 4 else str(ipaddress.ip_network((parsed, 64), strict=False))  # noqa: PLR2004 - IP version


def of(connection: Connection) -> str:
    settings: Settings = connection.app.state.settings
    peer = connection.client.host if connection.client else "-"
    forwarded = ",".join(connection.headers.getall("x-forwarded-for", []))
    return address(peer, forwarded, settings.trusted_proxies)
