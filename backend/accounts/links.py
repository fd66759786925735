# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""A link with which somebody chooses their own password: shown once, works once, and ends.

The database keeps the hash of what stands in it. There is one at most per account: a new one takes
the place of the old.
"""

import datetime as dt
import hashlib
import secrets
from uuid import UUID

from sqlalchemy import delete, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from backend.accounts.tables import Account, OneTimeLink

LIFE = dt.timedelta(days=7)
SHAPE = r"^[A-Za-z0-9_-]{43}$"
_PATH = "/uitnodiging/"


def _digest(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()


def address(base_url: str, token: str) -> str:
    """Made of the setting, never of what a request says its host is (CVE-2024-42903)."""
    return f"{base_url}{_PATH}{token}"


async def make(db: AsyncSession, account_id: UUID) -> str:
    """What stands in the link, for whoever asked; it cannot be shown again."""
    token = secrets.token_urlsafe(32)
    fresh = {
        "digest": _digest(token),
        "made_at": func.now(),
        "expires_at": func.clock_timestamp() + LIFE,
    }
    await db.execute(delete(OneTimeLink).where(OneTimeLink.account_id == account_id))
    await db.execute(insert(OneTimeLink).values(account_id=account_id, **fresh))
    return token


async def revoke(db: AsyncSession, account_id: UUID) -> bool:
    """False when there was none."""
    gone = await db.scalars(
        delete(OneTimeLink)
        .where(OneTimeLink.account_id == account_id)
        .returning(OneTimeLink.account_id)
    )
    return gone.first() is not None


async def whose(db: AsyncSession, token: str) -> Account | None:
    """Whom this link is for, if it still works. Looking does not use it up."""
    found = (
        select(Account)
        .join(OneTimeLink, OneTimeLink.account_id == Account.id)
        .where(
            OneTimeLink.digest == _digest(token),
            OneTimeLink.expires_at > func.clock_timestamp(),
            Account.disabled_at.is_(None),
        )
    )
    return (await db.scalars(found)).first()


async def use_up(db: AsyncSession, token: str) -> bool:
    """True for one caller only, whoever else has the same link open."""
    used = await db.scalars(
        delete(OneTimeLink)
        .where(
            OneTimeLink.digest == _digest(token), OneTimeLink.expires_at > func.clock_timestamp()
        )
        .returning(OneTimeLink.account_id)
    )
    return used.first() is not None


async def until(db: AsyncSession, account_id: UUID) -> dt.datetime | None:
    """When the link that is out ends; None when there is none that works."""
    found = select(OneTimeLink.expires_at).where(
        OneTimeLink.account_id == account_id, OneTimeLink.expires_at > func.clock_timestamp()
    )
    return (await db.scalars(found)).first()
