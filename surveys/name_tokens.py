# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""A text cut into words, each with what its capital and its neighbours say."""

import re
from typing import Final

from msgspec import Struct

_TOKEN: Final = re.compile(
    r"(?:[^\W\d_]\.){1,4}(?![^\W\d_]{2})|'?[^\W_]+(?:['\u2019/-][^\W_]+|\.[^\W\d_](?=\.))*"
)


class Word(Struct, frozen=True):
    start: int
    end: int
    text: str
    low: str
    capital: bool
    opens: bool
    """It begins a sentence, so that its capital says nothing."""
    gap: str
    """What stands between it and the word before."""


def words(text: str) -> list[Word]:
    shouting = sum(map(str.isupper, text)) > sum(map(str.islower, text))
    found: list[Word] = []
    at = 0
    for match in _TOKEN.finditer(text):
        gap = text[at : match.start()]
        opens = not found or bool(re.search(r"[.!?:\n\"“(]", gap))
        word = match[0]
        letters = word.replace(".", "")
        called_in_capitals = len(letters) > 1 and letters.isupper() and "." not in word
        capital = word.lstrip("'")[:1].isupper() and not called_in_capitals and not shouting
        low = word.replace("İ", "i").lower()
        found.append(Word(match.start(), match.end(), word, low, capital, opens, gap))
        at = match.end()
    return found
