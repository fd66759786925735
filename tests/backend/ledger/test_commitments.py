# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
import datetime as dt
import hashlib
import hmac
import json
import unicodedata
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.ledger import bodies, commitments, notes
from backend.ledger.bodies import Kind
from backend.ledger.commitments import Uncanonical, canonical

KEY = hashlib.sha256(b"one response").digest()
SIGNER = notes.new_signer("a.example/log", KEY)
ASKED = UUID(int=1)
FIELDS: dict[str, Any] = {"vraag/1": "for_if", "vraag/1.other": None, "kanaal": "web"}

plain = st.none() | st.integers(-commitments.LARGEST, commitments.LARGEST) | st.text()
values = st.recursive(
    plain,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.text(st.characters(max_codepoint=126), max_size=8), inner, max_size=4)
    ),
    max_leaves=6,
)


def test_the_bytes_are_what_the_document_says() -> None:
    assert (
        canonical({"b": 1, "a": ["é", None, '"\n']}) == '{"a":["é",null,"\\"\\n"],"b":1}'.encode()
    )
    assert canonical({}) == b"{}"


@given(values)
def test_what_was_written_down_is_read_back_and_written_down_alike(value: Any) -> None:
    written = canonical(value)
    assert json.loads(written) == value
    assert canonical(json.loads(written)) == written


@pytest.mark.parametrize(
    "value",
    [1.0, float("nan"), True, {"a": 0.5}, [[1e3]], b"bytes", {1: 2}, {"é": 1}, (1,),
     2**53, -(2**53), "\ud800", {"a": {"b": "\udfff"}}],
)  # fmt: skip
def test_what_another_language_might_write_otherwise_is_refused(value: Any) -> None:
    with pytest.raises(Uncanonical):
        canonical(value)


def test_a_text_is_committed_to_as_it_is_stored() -> None:
    composed = "één"
    taken_apart = unicodedata.normalize("NFD", composed)
    assert canonical(composed) != canonical(taken_apart)


def test_a_commitment_is_what_the_document_says() -> None:
    salt = hmac.digest(KEY, b"zout/1\x00vraag/1", "sha256")
    assert commitments.salt(KEY, "vraag/1") == salt
    expected = hashlib.sha256(b"veld/1\x00vraag/1\x00" + salt + b'"for_if"').hexdigest()
    assert commitments.committed(KEY, FIELDS)["vraag/1"] == expected


def test_no_two_fields_share_a_salt_and_no_two_keys_a_commitment() -> None:
    other = hashlib.sha256(b"another response").digest()
    names = [f"vraag/{number}" for number in range(200)]
    fields = dict.fromkeys(names, "same")
    assert len({commitments.salt(KEY, name) for name in names}) == len(names)
    assert not set(commitments.committed(KEY, fields).values()) & set(
        commitments.committed(other, fields).values()
    )


@given(st.text(min_size=1).filter(lambda text: "\x00" not in text), plain, plain)
def test_a_commitment_opens_to_one_value_only(field: str, one: Any, other: Any) -> None:
    salt = commitments.salt(KEY, field)
    same = commitments.commitment(field, salt, one) == commitments.commitment(field, salt, other)
    assert same == (type(one) is type(other) and one == other)


def test_a_field_or_salt_that_could_be_read_in_two_ways_is_refused() -> None:
    for field, salt in (("a\x00b", KEY), ("a", KEY[:31]), ("a", KEY + b"x")):
        with pytest.raises(Uncanonical):
            commitments.commitment(field, salt, "x")


def test_an_entry_shows_which_fields_there_are_and_nothing_of_what_was_said() -> None:
    body = bodies.response(ASKED, KEY, FIELDS)
    read = json.loads(body)
    assert (read["t"], read["c"]) == ("reactie", str(ASKED))
    assert set(read["d"]) == set(FIELDS)
    assert b"for_if" not in body
    assert b"web" not in body


def test_every_entry_names_its_own_kind_and_is_canonical() -> None:
    now = dt.datetime(2026, 12, 17, 23, 59, 59, tzinfo=dt.timezone(dt.timedelta(hours=1)))
    digest = hashlib.sha256(b"").digest()
    made = {
        Kind.RESPONSE: bodies.response(ASKED, KEY, FIELDS),
        Kind.REPLACEMENT: bodies.replacement(ASKED, KEY, FIELDS, digest),
        Kind.WITHDRAWAL: bodies.withdrawal(ASKED, digest),
        Kind.SET_ASIDE: bodies.set_aside(ASKED, digest, "dubbel"),
        Kind.DEFINITION: bodies.definition(
            ASKED, version=digest, questions=digest, rules=digest, opens=now, closes=now
        ),
        Kind.TALLY: bodies.tally(ASKED, number=1, counted=12, result=digest),
        Kind.SUMMARY: bodies.summary(ASKED, number=1, content=digest, result=digest),
        Kind.ATTACHMENT: bodies.attachment(ASKED, version=digest, summary_content=digest),
        Kind.EXCEPTION: bodies.exception(ASKED, version=digest, ground="spoed", reason=digest),
        Kind.EXTENSION: bodies.extension(ASKED, closes=now, reason=""),
        Kind.CANCELLATION: bodies.cancellation(ASKED, "Het plan is van de baan."),
        Kind.MODERATION: bodies.moderation(
            ASKED, digest, "vraag/1.advice", released=False, reason=digest
        ),
        Kind.CORRECTION: bodies.correction(ASKED, number=2, reason="Iemand trok zich terug."),
        Kind.REVIEW: bodies.review(ASKED, number=1, body="Wijkraad", content=digest),
        Kind.KEY: bodies.rotation(SIGNER, SIGNER),
        Kind.PROMISES: bodies.promises(str(SIGNER.verifier)),
    }
    for kind, body in made.items():
        read = json.loads(body)
        assert read["t"] == kind
        assert canonical(read) == body
    assert json.loads(made[Kind.DEFINITION])["sluit"] == "2026-12-17T22:59:59Z"
