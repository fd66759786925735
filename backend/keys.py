# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Keys out of the one secret, one per purpose, so that none can stand in for another."""

import base64

from cryptography.fernet import Fernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF


def derived(secret: bytes, purpose: str) -> bytes:
    """32 bytes. `purpose` has a number at its end: another number is another key."""
    return HKDF(SHA256(), 32, salt=None, info=f"raadgever {purpose}".encode()).derive(secret)


def box(secret: bytes, purpose: str) -> Fernet:
    """What is locked in it only we can read, and we can tell when."""
    return Fernet(base64.urlsafe_b64encode(derived(secret, purpose)))
