# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Means, totals and shares of people who were drawn by lot, with how far chance may move them.

Linearisation over clusters within strata: Särndal, Swensson and Wretman (1992), Model Assisted
Survey Sampling, 5 and 6: after weighting to the town only what its margins do not explain is left
to chance. Intervals of a share: Korn and Graubard (1998), Confidence Intervals for Proportions With
Small Expected Number of Positive Counts Estimated From Survey Data. Held against R's `survey`.
"""

import math
from collections.abc import Callable, Sequence
from typing import Any, Final

import numpy as np
from msgspec import Struct

from analysis.intervals import Interval
from analysis.weighting import Margin, Weights

Columns = np.ndarray[tuple[int, int], np.dtype[np.float64]]
_STEPS: Final = 200
_TINY: Final = 1e-300


class Design(Struct, frozen=True):
    """How people were drawn, a row each.

    strata     which part of the town they were drawn from; `clusters` with whom together
    drawn_of   clusters in that part; None when it is so large that it does not matter
    """

    weights: Weights
    strata: Sequence[str]
    clusters: Sequence[str]
    drawn_of: Sequence[float] | None = None

    @property
    def freedom(self) -> int:
        """Degrees of freedom: clusters less strata."""
        pairs = {*zip(self.strata, self.clusters, strict=True)}
        return len(pairs) - len(set(self.strata))


class Calibrated(Struct, frozen=True):
    """Weights that come to known totals of these columns, from those of a design."""

    weights: Weights
    columns: Columns


class Estimate(Struct, frozen=True):
    value: float
    se: float


def variance(design: Design, influence: Weights) -> float:
    """Of the sum of `influence`, a number per row."""
    found = 0.0
    for stratum in sorted(set(design.strata)):
        sums: dict[str, float] = {}
        size = math.inf
        for row, here in enumerate(design.strata):
            if here == stratum:
                cluster = design.clusters[row]
                sums[cluster] = sums.get(cluster, 0.0) + float(influence[row])
                size = math.inf if design.drawn_of is None else design.drawn_of[row]
        n, mean = len(sums), math.fsum(sums.values()) / len(sums)
        apart = math.fsum((one - mean) ** 2 for one in sums.values())
        found += (1 - n / size) * n / (n - 1) * apart
    return found


def margins_as_columns(margins: Sequence[Margin]) -> Columns:
    """A column per group of each margin: one for who belongs to it."""
    groups = [
        [float(one == group) for one in margin.held]
        for margin in margins
        for group in margin.population
    ]
    return np.array(groups, dtype=np.float64).T


def regression(design: Design, columns: Columns, totals: Sequence[float]) -> Calibrated:
    """The generalised regression estimator: weights nearest to the design's that come to these
    totals. They may fall below nought; raking does not let them."""
    base = design.weights[:, None] * columns
    short = np.asarray(totals, dtype=np.float64) - base.sum(axis=0)
    solve: Any = np.linalg.solve  # its stubs know half of it
    factors: Weights = solve(base.T @ columns, short)
    return Calibrated(design.weights * (1 + columns @ factors), columns)


def _unexplained(design: Design, numbers: Weights, held: Calibrated) -> Weights:
    root = np.sqrt(design.weights)
    found, *_ = np.linalg.lstsq(held.columns * root[:, None], numbers * root)
    return numbers - held.columns @ found


def _estimate(design: Design, value: float, numbers: Weights, held: Calibrated | None) -> Estimate:
    weights = design.weights if held is None else held.weights
    left = numbers if held is None else _unexplained(design, numbers, held)
    return Estimate(value, math.sqrt(variance(design, weights * left)))


def total(design: Design, numbers: Weights, held: Calibrated | None = None) -> Estimate:
    weights = design.weights if held is None else held.weights
    return _estimate(design, float((weights * numbers).sum()), numbers, held)


def mean(design: Design, numbers: Weights, held: Calibrated | None = None) -> Estimate:
    """Also a share, of noughts and ones; and of some of the people alone, with a weight of nought
    for the others."""
    weights = design.weights if held is None else held.weights
    value = float((weights * numbers).sum() / weights.sum())
    return _estimate(design, value, (numbers - value) / weights.sum(), held)


def of_some(design: Design, chosen: Sequence[bool]) -> Design:
    """The same draw, of which only these are asked about."""
    weights = np.where(np.asarray(chosen), design.weights, 0.0)
    return Design(weights, design.strata, design.clusters, design.drawn_of)


def symmetric(share: Estimate, t: float) -> Interval:
    """`t`: the quantile of Student's distribution at the design's degrees of freedom."""
    return Interval(share.value - t * share.se, share.value + t * share.se)


def logit(share: Estimate, t: float) -> Interval:
    odds = math.log(share.value / (1 - share.value))
    reach = t * share.se / (share.value * (1 - share.value))
    return Interval(*(1 / (1 + math.exp(-(odds + side * reach))) for side in (-1, 1)))


def arcsine(share: Estimate, t: float) -> Interval:
    middle = math.asin(math.sqrt(share.value))
    reach = t * share.se / (2 * math.sqrt(share.value * (1 - share.value)))
    return Interval(math.sin(middle - reach) ** 2, math.sin(middle + reach) ** 2)


def _solved(rises: Callable[[float], float], low: float, high: float) -> float:
    """Where a function that rises from below nought to above it is nought."""
    for _ in range(_STEPS):
        middle = (low + high) / 2
        low, high = (low, middle) if rises(middle) > 0 else (middle, high)
    return (low + high) / 2


def likelihood(share: Estimate, t: float, people: int) -> Interval:
    """Shares under which what was seen is not too unlikely, for a design that is worth fewer
    people. With the n / (n - 1) of a regression; R reads its bounds off a curve through some points
    of it, which is a few millionths beside them."""
    p = share.value
    most = t**2 * share.se**2 / (p * (1 - p)) * people / (people - 1)

    def over(other: float) -> float:
        apart = p * math.log(p / other) + (1 - p) * math.log((1 - p) / (1 - other))
        return 2 * people * apart - people * most

    return Interval(_solved(lambda x: -over(x), _TINY, p), _solved(over, p, 1 - 1e-16))


def _continued(x: float, a: float, b: float) -> float:
    """The continued fraction of the incomplete beta function, from below (Lentz)."""
    c, d = 1.0, 1 / (1 - (a + b) * x / (a + 1))
    found = d
    for m in range(1, _STEPS):
        even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        for part in (even, odd):
            d, c = 1 / (1 + part * d), 1 + part / c
            found *= c * d
    return found


def _beta(x: float, a: float, b: float) -> float:
    """The regularised incomplete beta function."""
    if x > (a + 1) / (a + b + 2):
        return 1 - _beta(1 - x, b, a)
    log = math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b)
    log += a * math.log(x) + b * math.log1p(-x)
    return math.exp(log) / a * _continued(x, a, b)


def exact(share: Estimate, effective: float) -> Interval:
    """Clopper and Pearson's, for so many effective people. At nought and at one it has one side."""
    yes, no = effective * share.value, effective * (1 - share.value)
    tail = 0.025
    lower = _solved(lambda x: _beta(x, yes, no + 1) - tail, 1e-12, 1 - 1e-12) if yes else 0.0
    upper = _solved(lambda x: _beta(x, yes + 1, no) - 1 + tail, 1e-12, 1 - 1e-12) if no else 1.0
    return Interval(lower, upper)
