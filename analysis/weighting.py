# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Weights that make those who answered look like the town, and when they may not be used.

They correct for who answered as far as age, sex or neighbourhood say; not for why somebody
answered. So what is weighted stands beside what was counted, never instead of it.

Raking: Deming and Stephan (1940), On a Least Squares Adjustment of a Sampled Frequency Table; with
one margin it is post-stratification. Design effect: Kish (1965), Survey Sampling, 11.7. That no
weight of five or more is accepted, and that who does not tell weighs one: protocol of the VNG for
its Burgerpeiling (2020). Sums are exact (`math.fsum`): two machines come to the same weights.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

import numpy as np
from msgspec import Struct

Weights = np.ndarray[tuple[int], np.dtype[np.float64]]
Groups = Sequence[str | None]
"""Per row the group that it belongs to; null is not known."""


class Rules(Struct, frozen=True):
    """Published with the figures that they led to.

    least           people who must have told every trait that is weighted on
    least_per_group and in each group of each margin
    most_unknown    of a thousand people, how many may have kept a trait to themselves
    most_effect     design effect above which weighting costs more than it brings
    most_weight     a weight of this or more, before trimming, is not accepted
    lowest          weights below this part of the mean are lifted to it, and above `highest` times
                    it lowered
    """

    least: int = 100
    least_per_group: int = 10
    most_unknown: int = 250
    most_effect: float = 2.5
    most_weight: float = 5.0
    lowest: float = 0.3
    highest: float = 3.0
    rounds: int = 1000
    close: float = 1e-12


RULES: Final = Rules()


class Refused(Exception):
    """Not defensible; every reason, in words for whoever reads the summary."""

    def __init__(self, reasons: Sequence[str]) -> None:
        super().__init__("; ".join(reasons))
        self.reasons = tuple(reasons)


class Margin(Struct, frozen=True):
    """One trait: which group each row belongs to, and how many of the town belong to each."""

    name: str
    held: Groups
    population: Mapping[str, float]


def _sum(numbers: Weights) -> float:
    return math.fsum(numbers.tolist())


def _people(rows: int, people: Sequence[int] | None) -> Weights:
    found = np.ones(rows) if people is None else np.asarray(people, dtype=np.float64)
    return found.astype(np.float64)


def effect(weights: Weights, people: Sequence[int] | None = None) -> float:
    """Kish's design effect: how much wider unequal weights make what is known; 1 when all are
    equal. Row n stands for `people[n]` who all weigh the same; without it, for one."""
    many = _people(len(weights), people)
    return _sum(many) * _sum(many * weights**2) / _sum(many * weights) ** 2


def effective(weights: Weights, people: Sequence[int] | None = None) -> float:
    """As many people with equal weights would say as much."""
    many = _people(len(weights), people)
    return _sum(many * weights) ** 2 / _sum(many * weights**2)


def _answered(margin: Margin, people: Sequence[int]) -> dict[str, int]:
    found = dict.fromkeys(margin.population, 0)
    for group, many in zip(margin.held, people, strict=True):
        if group in found:
            found[group] += many
    return found


def unsound(
    margins: Sequence[Margin], people: Sequence[int] | None = None, rules: Rules = RULES
) -> list[str]:
    """Why nothing can be weighted to these margins."""
    many = [1] * len(margins[0].held) if people is None else list(people)
    whole = sum(many)
    told = sum(n for n, known in zip(many, _known(margins), strict=True) if known)
    found: list[str] = []
    if told < rules.least:
        found.append(
            f"In {told} reacties is alles ingevuld waarop we wegen. Er zijn er {rules.least} nodig."
        )
    if (whole - told) * 1000 > rules.most_unknown * whole:
        found.append(
            f"In {whole - told} van de {whole} reacties is niet alles ingevuld. Dat mag hoogstens"
            f" {rules.most_unknown // 10}% zijn."
        )
    for margin in margins:
        if strange := sorted({one for one in margin.held if one and one not in margin.population}):
            found.append(f"{margin.name}: van {', '.join(strange)} is niet bekend hoeveel er zijn.")
        for group, size in _answered(margin, many).items():
            if margin.population[group] > 0 and size < rules.least_per_group:
                found.append(
                    f"{margin.name}: uit de groep {group} kwamen minder dan"
                    f" {rules.least_per_group} reacties."
                )
    return found


