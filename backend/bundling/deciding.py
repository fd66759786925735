# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the council decided and answered, as a bundle holds it: every version, in log order."""

from collections.abc import AsyncIterator
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.ext.asyncio import AsyncSession

from backend.decisions import logged
from backend.decisions.tables import CouncilAnswer, Decision
from backend.ledger.bodies import Kind
from backend.ledger.tables import Logged


def _decisions(consultation_id: UUID, size: int) -> Select[Decision]:
    return (
        select(Decision)
        .join(Logged, (Logged.subject == Decision.id) & (Logged.kind == Kind.DECISION))
        .where(Decision.consultation_id == consultation_id, Logged.position < size)
        .order_by(Logged.position)
    )


def _answers(consultation_id: UUID, size: int) -> Select[CouncilAnswer]:
    return (
        select(CouncilAnswer)
        .join(Logged, (Logged.subject == CouncilAnswer.id) & (Logged.kind == Kind.ANSWER))
        .where(CouncilAnswer.consultation_id == consultation_id, Logged.position < size)
        .order_by(Logged.position)
    )


async def decisions(db: AsyncSession, consultation_id: UUID, size: int) -> AsyncIterator[bytes]:
    """`size`: of the log that goes along."""
    for row in await db.scalars(_decisions(consultation_id, size)):
        yield logged.public(row).line()


async def answers(db: AsyncSession, consultation_id: UUID, size: int) -> AsyncIterator[bytes]:
    for row in (await db.scalars(_answers(consultation_id, size))).all():
        yield (await logged.public_answer(db, row)).line()
