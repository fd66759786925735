# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
import contextlib
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.errors import Invalid
from backend.participation.importing_mapping import Column, read, write
from backend.participation.importing_plan import bind
from backend.participation.importing_proposal import propose
from backend.web import tables_in
from surveys.template import draft
from tests.backend.participation.exports import ASKED, SIMPLE, as_csv


def test_a_mapping_reads_back_as_it_was_written() -> None:
    assert read(write(SIMPLE)) == SIMPLE
    assert read(b"\xef\xbb\xbf" + write(SIMPLE)) == SIMPLE


def test_everything_that_is_wrong_with_a_mapping_is_said_at_once() -> None:
    with pytest.raises(Invalid) as refusal:
        read(
            b'{"columns": {"A": {"question": 1}, "B": {"vraag": "x"}, "C": {"question": "x"}},'
            b' "ignore": "D", "id": 3, "kolommen": {}}'
        )
    found = sorted(flaw.where for flaw in refusal.value.flaws)
    assert found == ["consultation", "id", "ignore", "kolom A", "kolom B", "kolommen"]


@pytest.mark.parametrize(
    ("data", "match"),
    [
        (b"", "geen geldige JSON"),
        (b"[]", "geen object"),
        (b'"x"', "geen object"),
        (b"\xff{}", "geen geldige JSON"),
        (b'{"columns": {"\\ud800": {}}}', "geen geldige JSON"),
        (b'{"consultation": "pa\\u0000rk", "columns": {}}', "klopt niet"),
        (b'{"a": 1, "a": 2}', "klopt niet"),
        (b"[" * 100_000, "geen geldige JSON"),
        (b" " * 2_000_001, "te groot"),
    ],
)
def test_what_is_no_mapping_is_refused_in_words(data: bytes, match: str) -> None:
    with pytest.raises(Invalid, match=match):
        read(data)


FIELD = st.sampled_from(["consultation", "columns", "id", "ignore", "source", "A", "question"])


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=3),
        lambda inner: st.lists(inner) | st.dictionaries(FIELD, inner),
    )
)
def test_any_json_is_a_mapping_or_a_clear_refusal(value: object) -> None:
    with contextlib.suppress(Invalid):
        assert read(json.dumps(value).encode()).columns == {}


LIME = as_csv(
    [
        "Response ID",
        "Datum ingestuurd",
        "1.stance",
        "Wat raadt u de raad aan?",
        "waarmee[Bomen]",
        "waarmee [Een vijver]",
        "waarmee[other]",
        "Wat komt eerst?",
        "Wat komt eerst? [Anders]",
        "In welke wijk woont u?",
    ],
    [
        ("1", "2026-03-01", "Helemaal voor", "Bomen.", "Y", "", "", "Bomen", "", "Bomen"),
        ("2", "2026-03-01", "Eens", "", "", "Y", "Wip", "Anders", "Wip", ""),
        ("3", "2026-03-01", "Voor, mits", "", "", "Y", "Wip", "een VIJVER", "", "Noord"),
    ],
)


def test_a_proposal_recognises_what_it_can_and_marks_what_it_cannot() -> None:
    table = tables_in.read(LIME)
    found = propose("park", table, ASKED)
    assert (found.consultation, found.id) == ("park", "Response ID")
    assert found.ignore == ("Datum ingestuurd",)
    assert found.columns == {
        "1.stance": Column(
            "1.stance",
            values={"Helemaal voor": "strongly_for", "Eens": "?", "Voor, mits": "for_if"},
        ),
        "Wat raadt u de raad aan?": Column("1.advice"),
        "waarmee[Bomen]": Column("waarmee", option="bomen"),
        "waarmee [Een vijver]": Column("waarmee", option="vijver"),
        "waarmee[other]": Column("waarmee.other"),
        "Wat komt eerst?": Column(
            "eerst", values={"Bomen": "bomen", "Anders": "other", "een VIJVER": "vijver"}
        ),
        "Wat komt eerst? [Anders]": Column("eerst.other"),
        "In welke wijk woont u?": Column("wijk", values={"Bomen": "bomen", "Noord": "?"}),
    }
    with pytest.raises(Invalid) as refusal:
        bind(found, table.header, ASKED)
    assert [flaw.where for flaw in refusal.value.flaws] == [
        "kolom 1.stance",
        "kolom In welke wijk woont u?",
    ]


def test_a_proposal_finds_what_stands_between_several_answers() -> None:
    data = as_csv(["Wat moet er komen?"], [("Bomen;Een vijver",), ("Banken, ook om op te liggen",)])
    column = propose("park", tables_in.read(data), ASKED).columns["Wat moet er komen?"]
    assert column == Column("waarmee", separator=";")


def test_a_label_that_every_decision_point_has_names_none_of_them() -> None:
    data = as_csv(["Wat vindt u van dit punt?", "2. Wat raadt u de raad aan?"], [("Voor", "x")])
    found = propose("park", tables_in.read(data), draft([1, 2], []))
    assert found.ignore == ("Wat vindt u van dit punt?",)
    assert found.columns == {"2. Wat raadt u de raad aan?": Column("2.advice")}
