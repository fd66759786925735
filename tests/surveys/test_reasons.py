# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
import pytest

from surveys.reasons import letters, too_short


@pytest.mark.parametrize(
    ("said", "number"),
    [
        ("", 0),
        (" \n\t\u00a0\u200b\u3164...!?\u00d7\u00f7", 0),
        ("a b-c 1", 4),
        ("één café", 7),
        ("e\u0301", 1),
        ("Ђ你👍", 0),
    ],
)
def test_only_letters_and_digits_count(said, number) -> None:
    assert letters(said) == number


def test_a_reason_takes_ten_of_them_however_they_are_spread() -> None:
    assert too_short("te  k o r t,")
    assert not too_short("lang genoeg")
    assert too_short("nee" + " " * 40)
