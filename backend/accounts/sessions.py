# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Server-side sessions: the cookie holds 256 random bits, the table their hash."""

import datetime as dt
import hashlib
import hmac
import secrets
from uuid import UUID

from msgspec import Struct
from sqlalchemy import ColumnElement, and_, delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from backend.accounts.tables import Account, StaffSession

COOKIE = "__Host-raadgever"
IDLE = dt.timedelta(hours=1)
LONGEST = dt.timedelta(hours=12)


class Whence(Struct, frozen=True):
    """From where somebody signs in, so that they can recognise it later."""

    origin: str
    browser: str


class Session(Struct, frozen=True):
    """One of somebody's live sessions. `name` says which, and opens nothing; `here`: this one."""

    name: UUID
    since: dt.datetime
    seen: dt.datetime
    origin: str
    browser: str
    here: bool


def _digest(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()


def _name(digest: bytes) -> UUID:
    return UUID(bytes=hashlib.sha256(b"name/1" + digest).digest()[:16])


def csrf(secret: bytes, token: str) -> str:
    """What every form of this session carries; derived, so that it needs no storing."""
    return hmac.new(secret, b"csrf/1" + token.encode(), hashlib.sha256).hexdigest()


def csrf_holds(secret: bytes, token: str, given: str) -> bool:
    return hmac.compare_digest(csrf(secret, token).encode(), given.encode())


def begin(db: AsyncSession, account: Account, whence: Whence | None = None) -> str:
    """A new session with a new token; the caller sets the cookie."""
    token = secrets.token_urlsafe(32)
    known = whence or Whence("", "")
    db.add(
        StaffSession(
            token=_digest(token),
            account_id=account.id,
            origin=known.origin,
            browser=known.browser,
        )
    )
    return token


def _alive() -> ColumnElement[bool]:
    now = func.clock_timestamp()
    return and_(StaffSession.seen_at > now - IDLE, StaffSession.created_at > now - LONGEST)


async def account_of(db: AsyncSession, token: str) -> Account | None:
    """Whose live session this is; also notes that it was used. None when it has ended."""
    alive = (
        update(StaffSession)
        .where(StaffSession.token == _digest(token), _alive())
        .values(seen_at=func.clock_timestamp())
        .returning(StaffSession.account_id)
    )
    account_id = (await db.scalars(alive)).first()
    if account_id is None:
        return None
    found = select(Account).where(Account.id == account_id, Account.disabled_at.is_(None))
    return (await db.scalars(found)).first()


async def of(db: AsyncSession, account_id: UUID, token: str = "") -> tuple[Session, ...]:
    """The live ones, the last used first. `token` is what the asker's own cookie holds."""
    mine = _digest(token)
    rows = await db.scalars(
        select(StaffSession)
        .where(StaffSession.account_id == account_id, _alive())
        .order_by(StaffSession.seen_at.desc(), StaffSession.token)
    )
    return tuple(
        Session(
            _name(row.token),
            row.created_at,
            row.seen_at,
            row.origin,
            row.browser,
            here=row.token == mine,
        )
        for row in rows
    )


async def end(db: AsyncSession, token: str) -> None:
    await db.execute(delete(StaffSession).where(StaffSession.token == _digest(token)))


async def end_named(db: AsyncSession, account_id: UUID, name: UUID) -> bool:
    """One of this account's sessions; False when it had ended already."""
    tokens = await db.scalars(
        select(StaffSession.token).where(StaffSession.account_id == account_id)
    )
    found = [token for token in tokens if _name(token) == name]
    await db.execute(delete(StaffSession).where(StaffSession.token.in_(found)))
    return bool(found)


async def end_all(db: AsyncSession, account_id: UUID, *, but: str = "") -> int:
    """How many ended. `but` is the token of one that goes on."""
    ended = await db.scalars(
        delete(StaffSession)
        .where(StaffSession.account_id == account_id, StaffSession.token != _digest(but))
        .returning(StaffSession.token)
    )
    return len(ended.all())
