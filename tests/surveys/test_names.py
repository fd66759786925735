# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""The rules, on lists of a few names. How well they do is in tests/backend/words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.names import Lists, names

LISTS = Lists(
    first=frozenset({"fatima", "jan", "piet", "mark", "mohamed", "roos", "henk", "anja", "erica"}),
    last=frozenset({"bakker", "jansen", "vries", "berg", "kowalski", "boer", "vos", "idrissi"}),
    words=frozenset(
        {
            *("bakker", "boer", "vos", "roos", "mark", "berg", "jan", "piet", "vindt", "dit"),
            *("plan", "goed", "moet", "weg", "heeft", "gelijk", "de", "is", "naar", "tegen"),
            *("woorden", "mijn", "raad", "wil", "park", "huis", "tulpen", "staan", "mooi"),
            *("volgens", "bus"),
        }
    ),
    places=frozenset({"almere", "erica", "drachten", "nederland"}),
)
FOUND = (
    ("Ik woon naast Fatima El Idrissi.", ["Fatima El Idrissi"]),
    ("ik ben mohamed en ik ben tegen", ["mohamed"]),
    ("ik vind dat jan de vries gelijk heeft", ["jan de vries"]),
    ("Wethouder Bakker moet weg", ["Bakker"]),
    ("mevrouw de vries moet weg", ["de vries"]),
    ("Mw. S. Ramlal heeft gelijk", ["S. Ramlal"]),
    ("Groeten,\nXiomara", ["Xiomara"]),
    ("Dat zei De Boer ook.", ["De Boer"]),
    ("Het is van Henk en Piet.", ["Henk", "Piet"]),
    ("Mark vindt het goed", ["Mark"]),
    ("Volgens Szczepański is het goed", ["Szczepański"]),
    ("GROETEN FATIMA", ["FATIMA"]),
    ("Ik ken Oleksandr Kovalenko van de bus", ["Oleksandr Kovalenko"]),
    ("Jan-Henk is tegen", ["Jan-Henk"]),
)
LEFT = (
    "Mark mijn woorden",
    "De bakker moet weg",
    "Roos en tulpen staan mooi",
    "Ik ben tegen",
    "Wij wonen in Almere",
    "Het Jan Bakkerplein is mooi",
    "Meneer de burgemeester, dit is goed",
    "DE RAAD MOET WEG",
    "Bel de ANWB",
    "",
)


@pytest.mark.parametrize(("text", "expected"), FOUND)
def test_a_name_is_found_by_the_lists_and_the_words_around_it(text, expected) -> None:
    assert [text[mark.start : mark.end] for mark in names(text, LISTS)] == expected


@pytest.mark.parametrize("text", LEFT)
def test_a_word_that_could_be_a_name_is_left_where_it_is_none(text) -> None:
    assert names(text, LISTS) == ()


WORDS = st.lists(
    st.sampled_from(
        [
            *("Fatima", "jan", "de", "van", "De", "Bakker,", "en", "mevrouw.", "ik", "ben", "J."),
            *("\u0130", "'", "-", "\n", "Groeten", "Ünal"),
        ]
    )
).map(" ".join)


@given(WORDS | st.text(max_size=80))
def test_names_lie_in_order_and_not_over_one_another(text) -> None:
    at = 0
    for mark in names(text, LISTS):
        assert at <= mark.start < mark.end <= len(text)
        at = mark.end
