# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Challenges of ALTCHA (proof of work, version 2): a browser works for a second, and so shows that
it is no program that sends a thousand forms. Nobody has to solve one (docs/decisions/0034).

A challenge is signed for one consultation, holds for half an hour, and is used by one form: which
were used stands in PostgreSQL, in the transaction in which the response comes in.
"""

import base64
import datetime as dt
import hashlib
import hmac
import time
from typing import Final
from uuid import UUID

import altcha
import msgspec
from msgspec import Struct
from sqlalchemy import delete, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from backend.errors import Conflict
from backend.participation.tables import SpentChallenge
from backend.web.languages import gettext

SECONDS: Final = 30 * 60
LONGEST: Final = 2_000
"""Letters of what comes back; a good one has seven hundred."""
_ALGORITHM: Final = "PBKDF2/SHA-256"


class Solved(Struct, frozen=True):
    """A challenge of ours that was solved in time; `digest` names it."""

    digest: bytes
    expires_at: dt.datetime


class Used(Conflict):
    """Another form came with this challenge before."""

    def __init__(self) -> None:
        super().__init__(
            gettext("De controle van uw browser is al een keer gebruikt."),
            gettext("Er is nu niets verstuurd. Haal een nieuwe opgave op en stuur het opnieuw."),
        )


class Parameters(Struct, frozen=True, rename="camel"):
    """In ALTCHA's own names. A key that begins with `keyPrefix` is to be found."""

    algorithm: str
    nonce: str
    salt: str
    cost: int
    key_length: int
    key_prefix: str
    expires_at: int


class Challenge(Struct, frozen=True):
    """Een opgave van ALTCHA, versie 2."""

    parameters: Parameters
    signature: str


class _Solution(Struct, frozen=True, rename="camel"):
    counter: int
    derived_key: str


class _Payload(Struct, frozen=True):
    challenge: Challenge
    solution: _Solution


def _secret(secret: bytes, consultation_id: UUID) -> bytes:
    return hmac.digest(secret, b"opgave/1:" + consultation_id.bytes, hashlib.sha256)


def give(secret: bytes, consultation_id: UUID, cost: int) -> Challenge:
    """A fresh one. 256 tries on average, each of `cost` iterations."""
    expires_at = int(time.time()) + SECONDS
    made = altcha.create_challenge(  # pyright: ignore[reportUnknownMemberType] - its own types
        algorithm=_ALGORITHM,
        cost=cost,
        expires_at=expires_at,
        hmac_secret=_secret(secret, consultation_id),
    )
    said = made.parameters
    return Challenge(
        Parameters(
            said.algorithm,
            said.nonce,
            said.salt,
            said.cost,
            said.key_length,
            said.key_prefix,
            expires_at,
        ),
        made.signature or "",
    )


def read(secret: bytes, consultation_id: UUID, sent: str) -> Solved | None:
    """None for what is no solution, of no challenge of ours for this consultation, or too late."""
    if not sent or len(sent) > LONGEST:
        return None
    try:
        found = msgspec.json.decode(base64.b64decode(sent, validate=True), type=_Payload)
    except (ValueError, msgspec.DecodeError):
        return None
    said = found.challenge.parameters
    parameters = altcha.ChallengeParameters(
        algorithm=said.algorithm,
        nonce=said.nonce,
        salt=said.salt,
        cost=said.cost,
        key_length=said.key_length,
        key_prefix=said.key_prefix,
        expires_at=said.expires_at,
    )
    held = altcha.Payload(
        altcha.Challenge(parameters, found.challenge.signature),
        altcha.Solution(found.solution.counter, found.solution.derived_key),
    )
    if not altcha.verify_solution(held, _secret(secret, consultation_id)).verified:
        return None
    digest = hashlib.sha256(f"{consultation_id} {said.nonce} {said.salt}".encode()).digest()
    return Solved(digest, dt.datetime.fromtimestamp(said.expires_at, dt.UTC))


async def spend(db: AsyncSession, solved: Solved, form_key: UUID) -> None:
    """`Used` when another form came with it before. The same form, sent again, may."""
    added = await db.scalars(
        insert(SpentChallenge)
        .values(digest=solved.digest, form_key=form_key, expires_at=solved.expires_at)
        .on_conflict_do_nothing()
        .returning(SpentChallenge.digest)
    )
    if added.first() is not None:
        return
    by = await db.scalars(
        select(SpentChallenge.form_key).where(SpentChallenge.digest == solved.digest)
    )
    if by.first() != form_key:
        raise Used


async def forget(db: AsyncSession) -> None:
    """Those that have expired: nobody can come with them any more."""
    await db.execute(delete(SpentChallenge).where(SpentChallenge.expires_at < func.now()))
