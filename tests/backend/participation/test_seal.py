# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
import base64
import json
import zlib
from uuid import UUID, uuid4

import pytest
from itsdangerous import TimestampSigner

from backend.participation import seal
from backend.participation.seal import Broken, Form

SECRET = b"s3cret-of-the-municipality-0123456789"
FORM = Form(uuid4(), "ab12", uuid4(), {"1.advice": ["Meer bomen, €\U0001f333\n" * 40]})


def later(monkeypatch: pytest.MonkeyPatch, seconds: int) -> None:
    """Move the clock that signatures are dated with."""
    now = TimestampSigner(SECRET).get_timestamp()
    monkeypatch.setattr(TimestampSigner, "get_timestamp", lambda _self: now + seconds)


def test_a_form_comes_back_as_it_went() -> None:
    assert seal.read_form(SECRET, seal.write_form(SECRET, FORM)) == FORM


def test_a_form_may_stay_open_over_a_week(monkeypatch: pytest.MonkeyPatch) -> None:
    token = seal.write_form(SECRET, FORM)
    later(monkeypatch, 7 * 24 * 3600)
    assert seal.read_form(SECRET, token) == FORM


def test_a_change_that_was_left_behind_ends_after_two_hours(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    token = seal.write_form(SECRET, Form(FORM.consultation, "ab12", FORM.key, FORM.typed, uuid4()))
    later(monkeypatch, seal.CHANGE_SECONDS + 1)
    with pytest.raises(Broken) as broken:
        seal.read_form(SECRET, token)
    assert broken.value.typed == FORM.typed


@pytest.mark.parametrize("where", [0, 10, -1])
def test_a_changed_form_is_not_ours(where: int) -> None:
    token = seal.write_form(SECRET, FORM)
    spoilt = list(token)
    spoilt[where] = "A" if spoilt[where] != "A" else "B"
    with pytest.raises(Broken):
        seal.read_form(SECRET, "".join(spoilt))


def test_a_form_signed_with_another_secret_still_shows_what_was_typed() -> None:
    with pytest.raises(Broken) as broken:
        seal.read_form(SECRET, seal.write_form(SECRET + b"x", FORM))
    assert broken.value.typed == FORM.typed


@pytest.mark.parametrize("token", ["", "x", ".", "é", "." + "A" * 500, "\x00", "[" * 9000])
def test_rubbish_is_no_form(token: str) -> None:
    with pytest.raises(Broken) as broken:
        seal.read_form(SECRET, token)
    assert broken.value.typed == {}


def test_a_small_form_cannot_unpack_into_a_huge_one() -> None:
    bomb = zlib.compress(json.dumps({"typed": {"x": ["a" * 50_000_000]}}).encode())
    token = "." + base64.urlsafe_b64encode(bomb).decode().rstrip("=") + ".x.y"
    with pytest.raises(Broken) as broken:
        seal.read_form(SECRET, token)
    assert broken.value.typed == {}


def test_a_proof_holds_for_half_an_hour(monkeypatch: pytest.MonkeyPatch) -> None:
    response = uuid4()
    proof = seal.prove(SECRET, response)
    assert seal.proven(SECRET, proof) == response
    later(monkeypatch, seal.PROOF_SECONDS + 1)
    assert seal.proven(SECRET, proof) is None


def test_what_was_signed_for_one_purpose_is_worth_nothing_for_another() -> None:
    assert seal.proven(SECRET, seal.write_form(SECRET, FORM)) is None
    with pytest.raises(Broken):
        seal.read_form(SECRET, seal.prove(SECRET, uuid4()))


def test_the_cookie_tells_nobody_the_code_and_works_for_one_consultation() -> None:
    where = UUID(int=7)
    cookie = seal.seal_receipt(SECRET, where, "7Q4ZK-AAAAA")
    assert "7Q4ZK" not in cookie
    assert "7Q4ZK" not in base64.urlsafe_b64decode(cookie).decode("latin-1")
    assert seal.open_receipt(SECRET, cookie, where) == "7Q4ZK-AAAAA"
    assert seal.open_receipt(SECRET, cookie, UUID(int=8)) is None
    assert seal.open_receipt(SECRET + b"x", cookie, where) is None
    assert seal.open_receipt(SECRET, "rubbish", where) is None
