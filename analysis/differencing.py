# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""A next version of a summary beside the one before: what few people less say is who they were.

Whoever withdraws after the count makes a next version that differs by one. The group in which one
less is counted is theirs, and what they said as well. So a background question is told of again
only when of every number by group that can be had, the two versions differ by nobody or by k people
at least. Otherwise the version before has the tables by that question, and this one has none.
"""

from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from analysis.disclosure import Crossing, Group, Hidden, Marginal
from analysis.figures import Figures

Numbers = dict[Group | str, tuple[int, ...]]
"""Per group that is shown, and for all others together under a name that no group has."""
_REST = " "


def _of_people(figures: Figures, who: Marginal) -> Numbers:
    shown: Numbers = {people.group: (people.n,) for people in who.shown}
    return shown | {_REST: (figures.totals.counted - sum(n for (n,) in shown.values()),)}


def _of_point(figures: Figures, crossing: Crossing) -> Numbers:
    shown: Numbers = {cells.group: cells.answers for cells in crossing.shown}
    point = next(one for one in figures.points if one.number == crossing.decision_point)
    neither = figures.totals.counted - point.in_favour - point.opposed
    whole = (point.in_favour, point.opposed, neither)
    rest = (n - sum(held) for n, *held in zip(whole, *shown.values(), strict=True))
    return shown | {_REST: tuple(rest)}


def _tables(figures: Figures, background: str) -> Iterator[Numbers]:
    yield from (_of_people(figures, who) for who in figures.who if who.background == background)
    for crossing in figures.crossings:
        if crossing.background == background:
            yield _of_point(figures, crossing)


def _tells(one: Figures, other: Figures, background: str, k: int) -> bool:
    """Whether the two together say anything of fewer than k people."""
    ours, theirs = list(_tables(one, background)), list(_tables(other, background))
    if len(ours) != len(theirs):
        return True
    for mine, yours in zip(ours, theirs, strict=True):
        if mine.keys() != yours.keys():
            return True
        for group, numbers in mine.items():
            if any(0 < abs(a - b) < k for a, b in zip(numbers, yours[group], strict=True)):
                return True
    return False


def _shows(figures: Figures, background: str) -> bool:
    held = [who for who in figures.who if who.background == background]
    return any(who.shown for who in held)


def held_back(made: Figures, before: Sequence[Figures]) -> Figures:
    """Without what tells of few people to whoever has the versions `before` as well."""
    names = tuple(
        who.background
        for who in made.who
        if any(
            _shows(earlier, who.background) and _tells(made, earlier, who.background, made.k)
            for earlier in before
        )
    )
    if not names:
        return made
    return replace(
        made,
        withheld=names,
        who=tuple(_nobody(who) if who.background in names else who for who in made.who),
        crossings=tuple(
            _nothing(crossing) if crossing.background in names else crossing
            for crossing in made.crossings
        ),
    )


def _nobody(who: Marginal) -> Marginal:
    groups = {*(people.group for people in who.shown), *who.hidden}
    return Marginal(who.background, (), tuple(sorted(groups, key=_order)))


def _nothing(crossing: Crossing) -> Crossing:
    groups = {*(cells.group for cells in crossing.shown), *(one.group for one in crossing.hidden)}
    hidden = tuple(Hidden(group, "people") for group in sorted(groups, key=_order))
    return Crossing(crossing.decision_point, crossing.background, (), hidden)


def _order(group: Group) -> tuple[bool, str]:
    return group is None, group or ""
