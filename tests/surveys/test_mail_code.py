# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from surveys import letter_code, receipt
from surveys.mail_code import derive, digest, normalise
from surveys.spelling import ALPHABET

secrets = st.binary(min_size=16, max_size=64)
tags = st.binary(min_size=32, max_size=32)
codes = st.builds(derive, secrets, st.uuids(), tags)


@given(codes)
def test_a_code_is_eleven_letters_in_groups_of_four(code) -> None:
    assert [len(group) for group in code.split("-")] == [4, 4, 3]
    assert set(code) <= {*ALPHABET, "-"}
    assert normalise(f" {code.lower().replace('-', ' ')} ") == code


@given(secrets, st.uuids(), tags, tags)
def test_sending_once_more_sends_the_same_code_and_another_address_gets_another(
    secret, request_id, one, other
) -> None:
    assert derive(secret, request_id, one) == derive(secret, request_id, one)
    if one != other:
        assert derive(secret, request_id, one) != derive(secret, request_id, other)


@given(codes, st.integers(0, 9), st.sampled_from(ALPHABET))
def test_one_wrong_letter_is_found(code, place, letter) -> None:
    bare = code.replace("-", "")
    if bare[place] != letter:
        assert normalise(bare[:place] + letter + bare[place + 1 :]) is None


@given(codes, st.integers(0, 2**60 - 1), secrets)
def test_no_code_is_taken_for_one_of_another_kind(code, number, secret) -> None:
    letter = letter_code.spelled(number)
    assert letter_code.normalise(code) is None
    assert receipt.normalise(code) is None
    assert normalise(letter) is None
    assert normalise(receipt.derive(secret, UUID(int=1), UUID(int=number))) is None
    assert digest(secret, code) != letter_code.digest(secret, code)
