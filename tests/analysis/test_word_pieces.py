# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
from hypothesis import given
from hypothesis import strategies as st

from analysis.word_pieces import numbers, pieces

LISTED = {"\u2581": (1, -4.0), "\u2581bus": (2, -5.0), "\u2581b": (3, -3.0), "us": (4, -3.0)}
LISTED |= {"u": (5, -2.0), "s": (6, -2.0), "halte": (7, -6.0)}
KNOWN = pieces(LISTED, {"\u00a0": " ", "\ufb01": "fi"}, unknown=0)


def test_the_likeliest_cut_is_taken() -> None:
    assert numbers("bus", KNOWN) == [2]
    assert numbers("bushalte", KNOWN) == [2, 7]
    assert numbers("us", KNOWN) == [1, 4]


def test_a_letter_that_no_piece_has_is_the_unknown_piece() -> None:
    assert numbers("bus?", KNOWN) == [2, 0]
    assert numbers("\ufb01", KNOWN) == [1, 0, 0]


def test_spaces_are_one_space() -> None:
    assert numbers("bus  bus\u00a0bus ", KNOWN) == [2, 2, 2]
    assert numbers(" ", KNOWN) == []


@given(st.text("busx? "))
def test_each_letter_is_in_one_piece(text) -> None:
    lengths = {1: 1, 2: 4, 3: 2, 4: 2, 5: 1, 6: 1, 7: 5, 0: 1}
    cut = numbers(text, KNOWN)
    assert sum(lengths[one] for one in cut) == sum(1 + len(word) for word in text.split())
