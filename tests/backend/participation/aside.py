# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Setting a response aside, as two griffiers do."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from backend.consultations.queries import Shown
from backend.participation import judging
from backend.participation.tables import AsideProposal
from tests.backend.agenda.made import make_griffier


async def set_aside(
    db: AsyncSession, held: Shown, response_id: UUID, *, reason: str, why: str = "Nagekeken."
) -> None:
    first, second = await make_griffier(db), await make_griffier(db)
    await judging.propose(db, first, held, response_id, reason=reason, explanation=why)
    proposal = select(AsideProposal.id).where(
        AsideProposal.response_id == response_id, AsideProposal.outcome.is_(None)
    )
    await judging.confirm(db, second, held, (await db.scalars(proposal)).one())
