# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""What `results` prints beside a summary, and asks before it makes one final."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from backend.advice import asking, body_queries, queries
from backend.audit.actions import Actor
from backend.consultations import queries as consultations
from backend.results.beside import Ahead, Beside
from surveys.reviewed import Section


class Reviews(Beside):
    async def section(self, db: AsyncSession, consultation_id: UUID, number: int) -> Section:
        return await queries.section(db, consultation_id, number)

    async def ahead(self, db: AsyncSession, consultation_id: UUID, number: int) -> Ahead:
        row = await consultations.get(db, consultation_id)
        asked = await queries.standing(db, consultation_id, number)
        coupled = body_queries.coupled(await body_queries.bodies(db), row.themes)
        known = {each.row.body_id for each in asked}
        return Ahead(
            waiting=tuple((each.row.body_name, each.row.due_at) for each in asked if each.waits),
            unasked=tuple(body.row.name for body in coupled if body.row.id not in known),
            objecting=tuple(each.row.body_name for each in asked if each.unanswered),
        )

    async def go_on(
        self, db: AsyncSession, actor: Actor, consultation_id: UUID, number: int, reason: str
    ) -> tuple[str, ...]:
        return await asking.go_on(db, actor, consultation_id, number, reason)


async def reviews() -> Reviews:
    """Dependency: `backend.app` gives it to the pages of `results`."""
    return Reviews()
