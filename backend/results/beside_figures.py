# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the figures of a consultation are held against, as the database knows it.

The figures of the town that were in force when it closed: nobody had seen an answer then, so nobody
chose them for what they would show. A correction, which says in public why it is there, takes those
that were in force when it began.
"""

import datetime as dt
from uuid import UUID

import msgspec
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from analysis.beside import Beside
from analysis.figures import Figures
from backend.consultations.tables import Consultation
from backend.participation import letter_lots
from backend.population import queries as population
from backend.results.tables import Correction, Result, Summary


async def _moment(db: AsyncSession, row: Consultation) -> dt.datetime | None:
    corrected = await db.scalars(
        select(func.max(Correction.made_at)).where(Correction.consultation_id == row.id)
    )
    return corrected.one() or row.closed_at


async def _before(db: AsyncSession, consultation_id: UUID) -> tuple[Figures, ...]:
    """Of every version that was made final, oldest first."""
    found = await db.scalars(
        select(Result.figures)
        .join(Summary, Summary.result_id == Result.id)
        .where(Summary.consultation_id == consultation_id, Summary.final)
        .order_by(Summary.number)
    )
    return tuple(msgspec.json.decode(figures, type=Figures) for figures in found)


async def known(db: AsyncSession, row: Consultation) -> Beside:
    moment = await _moment(db, row)
    invitation = await letter_lots.invitation(db, row.id)
    return Beside(
        population=await population.at(db, moment) if moment else None,
        invitation=invitation,
        by_letter=await letter_lots.entries(db, row.id) if invitation else frozenset(),
        before=await _before(db, row.id),
    )
