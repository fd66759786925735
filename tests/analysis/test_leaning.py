# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
import re
from itertools import pairwise

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import dutch
from analysis.disclosure import Cells, Crossing, crossings
from analysis.figures import Figures, figures
from analysis.leaning import Leaning, divided, headline, leaning, otherwise, quoted_from
from analysis.points import PointFigures, StanceShare, permille
from analysis.tally import count
from surveys.rules import Rules
from surveys.sentences import numbers
from surveys.stances import IN_FAVOUR, OPPOSED, Stance, agreement
from tests.analysis.made import POINTS, QUESTIONNAIRE, make_batch

COUNTS = st.dictionaries(st.sampled_from(Stance), st.integers(0, 40))
FLIPPED = {
    Stance.STRONGLY_FOR: Stance.STRONGLY_AGAINST,
    Stance.FOR: Stance.AGAINST,
    Stance.AGAINST: Stance.FOR,
    Stance.STRONGLY_AGAINST: Stance.STRONGLY_FOR,
}
CELLS = st.builds(Cells, st.just(None), *(st.integers(0, 40) for _ in range(3)))
GROUPS = st.lists(CELLS, max_size=4).map(
    lambda rows: [msgspec.structs.replace(row, group=f"g{n}") for n, row in enumerate(rows)]
)
EMPTY = figures(count(make_batch([]), QUESTIONNAIRE), QUESTIONNAIRE, Rules(), POINTS)


def make_point(counts: dict[Stance, int], number: int = 1) -> PointFigures:
    answered = sum(counts.values())
    return msgspec.structs.replace(
        EMPTY.points[0],
        number=number,
        stances=tuple(StanceShare(s, n := counts.get(s, 0), permille(n, answered)) for s in Stance),
        agreement=agreement(counts),
        in_favour=sum(counts.get(stance, 0) for stance in IN_FAVOUR),
        opposed=sum(counts.get(stance, 0) for stance in OPPOSED),
        answered=answered,
    )


def made(*points: PointFigures, crossings: tuple[Crossing, ...] = ()) -> Figures:
    return msgspec.structs.replace(EMPTY, points=points, crossings=crossings)


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        ({}, Leaning.NO_OPINIONS),
        ({Stance.NO_OPINION: 9}, Leaning.NO_OPINIONS),
        ({Stance.FOR_IF: 6, Stance.AGAINST: 4}, Leaning.FOR),
        ({Stance.FOR: 4, Stance.STRONGLY_AGAINST: 6}, Leaning.AGAINST),
        ({Stance.FOR: 11, Stance.AGAINST: 9}, Leaning.DIVIDED),
        ({Stance.FOR: 4, Stance.AGAINST: 2, Stance.NEUTRAL: 4}, Leaning.NO_MAJORITY),
        ({Stance.FOR: 1, Stance.NEUTRAL: 1}, Leaning.NO_MAJORITY),
        ({Stance.NEUTRAL: 3}, Leaning.NO_MAJORITY),
    ],
)
def test_more_than_half_of_everybody_with_an_opinion_is_a_majority(counts, expected) -> None:
    assert leaning(make_point(counts)) is expected


@given(COUNTS)
def test_a_leaning_is_true_of_the_counts_and_turns_with_them(counts) -> None:
    point = make_point(counts)
    half = point.agreement.of / 2
    match leaning(point):
        case Leaning.FOR:
            assert point.in_favour > half
        case Leaning.AGAINST:
            assert point.opposed > half
        case Leaning.NO_MAJORITY:
            assert max(point.in_favour, point.opposed) <= half
        case Leaning.NO_OPINIONS:
            assert point.in_favour == point.opposed == 0
        case way:
            assert way is Leaning.DIVIDED
    assert (leaning(point) is Leaning.DIVIDED) == divided(point)
    turned = {FLIPPED.get(stance, stance): n for stance, n in counts.items()}
    turned[Stance.AGAINST] = turned.get(Stance.AGAINST, 0) + turned.pop(Stance.FOR_IF, 0)
    way = {Leaning.FOR: Leaning.AGAINST, Leaning.AGAINST: Leaning.FOR}
    assert leaning(make_point(turned)) is way.get(leaning(point), leaning(point))


