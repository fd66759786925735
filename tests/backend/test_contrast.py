# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""WCAG 2.2's own definitions, with figures that anybody can recompute with another tool."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.contrast import Colour, colour, luminance, ratio, shown

COLOURS = st.builds(Colour, *[st.integers(0, 255)] * 3)
BLACK, WHITE = Colour(0, 0, 0), Colour(255, 255, 255)


@pytest.mark.parametrize(
    ("front", "back", "expected"),
    [
        ("#000000", "#ffffff", 21.0),
        ("#ffffff", "#ffffff", 1.0),
        ("#767676", "#ffffff", 4.54),  # the lightest grey that passes on white
        ("#777777", "#ffffff", 4.47),  # and the first that does not
        ("#949494", "#ffffff", 3.03),
        ("#959595", "#ffffff", 2.99),
        ("#ff0000", "#ffffff", 3.99),
        ("#008000", "#ffffff", 5.13),
        ("#0000ff", "#ffffff", 8.59),
        ("#ffff00", "#000000", 19.55),
        ("#0000ee", "#ffffff", 9.40),
    ],
)
def test_known_pairs_have_known_ratios(front: str, back: str, expected: float) -> None:
    one, other = colour(front), colour(back)
    assert one
    assert other
    assert shown(ratio(one, other)) == pytest.approx(expected, abs=0.0101)


def test_luminance_follows_the_definition() -> None:
    assert luminance(BLACK) == 0
    assert luminance(WHITE) == pytest.approx(1)
    assert luminance(Colour(255, 0, 0)) == pytest.approx(0.2126)
    assert luminance(Colour(0, 255, 0)) == pytest.approx(0.7152)
    assert luminance(Colour(0, 0, 255)) == pytest.approx(0.0722)
    # Both branches of the curve, on either side of 0.04045.
    assert luminance(Colour(10, 10, 10)) == pytest.approx(10 / 255 / 12.92)
    assert luminance(Colour(11, 11, 11)) == pytest.approx(((11 / 255 + 0.055) / 1.055) ** 2.4)


@given(COLOURS, COLOURS)
def test_the_order_makes_no_difference_and_the_bounds_hold(one: Colour, other: Colour) -> None:
    assert ratio(one, other) == ratio(other, one)
    assert 1 <= ratio(one, other) <= 21
    assert ratio(one, one) == 1


def test_a_ratio_is_never_rounded_up_to_what_is_asked() -> None:
    assert shown(4.4999) == 4.49
    assert shown(4.5) == 4.5


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("#0b5872", Colour(11, 88, 114)),
        ("#FFF", WHITE),
        ("rgb(11, 88, 114)", Colour(11, 88, 114)),
        ("rgb(11 88 114)", Colour(11, 88, 114)),
        ("hsl(195, 82%, 25%)", Colour(11, 90, 116)),
        ("hsl(0 0% 100%)", WHITE),
        ("#12345", None),
        ("#0b587280", None),  # transparent
        ("rgb(256, 0, 0)", None),
        ("rgb(0, 0, 0, 0.5)", None),
        ("hsl(361, 0%, 0%)", None),
        ("hsl(0, 101%, 0%)", None),
        ("red", None),
        ("", None),
        ("#fff\n", None),
        ("var(--x)", None),
    ],
)
def test_a_colour_is_read_or_refused(text: str, expected: Colour | None) -> None:
    assert colour(text) == expected


@given(COLOURS)
def test_a_colour_reads_back_what_it_writes(one: Colour) -> None:
    assert colour(str(one)) == one
