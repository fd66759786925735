# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
import hmac
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from surveys.receipt import derive, fingerprint, normalise
from surveys.spelling import ALPHABET

secrets = st.binary(min_size=16, max_size=64)
codes = st.builds(derive, secrets, st.uuids(), st.uuids())
places = st.integers(0, 20)


def grouped(bare: str) -> str:
    return "-".join(bare[start : start + 5] for start in range(0, len(bare), 5))


@given(secrets, st.uuids(), st.uuids())
def test_a_retry_yields_the_same_code(secret, consultation, key) -> None:
    assert derive(secret, consultation, key) == derive(secret, consultation, key)


@given(secrets, st.uuids(), st.uuids(), st.uuids())
def test_another_form_or_consultation_has_another_code(secret, one, two, three) -> None:
    if len({one, two, three}) == 3:
        assert (
            len({derive(secret, one, two), derive(secret, one, three), derive(secret, two, one)})
            == 3
        )


@given(codes)
def test_a_code_is_twenty_one_letters_in_groups_of_five(code) -> None:
    assert [len(group) for group in code.split("-")] == [5, 5, 5, 5, 1]
    assert set(code) <= {*ALPHABET, "-"}
    assert not set(code) & set("ILOU")


@given(codes)
def test_a_code_is_its_own_normal_form(code) -> None:
    assert normalise(code) == code


@given(codes, st.data())
def test_people_may_type_small_letters_spaces_and_letters_that_look_alike(code, data) -> None:
    alike = {"0": "0oO", "1": "1iIlL", "-": ["-", " ", ""]}
    typed = "".join(
        data.draw(st.sampled_from(alike.get(letter, [letter, letter.lower()]))) for letter in code
    )
    assert normalise(f" {typed} ") == code


@given(codes, places, st.sampled_from(ALPHABET))
def test_every_wrong_letter_is_noticed(code, place, letter) -> None:
    bare = code.replace("-", "")
    typed = bare[:place] + letter + bare[place + 1 :]
    assert normalise(typed) == (code if typed == bare else None)


@given(codes, st.integers(0, 19))
def test_swapped_neighbours_are_noticed_but_for_nought_and_z(code, place) -> None:
    bare = code.replace("-", "")
    one, two = bare[place : place + 2]
    typed = bare[:place] + two + one + bare[place + 2 :]
    unseen = one == two or {one, two} == {"0", "Z"}
    assert normalise(typed) == (grouped(typed) if unseen else None)


@given(st.text())
def test_whatever_is_typed_is_a_code_or_nothing(typed) -> None:
    found = normalise(typed)
    assert found is None or normalise(found) == found


@given(codes, st.sampled_from(["", "0", "00000"]))
def test_a_code_too_short_or_too_long_is_none(code, more) -> None:
    assert normalise(code[:-1]) is None
    assert normalise(code + more) == (None if more else code)


@given(secrets, codes)
def test_what_is_stored_finds_the_response_and_is_not_the_code(secret, code) -> None:
    stored = fingerprint(secret, code)
    assert len(stored) == 32
    assert stored == fingerprint(secret, normalise(code.lower()))
    assert stored != hmac.digest(secret, code.encode(), "sha256")


def test_the_code_of_one_known_form_never_changes() -> None:
    """Codes on paper outlive our versions."""
    code = derive(b"a secret of the server", UUID(int=1), UUID(int=2))
    assert code == "VSR7C-C8HW2-R13QC-WJFPC-E"
    assert fingerprint(b"a secret of the server", code).hex()[:16] == "5ae87f37e17e2134"
