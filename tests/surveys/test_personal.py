# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.personal import holds_bsn

# 111222333 and 123456782 are the numbers that the tax office itself uses in examples.
WRITTEN = (
    "111222333",
    "Mijn nummer is 123456782.",
    "bsn:123456782, alvast bedankt",
    "1234.56.782",
    "1234 56 782",
    "123 456 782",
    "123-456-782",
    "(123456782)",
    "\n123456782\n",
    "é123456782",
)
OTHER = (
    "",
    "123456789",
    "000000000",
    "06 12 34 56 78",
    "0612345678",
    "+31612345678",
    "NL91ABNA0417164300",
    "1234567820",
    "0123456782",
    "€ 123.456.782",
    "12345678,2",
    "a123456782",
    "123456782b",
    "3,123456782",
    "jan@voorbeeld.nl",
    "١٢٣٤٥٦٧٨٢",
)


@pytest.mark.parametrize("text", WRITTEN)
def test_a_citizen_service_number_is_seen_however_it_is_written(text: str) -> None:
    assert holds_bsn(text)


@pytest.mark.parametrize("text", OTHER)
def test_telephone_numbers_amounts_and_accounts_are_none(text: str) -> None:
    assert not holds_bsn(text)


@given(st.integers(1, 999_999_999))
def test_one_wrong_figure_is_never_a_number_too(number: int) -> None:
    """What the check is for: so a made-up number is one only one time in eleven."""
    written = f"{number:09}"
    wrong = [written[:8] + str(last) for last in range(10) if str(last) != written[8]]
    assert not holds_bsn(written) or not any(holds_bsn(other) for other in wrong)


@given(st.text())
def test_any_text_can_be_asked(text: str) -> None:
    assert holds_bsn(text) in {True, False}
