# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""The receipt code: what a resident keeps, derived and never stored.

Twenty characters of Crockford's base32 (100 bits) and one that catches a slip of the pen, in
groups of five. Derived by HMAC-SHA-256, so that a retry after a crash yields the same code.
"""

import hashlib
import hmac
import re
from uuid import UUID

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_LENGTH = 20
_ALIKE = str.maketrans({"O": "0", "I": "1", "L": "1"})
# White space and every kind of dash: a code may be copied from a PDF or a letter.
_BETWEEN = re.compile(r"[\s\-\u00ad\u2010-\u2015\u2212]+")


def _check(code: str) -> str:
    """Luhn's check in base 32: finds every wrong letter and every swapped pair but 0 and Z."""
    total = 0
    for place, letter in enumerate(reversed(code)):
        value = ALPHABET.index(letter) * (2 if place % 2 == 0 else 1)
        total += value // 32 + value % 32
    return ALPHABET[-total % 32]


def derive(secret: bytes, consultation: UUID, key: UUID) -> str:
    """The code of the response that was sent with this form key, e.g. `7Q4ZK-…-8`."""
    digest = hmac.digest(secret, b"receipt/1" + consultation.bytes + key.bytes, hashlib.sha256)
    number = int.from_bytes(digest, "big")
    code = "".join(ALPHABET[number >> (5 * place) & 31] for place in range(_LENGTH))
    code += _check(code)
    return "-".join(code[start : start + 5] for start in range(0, len(code), 5))


def normalise(typed: str) -> str | None:
    """The code as derived, from what somebody typed; None when it cannot be one."""
    bare = _BETWEEN.sub("", typed).upper().translate(_ALIKE)
    if len(bare) != _LENGTH + 1 or any(letter not in ALPHABET for letter in bare):
        return None
    if _check(bare[:-1]) != bare[-1]:
        return None
    return "-".join(bare[start : start + 5] for start in range(0, len(bare), 5))


def fingerprint(secret: bytes, code: str) -> bytes:
    """What is stored: 32 bytes that find the response and cannot be turned back."""
    return hmac.digest(secret, b"receipt-lookup/1" + code.encode(), hashlib.sha256)
