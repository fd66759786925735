# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Reading the trail, for people who bump into what somebody else did."""

import datetime as dt
from uuid import UUID

from msgspec import Struct
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from backend.audit.tables import AuditLine


class Deed(Struct, frozen=True):
    """Who did what when; `by` with the role, as the trail has it."""

    action: str
    by: str
    at: dt.datetime


async def last(db: AsyncSession, kind: str, object_id: UUID) -> Deed | None:
    """The newest thing that was done with it; what was refused changed nothing."""
    found = await db.execute(
        select(AuditLine.action, AuditLine.actor, AuditLine.at)
        .where(
            AuditLine.object == kind,
            AuditLine.object_id == object_id,
            AuditLine.result == "gelukt",
        )
        .order_by(AuditLine.id.desc())
        .limit(1)
    )
    row = found.first()
    return Deed(*row) if row else None
