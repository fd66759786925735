# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Who took part, weights, margins and spreads as rows of the table of `rows`."""

from collections.abc import Iterator

from analysis.figures import Figures
from analysis.participation import Compared, Participation
from analysis.participation_weighted import Weighed
from analysis.samples import Sample
from analysis.stance_spread import StanceSpread
from backend.web.cells import Cell

Row = tuple[Cell, ...]


def _compared(one: Compared) -> Iterator[Row]:
    key = one.background
    for share in one.shares:
        group = " + ".join(share.groups)
        yield (
            "inwoners",
            None,
            group,
            "residents",
            share.residents,
            share.residents_permille,
            None,
            key,
        )
        yield ("inwoners", None, group, "reactions", share.n, share.permille, None, key)
        yield ("inwoners", None, group, "ratio", None, share.ratio, None, key)
        if one.told:
            yield ("inwoners", None, group, "partial", None, share.partial, None, key)
    for name, value in (("r", one.r), ("variation", one.variation)):
        if value is not None:
            yield ("inwoners", None, None, name, None, value, None, key)


def _weighed(found: Weighed) -> Iterator[Row]:
    on = " + ".join(found.background)
    numbers = {"weighed_people": found.people, "weighed_unknown": found.unknown}
    numbers |= {"effective": found.effective, "cut": found.cut}
    for name, number in numbers.items():
        yield ("weging", None, None, name, number, None, None, on)
    for name in ("effect", "lowest", "highest"):
        yield ("weging", None, None, name, None, getattr(found, name), None, on)
    for why in found.left_out:
        yield ("weging", None, None, "niet gewogen", None, None, why, on)
    for point in found.points:
        at = ("weging", point.decision_point, None)
        yield (*at, "counted_share", point.of, point.in_favour, None, on)
        yield (*at, "weighted_share", point.of, point.weighted, None, on)


def _participation(told: Participation) -> Iterator[Row]:
    for one in told.compared:
        yield from _compared(one)
    if told.weighed is not None:
        yield from _weighed(told.weighed)
    for why in told.why:
        yield ("weging", None, None, "niet gewogen", None, None, why)


def _sample(found: Sample) -> Iterator[Row]:
    yield ("marge", None, None, "drawn_from", found.invitation.drawn_from, None, found.why or None)
    yield ("marge", None, None, "invited", found.invitation.invited, None, None)
    yield ("marge", None, None, "counted", found.counted, None, None)
    for point in found.points:
        at = ("marge", point.decision_point, None)
        yield (*at, "counted_share", point.of, point.in_favour, None)
        yield (*at, "lower", None, point.lower, None)
        yield (*at, "upper", None, point.upper, None)


def _spread(one: StanceSpread) -> Iterator[Row]:
    at = ("spreiding", one.decision_point, None)
    for name in ("first", "median", "third"):
        lower, upper = getattr(one, name)
        yield (*at, f"{name}:lower", None, None, lower)
        yield (*at, f"{name}:upper", None, None, upper)
    for name in ("agreement", "polarisation", "at_an_end"):
        yield (*at, name, None, getattr(one, name), None)


def rows(figures: Figures) -> Iterator[Row]:
    for spread in figures.spreads:
        yield from _spread(spread)
    if figures.participation is not None:
        yield from _participation(figures.participation)
    if figures.sample is not None:
        yield from _sample(figures.sample)
