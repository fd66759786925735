# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Whether a weighted share beside the tables by group tells what a hidden group said.

It is one more sum over the hidden rows, with known weights. So it is only shown where we can point
out other tables: for every number of every hidden group at least k different values, in tables with
the same totals that come to the same published share. We walk from the true table: each step, one
person of the group and one of another hidden group change places, and the share is worked out anew,
as an attacker would. What is not found this way may exist: then the share is left out for nothing.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import Final

from msgspec import Struct

_FAVOUR, _OPPOSED = 0, 1
_PLACES: Final = (0, 1, 2)
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


class Step(Struct, frozen=True):
    """With which group, who comes and who goes, and everybody's weight for and against then."""

    other: int
    gains: int
    gives: int
    total: tuple[float, float]

    @property
    def share(self) -> float:
        return self.total[0] / sum(self.total)


class _Table:
    """The hidden rows as they might be, and what everybody comes to then."""

    def __init__(self, rows: Sequence[Row], total: tuple[float, float]) -> None:
        self.weights = [row.weight for row in rows]
        self.cells = [list(row.answers) for row in rows]
        self.total = total

    def _after(self, one: int, other: int, gains: int, gives: int) -> tuple[float, float]:
        """When group `one` gets somebody of column `gains` for somebody of column `gives`."""
        apart = self.weights[one] - self.weights[other]
        moved = {gains: apart, gives: -apart}
        return self.total[0] + moved.get(_FAVOUR, 0), self.total[1] + moved.get(_OPPOSED, 0)

    def steps(self, one: int, column: int, way: int) -> Iterator[Step]:
        """Every way in which it gets one more there, or (`way` -1) one less."""
        for beside in _PLACES:
            gains, gives = (column, beside) if way > 0 else (beside, column)
            for other, cells in enumerate(self.cells):
                if other != one and beside != column and cells[gains] and self.cells[one][gives]:
                    total = self._after(one, other, gains, gives)
                    if sum(total) > 0:
                        yield Step(other, gains, gives, total)

    def step(
        self, one: int, column: int, way: int, rounded: Callable[[float], int], published: int
    ) -> bool:
        """Take the one that stays nearest to what was published; no when none does."""
        found = self.steps(one, column, way)
        fit = [step for step in found if rounded(step.share) == published]
        if not fit:
            return False
        best = min(fit, key=lambda step: abs(step.share - published / 1000))
        self.total = best.total
        for row, sign in ((one, 1), (best.other, -1)):
            self.cells[row][best.gains] += sign
            self.cells[row][best.gives] -= sign
        return True


def _values(
    rows: Sequence[Row],
    total: tuple[float, float],
    cell: tuple[int, int],
    rounded: Callable[[float], int],
    k: int,
) -> int:
    """How many values of one number were found, up to k: upwards and then downwards."""
    published = rounded(total[0] / sum(total))
    found = 1
    for way in (1, -1):
        table = _Table(rows, total)
        while found < k and table.step(*cell, way, rounded, published):
            found += 1
    return found


def shielded(
    rows: Sequence[Row], total: tuple[float, float], rounded: Callable[[float], int], k: int
) -> bool:
    """`total` is everybody's weight in favour and opposed; `rounded` makes of the share of the one
    in both together what is published, per mille."""
    columns = [sum(column) for column in zip(*(row.answers for row in rows), strict=True)]
    return all(
        _values(rows, total, (at, place), rounded, k) >= k
        for at, row in enumerate(rows)
        for place, column in enumerate(columns)
        if sum(row.answers) and column
    )
