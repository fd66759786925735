# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Consultations that differ in what a resident looks for."""

from sqlalchemy.ext.asyncio import AsyncSession

from backend.consultations.tables import Consultation
from backend.council import actions as council
from backend.database import Sessions
from surveys.rules import Neighbourhood, Rules
from tests.backend.agenda.made import make_griffier, make_summary
from tests.make import make_consultation

HOODS = (Neighbourhood("WK01", "De Kom"), Neighbourhood("WK02", "Haven & Dijk"))


async def publish_hoods(db: AsyncSession, *hoods: Neighbourhood) -> None:
    griffier = await make_griffier(db)
    rules = Rules(minimum_days=0, neighbourhoods=hoods or HOODS)
    await council.publish_rules(db, griffier, rules, "Om te proberen.")


async def about(
    db: AsyncSession,
    slug: str,
    title: str = "",
    *,
    themes: tuple[str, ...] = (),
    hoods: tuple[str, ...] = (),
    stage: str = "open",
    days: float = 14,
    points: int = 1,
) -> Consultation:
    row = await make_consultation(
        db, slug=slug, title=title or slug, stage=stage, days=days, points=points
    )
    row.themes, row.neighbourhoods = list(themes), list(hoods)
    await db.flush()
    return row


async def heard(sessions: Sessions, slug: str, title: str = "") -> None:
    """With a summary that everybody can read, made later than the rest."""
    async with sessions.begin() as db:
        row = await about(db, slug, title, stage="closed")
    async with sessions.begin() as db:
        await make_summary(db, await make_griffier(db), await db.merge(row))
