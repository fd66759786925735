# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""What members of one body say to each other. Nobody else reads it."""

import datetime as dt
from uuid import UUID

from msgspec import Struct
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from backend.accounts.tables import Account
from backend.advice.tables import AdvisoryBody, BodyMember, ReviewRemark, ReviewRemarkWithdrawal


class Remark(Struct, frozen=True):
    """`text` is None when its author took it back."""

    id: UUID
    by: UUID
    name: str
    at: dt.datetime
    text: str | None


async def remarks(db: AsyncSession, request_id: UUID) -> tuple[Remark, ...]:
    """In the order in which they were said."""
    rows = await db.execute(
        select(ReviewRemark, ReviewRemarkWithdrawal.remark_id)
        .outerjoin(ReviewRemarkWithdrawal, ReviewRemarkWithdrawal.remark_id == ReviewRemark.id)
        .where(ReviewRemark.request_id == request_id)
        .order_by(ReviewRemark.made_at, ReviewRemark.id)
    )
    return tuple(
        Remark(row.id, row.made_by, row.made_by_name, row.made_at, None if gone else row.text)
        for row, gone in rows.all()
    )


async def members(db: AsyncSession, body_id: UUID) -> tuple[str, ...]:
    """Who sit in this body today, by name."""
    rows = await db.execute(
        select(Account.id, Account.name)
        .join(BodyMember, BodyMember.account_id == Account.id)
        .where(BodyMember.body_id == body_id, func.sits(BodyMember.body_id, Account.id))
        .distinct()
    )
    return tuple(sorted(name for _, name in rows.all()))


async def seats(db: AsyncSession, account_id: UUID) -> tuple[str, ...]:
    """The bodies in which this account sits today, by name."""
    rows = await db.scalars(select(AdvisoryBody.name).where(func.sits(AdvisoryBody.id, account_id)))
    return tuple(sorted(rows.all()))
