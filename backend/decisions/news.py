# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""What is new since a summary came out, by the address of the consultation."""

import datetime as dt
from collections.abc import Sequence

from msgspec import Struct
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from backend.consultations.tables import Consultation
from backend.decisions.tables import CouncilAnswer, Decision

DECIDED_AT = (
    select(func.max(Decision.made_at))
    .where(Decision.consultation_id == Consultation.id)
    .scalar_subquery()
)
ANSWERED_AT = (
    select(func.max(CouncilAnswer.made_at))
    .where(CouncilAnswer.consultation_id == Consultation.id)
    .scalar_subquery()
)


class Ended(Struct, frozen=True):
    """The decision that holds, and when the first answer to it was given, if any."""

    decision: Decision
    answered_at: dt.datetime | None


async def of(db: AsyncSession, slugs: Sequence[str]) -> dict[str, Ended]:
    answered = (
        select(func.min(CouncilAnswer.made_at))
        .where(CouncilAnswer.consultation_id == Decision.consultation_id)
        .scalar_subquery()
    )
    rows = await db.execute(
        select(Consultation.slug, Decision, answered)
        .join(Decision, Decision.consultation_id == Consultation.id)
        .where(Consultation.slug == func.any(list(slugs)))
        .order_by(Decision.decided_on, Decision.number)
    )
    return {slug: Ended(row, at) for slug, row, at in rows.all()}
