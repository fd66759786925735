# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""The order in which a Dutch reader looks for a name.

Word by word: capitals, accents and punctuation do not count, so that 's-Gravenhage stands under
the s and De Bilt before Debora. The ij is an i and a j. Numbers stand before letters, by their
size: Wijk 2 before Wijk 10. PostgreSQL has this order only where its ICU is; ours is everywhere
the same.
"""

import re
import unicodedata
from typing import Final

Part = tuple[int, int, str]
"""A number or letters, as something that compares."""
Order = tuple[tuple[tuple[Part, ...], ...], str]

_APOSTROPHE: Final = re.compile("['`\u2018\u2019]")
_WORD: Final = re.compile(r"[^\W_]+")
_PART: Final = re.compile(r"(?P<number>[0-9]+)|[^0-9]+")
# Letters that no accent was put on, and that Unicode therefore does not take apart.
_WHOLE: Final = str.maketrans({"æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ł": "l", "þ": "th"})


def _bare(name: str) -> str:
    apart = unicodedata.normalize("NFKD", name.casefold()).casefold().translate(_WHOLE)
    bare = "".join(letter for letter in apart if not unicodedata.combining(letter))
    return _APOSTROPHE.sub("", bare)


def _part(found: re.Match[str]) -> Part:
    if not found["number"]:
        return (1, 0, found[0])
    size = found[0].lstrip("0")
    return (0, len(size), size)


def in_order(name: str) -> Order:
    """To sort names by. Names that differ in no more than capitals, accents or punctuation stand
    together, always in the same order."""
    words = tuple(tuple(map(_part, _PART.finditer(word))) for word in _WORD.findall(_bare(name)))
    return words, name
