# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the council decided on an item and answered, each version of it a step."""

import hashlib
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from backend.decisions import logged
from backend.decisions.tables import CouncilAnswer, Decision
from backend.inspection.steps import Kind, Step
from surveys.answering import WHOLE


def _on(row: CouncilAnswer) -> str:
    if row.verdict_id is not None:
        return "adviesraad"
    return "voorstel" if row.subject == WHOLE else f"beslispunt {row.subject}"


async def about_the_end(db: AsyncSession, item_id: UUID) -> list[Step]:
    """`mark`: the hash that stands in the log as `inhoud`."""
    decided = (await db.scalars(select(Decision).where(Decision.agenda_item_id == item_id))).all()
    steps = [
        Step(row.made_at, Kind.DECIDED, row.made_by_name, f"/agendapunten/{item_id}#besluit",
             mark=hashlib.sha256(logged.public(row).line()).hexdigest(), about=row.outcome,
             number=row.number, reason=row.because)
        for row in decided
    ]  # fmt: skip
    answers = await db.scalars(
        select(CouncilAnswer).where(CouncilAnswer.decision_id.in_([row.id for row in decided]))
    )
    for row in answers.all():
        line = (await logged.public_answer(db, row)).line()
        steps.append(
            Step(row.made_at, Kind.ANSWERED_BACK, row.made_by_name,
                 f"/agendapunten/{item_id}#antwoord", mark=hashlib.sha256(line).hexdigest(),
                 about=row.reply, on=_on(row), number=row.number, reason=row.because)
        )  # fmt: skip
    return steps
