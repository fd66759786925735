# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Whether a weighted share beside the tables by group tells what a hidden group said.

It is one more sum over the hidden rows, with known weights. So it is only shown where we can point
out other tables: for every number of every hidden group at least k different values, in tables with
the same totals that come to the same published share. They are found by letting two hidden groups
exchange people, and each is checked as an attacker would: by working it out.
"""

from collections.abc import Callable, Iterator, Sequence
from itertools import permutations
from typing import Final

from msgspec import Struct

_STEPS: Final = (-2, -1, 0, 1, 2)
Three = tuple[int, int, int]


class Row(Struct, frozen=True):
    """A hidden group: what each of them weighs, and how many are for, against, and neither."""

    weight: float
    in_favour: int
    opposed: int
    neither: int

    @property
    def answers(self) -> Three:
        return self.in_favour, self.opposed, self.neither

    @property
    def n(self) -> int:
        return sum(self.answers)


def _moves(share: float, reach: int) -> Iterator[tuple[int, int]]:
    """More in favour and more opposed, of one group: pairs that hardly change the share."""
    for size in range(-reach, reach + 1):
        if 0 < share < 1:
            other, back = size * (1 - share) / share, size * share / (1 - share)
            yield from ((size, round(other) + step) for step in _STEPS)
            yield from ((round(back) + step, size) for step in _STEPS)
        else:
            yield from ((size, step) for step in _STEPS)
            yield from ((step, size) for step in _STEPS)


def _exchanged(one: Row, other: Row, move: tuple[int, int]) -> tuple[Three, Three] | None:
    more, worse = move
    ours = (one.in_favour + more, one.opposed + worse, one.neither - more - worse)
    theirs = (other.in_favour - more, other.opposed - worse, other.neither + more + worse)
    return (ours, theirs) if min(*ours, *theirs) >= 0 else None


def shielded(
    rows: Sequence[Row], total: tuple[float, float], rounded: Callable[[float], int], k: int
) -> bool:
    """`total` is everybody's weight in favour and opposed, `rounded` makes of the share of the one
    in both together what is published."""
    favour, opposed = total
    published = rounded(favour / (favour + opposed))
    columns = [
        sum(c) for c in zip(*((r.in_favour, r.opposed, r.neither) for r in rows), strict=True)
    ]
    found: dict[int, tuple[set[int], set[int], set[int]]] = {
        at: (set(), set(), set()) for at, row in enumerate(rows) if row.n
    }
    for (at, one), (_, other) in permutations(enumerate(rows), 2):
        if not one.n:
            continue
        apart = one.weight - other.weight
        for move in _moves(favour / (favour + opposed), k):
            swapped = _exchanged(one, other, move)
            heavy, against = favour + apart * move[0], opposed + apart * move[1]
            if swapped and heavy + against > 0 and rounded(heavy / (heavy + against)) == published:
                for values, value in zip(found[at], swapped[0], strict=True):
                    values.add(value)
    return all(
        len(values) >= k
        for held in found.values()
        for values, column in zip(held, columns, strict=True)
        if column
    )
