# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""The order of an agenda: items under their headings, some placed by a source, some by hand.

A source places its own items, and each import says anew in which order. What was placed by hand
stays behind what it stood behind. All functions take and give the order in which it is read.
"""

from collections.abc import Hashable, Iterable, Iterator, Sequence
from typing import Literal

from msgspec import Struct


class Spot(Struct, frozen=True):
    """`parent` that is not on the agenda counts as none; only `ours` goes up and down by hand."""

    key: Hashable
    parent: Hashable | None = None
    ours: bool = True


Step = Literal[-1, 1]
_STEPS: tuple[Step, ...] = (-1, 1)
_Under = dict[Hashable | None, list[Spot]]


def _under(spots: Iterable[Spot]) -> _Under:
    """What stands right under what, in order; at the top under None."""
    listed = list(spots)
    there = {spot.key for spot in listed}
    under: _Under = {}
    for spot in listed:
        under.setdefault(spot.parent if spot.parent in there else None, []).append(spot)
    return under


def _walk(under: _Under, parent: Hashable | None) -> Iterator[Spot]:
    for spot in under.get(parent, ()):
        yield spot
        yield from _walk(under, spot.key)


def depth_first(spots: Iterable[Spot]) -> tuple[Spot, ...]:
    """What stands under an item right behind it. A circle is left out: nothing leads to it."""
    return tuple(_walk(_under(spots), None))


def beneath(spots: Iterable[Spot], key: Hashable) -> frozenset[Hashable]:
    """All that stands under an item, at whatever depth."""
    return frozenset(spot.key for spot in _walk(_under(spots), key))


def ways(spots: Iterable[Spot]) -> dict[Hashable, tuple[Step, ...]]:
    """Which ways each item may go: past another that stands under the same."""
    return {
        spot.key: tuple(step for step in _STEPS if spot.ours and 0 <= place + step < len(row))
        for row in _under(spots).values()
        for place, spot in enumerate(row)
    }


def shifted(spots: Sequence[Spot], key: Hashable, step: Step) -> tuple[Spot, ...]:
    """One place up or down, with all that stands under it; the same where that cannot be."""
    under = _under(spots)
    if step in ways(spots).get(key, ()):
        row = next(row for row in under.values() if any(spot.key == key for spot in row))
        place = next(place for place, spot in enumerate(row) if spot.key == key)
        row[place], row[place + step] = row[place + step], row[place]
    return tuple(_walk(under, None))


def woven(before: Sequence[Spot], source: Sequence[Spot]) -> tuple[Spot, ...]:
    """A new order of the source, with what was placed by hand behind what it stood behind.

    `before` is the agenda as it is, `source` what the source has on it now.
    """
    theirs = {spot.key for spot in source}
    ours = [spot for spot in before if spot.ours and spot.key not in theirs]
    was, now = _under(before), _under((*source, *ours))
    by_hand = {spot.key for spot in ours}
    for parent, row in now.items():
        placed = [spot for spot in row if spot.key not in by_hand]
        lost = {spot.key: spot for spot in row if spot.key in by_hand}
        passed: list[Hashable] = []
        for spot in was.get(parent, ()) if parent is not None else _top(was, now):
            if lost.pop(spot.key, None):
                _put_behind(placed, spot, passed)
            passed.append(spot.key)
        row[:] = [*placed, *lost.values()]
    return tuple(_walk(now, None))


def _top(was: _Under, now: _Under) -> list[Spot]:
    """What stood at the top, and in its place what was under something that is gone."""
    standing = {spot.key for row in now.values() for spot in row}

    def opened(spot: Spot) -> Iterator[Spot]:
        yield spot
        if spot.key not in standing:
            for child in was.get(spot.key, ()):
                yield from opened(child)

    return [found for spot in was.get(None, ()) for found in opened(spot)]


def _put_behind(placed: list[Spot], spot: Spot, passed: Sequence[Hashable]) -> None:
    where = {each.key: place for place, each in enumerate(placed)}
    behind = next((where[key] for key in reversed(passed) if key in where), -1)
    placed.insert(behind + 1, spot)
