# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.personal import holds_bsn, marks, pieces

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


# IBANs: the examples of the Dutch payments association and of ISO 13616.
MARKED = (
    ("Mail mij op jan.de-vries@voorbeeld.nl graag.", [("jan.de-vries@voorbeeld.nl", "email")]),
    ("Stort op NL91 ABNA 0417 1643 00.", [("NL91 ABNA 0417 1643 00", "iban")]),
    ("be68539007547034", [("be68539007547034", "iban")]),
    ("NL92ABNA0417164300 klopt niet", []),
    ("Mijn BSN is 123456782.", [("123456782", "bsn")]),
    (
        "Bel 06-12345678 of 0512 - 34 56 78",
        [("06-12345678", "phone"), ("0512 - 34 56 78", "phone")],
    ),
    ("Bel +31 (0)6 12345678!", [("+31 (0)6 12345678", "phone")]),
    (
        "Bel +31 6 12345678 of 0031612345678",
        [("+31 6 12345678", "phone"), ("0031612345678", "phone")],
    ),
    (
        "Ik woon op Kerkstraat 12a, 9204 AB Drachten.",
        [("Kerkstraat 12a", "address"), ("9204 AB", "postcode")],
    ),
    ("Aan de Noorderdijk 5 is het stil", [("Noorderdijk 5", "address")]),
    ("Vraag het mevrouw Van der Meer maar.", [("Van der Meer", "name")]),
    ("Mijn naam is Jan de Vries en ik fiets", [("Jan de Vries", "name")]),
    ("Groeten,\nFatima El Idrissi", [("Fatima El Idrissi", "name")]),
    ("Ik ben tegen. In 2026 kost het 150.000 euro, dat is 10 procent.", []),
    ("De weg 12 keer oversteken, dat wil ik niet.", []),
    ("Het park kost 1200 euro per jaar, in 1998 was dat 900 GU.", []),
    ("Bel de gemeente op 14 0999.", []),
)


@pytest.mark.parametrize(("text", "expected"), MARKED)
def test_what_says_who_somebody_is_gets_a_mark(text, expected) -> None:
    assert [(text[mark.start : mark.end], mark.kind) for mark in marks(text)] == expected


@given(st.text(st.sampled_from("aB1 @.0+NL6mevrouwstraat\n"), max_size=80) | st.text(max_size=80))
def test_the_pieces_of_a_text_are_the_text(text) -> None:
    cut = pieces(text)
    assert "".join(piece for piece, _ in cut) == text
    assert len([kind for _, kind in cut if kind]) == len(marks(text))
