# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""A margin of error, where there can be one: of people who were drawn by lot and asked by letter.

Of whoever came by themselves there is none. Of people who were drawn it says what chance does, and
not what those who kept silent think. Wilson's interval at 95 % (`intervals`); where more than one
in twenty of the town took part, for the smaller rest (Cochran 1977, Sampling Techniques, 2.6).
"""

from collections.abc import Iterator, Sequence
from math import ceil, floor
from typing import Final

from msgspec import Struct

from analysis.intervals import wilson
from analysis.members import Members
from analysis.points import permille
from analysis.sets import COUNTED, Sets, any_of
from surveys.sentences import spelled
from surveys.stances import IN_FAVOUR, OPPOSED
from surveys.template import stance_key

LEAST: Final = 100
"""Who took part of those that were drawn."""
ONE_IN: Final = 20
TOO_FEW: Final = (
    "Van de mensen die zijn geloot, deden er {number} mee."
    " Onder de {least} noemen we geen foutmarge."
)
WHAT_IT_IS: Final = (
    "Deze marge geldt alleen voor de mensen die zijn geloot en met een briefcode meededen. Zij laat"
    " zien wat toeval doet. Over wie niet meedeed, zegt zij niets."
)


class Invitation(Struct, frozen=True):
    """What the griffie states: that codes went to people drawn by lot, from how many. `invited`
    are the codes that were sent."""

    drawn_from: int
    invited: int


class SamplePoint(Struct, frozen=True):
    """Of who is for or against (`of`), who is for; per mille. The bounds are rounded outwards."""

    decision_point: int
    of: int
    in_favour: int
    lower: int
    upper: int


class Sample(Struct, frozen=True):
    """`why` says in words why there are no points."""

    invitation: Invitation
    counted: int
    points: tuple[SamplePoint, ...] = ()
    why: str = ""


def _points(
    sets: Sets, chosen: Members, points: Sequence[int], drawn_from: int
) -> Iterator[SamplePoint]:
    for number in points:
        key = stance_key(number)
        favour = (any_of(sets, key, IN_FAVOUR) & chosen).bit_count()
        opposed = (any_of(sets, key, OPPOSED) & chosen).bit_count()
        of = favour + opposed
        if not of:
            continue
        size = float(of)
        if ONE_IN * of > drawn_from > of:
            size = of * (drawn_from - 1) / (drawn_from - of)
        found = wilson(size * favour / of, size)
        lower, upper = floor(1000 * found.lower), ceil(1000 * found.upper)
        yield SamplePoint(number, of, permille(favour, of), lower, upper)


def sample(sets: Sets, by_letter: Members, points: Sequence[int], invitation: Invitation) -> Sample:
    """`by_letter`: entries that came in with a code, counted or not."""
    chosen = by_letter & sets.entries[COUNTED]
    counted = chosen.bit_count()
    if counted < LEAST:
        why = TOO_FEW.format(number=spelled(counted), least=LEAST)
        return Sample(invitation, counted, why=why)
    return Sample(invitation, counted, tuple(_points(sets, chosen, points, invitation.drawn_from)))
