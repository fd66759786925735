# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Argon2id, with the same work done for a name that does not exist; and what is easy to guess."""

import asyncio
import functools
import re
import secrets
from pathlib import Path

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from backend.web.languages import gettext

SHORTEST = 12
LONGEST = 200
_FEWEST_LETTERS = 5  # different ones; below it a password is a pattern
_HASHER = PasswordHasher()  # RFC 9106's second recommended option, the library's default
_LOOKS_LIKE = str.maketrans("0134578@$!|€", "oieastbasiie")


def hashed(password: str) -> str:
    return _HASHER.hash(password)


async def hashed_apart(password: str) -> str:
    """In a thread: it takes a while, and meanwhile others are answered."""
    return await asyncio.to_thread(hashed, password)


def random() -> str:
    """About 96 bits, in letters that can be read out over the telephone."""
    return "-".join(secrets.token_hex(3) for _ in range(4))


@functools.cache
def _common() -> re.Pattern[str]:
    """Only words that everybody uses, one behind the other."""
    lines = (Path(__file__).parent / "common.txt").read_text(encoding="utf-8").splitlines()
    words = {word for line in lines if not line.startswith("#") for word in line.split()}
    return re.compile(f"(?:{'|'.join(sorted(words, key=len, reverse=True))})+")


def _is_common(password: str) -> bool:
    """With figures left out, and with figures read as the letters that they look like."""
    low = re.sub(r"^[\W\d_]+|[\W\d_]+$", "", password.lower())
    forms = (low, low.translate(_LOOKS_LIKE))
    bare = [re.sub(r"[\W\d_]+", "", form) for form in forms]
    return any(not form or _common().fullmatch(form) is not None for form in bare)


def weaknesses(password: str, *, username: str, name: str) -> list[str]:
    """Why somebody would guess this; nothing when it will do. No tricks are asked for: length."""
    low = password.lower()
    found: list[str] = []
    if len(password) < SHORTEST:
        what = gettext("Dit is te kort. Kies {number} tekens of meer.")
        found.append(what.format(number=SHORTEST))
    elif len(set(low)) < _FEWEST_LETTERS or _is_common(password):
        found.append(gettext("Dit wachtwoord is makkelijk te raden. Kies iets anders."))
    parts = [username, username.partition("@")[0], *re.split(r"\W+", name.lower())]
    if any(len(part) > 3 and part in low for part in parts):  # noqa: PLR2004 - shorter is chance
        found.append(gettext("Uw naam of gebruikersnaam staat erin. Kies iets anders."))
    return found


@functools.cache
def _nobody() -> str:
    """The hash of a password that nobody has, for names that nobody has."""
    return _HASHER.hash(secrets.token_urlsafe())


def _matches(stored: str | None, password: str) -> bool:
    try:
        _HASHER.verify(stored or _nobody(), password)
    except (VerificationError, InvalidHashError):
        return False
    return bool(stored)


async def matches(stored: str | None, password: str) -> bool:
    """Takes as long for an unknown account (`None`), or one without a password yet (""), as for
    a known one (ASVS V6.3.8)."""
    return await asyncio.to_thread(_matches, stored, password)
