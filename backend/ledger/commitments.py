# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""What stands in the log of an answer: a commitment per field, which says nothing by itself.

A commitment is opened with the value and its salt. Salts are derived, one per field, from one key
per entry: one field can be opened and the others stay shut, and destroying the key shuts them all.
"""

import hashlib
import hmac
import json
from collections.abc import Mapping
from typing import Final

Value = None | int | str | list["Value"] | dict[str, "Value"]

KEY_BYTES: Final = 32
LARGEST: Final = 2**53 - 1
"""Further on JavaScript no longer tells one number from the next."""
REASON: Final = "reden"
"""No field of a form: why a text of this entry was released or refused."""
_FIELD: Final = b"veld/1\x00"
_SALT: Final = b"zout/1\x00"


class Uncanonical(Exception):
    """A value that another language might write down in another way."""


def _checked(value: object) -> None:
    match value:
        case bool() | float():
            raise Uncanonical(f"A {type(value).__name__} does not go into the log.")
        case None | str():
            return
        case int():
            if abs(value) > LARGEST:
                raise Uncanonical("This number is too large for the log.")
        case list():
            for one in value:  # pyright: ignore[reportUnknownVariableType] - whatever is in it
                _checked(one)  # pyright: ignore[reportUnknownArgumentType]
        case dict():
            for key, one in value.items():  # pyright: ignore[reportUnknownVariableType] - as above
                if not isinstance(key, str) or not key.isascii():
                    raise Uncanonical("The name of a field has plain letters only.")
                _checked(one)  # pyright: ignore[reportUnknownArgumentType]
        case _:
            raise Uncanonical(f"A {type(value).__name__} does not go into the log.")


def canonical(value: Value) -> bytes:
    """JSON in the one way that every language writes it: keys sorted, no spaces, no fractions.

    Texts are as they are stored, which is in NFC. `Uncanonical` for anything else.
    """
    _checked(value)
    text = json.dumps(
        value, sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False
    )
    try:
        return text.encode()
    except UnicodeEncodeError:
        raise Uncanonical("Half a letter does not go into the log.") from None


def salt(key: bytes, field: str) -> bytes:
    return hmac.digest(key, _SALT + field.encode(), hashlib.sha256)


def commitment(field: str, salted: bytes, value: Value) -> bytes:
    """32 bytes; `salted` is of a fixed length, and no field has a nought byte in its name."""
    if "\x00" in field or len(salted) != KEY_BYTES:
        raise Uncanonical("This field cannot be committed to.")
    return hashlib.sha256(_FIELD + field.encode() + b"\x00" + salted + canonical(value)).digest()


def committed(key: bytes, fields: Mapping[str, Value]) -> dict[str, Value]:
    """Each field with its commitment in hex, as an entry of the log holds them."""
    return {
        field: commitment(field, salt(key, field), value).hex() for field, value in fields.items()
    }
