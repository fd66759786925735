# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Which way people lean, of all and per group, for whoever has two minutes: a page for the council.

Everything is read from figures that were frozen before. Of groups only what those show is looked
at, so a group that is hidden there is neither named nor passed over in silence: it is not known.
"""

from enum import StrEnum

from msgspec import Struct

from analysis.disclosure import Cells
from analysis.dutch import listed
from analysis.figures import Figures
from analysis.points import PointFigures
from surveys.sentences import spelled
from surveys.stances import IN_FAVOUR, OPPOSED, Stance

# Divided is when in favour and against lie within ten points of everybody who gave a stance.
_TEN_POINTS = 10


class Leaning(StrEnum):
    """`FOR` and `AGAINST` are more than half of everybody with an opinion, neutral included."""

    FOR = "for"
    AGAINST = "against"
    DIVIDED = "divided"
    NO_MAJORITY = "no_majority"
    NO_OPINIONS = "no_opinions"


def divided(point: PointFigures) -> bool:
    agreement = point.agreement
    return bool(
        point.in_favour and point.opposed and abs(agreement.net) * _TEN_POINTS <= agreement.of
    )


def leaning(point: PointFigures) -> Leaning:
    """Divided comes first: half and half is no majority, whoever has one more."""
    if not point.agreement.of:
        return Leaning.NO_OPINIONS
    if divided(point):
        return Leaning.DIVIDED
    if 2 * point.in_favour > point.agreement.of:
        return Leaning.FOR
    return Leaning.AGAINST if 2 * point.opposed > point.agreement.of else Leaning.NO_MAJORITY


class Otherwise(Struct, frozen=True):
    """A group in which more are for than against, while of all it is the other way about."""

    decision_point: int
    background: str
    cells: Cells


def _side(in_favour: int, opposed: int) -> int:
    return (in_favour > opposed) - (in_favour < opposed)


def otherwise(figures: Figures) -> tuple[Otherwise, ...]:
    """In the order of the figures. As many for as against is no side, of a group as of all."""
    sides = {point.number: _side(point.in_favour, point.opposed) for point in figures.points}
    return tuple(
        Otherwise(crossing.decision_point, crossing.background, cells)
        for crossing in figures.crossings
        for cells in crossing.shown
        if _side(cells.in_favour, cells.opposed) * sides[crossing.decision_point] < 0
    )


def quoted_from(point: PointFigures) -> tuple[tuple[Stance, ...], tuple[Stance, ...]]:
    """Where a page with room for one advice in favour and one against takes them from.

    The side that most people chose first; of as many, the one that stands first.
    """
    often = {share.stance: share.n for share in point.stances}
    return (
        tuple(sorted(IN_FAVOUR, key=lambda stance: -often[stance])),
        tuple(sorted(OPPOSED, key=lambda stance: -often[stance])),
    )


def _counted(point: PointFigures, way: Leaning) -> str:
    """The number of the point with what its sentence rests on: "3 (61 van 100)"."""
    favour, opposed = spelled(point.in_favour), spelled(point.opposed)
    of = spelled(point.agreement.of)
    match way:
        case Leaning.FOR:
            return f"{point.number} ({favour} van {of})"
        case Leaning.AGAINST:
            return f"{point.number} ({opposed} van {of})"
        case Leaning.NO_OPINIONS:
            return str(point.number)
        case _:
            return f"{point.number} ({favour} voor en {opposed} tegen, van {of})"


_SAID = {
    Leaning.FOR: "Meer dan de helft is voor beslispunt {points}.",
    Leaning.AGAINST: "Meer dan de helft is tegen beslispunt {points}.",
    Leaning.DIVIDED: "Over beslispunt {points} zijn de meningen verdeeld.",
    Leaning.NO_MAJORITY: "Bij beslispunt {points} is er geen meerderheid.",
    Leaning.NO_OPINIONS: "Over beslispunt {points} gaf niemand een mening.",
}


def headline(figures: Figures) -> str:
    """What the whole of it comes to, each point with its count; empty when nothing was asked but
    advice. `of` is everybody with an opinion, neutral included."""
    said: dict[Leaning, list[str]] = {way: [] for way in Leaning}
    for point in figures.told:
        if point.asks_stance:
            way = leaning(point)
            said[way].append(_counted(point, way))
    return " ".join(
        _SAID[way].format(points=listed(points)) for way, points in said.items() if points
    )
