# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""What travels with a resident instead of being stored: signed fields and one sealed cookie.

Keys derive from the one secret, a different one per purpose.
"""

import base64
import hashlib
import json
import zlib
from functools import lru_cache
from typing import Any
from uuid import UUID

import msgspec
from cryptography.fernet import Fernet, InvalidToken
from itsdangerous import BadData, URLSafeTimedSerializer
from msgspec import Struct

from backend import keys

COOKIE = "__Host-ontvangst"
PROOF_SECONDS = 30 * 60
RECEIPT_SECONDS = 30 * 60
# A change may be thought over longer than a proof holds, but not left behind on a shared computer.
# Every step renews it.
CHANGE_SECONDS = 2 * 60 * 60
_MOST_SHOWN = 1_000_000  # bytes of an unverified form that we are willing to unpack


class Form(Struct, frozen=True):
    """A form on its way: what was typed so far, as typed, and whose form it is.

    key        makes sending it idempotent
    replaces   the response that it replaces, once its code was shown
    checked    the check page was seen, so that a change leads back to it
    warned     what a warning was shown for (`steps.mark`), so that pressing on is enough
    letter_code   what it comes in with, as it was printed; looked at once more when it is sent
    mail_code     the same, from an e-mail
    """

    consultation: UUID
    questionnaire: str
    key: UUID
    typed: dict[str, list[str]]
    replaces: UUID | None = None
    checked: bool = False
    warned: tuple[str, ...] = ()
    letter_code: str = ""
    mail_code: str = ""


class Broken(Exception):
    """This is no form of ours, or not any more; carries what can still be read, unverified."""

    def __init__(self, typed: dict[str, list[str]]) -> None:
        super().__init__("the form does not verify")
        self.typed = typed


@lru_cache(maxsize=16)
def _signer(secret: bytes, purpose: str) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(
        secret,
        salt=f"raadgever {purpose}",
        signer_kwargs={"digest_method": hashlib.sha256, "key_derivation": "hmac"},
    )


def write_form(secret: bytes, form: Form) -> str:
    return _signer(secret, "formulier/1").dumps(msgspec.to_builtins(form))


def read_form(secret: bytes, token: str) -> Form:
    """`Broken` when it was not signed by us, or is a change that lay waiting too long."""
    signer = _signer(secret, "formulier/1")
    try:
        form = msgspec.convert(signer.loads(token), Form)
        if form.replaces is not None:
            signer.loads(token, max_age=CHANGE_SECONDS)
    except (BadData, msgspec.ValidationError):
        raise Broken(_salvage(token)) from None
    return form


def _salvage(token: str) -> dict[str, list[str]]:
    """What somebody had typed, from a form that does not verify: only ever shown back to them."""
    payload = token.removeprefix(".").split(".", 1)[0]
    try:
        raw = base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4))
        if token.startswith("."):
            raw = zlib.decompressobj().decompress(raw, _MOST_SHOWN)
        found: Any = json.loads(raw)
        return msgspec.convert(found["typed"], dict[str, list[str]])
    except (ValueError, zlib.error, RecursionError, KeyError, TypeError):
        return {}


def prove(secret: bytes, response_id: UUID) -> str:
    """Stands for a code that was shown to us, so that no page needs to carry the code itself."""
    return _signer(secret, "bewijs/1").dumps(str(response_id))


def proven(secret: bytes, token: str) -> UUID | None:
    """None when it is not ours or older than half an hour."""
    try:
        found: object = _signer(secret, "bewijs/1").loads(token, max_age=PROOF_SECONDS)
        return UUID(str(found))
    except (BadData, ValueError):
        return None


@lru_cache(maxsize=16)
def _fernet(secret: bytes) -> Fernet:
    return keys.box(secret, "ontvangst/1")


def seal_receipt(secret: bytes, consultation: UUID, code: str) -> str:
    return _fernet(secret).encrypt(f"{consultation} {code}".encode()).decode()


def open_receipt(secret: bytes, cookie: str, consultation: UUID) -> str | None:
    """The code that was just given for this consultation; None after half an hour."""
    try:
        held = _fernet(secret).decrypt(cookie.encode(), ttl=RECEIPT_SECONDS).decode()
    except (InvalidToken, ValueError):
        return None
    whose, _, code = held.partition(" ")
    return code if whose == str(consultation) else None
