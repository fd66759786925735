# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""The middle of answers that are whole numbers, and classes to show them in; never a mean.

A quantile of n answers in order is any number with at least p·n answers at or below it and at least
(1-p)·n at or above it. The lowest of those is answer ⌈p·n⌉, the highest answer ⌊p·n⌋+1: the first
is definition 1 of Hyndman and Fan, "Sample Quantiles in Statistical Packages", The American
Statistician 50 (1996) 361-365; their definition 2 averages the two. We print both, so that every
number printed is an answer that somebody gave.
"""

from collections.abc import Mapping
from itertools import count

from msgspec import Struct

MOST_CLASSES = 10


class Between(Struct, frozen=True):
    """The lowest and the highest that will do; often the same."""

    lower: int
    upper: int


class Spread(Struct, frozen=True):
    """`at_most` answers are the lower median or less, `at_least` the upper median or more."""

    first: Between
    median: Between
    third: Between
    at_most: int
    at_least: int


def _answer(ordered: list[tuple[int, int]], place: int) -> int:
    """The answer at this place, counted from 1."""
    for value, n in ordered:
        place -= n
        if place <= 0:
            return value
    raise IndexError(place)


def spread(numbers: Mapping[int, int]) -> Spread | None:
    """Of how often each number was given; None when nobody gave one."""
    ordered = sorted((value, n) for value, n in numbers.items() if n)
    total = sum(n for _, n in ordered)
    if not total:
        return None
    first, median, third = (
        Between(_answer(ordered, -(-part * total // 4)), _answer(ordered, part * total // 4 + 1))
        for part in (1, 2, 3)
    )
    return Spread(
        first,
        median,
        third,
        at_most=sum(n for value, n in ordered if value <= median.lower),
        at_least=sum(n for value, n in ordered if value >= median.upper),
    )


def classes(low: int, high: int) -> tuple[tuple[int, int], ...]:
    """First and last number of at most ten classes from `low` to `high`, of 1, 2 or 5 times a
    power of ten wide. From the question alone: classes cut to fit the data would show who is the
    odd one out. A single number left over joins the last class, so 100 comes with 90 to 99.
    """
    span = high - low + 1
    for power in count():
        for width in (10**power, 2 * 10**power, 5 * 10**power):
            number = span // width if span % width == 1 and span > 1 else -(-span // width)
            if number <= MOST_CLASSES:
                starts = [low + width * place for place in range(number)]
                ends = [*(start - 1 for start in starts[1:]), high]
                return tuple(zip(starts, ends, strict=True))
    raise AssertionError  # a wide enough class holds everything
