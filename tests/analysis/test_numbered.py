# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
from collections import Counter

import numpy as np
import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from analysis.numbered import Numbered, first_of, nothing, numbered, sums, where

texts = st.sampled_from(["b", "a", "é", "", None])
columns = st.lists(st.tuples(texts, texts, st.sampled_from([1, -1])), max_size=40)


def of(values: list[str | None]) -> Numbered:
    return numbered(pl.Series(values, dtype=pl.String()))


def held(column: Numbered) -> list[str | None]:
    return [column.values[place] for place in column.places.tolist()]


@given(st.lists(texts, max_size=40))
def test_a_column_as_numbers_says_the_same(values) -> None:
    column = of(values)
    assert held(column) == values
    assert column.texts == sorted({value for value in values if value is not None})
    assert column.filled.tolist() == [value is not None for value in values]


@given(st.lists(texts, max_size=40), st.dictionaries(st.sampled_from("abé"), texts))
def test_a_rule_is_followed_in_every_row(values, rule) -> None:
    column = of(values)
    assert held(column.mapped(rule.get)) == [
        None if value is None else rule.get(value) for value in values
    ]
    assert column.meets(rule.__contains__).tolist() == [value in rule for value in values]


@given(columns)
def test_the_first_that_is_filled_in_stands(rows) -> None:
    one, other = [row[0] for row in rows], [row[1] for row in rows]
    last = where(np.ones(len(rows), dtype=np.bool_), "x")
    expected = [next(each for each in (*row[:2], "x") if each is not None) for row in rows]
    assert held(first_of([of(one), of(other), last])) == expected
    assert held(nothing(len(rows))) == [None] * len(rows)


@given(columns)
def test_sums_are_those_of_the_rows(rows) -> None:
    one, other = of([row[0] for row in rows]), of([row[1] for row in rows])
    weights = np.array([row[2] for row in rows], dtype=np.int64)
    by_hand: Counter[tuple[str | None, ...]] = Counter()
    for first, second, sign in rows:
        by_hand[first, second] += sign
    found = {(a, b): n for a, b, n in sums(weights, one, other)}
    assert found == {names: n for names, n in by_hand.items() if n}
    alone = {a: n for a, _, n in sums(weights, one)}
    assert sum(alone.values()) == sum(found.values())
