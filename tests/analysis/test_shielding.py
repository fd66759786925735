# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""What is pointed out is held against every table that there is."""

from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.participation_weighted import whole_percents
from analysis.shielding import Row, shielded

small = st.tuples(st.integers(0, 5), st.integers(0, 5), st.integers(0, 5))
weights = st.sampled_from([0.5, 0.8, 1.0, 1.3, 2.0])


def others(first: Row, second: Row) -> list[tuple[Row, Row]]:
    """Every table of two rows with the same totals."""
    f, o = first.in_favour + second.in_favour, first.opposed + second.opposed
    e = first.neither + second.neither
    found = []
    for a, b in product(range(f + 1), range(o + 1)):
        c = sum(first.answers) - a - b
        if 0 <= c <= e:
            found.append((Row(first.weight, a, b, c), Row(second.weight, f - a, o - b, e - c)))
    return found


def total(rows) -> tuple[float, float]:
    return (
        10 + sum(row.weight * row.in_favour for row in rows),
        10 + sum(row.weight * row.opposed for row in rows),
    )


def published(rows) -> int:
    favour, opposed = total(rows)
    return whole_percents(favour / (favour + opposed))


@settings(max_examples=200)
@given(small, small, weights, weights, st.integers(2, 4))
def test_what_is_called_safe_leaves_k_values_for_every_hidden_number(one, two, w, v, k) -> None:
    rows = (Row(w, *one), Row(v, *two))
    if not shielded(rows, total(rows), whole_percents, k):
        return
    fit = [found for found in others(*rows) if published(found) == published(rows)]
    columns = [sum(column) for column in zip(one, two, strict=True)]
    for at, row in enumerate(rows):
        for place, column in enumerate(columns):
            if sum(row.answers) and column:
                assert len({found[at].answers[place] for found in fit}) >= k


def test_a_share_that_gives_it_away_is_not_safe() -> None:
    """Very different weights, and a share that is rounded to whole percents of few people."""
    rows = (Row(2.5, 5, 1, 0), Row(0.4, 1, 5, 0))
    assert not shielded(rows, (13.0, 4.6), whole_percents, 4)


def test_groups_that_weigh_the_same_give_nothing_away() -> None:
    rows = (Row(1.0, 20, 20, 20), Row(1.0, 20, 20, 20))
    assert shielded(rows, (100.0, 100.0), whole_percents, 10)
