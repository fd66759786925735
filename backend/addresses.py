# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Addresses and networks as settings name them."""

import ipaddress
import re
from urllib.parse import urlsplit

Network = ipaddress.IPv4Network | ipaddress.IPv6Network


def _plain(base: str) -> bool:
    """Scheme, host and perhaps a port, written as browsers send them back in Host and Origin."""
    try:
        parts = urlsplit(base)
        port = parts.port
    except ValueError:
        return False
    usual = {"https": 443, "http": 80}.get(parts.scheme)
    host = parts.netloc.rpartition(":")[0] if port else parts.netloc
    named = re.fullmatch(r"[a-z0-9.-]+|\[[0-9a-f:]+\]", host) is not None
    local = parts.hostname in {"127.0.0.1", "localhost", "::1"}
    secure = parts.scheme == "https" or (parts.scheme == "http" and local)
    return secure and named and port != usual and base.rstrip("/").endswith(f"//{parts.netloc}")


def base_problem(base: str) -> str | None:
    if _plain(base):
        return None
    return (
        "RAADGEVER_BASE_URL must be the public https address without a path, in small letters, "
        "such as https://raadgever.example.nl (http only for 127.0.0.1)."
    )


def networks(name: str, text: str, problems: list[str]) -> tuple[Network, ...]:
    found: list[Network] = []
    for part in filter(None, (piece.strip() for piece in text.split(","))):
        try:
            network = ipaddress.ip_network(part, strict=False)
        except ValueError:
            problems.append(f"RAADGEVER_{name}: {part!r} is not a network.")
            continue
        if network.prefixlen == 0:
            problems.append(f"RAADGEVER_{name}: {part!r} would trust everybody's word.")
        found.append(network)
    return tuple(found)
