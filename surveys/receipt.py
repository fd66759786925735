# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""The receipt code: what a resident keeps, derived and never stored.

Twenty characters of Crockford's base32 (100 bits) and one that catches a slip of the pen, in
groups of five. Derived by HMAC-SHA-256, so that a retry after a crash yields the same code.
"""

import hashlib
import hmac
from uuid import UUID

from surveys import spelling

_LENGTH = 20
_GROUP = 5


def derive(secret: bytes, consultation: UUID, key: UUID) -> str:
    """The code of the response that was sent with this form key, e.g. `7Q4ZK-…-8`."""
    digest = hmac.digest(secret, b"receipt/1" + consultation.bytes + key.bytes, hashlib.sha256)
    return spelling.spelled(int.from_bytes(digest, "big"), _LENGTH, _GROUP)


def normalise(typed: str) -> str | None:
    """The code as derived, from what somebody typed; None when it cannot be one."""
    return spelling.normalise(typed, _LENGTH, _GROUP)


def fingerprint(secret: bytes, code: str) -> bytes:
    """What is stored: 32 bytes that find the response and cannot be turned back."""
    return hmac.digest(secret, b"receipt-lookup/1" + code.encode(), hashlib.sha256)
