# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Which traits are weighted on, and what it comes to per decision point.

Groups that the tables by group hide weigh the same, as one group. So what is weighted on one trait
follows from numbers that are shown. On several traits it follows from how these go together, which
is shown nowhere; that is done only where there is so much to choose from that a few shares say
nothing of any of it (`LEAST_FREEDOM`), and else on the first trait alone.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from math import fsum, prod
from typing import Final

from msgspec import Struct

from analysis.disclosure import Crossing
from analysis.participation_sentences import NAMES, NOBODY_TO_WEIGH, too_few_shown
from analysis.points import permille
from analysis.profiles import Profiles, Who
from analysis.weighting import Margin, Refused, Weighing, weighed
from surveys.population import TRAITS, Fit
from surveys.questionnaire import Questionnaire

LEAST_FREEDOM: Final = 6


class WeighedPoint(Struct, frozen=True):
    """Of who is for or against (`of`), who is for: as counted, and weighted; per mille."""

    decision_point: int
    of: int
    in_favour: int
    weighted: int


class Weighed(Struct, frozen=True):
    """
    background   the questions that were weighted on
    people       who answered all of those; everybody else weighs one (`unknown`)
    effect       Kish's design effect, per mille; `effective` people would say as much
    lowest       the least that somebody weighs, and `highest` the most, per mille
    cut          people whose weight was made less far from one
    """

    background: tuple[str, ...]
    people: int
    unknown: int
    effect: int
    effective: int
    lowest: int
    highest: int
    cut: int
    points: tuple[WeighedPoint, ...]


class Classes(Struct, frozen=True):
    """One trait as it is weighted: from an answer to the groups that weigh alike, and how many
    residents those have together."""

    fit: Fit
    place: int
    of: Mapping[str, str]
    residents: Mapping[str, float]


def _classes(fit: Fit, place: int, crossings: Sequence[Crossing]) -> Classes | None:
    """None when too few groups are shown, or when it is hidden who kept their group to themselves:
    those weigh one, and the others that are hidden with them would not."""
    ours = [one for one in crossings if one.background == fit.question.key]
    if not ours or not fit.whole:
        return None
    hidden = [row.group for row in ours[0].hidden]
    together = [group for group in hidden if group is not None and group in fit.groups]
    if together and len(together) < len(hidden):
        return None
    labels = {option.value: option.label for option in fit.question.options}
    rest = " en ".join(labels[group] for group in together)
    of = {value: rest if value in together else labels[value] for value in fit.groups}
    residents: Counter[str] = Counter()
    for target in fit.margin.targets:
        value = next(value for value, group in fit.groups.items() if group == target.group)
        residents[of[value]] += target.residents
    return Classes(fit, place, of, residents) if len(residents) > 1 else None


def _freedom(chosen: Sequence[Classes]) -> int:
    """How many numbers of the table of all traits together its margins leave open."""
    sizes = [len(one.residents) for one in chosen]
    return prod(sizes) - sum(size - 1 for size in sizes) - 1


def _attempts(held: Sequence[Classes]) -> Iterator[Sequence[Classes]]:
    for size in range(len(held), 1, -1):
        if _freedom(held[:size]) >= LEAST_FREEDOM:
            yield held[:size]
    yield held[:1]


def _sums(chosen: Sequence[Classes], held: Profiles) -> dict[Who, list[int]]:
    found: dict[Who, list[int]] = {}
    for who, numbers in held.items():
        kind = tuple(one.of.get(who[one.place] or "") for one in chosen)
        sums = found.setdefault(kind, [0] * len(numbers))
        for place, number in enumerate(numbers):
            sums[place] += number
    return dict(sorted(found.items(), key=lambda one: tuple(part or "" for part in one[0])))


def _point(
    number: int, rows: Sequence[Sequence[int]], weights: Sequence[float], at: int
) -> WeighedPoint:
    favour, opposed = sum(row[at] for row in rows), sum(row[at + 1] for row in rows)
    heavy = fsum(w * row[at] for w, row in zip(weights, rows, strict=True))
    against = fsum(w * row[at + 1] for w, row in zip(weights, rows, strict=True))
    weighted = round(1000 * heavy / (heavy + against)) if favour + opposed else 0
    return WeighedPoint(number, favour + opposed, permille(favour, favour + opposed), weighted)


def _weighed(chosen: Sequence[Classes], held: Profiles, questionnaire: Questionnaire) -> Weighed:
    sums = {kind: row for kind, row in _sums(chosen, held).items() if row[0]}
    people = [row[0] for row in sums.values()]
    margins = [
        Margin(NAMES[one.fit.margin.trait], [kind[at] for kind in sums], one.residents)
        for at, one in enumerate(chosen)
    ]
    found: Weighing = weighed(margins, people)
    weights = found.weights.tolist()
    known = [w for w, kind in zip(weights, sums, strict=True) if None not in kind]
    return Weighed(
        tuple(one.fit.question.key for one in chosen),
        found.people,
        sum(people) - found.people,
        round(1000 * found.effect),
        round(found.effective),
        round(1000 * min(known)),
        round(1000 * max(known)),
        found.cut,
        tuple(
            _point(stance.decision_point, list(sums.values()), weights, 1 + 2 * place)
            for place, stance in enumerate(questionnaire.stances())
        ),
    )


def weigh(
    fits: Sequence[Fit],
    crossings: Sequence[Crossing],
    held: Profiles,
    questionnaire: Questionnaire,
) -> Weighed:
    """On as many traits as can be, or `Refused` with the reasons why the first alone cannot."""
    if not any(row[0] for row in held.values()) or not questionnaire.stances():
        raise Refused([NOBODY_TO_WEIGH])
    found = [(fit, _classes(fit, place, crossings)) for place, fit in enumerate(fits)]
    usable = [classes for _, classes in found if classes is not None]
    if not usable:
        raise Refused([too_few_shown(fit.margin.trait) for fit, _ in found] or [NOBODY_TO_WEIGH])
    usable.sort(key=lambda one: TRAITS.index(one.fit.margin.trait))
    reasons: tuple[str, ...] = ()
    for chosen in _attempts(usable):
        try:
            return _weighed(chosen, held, questionnaire)
        except Refused as refused:
            reasons = refused.reasons
    raise Refused(reasons)
