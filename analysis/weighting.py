# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Weights that make those who answered look like the town, and when they may not be used.

They correct for who answered as far as age, sex or neighbourhood say; not for why somebody
answered. So what is weighted stands beside what was counted, never instead of it.

Raking: Deming and Stephan (1940), On a Least Squares Adjustment of a Sampled Frequency Table.
Design effect: Kish (1965), Survey Sampling, 11.7. R-indicator: Schouten, Cobben and Bethlehem
(2009), Indicators for the representativeness of survey response; from totals of the population:
Bianchi, Shlomo, Schouten, Da Silva and Skinner (2019).
"""

from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np
from msgspec import Struct

Weights = np.ndarray[tuple[int], np.dtype[np.float64]]
Groups = Sequence[str | None]
"""Per person the group that they say they belong to; null is not known."""


class Rules(Struct, frozen=True):
    """Published with the figures that they led to.

    least         people who must have answered, and in each group of each margin
    most_effect   design effect above which weighting costs more than it brings
    lowest        weights below this part of the middle one are lifted to it, and above `highest`
                  times it lowered
    """

    least: int = 100
    least_per_group: int = 5
    most_effect: float = 2.5
    lowest: float = 0.3
    highest: float = 3.0
    rounds: int = 1000
    close: float = 1e-12


RULES: Final = Rules()


class Refused(Exception):
    """Not defensible; every reason, in words for the griffie."""

    def __init__(self, reasons: Sequence[str]) -> None:
        super().__init__("; ".join(reasons))
        self.reasons = tuple(reasons)


class Margin(Struct, frozen=True):
    """One trait: who has which group, and how many of the town belong to each."""

    name: str
    held: Groups
    population: Mapping[str, float]

    @property
    def answered(self) -> dict[str, int]:
        return {group: sum(one == group for one in self.held) for group in self.population}


def effect(weights: Weights) -> float:
    """Kish's design effect: how much wider unequal weights make what is known; 1 when all are
    equal."""
    return float(len(weights) * (weights**2).sum() / weights.sum() ** 2)


def effective(weights: Weights) -> float:
    """As many people with equal weights would say as much."""
    return float(weights.sum() ** 2 / (weights**2).sum())


def representativeness(weights: Weights) -> float:
    """The R-indicator, from weights that add up to the population: 1 when every group took part
    alike, and lower the more their shares differ."""
    propensity, mean = 1 / weights, len(weights) / weights.sum()
    variance = (weights * (propensity - mean) ** 2).sum() / weights.sum()
    return float(1 - 2 * np.sqrt(variance))


def unsound(margins: Sequence[Margin], rules: Rules = RULES) -> list[str]:
    """Why nothing can be weighted to these margins."""
    found = [
        f"Er antwoordden {size} mensen; daar is {rules.least} voor nodig."
        for size in {len(margin.held) for margin in margins}
        if size < rules.least
    ]
    for margin in margins:
        if strange := sorted({one for one in margin.held if one and one not in margin.population}):
            found.append(f"{margin.name}: van {', '.join(strange)} is niet bekend hoeveel er zijn.")
        for group, size in margin.answered.items():
            if margin.population[group] > 0 and size < rules.least_per_group:
                found.append(
                    f"{margin.name}: uit {group} antwoordden {size} mensen;"
                    f" daar is {rules.least_per_group} voor nodig."
                )
    return found


def raked(margins: Sequence[Margin], base: Weights | None = None, rules: Rules = RULES) -> Weights:
    """Weights under which every margin comes to its population, from `base` or ones.

    Who does not say which group they belong to is left alone in that margin. `Refused` when it
    does not settle.
    """
    weights = np.ones(len(margins[0].held)) if base is None else base.astype(np.float64)
    cells = [
        (np.array([one == group for one in margin.held]), total)
        for margin in margins
        for group, total in margin.population.items()
    ]
    for _ in range(rules.rounds):
        before = weights.copy()
        for inside, total in cells:
            if held := weights[inside].sum():
                weights[inside] *= total / held
        if np.abs(weights - before).max() <= rules.close * weights.mean():
            return weights
    raise Refused([f"De weging komt na {rules.rounds} rondes niet tot rust."])


def trimmed(weights: Weights, rules: Rules = RULES) -> Weights:
    """No weight below or above the rules' part of the mean; the sum stays what it was."""
    mean = weights.mean()
    cut = np.clip(weights, rules.lowest * mean, rules.highest * mean)
    return cut * (weights.sum() / cut.sum())


def _scaled(margin: Margin) -> Margin:
    """The same shares, of as many people as say which group they belong to."""
    part = sum(margin.answered.values()) / sum(margin.population.values())
    shares = {group: total * part for group, total in margin.population.items()}
    return Margin(margin.name, margin.held, shares)


def weighted(margins: Sequence[Margin], rules: Rules = RULES) -> Weights:
    """Raked, trimmed and found defensible; `Refused` with every reason otherwise. Their mean is 1,
    and who says nothing about themselves weighs 1."""
    if reasons := unsound(margins, rules):
        raise Refused(reasons)
    weights = trimmed(raked([_scaled(margin) for margin in margins], rules=rules), rules)
    if (found := effect(weights)) > rules.most_effect:
        reason = (
            f"De groepen verschillen te veel: het designeffect is {found:.2f},"
            f" en bij meer dan {rules.most_effect} wegen wij niet."
        )
        raise Refused([reason])
    return weights
