# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Bars that part in the middle: who is in favour to the left, who is opposed to the right.

Only where a bar begins and ends; the numbers are those of the figures. Neutral lies across the
middle, half on each side. "No opinion" is in no bar, as it is not in the net agreement.
"""

from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct

from surveys.stances import IN_FAVOUR, OPPOSED, Stance

ORDER = (*IN_FAVOUR, Stance.NEUTRAL, *OPPOSED)
"""From left to right, as the bars on the pages have it."""


class Part(Struct, frozen=True):
    """`start` and `end` in ten-thousandths of a whole bar from the middle, left below nought."""

    stance: Stance
    n: int
    percent: int
    start: int
    end: int


class Bar(Struct, frozen=True):
    """`of` is everybody who gave an opinion; without one there are no parts."""

    label: str
    of: int
    parts: tuple[Part, ...]


def _rounded(numerator: int, denominator: int) -> int:
    """Half up, in whole numbers: the same on every machine."""
    return (2 * numerator + denominator) // (2 * denominator)


def bar(label: str, counts: Mapping[str, int]) -> Bar:
    said = [(stance, counts.get(stance, 0)) for stance in ORDER]
    of = sum(n for _, n in said)
    if not of:
        return Bar(label, 0, ())
    # In half people, so that the middle of the neutral ones is a whole number too.
    at = -2 * sum(counts.get(stance, 0) for stance in IN_FAVOUR) - counts.get(Stance.NEUTRAL, 0)
    parts: list[Part] = []
    for stance, n in said:
        ends = _rounded(at * 10_000, 2 * of), _rounded((at + 2 * n) * 10_000, 2 * of)
        if n:
            parts.append(Part(stance, n, _rounded(100 * n, of), *ends))
        at += 2 * n
    return Bar(label, of, tuple(parts))


def reach(bars: Iterable[Bar]) -> tuple[int, int]:
    """How far the longest bars go to the left and to the right; a little at the least."""
    held: Sequence[Part] = [part for one in bars for part in one.parts]
    left = min((part.start for part in held), default=0)
    right = max((part.end for part in held), default=0)
    return min(left, -500), max(right, 500)
