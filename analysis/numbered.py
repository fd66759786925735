# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Columns of text with few different values, as numbers: each text is compared once, and what
follows from it is looked up."""

from collections.abc import Callable, Iterator, Sequence

import numpy as np
import polars as pl
from msgspec import Struct

Numbers = np.ndarray[tuple[int], np.dtype[np.int64]]
Truths = np.ndarray[tuple[int], np.dtype[np.bool_]]
"""One per row, in order."""
Value = str | None


class Numbered(Struct, frozen=True):
    """`values` are different, sorted, and null comes last; `places` says for every row which it
    holds."""

    values: Sequence[Value]
    places: Numbers

    @property
    def texts(self) -> list[str]:
        return [value for value in self.values if value is not None]

    @property
    def filled(self) -> Truths:
        return self.places < len(self.values) - 1

    def mapped(self, rule: Callable[[str], Value]) -> "Numbered":
        """Where each text has become another one, or null."""
        comes = [rule(text) for text in self.texts]
        values = sorted({value for value in comes if value is not None})
        number = {value: place for place, value in enumerate((*values, None))}
        to = np.array([number[value] for value in (*comes, None)], dtype=np.int64)
        return Numbered((*values, None), to[self.places])

    def meets(self, condition: Callable[[str], bool]) -> Truths:
        """Which rows hold a text that does; null does not."""
        return np.array([*map(condition, self.texts), False])[self.places]


def numbered(column: pl.Series) -> Numbered:
    values = sorted(column.unique().drop_nulls().to_list())
    places = column.cast(pl.Enum(values)).to_physical().cast(pl.Int64).fill_null(len(values))
    return Numbered((*values, None), places.to_numpy())


def where(truths: Truths, value: str) -> Numbered:
    """This value where it is true, and null elsewhere."""
    return Numbered((value, None), np.where(truths, 0, 1))


def nothing(rows: int) -> Numbered:
    return Numbered((None,), np.zeros(rows, dtype=np.int64))


def first_of(ways: Sequence[Numbered]) -> Numbered:
    """Per row the first of these that is not null; there must be one at least."""
    if len(ways) == 1:
        return ways[0]
    values = sorted({text for way in ways for text in way.texts})
    number = {value: place for place, value in enumerate((*values, None))}
    places = np.full_like(ways[0].places, len(values))
    for way in reversed(ways):
        to = np.array([number[value] for value in way.values], dtype=np.int64)[way.places]
        places = np.where(way.filled, to, places)
    return Numbered((*values, None), places)


def sums(
    weights: Numbers, one: Numbered, other: Numbered | None = None
) -> Iterator[tuple[Value, Value, int]]:
    """Per value of the one, and of the other, what the rows that hold both weigh together; nothing
    of what weighs nothing. Exact below 2 to the power of 53."""
    other = other or nothing(len(one.places))
    width = len(other.values)
    cells = np.bincount(
        one.places * width + other.places, weights=weights, minlength=len(one.values) * width
    )
    for cell in np.flatnonzero(cells).tolist():
        yield one.values[cell // width], other.values[cell % width], int(cells[cell])
