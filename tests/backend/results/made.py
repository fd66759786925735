# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""A consultation that people answer and that is counted, with the town's own functions."""

from uuid import UUID, uuid4

import msgspec
from sqlalchemy import select

from analysis.figures import Figures
from backend import outbox
from backend.audit.actions import SYSTEM
from backend.consultations import actions as consultations
from backend.consultations import queries
from backend.participation import actions, endings
from backend.participation.sending import Received, Sending
from backend.results.tables import Result
from backend.worker import WORKS
from surveys.questionnaire import Answers

SECRET = b"s3cret-of-the-municipality-0123456789"


async def say(
    sessions,
    park,
    stance: str,
    advice: str = "",
    age: str = "",
    *,
    channel: str = "web",
    replaces: UUID | None = None,
) -> Received:
    """One person about the first decision point."""
    answers = Answers(
        {"1.stance": stance},
        {"1.advice": advice} if advice else {},
        {"age_band": age} if age else {},
    )
    sending = Sending(answers, uuid4(), channel, replaces)
    async with sessions.begin() as db:
        return await actions.send(db, park.id, sending, secret=SECRET)


async def withdraw(sessions, park, received: Received) -> None:
    async with sessions.begin() as db:
        await endings.withdraw(db, await queries.hold(db, park.id), received.response_id)


async def keep(sessions) -> int:
    """Whatever was promised, as a worker does it."""
    return await outbox.keep_promises(sessions, WORKS)


async def conclude(sessions, park) -> None:
    async with sessions.begin() as db:
        await consultations.close(db, SYSTEM, park.id)
    await keep(sessions)


async def result_of(sessions, park) -> Figures:
    """`NoResultFound` when nothing was concluded."""
    async with sessions() as db:
        found = await db.scalars(select(Result).where(Result.consultation_id == park.id))
        return msgspec.json.decode(found.one().figures, type=Figures)


def stances(figures: Figures) -> dict[str, int]:
    return {share.stance: share.n for share in figures.points[0].stances if share.n}
