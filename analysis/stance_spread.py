# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Where the middle of the stances lies, and whether people agree. In the order of the definition,
from strongly for to strongly against; who has no opinion is apart. Never a mean.

Agreement: van der Eijk (2001), Measuring Agreement in Ordered Rating Scales, Quality and Quantity
35, 325-341: 1 when all chose the same, 0 when all choices are as frequent, -1 when half stands at
either end. Polarisation is (1 - A) / 2, as R's package `agrmt` has it; beside it the part that
stands at an end, which anybody can count.
"""

from collections.abc import Sequence
from fractions import Fraction
from itertools import combinations
from typing import Final

from msgspec import Struct

from analysis.dutch import STANCES
from analysis.points import PointFigures, permille
from analysis.spread import spread
from surveys.stances import Stance

ORDER: Final = tuple(stance for stance in Stance if stance is not Stance.NO_OPINION)
_ENDS: Final = (Stance.STRONGLY_FOR, Stance.STRONGLY_AGAINST)


class StanceSpread(Struct, frozen=True):
    """The lower and the upper of each quartile, which are often the same (`spread`); per mille."""

    decision_point: int
    first: tuple[Stance, Stance]
    median: tuple[Stance, Stance]
    third: tuple[Stance, Stance]
    agreement: int
    polarisation: int
    at_an_end: int


def _layer(pattern: Sequence[bool]) -> Fraction:
    """A of one layer: some categories equally full, the others empty."""
    size, full = len(pattern), sum(pattern)
    if full in (1, size):
        return Fraction(full == 1)
    one_top = two_tops = 0
    for first, middle, last in combinations(pattern, 3):
        if first and last and not middle:
            two_tops += 1
        elif middle and first != last:
            one_top += 1
    unimodal = Fraction(
        (size - 2) * one_top - (size - 1) * two_tops, (size - 2) * (one_top + two_tops)
    )
    return unimodal * (1 - Fraction(full - 1, size - 1))


def agreement(counts: Sequence[int]) -> Fraction:
    """Exact, of how often each category was chosen, in order. At least three categories, and
    somebody chose one."""
    left, found, total = list(counts), Fraction(0), sum(counts)
    while any(left):
        least = min(n for n in left if n)
        pattern = [n > 0 for n in left]
        found += _layer(pattern) * Fraction(least * sum(pattern), total)
        left = [n - least if n else 0 for n in left]
    return found


def _rounded(value: Fraction) -> int:
    """Per mille, half away from nought, so that the two ends of the scale are alike."""
    size = permille(abs(value).numerator, value.denominator)
    return size if value >= 0 else -size


def stance_spread(point: PointFigures) -> StanceSpread | None:
    """None when nobody has an opinion."""
    often = {share.stance: share.n for share in point.stances}
    counts = [often.get(stance, 0) for stance in ORDER]
    middle = spread(dict(enumerate(counts)))
    if middle is None:
        return None
    agreed = agreement(counts)
    first, median, third = (
        (ORDER[between.lower], ORDER[between.upper])
        for between in (middle.first, middle.median, middle.third)
    )
    ends = sum(often.get(stance, 0) for stance in _ENDS)
    return StanceSpread(
        point.number,
        first,
        median,
        third,
        agreement=_rounded(agreed),
        polarisation=_rounded((1 - agreed) / 2),
        at_an_end=permille(ends, sum(counts)),
    )


def _between(stances: tuple[Stance, Stance]) -> str:
    lower, upper = (f'"{STANCES[stance]}"' for stance in stances)
    return lower if lower == upper else f"{lower} en {upper}"


def in_words(spread: StanceSpread) -> str:
    """The middle, and how many stand at an end."""
    one = spread.median[0] == spread.median[1]
    verb = "is de middelste mening" if one else "zijn de middelste meningen"
    ends = (spread.at_an_end + 5) // 10
    return (
        f"Leggen we alle meningen op volgorde, van helemaal voor tot helemaal tegen, dan {verb}"
        f" {_between(spread.median)}. {ends}% is helemaal voor of helemaal tegen."
    )
