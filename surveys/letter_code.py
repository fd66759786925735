# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""The letter code: what stands in a letter to a resident, and lets one response in.

Twelve characters of Crockford's base32 (60 bits, by chance) and one that catches a slip of the
pen, in groups of four: `7Q4Z-K8MD-2XRT-5`.
"""

import hashlib
import hmac

from surveys import spelling

BITS = 60
"""As much chance as one code holds."""
_LENGTH = 12
_GROUP = 4


def spelled(number: int) -> str:
    """From `BITS` bits."""
    return spelling.spelled(number, _LENGTH, _GROUP)


def normalise(typed: str) -> str | None:
    """The code as it was printed, from what somebody typed; None when it cannot be one."""
    return spelling.normalise(typed, _LENGTH, _GROUP)


def digest(secret: bytes, code: str) -> bytes:
    """What is stored: 32 bytes that find the code and, without the secret, cannot be guessed."""
    return hmac.digest(secret, b"letter/1" + code.encode(), hashlib.sha256)
