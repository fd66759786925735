# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""What workers do for consultations: draft what is ready, close what is due."""

from collections.abc import Awaitable, Callable

from sqlalchemy.ext.asyncio import AsyncSession

from backend.audit.actions import SYSTEM
from backend.consultations import actions
from backend.consultations.queries import get, stage_at
from backend.council import queries as council
from backend.database import Sessions
from backend.outbox import Claim
from surveys.lifecycle import Stage


async def draft(_: Sessions, claim: Claim) -> Callable[[AsyncSession], Awaitable[None]]:
    """A document changed: draft its consultation, if it needs one and is ready for it."""

    async def write(db: AsyncSession) -> None:
        await actions.draft(db, claim.subject)

    return write


async def close_when_due(_: Sessions, claim: Claim) -> Callable[[AsyncSession], Awaitable[None]]:
    """The closing moment has come, unless it was moved, or somebody closed it by hand."""

    async def write(db: AsyncSession) -> None:
        row = await get(db, claim.subject)
        # Under the lock: somebody may be extending it at the last moment.
        await db.refresh(row, with_for_update=True)
        due = stage_at(row, await council.now(db)) is Stage.CLOSED
        if row.stage == Stage.OPEN and due:
            await actions.close(db, SYSTEM, row.id)

    return write