def _known(margins: Sequence[Margin]) -> list[bool]:
    """Which rows tell every trait."""
    return [None not in row for row in zip(*(margin.held for margin in margins), strict=True)]


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
            if held := _sum(weights[inside]):
                weights[inside] *= total / held
        if np.abs(weights - before).max() <= rules.close * _sum(weights) / len(weights):
            return weights
    raise Refused([f"De weging komt na {rules.rounds} rondes niet tot rust."])


def trimmed(weights: Weights, people: Sequence[int] | None = None, rules: Rules = RULES) -> Weights:
    """No weight below or above the rules' part of the mean, and the same sum: whatever is cut off
    is shared out over those that have room, until nothing is cut off any more."""
    many = _people(len(weights), people)
    total = _sum(many * weights)
    mean = total / _sum(many)
    low, high = rules.lowest * mean, rules.highest * mean
    cut = np.clip(weights, low, high)
    for _ in range(rules.rounds):
        over = total - _sum(many * cut)
        room = (cut < high) if over > 0 else (cut > low)
        free = _sum(many[room] * cut[room])
        if abs(over) <= rules.close * total or not free:
            break
        cut[room] = np.clip(cut[room] * (1 + over / free), low, high)
    return cut


class Weighing(Struct, frozen=True):
    """`weights`: of one person in each row; 1 for who keeps a trait to themselves. The mean of the
    others is 1 too.

    people      who told every trait
    effect      Kish's, over everybody
    effective   people with equal weights who would say as much
    cut         people whose weight was trimmed
    """

    weights: Weights
    people: int
    effect: float
    effective: float
    cut: int


def _scaled(margin: Margin, known: Iterable[bool], people: int) -> Margin:
    """Only rows that tell every trait, and shares of so many people."""
    part = people / math.fsum(margin.population.values())
    shares = {group: total * part for group, total in margin.population.items()}
    held = [group for group, told in zip(margin.held, known, strict=True) if told]
    return Margin(margin.name, held, shares)


def _too_far(weights: Weights, people: Sequence[int], rules: Rules) -> list[str]:
    """Before trimming: what trimming would hide."""
    found: list[str] = []
    if (far := effect(weights, people)) > rules.most_effect:
        found.append(
            f"De groepen verschillen te veel: het designeffect is {_dutch(far)},"
            f" en bij meer dan {_dutch(rules.most_effect)} wegen wij niet."
        )
    if (most := float(weights.max())) >= rules.most_weight:
        found.append(
            f"Eén reactie zou {_dutch(most)} keer meetellen."
            f" Bij {_dutch(rules.most_weight)} keer of meer wegen wij niet."
        )
    return found


def _dutch(number: float) -> str:
    return f"{number:.1f}".replace(".", ",")


def weighed(
    margins: Sequence[Margin], people: Sequence[int] | None = None, rules: Rules = RULES
) -> Weighing:
    """Raked, found defensible and trimmed; `Refused` with every reason otherwise."""
    many = [1] * len(margins[0].held) if people is None else list(people)
    if reasons := unsound(margins, many, rules):
        raise Refused(reasons)
    known = _known(margins)
    rows = [n for n, told in zip(many, known, strict=True) if told]
    size = np.asarray(rows, dtype=np.float64)
    scaled = [_scaled(margin, known, sum(rows)) for margin in margins]
    found = raked(scaled, size, rules) / size
    if reasons := _too_far(found, rows, rules):
        raise Refused(reasons)
    cut = trimmed(found, rows, rules)
    weights = np.ones(len(many))
    weights[np.array(known)] = cut
    outside = (found < rules.lowest) | (found > rules.highest)
    return Weighing(
        weights,
        sum(rows),
        effect(weights, many),
        effective(weights, many),
        sum(n for n, out in zip(rows, outside.tolist(), strict=True) if out),
    )
