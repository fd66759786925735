# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Everything with a form is masked, in every form we could think of; and what is none is left.

All of it is made up by us, but for the numbers that payment and tax offices use in examples.
"""

import re
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.masking import MASKS, masked
from surveys.personal import Mark, formed
from surveys.personal_forms import passes

BEFORE = ("", "Ik ben ", "Neem contact op: ", "(", "Zie ook\n", "Dat was 3 jaar geleden. ")
AFTER = ("", ".", ", alvast bedankt", ")", "\nGroeten", " is van mij", "!", " en niet anders")

# What is masked, and as what. Each stands in every BEFORE and AFTER.
WRITTEN = {
    "email": (
        "jan@voorbeeld.nl",
        "Jan.de-Vries+gemeente@mail.voorbeeld.co.uk",
        "j_smit1951@voorbeeld.frl",
        "jan[at]voorbeeld.nl",
        "jan (at) voorbeeld.nl",
        "jan (apenstaartje) voorbeeld.nl",
    ),
    "link": (
        "https://www.voorbeeld.nl/over-mij?id=12#daar",
        "http://voorbeeld.be",
        "www.jansmit.amsterdam",
        "facebook.com/jan.smit.51",
        "voorbeeld.nl",
        "nl.linkedin.com/in/jan-smit",
        "jansmit.info/contact",
    ),
    "iban": (
        "NL91ABNA0417164300",
        "NL91 ABNA 0417 1643 00",
        "nl91abna0417164300",
        "NL91-ABNA-0417-1643-00",
        "NL91.ABNA.04.17.16.43.00",
        "NL 91 ABNA 0417164300",
        "BE68 5390 0754 7034",
        "DE89370400440532013000",
        "GB29 NWBK 6016 1331 9268 19",
        "TR33 0006 1005 1978 6457 8413 26",
        "PL61 1090 1014 0000 0712 1981 2874",
    ),
    "bsn": ("111222333", "123456782", "1234.56.782", "1234 56 782", "123 456 782", "123-456-782"),
    "phone": (
        "0612345678",
        "06-12345678",
        "06 12 34 56 78",
        "06 - 12 34 56 78",
        "06.12.34.56.78",
        "06/12345678",
        "030 - 234 56 78",
        "030-2345678",
        "(030) 234 56 78",
        "(0512) 34 56 78",
        "0512-345678",
        "+31612345678",
        "+31 6 12345678",
        "+31 (0)6 1234 5678",
        "+31(0)30-2345678",
        "0031 6 12 34 56 78",
        "31 6 12345678",
        "+32 475 12 34 56",
        "+49 (0) 170 1234567",
        "0049 170 1234567",
        "06\u201312345678",
        "06\u00a012\u00a034\u00a056\u00a078",
    ),
    "plate": (
        "AB-12-34",
        "12-34-AB",
        "12-AB-34",
        "AB-12-CD",
        "AB-CD-12",
        "12-AB-CD",
        "12-BCD-3",
        "1-BCD-23",
        "BC-123-D",
        "B-123-CD",
        "BCD-12-F",
        "B-12-CDF",
        "1-BC-234",
        "123-BC-4",
        "b-123-cd",
        "B123CD",
        "BC123D",
        "12BCD3",
        "1 BCD 23",
    ),
    "address": (
        "Kerkstraat 12",
        "Kerkstraat 12a",
        "Kerkstraat 12-14",
        "Kerkstraat 12 bis",
        "Kerkstraat nr. 12",
        "Kerkstraat nummer 12",
        "Van der Helstplein 3",
        "Jan van Galenstraat 3",
        "Burgemeester De Vlugtlaan 125",
        "Oude Gracht 7",
        "Prins Hendrikkade 5 hs",
        "Laan van Meerdervoort 1210",
        "Laan van de Vrijheid 10",
        "'t Hof 3",
        "Dr. Schaepmanstraat 8",
        "2e Helmersstraat 4",
        "kerkstraat 12",
        "molenweg 5b",
        "prinsengracht 263",
    ),
    "postcode": (
        "9204 AB",
        "9204AB",
        "9204 AB 12",
        "9204AB-12",
        "9204 AB, nr. 12a",
        "9204AB 12-2",
        "9204ab",
        "9204ab 12",
        "9204 AB huisnummer 12",
    ),
}
BIRTHS = (
    ("Ik ben geboren op ", "12 maart 1951"),
    ("geb. ", "12-3-'51"),
    ("Geboortedatum: ", "12-03-1951"),
    ("geboortedatum ", "1951-03-12"),
    ("Geboren te Rotterdam op ", "3 mei 1951"),
    ("Ik ben jarig op ", "3 mei"),
    ("mijn verjaardag is ", "3 mei 1951"),
    ("geboren: ", "12/03/1951"),
    ("geb ", "12.03.1951"),
    ("geboren ", "12 mrt. 1951"),
)
LEFT = (
    "",
    "Ik ben tegen. In 2026 kost het 150.000 euro, dat is 10 procent.",
    "De weg 12 keer oversteken, dat wil ik niet.",
    "Het park kost 1200 euro per jaar, in 1998 was dat 900 GU.",
    "Bel de gemeente op 14 0999.",
    "Herinrichting Kerkstraat 2027",
    "In de Kerkstraat 30 km per uur",
    "in de kerkstraat 12 bomen kappen",
    "Aan de Kerkstraat 40 nieuwe woningen bouwen",
    "De begroting van 01-02-2026 13:00 uur",
    "van 09.00 - 12.00 en 13.00 - 17.00 uur",
    "leeftijden 0-4 5-9 10-14 15-19 20-24",
    "Er komen 2500 AB woningen",
    "vergadering op 12-05-2026, 19.30 uur",
    "op 12 mei 2026 en 1-mei-26",
    "wie geboren is na 1 januari 2009",
    "NL92ABNA0417164300 klopt niet",
    "123456789 euro",
    "€ 123.456.782",
    "Dat is mooi.nu nog de rest",
    "Dit is een plan.de gemeente moet",
    "art. 2.1 lid 3 onder b",
    "motie 2026-12 en amendement A-12",
    "tussen de 1200 en 1500",
    "een auto van 1500kg en 1000ha grond",
    "de N201 en de A12",
    "OP 12 DE 34",
    "het WK 2026 in de stad",
    "zaaknummer 2026-123456",
    "Z-2026-001234",
    "van 2020-2030",
    "groep 3, 4 en 5",
    "de wijk 3 en 4",
    "het plein 5 meter opschuiven",
    "0900-1234 en 0800 1234",
)


@pytest.mark.parametrize(("kind", "text"), [(k, t) for k, ts in WRITTEN.items() for t in ts])
def test_what_has_a_form_is_masked_wherever_it_stands(kind, text) -> None:
    for before in BEFORE:
        for after in AFTER:
            assert masked(before + text + after) == before + MASKS[kind] + after


@pytest.mark.parametrize(("before", "date"), BIRTHS)
def test_a_date_that_is_said_to_be_a_birth_is_masked(before, date) -> None:
    assert masked(f"{before}{date}.") == f"{before}[geboortedatum]."


def test_a_date_before_the_word_is_masked_as_well() -> None:
    assert masked("Ik ben op 3 mei 1951 in Delft geboren.") == (
        "Ik ben op [geboortedatum] in Delft geboren."
    )


def test_a_plate_is_known_by_the_word_before_it() -> None:
    assert masked("mijn kenteken is ab1234") == "mijn kenteken is [kenteken]"


@pytest.mark.parametrize("text", LEFT)
def test_what_is_none_of_these_is_left(text) -> None:
    assert masked(text) == text


def _iban(body: str) -> str:
    """With the check figures that ISO 13616 gives."""
    figures = "".join(str(int(letter, 36)) for letter in body + "NL00")
    return f"NL{98 - int(figures) % 97:02}{body}"


GROUPS = (
    (2, 8),
    (2, 2, 2, 2, 2),
    (2, 4, 4),
    (2, 3, 3, 2),
    (3, 7),
    (3, 3, 2, 2),
    (4, 6),
    (4, 2, 2, 2),
)
CODES = (
    *("XX-99-99", "99-99-XX", "99-XX-99", "XX-99-XX", "XX-XX-99", "99-XX-XX", "99-XXX-9"),
    *("9-XXX-99", "XX-999-X", "X-999-XX", "XXX-99-X", "X-99-XXX", "9-XX-999", "999-XX-9"),
)


@st.composite
def phones(draw) -> str:
    number = "0" + str(draw(st.integers(1, 9))) + f"{draw(st.integers(0, 99_999_999)):08}"
    between = draw(st.sampled_from(["", " ", "-", ".", " - ", "\u2013"]))
    parts, at = [], 0
    for length in draw(st.sampled_from(GROUPS)):
        parts.append(number[at : at + length])
        at += length
    first, *rest = parts
    return first + between + draw(st.sampled_from(["", " "])).join(rest)


@st.composite
def ibans(draw) -> str:
    bank = draw(st.text(st.sampled_from(string.ascii_uppercase), min_size=4, max_size=4))
    whole = _iban(bank + f"{draw(st.integers(0, 9_999_999_999)):010}")
    between = draw(st.sampled_from(["", " ", "-", "."]))
    cut = between.join(re.findall(".{1,4}", whole))
    return draw(st.sampled_from([cut, cut.lower()]))


@st.composite
def plates(draw) -> str:
    letters = draw(st.lists(st.sampled_from("BDFGHJKLNPRSTVXZ"), min_size=6, max_size=6))
    figures = draw(st.lists(st.sampled_from(string.digits), min_size=6, max_size=6))
    code = draw(st.sampled_from(CODES))
    return "".join(
        letters.pop() if sign == "X" else figures.pop() if sign == "9" else sign for sign in code
    )


def bsns() -> st.SearchStrategy[str]:
    return st.integers(10_000_000, 999_999_999).map(lambda one: f"{one:09}").filter(passes)


@st.composite
def postcodes(draw) -> str:
    letters = "".join(
        draw(st.lists(st.sampled_from("ABCDEGHJKLMNPRTVWXZ"), min_size=2, max_size=2))
    )
    house = draw(st.sampled_from(["", " 12", "-7", " 3a", ", nr. 8"]))
    return f"{draw(st.integers(1000, 9999))}{draw(st.sampled_from(['', ' ']))}{letters}{house}"


@given(
    st.one_of(
        st.tuples(st.just("phone"), phones()),
        st.tuples(st.just("iban"), ibans()),
        st.tuples(st.just("plate"), plates()),
        st.tuples(st.just("bsn"), bsns()),
        st.tuples(st.just("postcode"), postcodes()),
    ),
    st.sampled_from(BEFORE),
    st.sampled_from(AFTER),
)
def test_none_of_a_form_is_missed(what, before, after) -> None:
    kind, text = what
    assert masked(before + text + after) == before + MASKS[kind] + after


ODD = st.text(st.sampled_from("aB1 @.0+NL6-/(geboren[kenteken]straat\n"), max_size=80)


@given(ODD | st.text(max_size=80))
def test_masking_twice_is_masking_once(text) -> None:
    once = masked(text)
    assert masked(once) == once


@given(ODD | st.text(max_size=80))
def test_marks_lie_in_order_and_not_over_one_another(text) -> None:
    ends = [0]
    for mark in formed(text):
        assert ends[-1] <= mark.start < mark.end <= len(text)
        ends.append(mark.end)


def test_names_are_masked_where_they_are_given_and_forms_win() -> None:
    text = "Jan Smit, jan@voorbeeld.nl"
    names = [Mark(0, 8, "name"), Mark(10, 13, "name")]
    assert masked(text, names) == "[naam], [e-mailadres]"


def test_of_two_that_lie_over_each_other_nothing_is_left_bare() -> None:
    assert masked("9204 AB, 06-12345678") == "[postcode], [telefoonnummer]"
    text = "Jan Smit jan@voorbeeld.nl Jansen"
    assert masked(text, [Mark(0, len(text), "name")]) == "[naam] [e-mailadres] [naam]"


def test_a_very_long_text_is_masked_to_its_end() -> None:
    text = "Aa0 .-(@/straat geboren 06 0-0 12" * 3_000
    assert masked(text + " jan@voorbeeld.nl").endswith("[e-mailadres]")
