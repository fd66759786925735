# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Advisory councils with members, and a summary that they are asked about."""

import datetime as dt
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from backend.accounts.roles import Role
from backend.advice import asking, body_actions, queries
from backend.advice.asking import Question
from backend.advice.body_actions import About, Appointment
from backend.audit.actions import Actor
from backend.council import queries as council
from backend.council.planning import local_day
from tests.backend.agenda.made import make_griffier

BASE = "https://raadgever.test"


async def today(db: AsyncSession) -> dt.date:
    return local_day(await council.now(db))


async def make_body(
    db: AsyncSession, griffier: Actor, name: str = "Cliëntenraad Sociaal Domein", members: int = 1
) -> tuple[UUID, list[Actor]]:
    """A body whose members' term began today."""
    about = About(name, "clientenraad", ("zorg", "groen"))
    row = await body_actions.make(db, griffier, about)
    beheerder = await make_griffier(db, Role.BEHEERDER)
    found: list[Actor] = []
    for _ in range(members):
        member = await make_griffier(db, Role.ADVIESRAAD)
        assert member.id
        term = Appointment(member.id, await today(db), None)
        await body_actions.appoint(db, beheerder, row.id, term)
        found.append(member)
    return row.id, found


async def make_request(
    db: AsyncSession, griffier: Actor, consultation_id: UUID, body_id: UUID
) -> UUID:
    due = await today(db) + dt.timedelta(days=14)
    question = Question("Een park aan de Meerkade", due, BASE)
    await asking.ask(db, griffier, consultation_id, [body_id], question)
    asked = await queries.of_consultation(db, consultation_id)
    return next(each.row.id for each in asked if each.row.body_id == body_id)
