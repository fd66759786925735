# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from analysis.softmax import Dense, Sparse, fit, shares

TABLE = np.array([[0, 1.5, 0], [2, 0, 0], [0, 0, 0], [1, 0, 3]], float)


def _sparse(table: np.ndarray) -> Sparse:
    rows, features = np.nonzero(table)
    ends = np.cumsum(np.bincount(rows, minlength=len(table)))
    return Sparse(ends, features, table[rows, features], table.shape[1])


def test_a_sparse_table_is_the_table() -> None:
    weights, errors = np.arange(6.0).reshape(3, 2), np.arange(8.0).reshape(4, 2)
    sparse, dense = _sparse(TABLE), Dense(TABLE)
    assert np.allclose(sparse.times(weights), dense.times(weights))
    assert np.allclose(sparse.turned(errors), dense.turned(errors))


def test_what_lies_apart_is_told_apart_and_the_same_each_time() -> None:
    chance = np.random.default_rng(1)
    classes = np.repeat([0, 1, 2], 30)
    table = np.eye(3)[classes] * 3 + chance.normal(size=(90, 3))
    weights, start = fit(Dense(table), classes, 3, 1e-2)
    said = shares(table @ weights + start).argmax(axis=1)
    assert (said == classes).mean() > 0.9
    again, _ = fit(Dense(table), classes, 3, 1e-2)
    assert again.tobytes() == weights.tobytes()


def test_at_the_lowest_point_nothing_pulls_any_more() -> None:
    """The slope of the loss, worked out here by itself: the ridge holds what the rows pull."""
    classes = np.array([0, 1, 1, 0])
    weights, start = fit(Dense(TABLE), classes, 2, 0.1)
    wrong = shares(TABLE @ weights + start) - np.eye(2)[classes]
    assert np.allclose(TABLE.T @ wrong / 4 + 0.1 * weights, 0, atol=1e-4)
    assert np.allclose(wrong.sum(axis=0), 0, atol=1e-3)


@given(st.lists(st.lists(st.floats(-500, 500), min_size=3, max_size=3), min_size=1))
def test_shares_add_up_to_one(scores) -> None:
    found = shares(np.array(scores))
    assert np.allclose(found.sum(axis=1), 1)
    assert (found >= 0).all()
