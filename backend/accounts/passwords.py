# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Argon2id, with the same work done for a name that does not exist."""

import asyncio
import functools
import secrets

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

SHORTEST = 12
_HASHER = PasswordHasher()  # RFC 9106's second recommended option, the library's default


def hashed(password: str) -> str:
    return _HASHER.hash(password)


def random() -> str:
    """About 96 bits, in letters that can be read out over the telephone."""
    return "-".join(secrets.token_hex(3) for _ in range(4))


@functools.cache
def _nobody() -> str:
    """The hash of a password that nobody has, for names that nobody has."""
    return _HASHER.hash(secrets.token_urlsafe())


def _matches(stored: str | None, password: str) -> bool:
    try:
        _HASHER.verify(stored or _nobody(), password)
    except (VerificationError, InvalidHashError):
        return False
    return stored is not None


async def matches(stored: str | None, password: str) -> bool:
    """Takes as long for an unknown account (`None`) as for a known one (ASVS V6.3.8)."""
    return await asyncio.to_thread(_matches, stored, password)
