# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""The promise that a response gets its place in the log, signed before it has one.

The key is the website's own: it derives from the one secret, so that a retry after a crash signs
the same, and the log itself names it. The key of the log stays with the worker.
"""

import datetime as dt
import hashlib
import hmac
from functools import lru_cache
from typing import Final
from uuid import UUID

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from backend.ledger import bodies, notes, promises, queries
from backend.ledger.bodies import Kind
from backend.ledger.notes import Signer
from backend.ledger.promises import Promise
from backend.ledger.tables import LogDue
from backend.participation import logged
from backend.participation.queries import Standing
from backend.settings import Settings

_KEY: Final = b"belofte/1"


@lru_cache(maxsize=16)
def signer(secret: bytes, host: str) -> Signer:
    return notes.new_signer(f"{host}/belofte", hmac.digest(secret, _KEY, hashlib.sha256))


async def make_known(db: AsyncSession, key: Signer) -> None:
    """The log names the key, with the first promise, so that nobody else's is taken for ours."""
    body = bodies.promises(str(key.verifier))
    subject = UUID(bytes=hashlib.sha256(body).digest()[:16])
    if await queries.place(db, subject) is None and await queries.due(db, subject) is None:
        row = insert(LogDue).values(kind=Kind.PROMISES, subject=subject, body=body)
        await db.execute(row.on_conflict_do_nothing())


async def of(db: AsyncSession, settings: Settings, standing: Standing) -> str:
    """About what was said last; empty when there is no place in the log to promise."""
    leaf = None if standing.fate == "withdrawn" else await logged.leaf(db, standing.content_id)
    if leaf is None:
        return ""
    key = signer(settings.secret, settings.host)
    await make_known(db, key)
    at: dt.datetime = standing.changed_at or standing.received_at
    made = Promise(str(standing.consultation_id), leaf, bodies.moment(at))
    return str(promises.signed(made, key))
