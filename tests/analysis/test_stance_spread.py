# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from analysis.points import PointFigures, StanceShare
from analysis.stance_spread import ORDER, agreement, in_words, stance_spread
from surveys.stances import Agreement, Stance

many = st.lists(st.integers(0, 40), min_size=3, max_size=7).filter(any)


def point(**counts: int) -> PointFigures:
    stances = tuple(StanceShare(stance, counts.get(stance, 0), 0) for stance in Stance)
    return PointFigures(
        number=1,
        text="",
        asks_stance=True,
        asks_advice=False,
        stances=stances,
        by_channel=(),
        agreement=Agreement(0, 0),
        **dict.fromkeys(
            (
                "in_favour", "for_if", "opposed", "neutral", "no_opinion", "answered",
                "left_empty", "advices", "conditions", "touched",
            ),
            0,
        ),
    )  # fmt: skip


def test_agreement_is_that_of_the_package_agrmt_of_r() -> None:
    """Its own example: agreement 0.6113333, polarisation 0.194."""
    found = agreement([30, 40, 210, 130, 530, 50, 10])
    assert round(float(found), 7) == 0.6113333
    assert round(float(1 - found) / 2, 3) == 0.194


@given(many)
def test_agreement_lies_from_minus_one_to_one_and_is_the_same_from_either_end(counts) -> None:
    assert -1 <= agreement(counts) <= 1
    assert agreement(counts) == agreement(counts[::-1])
    assert agreement(counts) == agreement([3 * n for n in counts])


@given(st.integers(3, 8), st.integers(1, 50))
def test_its_ends_are_one_of_a_kind_two_camps_and_all_alike(size, n) -> None:
    assert agreement([n, *[0] * (size - 1)]) == 1
    assert agreement([n, *[0] * (size - 2), n]) == -1
    assert agreement([n] * size) == 0


def test_the_middle_follows_the_order_of_the_definition_and_leaves_no_opinion_out() -> None:
    found = stance_spread(point(strongly_for=3, for_if=2, against=4, no_opinion=50))
    assert found is not None
    assert found.median == (Stance.FOR_IF, Stance.FOR_IF)
    assert found.first == (Stance.STRONGLY_FOR, Stance.STRONGLY_FOR)
    assert found.third == (Stance.AGAINST, Stance.AGAINST)
    assert found.at_an_end == 333
    assert Stance.NO_OPINION not in ORDER
    assert in_words(found) == (
        "Leggen we alle meningen op volgorde, van helemaal voor tot helemaal tegen, dan is de"
        ' middelste mening "Voor, mits". 33% is helemaal voor of helemaal tegen.'
    )


def test_of_an_even_number_both_in_the_middle_are_told() -> None:
    found = stance_spread(point(strongly_for=2, strongly_against=2))
    assert found is not None
    assert found.agreement == -1000
    assert found.polarisation == 1000
    assert 'zijn de middelste meningen "Helemaal voor" en "Helemaal tegen"' in in_words(found)


def test_nobody_has_no_middle() -> None:
    assert stance_spread(point(no_opinion=12)) is None


def test_a_fraction_and_not_a_float_so_that_two_machines_say_the_same() -> None:
    assert isinstance(agreement([1, 2, 3]), Fraction)
