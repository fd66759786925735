# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
from collections.abc import Sequence

import numpy as np
import pytest

from backend.words.vectors import WIDTH, Store, Vectors, key, vectors


class Made:
    """Stands for an encoder: what it is asked for, is kept."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def __call__(self, texts: Sequence[str]) -> Vectors:
        self.asked += texts
        return np.array([[len(text)] * WIDTH for text in texts], np.float32)


@pytest.fixture
def store(tmp_path) -> Store:
    return Store(tmp_path, "abc")


def test_what_was_made_before_is_not_made_again(store) -> None:
    made = Made()
    vectors(["a", "bb"], store, made)
    found = vectors(["bb", "ccc", "a", "ccc"], store, made)
    assert made.asked == ["a", "bb", "ccc"]
    assert found[:, 0].tolist() == [2, 3, 1, 3]


def test_no_texts_are_no_vectors(store) -> None:
    assert vectors([], store, Made()).shape == (0, WIDTH)


def test_who_is_forgotten_is_made_anew(store) -> None:
    made = Made()
    vectors(["a", "bb"], store, made)
    store.forget([key("a")])
    assert store.known([key("a")]) == {}
    vectors(["a", "bb"], store, made)
    assert made.asked == ["a", "bb", "a"]


def test_a_record_that_was_torn_by_a_kill_is_passed_over(store, tmp_path) -> None:
    vectors(["a"], store, Made())
    (path,) = tmp_path.iterdir()
    path.write_bytes(path.read_bytes() + b"half a record")
    made = Made()
    assert vectors(["a", "bb"], store, made)[:, 0].tolist() == [1, 2]
    assert vectors(["a", "bb"], store, made)[:, 0].tolist() == [1, 2]
    assert made.asked == ["bb"]


def test_another_encoder_has_vectors_of_its_own(tmp_path) -> None:
    made = Made()
    vectors(["a"], Store(tmp_path, "one"), made)
    vectors(["a"], Store(tmp_path, "other"), made)
    assert made.asked == ["a", "a"]
