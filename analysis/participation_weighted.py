# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Which traits are weighted on, and what it comes to per decision point.

Groups that are too small to be shown weigh the same, as one group. So weights on one trait follow
from numbers that are shown, and a weighted share is shown where it tells nothing of a group whose
answers are hidden (`shielding`). On several traits it follows from how these go together, which is
shown nowhere; that is done only where there is so much to choose from that a few shares say nothing
of any of it (`LEAST_FREEDOM`), and else on the first trait alone.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from math import fsum, prod
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from analysis.disclosure import Crossing, Group, Marginal
from analysis.participation_sentences import NAMES, NOBODY_TO_WEIGH, too_few_shown
from analysis.points import permille
from analysis.profiles import Profiles, Who
from analysis.shielding import Row, shielded
from analysis.weighting import Margin, Refused, Weighing, weighed
from surveys.population import TRAITS, Fit
from surveys.questionnaire import Questionnaire

LEAST_FREEDOM: Final = 6


class WeighedPoint(Struct, frozen=True):
    """Of who is for or against (`of`), who is for: as counted, and weighted; per mille. What is
    weighted is in whole percents, and None where it would tell of a hidden group."""

    decision_point: int
    of: int
    in_favour: int
    weighted: int | None


class Weighed(Struct, frozen=True):
    """
    background   the questions that were weighted on
    people       who answered all of those; everybody else weighs one (`unknown`)
    effect       Kish's design effect, per mille; `effective` people would say as much
    lowest       the least that somebody weighs, and `highest` the most, per mille
    cut          people whose weight was made less far from one
    left_out     why it was not weighted on more traits
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
    left_out: tuple[str, ...] = ()


class Known(Struct, frozen=True):
    """What is shown, what is held besides, and the smallest group that is shown."""

    questionnaire: Questionnaire
    who: Mapping[str, Marginal]
    crossings: Sequence[Crossing]
    held: Profiles
    k: int

    def hidden(self, background: str) -> tuple[Group, ...]:
        """The same at every decision point."""
        ours = (one for one in self.crossings if one.background == background)
        return tuple(row.group for row in next(ours).hidden)


class Classes(Struct, frozen=True):
    """One trait as it is weighted: from an answer to the groups that weigh alike, and how many
    residents those have together."""

    fit: Fit
    place: int
    of: Mapping[str, str]
    residents: Mapping[str, float]


def _classes(fit: Fit, place: int, who: Marginal) -> Classes | None:
    """None when too few groups are shown, or when it is hidden who kept their group to themselves:
    those weigh one, and the others that are hidden with them would not."""
    together = [group for group in who.hidden if group is not None and group in fit.groups]
    if not fit.whole or (together and len(together) < len(who.hidden)):
        return None
    labels = {option.value: option.label for option in fit.question.options}
    rest = " en ".join(labels[group] for group in together)
    of = {value: rest if value in together else labels[value] for value in fit.groups}
    values = {group: value for value, group in fit.groups.items()}
    residents: Counter[str] = Counter()
    for target in fit.margin.targets:
        residents[of[values[target.group]]] += target.residents
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


class _Table(Struct, frozen=True):
    """Per kind of people, by the classes that they are weighted in: numbers as in `Profiles`, and
    what one of them weighs."""

    numbers: Mapping[Who, Sequence[int]]
    weights: Mapping[Who, float]

    def total(self, at: int) -> float:
        return fsum(self.weights[kind] * row[at] for kind, row in self.numbers.items())


def whole_percents(share: float) -> int:
    """Per mille."""
    return 10 * round(100 * share)


def _rows(one: Classes, known: Known, table: _Table, at: int) -> list[Row]:
    """The groups whose answers are hidden, each by itself."""
    rows = {group: [0, 0, 0] for group in known.hidden(one.fit.question.key)}
    for who, numbers in known.held.items():
        if (row := rows.get(who[one.place])) is not None:
            favour, opposed = numbers[at], numbers[at + 1]
            for place, more in enumerate((favour, opposed, numbers[0] - favour - opposed)):
                row[place] += more
    weight = {group: table.weights.get((one.of.get(group or ""),), 1.0) for group in rows}
    return [Row(weight[group], *row) for group, row in rows.items()]


def _share(table: _Table, at: int, rows: Sequence[Row], k: int) -> int | None:
    favour, opposed = table.total(at), table.total(at + 1)
    if not favour + opposed:
        return None
    if rows and not shielded(rows, (favour, opposed), whole_percents, k):
        return None
    return whole_percents(favour / (favour + opposed))


def _weighed(chosen: Sequence[Classes], known: Known) -> Weighed:
    sums = {kind: row for kind, row in _sums(chosen, known.held).items() if row[0]}
    people = [row[0] for row in sums.values()]
    margins = [
        Margin(NAMES[one.fit.margin.trait], [kind[at] for kind in sums], one.residents)
        for at, one in enumerate(chosen)
    ]
    found: Weighing = weighed(margins, people)
    table = _Table(sums, dict(zip(sums, found.weights.tolist(), strict=True)))
    weights = [weight for kind, weight in table.weights.items() if None not in kind]
    points: list[WeighedPoint] = []
    for place, stance in enumerate(known.questionnaire.stances()):
        at = 1 + 2 * place
        favour, opposed = (sum(row[here] for row in sums.values()) for here in (at, at + 1))
        rows = _rows(chosen[0], known, table, at) if len(chosen) == 1 else []
        weighted = _share(table, at, rows, known.k)
        share = permille(favour, favour + opposed)
        points.append(WeighedPoint(stance.decision_point, favour + opposed, share, weighted))
    return Weighed(
        tuple(one.fit.question.key for one in chosen),
        found.people,
        sum(people) - found.people,
        round(1000 * found.effect),
        round(found.effective),
        round(1000 * min(weights)),
        round(1000 * max(weights)),
        found.cut,
        tuple(points),
    )


def weigh(fits: Sequence[Fit], known: Known) -> Weighed:
    """On as many traits as can be, or `Refused` with the reasons why the first alone cannot."""
    if not any(row[0] for row in known.held.values()) or not known.crossings:
        raise Refused([NOBODY_TO_WEIGH])
    found = [
        (fit, _classes(fit, place, known.who[fit.question.key])) for place, fit in enumerate(fits)
    ]
    usable = [classes for _, classes in found if classes is not None]
    if not usable:
        raise Refused([too_few_shown(fit.margin.trait) for fit, _ in found] or [NOBODY_TO_WEIGH])
    usable.sort(key=lambda one: TRAITS.index(one.fit.margin.trait))
    reasons = tuple(too_few_shown(fit.margin.trait) for fit, classes in found if classes is None)
    for chosen in _attempts(usable):
        try:
            return replace(_weighed(chosen, known), left_out=reasons)
        except Refused as refused:
            reasons = refused.reasons
    raise Refused(reasons)
