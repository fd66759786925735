# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""A challenge is ours, of this consultation, in time, and used by one form."""

import base64
import json
from uuid import uuid4

import msgspec
import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import DBAPIError

from backend.participation import challenges
from backend.participation.challenges import Solved, Used
from backend.participation.tables import SpentChallenge
from tests.backend.participation.solving import solve

SECRET = b"s3cret-of-the-municipality-0123456789"
HERE, THERE = uuid4(), uuid4()


def given(consultation=HERE, secret: bytes = SECRET) -> dict:
    return msgspec.to_builtins(challenges.give(secret, consultation, 2))


def changed(payload: str, **parameters: object) -> str:
    found = json.loads(base64.b64decode(payload))
    found["challenge"]["parameters"] |= parameters
    return base64.b64encode(json.dumps(found).encode()).decode()


def test_who_solves_it_is_known_by_it() -> None:
    challenge = given()
    one, again = (challenges.read(SECRET, HERE, solve(challenge)) for _ in range(2))
    assert one is not None
    assert one == again
    assert one != challenges.read(SECRET, HERE, solve(given()))


def test_a_challenge_of_elsewhere_or_by_another_is_none() -> None:
    assert challenges.read(SECRET, THERE, solve(given())) is None
    assert challenges.read(SECRET, HERE, solve(given(secret=b"another secret than ours"))) is None


@pytest.mark.parametrize(
    "parameters",
    [{"cost": 1}, {"keyPrefix": ""}, {"expiresAt": 4_000_000_000}, {"nonce": "00" * 16}],
)
def test_what_was_made_easier_or_longer_is_none(parameters: dict[str, object]) -> None:
    assert challenges.read(SECRET, HERE, changed(solve(given()), **parameters)) is None


def test_after_half_an_hour_it_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(challenges, "SECONDS", -1)
    assert challenges.read(SECRET, HERE, solve(given())) is None


@pytest.mark.parametrize(
    "sent",
    [
        "", "x", "é", "e30=", "bnVsbA==", "W10=", "A" * 5000,
        base64.b64encode(b'{"challenge":{"parameters":{}},"solution":{}}').decode(),
        base64.b64encode(b"[" * 1400).decode(),
    ],
)  # fmt: skip
def test_what_is_no_solution_at_all_is_none(sent: str) -> None:
    assert challenges.read(SECRET, HERE, sent) is None


def test_a_wrong_counter_is_none() -> None:
    found = json.loads(base64.b64decode(solve(given())))
    for counter in (found["solution"]["counter"] + 1, -1, 1 << 40):
        found["solution"]["counter"] = counter
        sent = base64.b64encode(json.dumps(found).encode()).decode()
        assert challenges.read(SECRET, HERE, sent) is None


@pytest.mark.anyio
async def test_one_form_uses_it_however_often_and_no_other(sessions) -> None:
    solved, form = challenges.read(SECRET, HERE, solve(given())), uuid4()
    assert solved is not None
    for _ in range(2):
        async with sessions.begin() as db:
            await challenges.spend(db, solved, form)
    with pytest.raises(Used):
        async with sessions.begin() as db:
            await challenges.spend(db, solved, uuid4())


@pytest.mark.anyio
async def test_it_is_remembered_for_as_long_as_it_could_be_used_again(sessions) -> None:
    async with sessions.begin() as db:
        now = (await db.scalars(select(func.now()))).one()
        fresh = challenges.read(SECRET, HERE, solve(given()))
        assert fresh is not None
        await challenges.spend(db, fresh, uuid4())
        await challenges.spend(db, Solved(b"-" * 32, now), uuid4())
    async with sessions.begin() as db:
        await challenges.forget(db)
        kept = (await db.scalars(select(SpentChallenge.digest))).all()
    assert list(kept) == [fresh.digest]
    with pytest.raises(DBAPIError, match="is not forgotten"):
        async with sessions.begin() as db:
            await db.delete(await db.get_one(SpentChallenge, fresh.digest))
