# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""What looks like it says who somebody is, so that a person looks twice before it is published.

A citizen service number (BSN) is told to a resident before sending; all of it is marked for the
griffie. Patterns find what has a form. Names have none: only what follows a title or a greeting is
found, and the page says that the reader is the one who judges.
"""

import re
from collections.abc import Callable
from typing import Literal

from msgspec import Struct

Kind = Literal["bsn", "iban", "email", "phone", "postcode", "address", "name"]

# As people write it: 123456782, 1234.56.782, 123 456 782. With points 3-3-3 is an amount of money.
_NINE = re.compile(
    r"(?<![\w+])(?<!\d[.,-])"
    r"(\d{9}|\d{4}[. -]\d{2}[. -]\d{3}|\d{3}[ -]\d{3}[ -]\d{3})"
    r"(?!\w|[.,-]\d)",
    re.ASCII,
)
_WEIGHTS = (9, 8, 7, 6, 5, 4, 3, 2, -1)


def _passes(number: str) -> bool:
    """The "elfproef". One in eleven other numbers passes too: ground for a question, no more."""
    digits = [int(letter) for letter in number if letter.isdigit()]
    weighed = sum(weight * digit for weight, digit in zip(_WEIGHTS, digits, strict=True))
    return any(digits) and weighed % 11 == 0


def bsns(text: str) -> tuple[str, ...]:
    """Each number that may be one, once, as it was written."""
    return tuple(dict.fromkeys(found for found in _NINE.findall(text) if _passes(found)))


def holds_bsn(text: str) -> bool:
    return bool(bsns(text))


class Mark(Struct, frozen=True, order=True):
    """`text[start:end]` looks like personal data of this kind."""

    start: int
    end: int
    kind: Kind


# Repetitions have an end: a text of thousands of dots must not take seconds.
_IBAN = re.compile(
    r"(?<!\w)[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?(?!\w)",
    re.IGNORECASE | re.ASCII,
)
_EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")
# Ten digits from 0, or eleven from +31; other countries by their plus.
_PHONE = re.compile(
    r"(?<![\w+.,/-])(?:(?:\+31|0031)[ .-]?(?:\(0\))?|0)(?:[ .-]{0,3}\d){9}(?![\w/])"
    r"|(?<![\w+])\+(?!31)\d(?:[ .-]?\d){7,13}(?!\w)",
    re.ASCII,
)
_POSTCODE = re.compile(r"(?<!\w)[1-9]\d{3} ?(?!S[ADS])[A-Z]{2}(?!\w)")
_STREET = (
    "straat|laan|weg|plein|kade|gracht|hof|dijk|singel|dreef|pad|steeg|plantsoen|markt|wal|ring"
    "|veld|burg|haven|wijk|poort|brink|baan|akker"
)
_ADDRESS = re.compile(
    rf"(?<!\w)(?=[A-Z]|'[a-z] )(?i:[\w'.-]{{0,40}}(?:{_STREET})) \d{{1,5}}(?: ?[a-z]|-\d+)?(?!\w)"
)
_TITLE = (
    r"(?i:de heer|dhr\.?|meneer|mijnheer|mevrouw|mevr\.?|mw\.?|mej\.?|buurman|buurvrouw|oom|tante"
    r"|juf|meester|dokter|mijn naam is|ik heet|ik ben|groeten?,?(?: van)?|gr\.?,?|getekend,?)"
)
_PARTICLES = r"(?:(?i:van|de|der|den|ter|ten|te|el|al|la|le|in|'t|'s)\s+){0,3}"
_CAPITAL = r"[A-ZÀ-ÖØ-Þ][\w'-]{0,40}"
_NAME = re.compile(
    rf"(?<!\w){_TITLE}\s+({_PARTICLES}{_CAPITAL}\.?(?:\s+{_PARTICLES}{_CAPITAL}){{0,4}})"
)


def _is_iban(text: str) -> bool:
    """ISO 13616: the rest moved to the front, letters as numbers, must be 1 modulo 97."""
    bare = text.replace(" ", "").upper()
    return int("".join(str(int(letter, 36)) for letter in bare[4:] + bare[:4])) % 97 == 1


def _always(_: str) -> bool:
    return True


_PATTERNS: tuple[tuple[Kind, re.Pattern[str], Callable[[str], bool]], ...] = (
    ("email", _EMAIL, _always),
    ("iban", _IBAN, _is_iban),
    ("bsn", _NINE, _passes),
    ("phone", _PHONE, _always),
    ("address", _ADDRESS, _always),
    ("postcode", _POSTCODE, _always),
    ("name", _NAME, _always),
)
"""What comes first wins where two lie over each other. A group is the part that is marked."""


def marks(text: str) -> tuple[Mark, ...]:
    """In the order of the text; none lies over another."""
    kept: list[Mark] = []
    for kind, pattern, holds in _PATTERNS:
        for found in pattern.finditer(text):
            mark = Mark(*found.span(pattern.groups), kind)
            apart = all(mark.end <= other.start or other.end <= mark.start for other in kept)
            if apart and holds(text[mark.start : mark.end]):
                kept.append(mark)
    return tuple(sorted(kept))


def pieces(text: str) -> tuple[tuple[str, Kind | None], ...]:
    """The text cut at its marks: joined again it is the text."""
    cut: list[tuple[str, Kind | None]] = []
    at = 0
    for mark in marks(text):
        cut.append((text[at : mark.start], None))
        cut.append((text[mark.start : mark.end], mark.kind))
        at = mark.end
    cut.append((text[at:], None))
    return tuple(piece for piece in cut if piece[0])
