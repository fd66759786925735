# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a table calls otherwise than it did: which meeting, and which item, is probably meant.

Only what is proposed first. Whoever reads the table in decides. By letters: no clock, no chance.
"""

import re
from collections.abc import Hashable, Sequence
from difflib import SequenceMatcher
from typing import Final

from msgspec import Struct

ALIKE: Final = 0.8
"""From this share of letters in common (`difflib`) a title may be a correction of another."""
MOST_COMPARED: Final = 10_000
"""Pairs of titles; with more of them this is another agenda, and nothing is compared."""
_DIGITS: Final = re.compile("[0-9]+")


class Called(Struct, frozen=True):
    """An item, by what people know it by; `under` is the title of what it stands under."""

    key: Hashable
    title: str
    number: str
    under: str
    papers: frozenset[str]


class Agenda(Struct, frozen=True):
    """`titles` of what lies there as a document; of other items only where there is none."""

    key: Hashable
    body: str
    titles: frozenset[str]


def plain(title: str) -> str:
    """The same for the same title, however it is spaced or capitalised."""
    return " ".join(title.casefold().split())


def alike(one: str, other: str) -> float:
    """0 to 1; 0 below `ALIKE`, and where a figure differs: a motion 1 is no motion 2."""
    one, other = plain(one), plain(other)
    if _DIGITS.findall(one) != _DIGITS.findall(other):
        return 0
    found = SequenceMatcher(None, one, other, autojunk=False)
    if found.real_quick_ratio() < ALIKE or found.quick_ratio() < ALIKE:
        return 0
    ratio = found.ratio()
    return ratio if ratio >= ALIKE else 0


def _likeness(new: Called, gone: Called) -> float:
    """The same documents weigh most, at the same number: one title is on many a document."""
    placed = (new.number, new.under) == (gone.number, gone.under)
    if new.number and placed and new.papers and new.papers == gone.papers:
        return 2
    return alike(new.title, gone.title)


def proposed(new: Sequence[Called], gone: Sequence[Called]) -> dict[Hashable, Hashable]:
    """New to gone, each at most once; the likest first, then by the order they are given in."""
    if len(new) * len(gone) > MOST_COMPARED:
        return {}
    pairs = [
        (-likeness, place, other)
        for place, one in enumerate(new)
        for other, two in enumerate(gone)
        if (likeness := _likeness(one, two))
    ]
    found: dict[int, int] = {}
    for _, place, other in sorted(pairs):
        if place not in found and other not in found.values():
            found[place] = other
    return {new[place].key: gone[other].key for place, other in found.items()}


def _common(read: frozenset[str], one: frozenset[str]) -> int:
    """How many titles of the one are in the other, or there with a correction."""
    gone, new = one - read, read - one
    corrected = len(gone) * len(new) <= MOST_COMPARED and sum(
        any(alike(title, other) for other in new) for title in gone
    )
    return len(one & read) + int(corrected)


def same_meeting(read: Agenda, before: Sequence[Agenda]) -> Hashable | None:
    """The meeting of which the table has half the items or more; of several, of the same body, and
    then the one with most of them. An opening and a close are on every agenda."""
    shared = [_common(read.titles, one.titles) for one in before]
    ranked = [
        (one.body == read.body, common, -place)
        for place, (one, common) in enumerate(zip(before, shared, strict=True))
        if common and 2 * common >= len(one.titles)
    ]
    return before[-max(ranked)[2]].key if ranked else None
