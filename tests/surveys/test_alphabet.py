# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Names stand where a Dutch reader looks for them."""

import random
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.alphabet import in_order

NAMES = st.text(max_size=12)
LETTERS = st.text(alphabet="abcdeijz éëïö-' 0129", max_size=12)


@pytest.mark.parametrize(
    "names",
    [
        ("Roosendaal", "'s-Gravenhage", "\u2019s-Hertogenbosch", "Sint Anna", "'t Harde", "Texel"),
        ("Zuid", "zuid", "Zuidas", "ZUIDOOST"),
        ("Ede", "Één dorp", "eén eiland", "Eerbeek"),
        ("De Bilt", "De Ronde Venen", "Debora"),
        ("Wijk 2", "wijk 9b", "Wijk 010", "Wijk 10a", "Wijk 11", "Wijk aan Zee"),
        ("Iepenburg", "IJburg", "ijmuiden", "\u0132sselstein", "Ikazia", "Yerseke"),
        ("1e Exloërmond", "2e Exloërmond", "10e straat", "Aa en Hunze"),
        ("Oost Gelre", "Oost-Souburg", "Oosterhout"),
    ],
)
def test_a_list_as_it_stands_in_an_atlas(names) -> None:
    shuffled = list(names)
    random.Random(7).shuffle(shuffled)  # noqa: S311 - no secret
    assert sorted(shuffled, key=in_order) == sorted(names, key=in_order)
    assert [in_order(name)[0] for name in names] == sorted(in_order(name)[0] for name in names)


@given(NAMES, NAMES)
def test_two_names_never_share_a_place(one, other) -> None:
    assert (in_order(one) == in_order(other)) == (one == other)


@given(st.lists(LETTERS), st.randoms())
def test_a_list_is_the_same_whatever_order_it_came_in(names, chance) -> None:
    shuffled = list(names)
    chance.shuffle(shuffled)
    assert sorted(shuffled, key=in_order) == sorted(names, key=in_order)


@given(LETTERS)
def test_capitals_accents_and_apostrophes_move_no_name(name) -> None:
    place = in_order(name)[0]
    assert in_order(name.upper())[0] == place
    assert in_order(f"'{name}")[0] == place
    assert in_order(unicodedata.normalize("NFD", name))[0] == place


@given(st.integers(0, 10**30), st.integers(0, 10**30), st.integers(0, 5))
def test_numbers_stand_by_their_size(one, other, noughts) -> None:
    first, second = (in_order(f"Wijk {'0' * noughts}{n}")[0] for n in (one, other))
    assert (first < second) == (one < other)


@given(LETTERS, LETTERS)
def test_what_begins_another_name_stands_before_it(name, more) -> None:
    assert in_order(name)[0] <= in_order(f"{name} {more}")[0]
