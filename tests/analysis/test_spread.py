# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
import itertools
from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from analysis.spread import Between, classes, spread

numbers = st.lists(st.integers(-50, 50), min_size=1, max_size=60)


@given(numbers)
def test_a_quantile_has_its_part_on_either_side_and_nothing_lower_or_higher_has(said) -> None:
    """From the definition, over every number there is, without looking at places."""
    made = spread(Counter(said))
    assert made is not None
    n = len(said)
    for part, between in ((1, made.first), (2, made.median), (3, made.third)):
        will_do = [
            x
            for x in range(-50, 51)
            if 4 * sum(y <= x for y in said) >= part * n
            and 4 * sum(y >= x for y in said) >= (4 - part) * n
        ]
        assert (between.lower, between.upper) == (min(will_do), max(will_do))
        assert {between.lower, between.upper} <= set(said)
    assert made.at_most == sum(x <= made.median.lower for x in said)
    assert made.at_least == sum(x >= made.median.upper for x in said)


def test_five_answers_have_one_middle_and_six_have_two() -> None:
    five = spread({1: 2, 4: 1, 5: 1, 9: 1})
    six = spread({1: 2, 4: 1, 5: 1, 9: 2})
    assert five is not None
    assert six is not None
    assert (five.median, five.at_most, five.at_least) == (Between(4, 4), 3, 3)
    assert (six.median, six.at_most, six.at_least) == (Between(4, 5), 3, 3)


def test_of_nothing_there_is_no_middle() -> None:
    assert spread({}) is spread({3: 0}) is None


@given(st.integers(-(10**9), 10**9), st.integers(0, 10**9))
def test_at_most_ten_classes_hold_every_number_once(low, more) -> None:
    made = classes(low, low + more)
    assert len(made) <= 10
    assert (made[0][0], made[-1][1]) == (low, low + more)
    for (_, end), (start, _) in itertools.pairwise(made):
        assert start == end + 1
    assert all(start <= end for start, end in made)


def test_classes_are_as_people_would_cut_them() -> None:
    assert classes(1, 5) == tuple((n, n) for n in range(1, 6))
    assert classes(0, 100)[:2] == ((0, 9), (10, 19))
    assert classes(0, 100)[-1] == (90, 100)
    assert classes(1, 40) == tuple((n, n + 4) for n in range(1, 40, 5))
    assert classes(0, 1_000_000)[-1] == (900_000, 1_000_000)
    assert classes(7, 7) == ((7, 7),)
