# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""How far those who answered look like the town, from how many there are of each group.

With rho the part of a group that answered, N people in the town and S the standard deviation of rho
over all of them:

    R = 1 - 2 S(rho)                                    Schouten, Cobben and Bethlehem (2009),
                                                        Indicators for the representativeness of
                                                        survey response, Survey Methodology 35
    P(group) = sqrt(N_group / N) (rho_group - rho)      Schouten, Shlomo and Skinner (2011),
    P(trait)^2 = the sum of P(group)^2 = S^2            Indicators for monitoring and improving
    P(trait | others)^2 = the mean of (rho - the mean   representativeness of response, Journal of
    of rho among who is alike in all else)^2            Official Statistics 27

R is near 1 wherever few people answer, as they do here: S cannot exceed sqrt(rho (1 - rho)). So
beside it stands S / rho, the coefficient of variation, which says the same of two in a hundred as
of two in ten, and bounds what not answering can do to a mean.
"""

import math
from collections.abc import Mapping, Sequence
from typing import Final

from msgspec import Struct

_WHOLE: Final = 1.0


class Group(Struct, frozen=True):
    """`residents` in the town, of whom `answered` (or that many answers; then a part may be over
    1)."""

    residents: int
    answered: int

    @property
    def part(self) -> float:
        return self.answered / self.residents if self.residents else 0.0


class Indicator(Struct, frozen=True):
    """`variation` is S / rho; `partial` per group is P(group) / rho: below nought for who is
    missing, in the same unit as `variation`."""

    r: float
    variation: float
    partial: tuple[float, ...]


def _mean(groups: Sequence[Group]) -> float:
    return sum(group.answered for group in groups) / sum(group.residents for group in groups)


def indicator(groups: Sequence[Group]) -> Indicator:
    """Of one trait; there must be residents, and somebody must have answered."""
    whole = sum(group.residents for group in groups)
    mean = _mean(groups)
    partial = [math.sqrt(group.residents / whole) * (group.part - mean) for group in groups]
    spread = math.sqrt(math.fsum(one**2 for one in partial))
    return Indicator(_WHOLE - 2 * spread, spread / mean, tuple(one / mean for one in partial))


Traits = tuple[str, ...]
"""Of one kind of people, the group of each trait."""


def conditional(cells: Mapping[Traits, Group], trait: int) -> float:
    """P(trait | others): what one trait adds to the differences between people who are alike in
    all others. Nought when it adds nothing; never more than P(trait) of the whole."""
    whole = sum(group.residents for group in cells.values())
    alike: dict[Traits, list[Group]] = {}
    for kind, group in cells.items():
        alike.setdefault((*kind[:trait], *kind[trait + 1 :]), []).append(group)
    return math.sqrt(
        math.fsum(
            group.residents / whole * (group.part - _mean(together)) ** 2
            for together in alike.values()
            if any(group.residents for group in together)
            for group in together
        )
    )
