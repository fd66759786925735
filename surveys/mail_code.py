# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""The e-mail code: what stands in a message to one address, and lets one response in.

Ten characters of Crockford's base32 (50 bits) and one that catches a slip of the pen, in groups of
four: `7Q4Z-K8MD-2XR`. It is shorter than a letter code, so that either is known by its length when
it is filled in where the other belongs.
"""

import hashlib
import hmac
from uuid import UUID

from surveys import spelling

BITS = 50
_LENGTH = 10
_GROUP = 4


def derive(secret: bytes, request: UUID, tag: bytes) -> str:
    """The same for the same request, so that sending once more sends the same code. `tag` stands
    for the address: the id of a request may be of somebody's own making."""
    made = hmac.digest(secret, b"mail/1" + request.bytes + tag, hashlib.sha256)
    return spelling.spelled(int.from_bytes(made, "big"), _LENGTH, _GROUP)


def normalise(typed: str) -> str | None:
    """The code as it was sent, from what somebody typed; None when it cannot be one."""
    return spelling.normalise(typed, _LENGTH, _GROUP)


def digest(secret: bytes, code: str) -> bytes:
    """What is stored: 32 bytes that find the code and, without the secret, cannot be guessed."""
    return hmac.digest(secret, b"mailcode/1" + code.encode(), hashlib.sha256)
