# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""How a code is spelled that people copy by hand, and how a slip of the pen is found.

Crockford's base32, in groups, with one character at the end that is computed from the others.
"""

import re

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_ALIKE = str.maketrans({"O": "0", "I": "1", "L": "1"})
# White space and every kind of dash: a code may be copied from a PDF or a letter.
_BETWEEN = re.compile(r"[\s\-\u00ad\u2010-\u2015\u2212]+")


def check(code: str) -> str:
    """Luhn's check in base 32: finds every wrong letter and every swapped pair but 0 and Z."""
    total = 0
    for place, letter in enumerate(reversed(code)):
        value = ALPHABET.index(letter) * (2 if place % 2 == 0 else 1)
        total += value // 32 + value % 32
    return ALPHABET[-total % 32]


def spelled(number: int, length: int, group: int) -> str:
    """The lowest 5 bits of `number` for each of `length` characters, and the one that checks."""
    code = "".join(ALPHABET[number >> (5 * place) & 31] for place in range(length))
    return grouped(code + check(code), group)


def grouped(bare: str, group: int) -> str:
    return "-".join(bare[start : start + group] for start in range(0, len(bare), group))


def normalise(typed: str, length: int, group: int) -> str | None:
    """The code as it was given out, from what somebody typed; None when it cannot be one."""
    bare = _BETWEEN.sub("", typed).upper().translate(_ALIKE)
    if len(bare) != length + 1 or any(letter not in ALPHABET for letter in bare):
        return None
    return grouped(bare, group) if check(bare[:-1]) == bare[-1] else None
