# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Bytes from outside as JSON, strictly: UTF-8, no NaN, no key twice, no more than 20 MB."""

import json
from typing import Final, NoReturn

from backend.council.inbound import Problem, Unreadable
from backend.council.json_places import Json
from backend.council.problems import AGAIN

LARGEST_FILE: Final = 20 * 1024 * 1024


def decode(raw: bytes) -> Json:
    """The value in these bytes, or `Unreadable`."""
    if len(raw) > LARGEST_FILE:
        size = f"{len(raw) / 1024**2:.0f} MB; het mag ten hoogste {LARGEST_FILE // 1024**2} MB zijn"
        raise _refused(f"Het bestand is te groot: {size}.", "Voer één vergadering tegelijk in.")
    if not raw.strip():
        raise _refused("Het bestand is leeg.", AGAIN)
    if raw.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        raise _refused("Dit is een webpagina of XML, geen JSON.", "Vraag de bron om format=json.")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        where = f"teken {error.start + 1}"
        raise _refused(f"Het bestand is geen UTF-8 (bij {where}).", AGAIN) from None
    return _parsed(text)


def _parsed(text: str) -> Json:
    try:
        return json.loads(text, parse_constant=_no_constant, object_pairs_hook=_no_key_twice)
    except json.JSONDecodeError as error:
        where = f"regel {error.lineno}, teken {error.colno}"
        raise _refused(f"Dit is geen geldige JSON (bij {where}).", AGAIN) from None
    except RecursionError:
        raise _refused("Het bestand is te diep genest.", AGAIN) from None
    except ValueError:  # an integer of thousands of digits
        raise _refused("In het bestand staat een getal dat te groot is.", AGAIN) from None


def _no_constant(name: str) -> NoReturn:
    raise _refused(f"In het bestand staat {name}; dat is geen getal.", AGAIN)


def _no_key_twice(pairs: list[tuple[str, Json]]) -> dict[str, Json]:
    """With one key twice, which `confidential` would count? We do not guess."""
    fields = dict(pairs)
    if len(fields) < len(pairs):
        number = fields.get("id")
        where = f" met id {number}" if type(number) is int else ""
        raise _refused(f"In een object{where} staat een veld dubbel.", AGAIN)
    return fields


def _refused(what: str, do: str) -> Unreadable:
    return Unreadable((Problem("/", what, do),))