@given(COUNTS, GROUPS, st.integers(2, 12))
def test_a_group_is_named_when_it_is_shown_and_most_think_otherwise(counts, groups, k) -> None:
    """Through the very disclosure rule: who is hidden there is never named here."""
    point, (crossing,) = make_point(counts), crossings("age_band", {1: groups}, k)
    found = otherwise(made(point, crossings=(crossing,)))
    shown = [cells.group for cells in crossing.shown]
    assert [each.cells.group for each in found] == [
        cells.group
        for cells in crossing.shown
        if (point.in_favour > point.opposed and cells.opposed > cells.in_favour)
        or (point.in_favour < point.opposed and cells.opposed < cells.in_favour)
    ]
    assert not {hidden.group for hidden in crossing.hidden} & {each.cells.group for each in found}
    assert {each.cells.group for each in found} <= set(shown)
    assert all(each.cells.n >= k for each in found)


def test_as_many_for_as_against_is_no_side() -> None:
    level = Crossing(1, "age_band", (Cells("65+", in_favour=9, opposed=9),), ())
    assert otherwise(made(make_point({Stance.FOR: 30}), crossings=(level,))) == ()


@given(COUNTS)
def test_the_largest_side_is_quoted_first(counts) -> None:
    for sides, all_of_them in zip(
        quoted_from(make_point(counts)), (IN_FAVOUR, OPPOSED), strict=True
    ):
        assert sorted(sides) == sorted(all_of_them)
        assert all(counts.get(a, 0) >= counts.get(b, 0) for a, b in pairwise(sides))


@given(st.lists(COUNTS, max_size=9))
def test_the_headline_names_every_point_once_with_its_count(several) -> None:
    points = [make_point(counts, number) for number, counts in enumerate(several, start=1)]
    said = headline(made(*points))
    bare = re.sub(r" \([^)]*\)", "", said)
    assert sorted(map(int, numbers(bare))) == list(range(1, len(points) + 1))
    for point in points:
        found = re.search(rf"\b{point.number} \(([^)]*)\)", said)
        if point.agreement.of:
            assert found
            counted = [int(number) for number in numbers(found[1])]
            assert counted[-1] == point.agreement.of
            assert set(counted[:-1]) <= {point.in_favour, point.opposed}
        else:
            assert found is None


def test_the_headline_as_somebody_reads_it() -> None:
    counts: tuple[dict[Stance, int], ...] = (
        {Stance.FOR: 1_200, Stance.AGAINST: 4},
        {Stance.FOR: 3},
        {Stance.FOR: 1, Stance.AGAINST: 3},
        {Stance.NEUTRAL: 2, Stance.FOR: 1},
        {},
    )
    points = [make_point(each, number) for number, each in enumerate(counts, start=1)]
    silent = msgspec.structs.replace(points[0], number=6, asks_stance=False)
    assert headline(made(*points, silent)) == (
        "Meer dan de helft is voor beslispunt 1 (1.200 van 1.204) en 2 (3 van 3)."
        " Meer dan de helft is tegen beslispunt 3 (3 van 4)."
        " Bij beslispunt 4 (1 voor en 0 tegen, van 3) is er geen meerderheid."
        " Over beslispunt 5 gaf niemand een mening."
    )
    assert headline(made(silent)) == ""


@pytest.mark.parametrize(
    ("net", "of", "said"),
    [
        (12, 1_040, "Er zijn 12 reacties meer voor dan tegen, van de 1.040 met een mening."),
        (-1, 3, "Er is 1 reactie meer tegen dan voor, van de 3 met een mening."),
        (0, 8, "Er zijn evenveel reacties voor als tegen, van de 8 met een mening."),
        (0, 0, "Niemand gaf een mening."),
    ],
)
def test_the_balance_is_said_in_words(net: int, of: int, said: str) -> None:
    assert dutch.balance(net, of) == said
