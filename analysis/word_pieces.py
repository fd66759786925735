# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""A text cut into the pieces that an encoder knows (a unigram language model).

Of all ways to cut, the one whose pieces are likeliest together. A letter that no piece has is the
unknown piece. Kudo 2018, "Subword Regularization", section 3.
"""

from collections.abc import Iterator, Mapping
from typing import Final

from msgspec import Struct

_SPACE: Final = "\u2581"
MOST_LETTERS: Final = 8_000
"""Of a longer text the beginning: an encoder reads some hundreds of pieces anyway."""


class Pieces(Struct, frozen=True):
    """`known` gives a piece its number and logarithm of chance; `plain` a letter its letters."""

    known: dict[str, tuple[int, float]]
    plain: dict[str, str]
    unknown: int
    unknown_chance: float
    longest: int


def pieces(
    listed: Mapping[str, tuple[int, float]], plain: Mapping[str, str], unknown: int
) -> Pieces:
    """An unknown letter is ten worse than the unlikeliest piece, as SentencePiece has it."""
    return Pieces(
        known={piece: one for piece, one in listed.items() if one[0] != unknown},
        plain=dict(plain),
        unknown=unknown,
        unknown_chance=min(chance for _, chance in listed.values()) - 10,
        longest=max(map(len, listed)),
    )


def _words(text: str, known: Pieces) -> list[str]:
    """Each with the sign for a space before it."""
    plain = "".join(known.plain.get(letter, letter) for letter in text[:MOST_LETTERS])
    return [_SPACE + word for word in plain.split(" ") if word]


def _cut(word: str, known: Pieces) -> Iterator[int]:
    best = [0.0] + [float("-inf")] * len(word)
    step: list[tuple[int, int]] = [(0, 0)] * (len(word) + 1)
    for start in range(len(word)):
        for end in range(start + 1, min(start + known.longest, len(word)) + 1):
            found = known.known.get(word[start:end])
            if found is None:
                if end > start + 1:
                    continue
                found = (known.unknown, known.unknown_chance)
            if best[start] + found[1] > best[end]:
                best[end], step[end] = best[start] + found[1], (start, found[0])
    at, numbers = len(word), list[int]()
    while at:
        at, number = step[at]
        numbers.append(number)
    yield from reversed(numbers)


def numbers(text: str, known: Pieces) -> list[int]:
    """The numbers of the pieces of a text, in order, without signs for its beginning and end.

    A piece never goes over a space, so that each word is cut by itself.
    """
    return [number for word in _words(text, known) for number in _cut(word, known)]
