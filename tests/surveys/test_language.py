# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.language import told

LONG = "een tekst die lang genoeg is"


@pytest.mark.parametrize(
    ("text", "likely", "expected"),
    [
        (LONG, {"nl": 0.9, "de": 0.1}, "nl"),
        (LONG, {"de": 0.1, "nl": 0.9}, "nl"),
        (LONG, {"nl": 0.5}, "nl"),
        (LONG, {"nl": 0.49}, None),
        (LONG, {"nl": 0.6, "de": 0.4}, None),
        (LONG, {}, None),
        ("prima idee", {"nl": 1.0}, None),
        ("1234567890 !!! 😀😀😀😀😀", {"nl": 1.0}, None),
    ],
)
def test_a_language_is_told_when_it_is_sure(text, likely, expected) -> None:
    assert told(text, likely) == expected


@given(st.text(), st.dictionaries(st.sampled_from(["nl", "en", "tr"]), st.floats(0, 1)))
def test_only_a_language_that_was_offered_is_told(text, likely) -> None:
    assert told(text, likely) in {None, *likely}
