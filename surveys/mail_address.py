# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""An e-mail address as somebody typed it: to send to, and to know again.

Narrower than the standard (RFC 5321): no quotes, no comments and no letters outside ASCII before
the @. So nothing in it can end a line of a message or begin another header.
"""

import hashlib
import hmac
import re
from typing import Final

from msgspec import Struct

LONGEST: Final = 254
_LONGEST_NAME: Final = 64
_NAME: Final = re.compile(r"[a-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
_LABEL: Final = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")
_ONE_BOX: Final = {"gmail.com": "gmail.com", "googlemail.com": "gmail.com"}
"""Where dots in the name make no difference, and what the box is called."""


class Address(Struct, frozen=True):
    """`name` as it was typed; `domain` in small ASCII letters."""

    name: str
    domain: str

    def __str__(self) -> str:
        return f"{self.name}@{self.domain}"

    @property
    def box(self) -> str:
        """The same for every spelling that reaches the same box: capitals, what stands after a
        plus, and dots where they do not count. Two boxes that share it are one voice."""
        name = self.name.lower().partition("+")[0] or self.name.lower()
        domain = _ONE_BOX.get(self.domain, self.domain)
        return f"{name.replace('.', '') if self.domain in _ONE_BOX else name}@{domain}"

    def tag(self, key: bytes) -> bytes:
        """32 bytes that nobody can trace without the key, and nobody at all once it is gone."""
        return hmac.digest(key, b"address/1" + self.box.encode(), hashlib.sha256)


def _domain(typed: str) -> str | None:
    try:
        domain = typed.encode("idna").decode().lower()
    except UnicodeError:
        return None
    labels = domain.split(".")
    good = len(labels) > 1 and all(_LABEL.fullmatch(label) for label in labels)
    return domain if good and not labels[-1].isdigit() else None


def read(typed: str) -> Address | None:
    """None when no message can be sent to it."""
    name, at, rest = typed.strip().rpartition("@")
    domain = _domain(rest) if at and len(typed) <= LONGEST * 2 else None
    if domain is None or len(name) > _LONGEST_NAME or not _NAME.fullmatch(name.lower()):
        return None
    found = Address(name, domain)
    return found if name.isascii() and len(str(found)) <= LONGEST else None
