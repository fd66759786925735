# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Which figures of the town are in force, and which were before."""

import datetime as dt
from uuid import UUID

import msgspec
from msgspec import Struct
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from backend.accounts.tables import Account
from backend.population.tables import PopulationRow
from surveys.population import Population


class Published(Struct, frozen=True):
    id: UUID
    population: Population
    made_at: dt.datetime
    by: str


def decode(figures: bytes) -> Population:
    return msgspec.json.decode(figures, type=Population)


async def history(db: AsyncSession) -> tuple[Published, ...]:
    """The newest, which is in force, first."""
    rows = await db.execute(
        select(PopulationRow, Account.name)
        .join(Account, Account.id == PopulationRow.made_by)
        .order_by(PopulationRow.made_at.desc(), PopulationRow.id)
    )
    return tuple(Published(row.id, decode(row.figures), row.made_at, name) for row, name in rows)


async def at(db: AsyncSession, moment: dt.datetime) -> Population | None:
    """What was in force then."""
    found = await db.scalars(
        select(PopulationRow.figures)
        .where(PopulationRow.made_at <= moment)
        .order_by(PopulationRow.made_at.desc(), PopulationRow.id)
        .limit(1)
    )
    figures = found.first()
    return None if figures is None else decode(figures)
