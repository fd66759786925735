# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Server-side sessions: the cookie holds 256 random bits, the table their hash."""

import datetime as dt
import hashlib
import hmac
import secrets
from uuid import UUID

from sqlalchemy import delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from backend.accounts.tables import Account, StaffSession

COOKIE = "__Host-raadgever"
IDLE = dt.timedelta(hours=1)
LONGEST = dt.timedelta(hours=12)


def _digest(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()


def csrf(secret: bytes, token: str) -> str:
    """What every form of this session carries; derived, so that it needs no storing."""
    return hmac.new(secret, b"csrf/1" + token.encode(), hashlib.sha256).hexdigest()


def csrf_holds(secret: bytes, token: str, given: str) -> bool:
    return hmac.compare_digest(csrf(secret, token).encode(), given.encode())


def begin(db: AsyncSession, account: Account) -> str:
    """A new session with a new token; the caller sets the cookie."""
    token = secrets.token_urlsafe(32)
    db.add(StaffSession(token=_digest(token), account_id=account.id))
    return token


async def account_of(db: AsyncSession, token: str) -> Account | None:
    """Whose live session this is; also notes that it was used. None when it has ended."""
    now = func.clock_timestamp()
    alive = (
        update(StaffSession)
        .where(
            StaffSession.token == _digest(token),
            StaffSession.seen_at > now - IDLE,
            StaffSession.created_at > now - LONGEST,
        )
        .values(seen_at=now)
        .returning(StaffSession.account_id)
    )
    account_id = (await db.scalars(alive)).first()
    if account_id is None:
        return None
    found = select(Account).where(Account.id == account_id, Account.disabled_at.is_(None))
    return (await db.scalars(found)).first()


async def end(db: AsyncSession, token: str) -> None:
    await db.execute(delete(StaffSession).where(StaffSession.token == _digest(token)))


async def end_all(db: AsyncSession, account_id: UUID) -> None:
    await db.execute(delete(StaffSession).where(StaffSession.account_id == account_id))
