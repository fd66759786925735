# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Whether those who got a letter were drawn by lot: only then there can be a margin of error."""

from typing import Final
from uuid import UUID

from sqlalchemy import select, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from analysis.samples import Invitation
from backend.audit.actions import Actor, note
from backend.consultations import queries as consultations
from backend.errors import Conflict
from backend.participation import letter_codes
from backend.participation.tables import LetterLot
from backend.web.languages import gettext
from surveys.lifecycle import Stage

_BY_LETTER: Final = text(
    "SELECT e.id::text FROM entry e JOIN letter_use u ON u.response_id = e.response_id"
    " WHERE e.consultation_id = :consultation AND e.kind IN ('submission', 'replacement')"
)


async def drawn_from(db: AsyncSession, consultation_id: UUID) -> int | None:
    """From how many residents; None when nobody said that it was by lot."""
    found = await db.scalars(
        select(LetterLot.drawn_from).where(LetterLot.consultation_id == consultation_id)
    )
    return found.first()


async def invitation(db: AsyncSession, consultation_id: UUID) -> Invitation | None:
    drawn = await drawn_from(db, consultation_id)
    if drawn is None:
        return None
    numbers = await letter_codes.numbers(db, consultation_id)
    return Invitation(drawn, numbers.valid)


async def entries(db: AsyncSession, consultation_id: UUID) -> frozenset[str]:
    """The ids of what came in with a code."""
    found = await db.scalars(_BY_LETTER, {"consultation": consultation_id})
    return frozenset(found.all())


async def state(db: AsyncSession, actor: Actor, consultation_id: UUID, drawn: int) -> None:
    """Once, before the consultation opens: nobody knows what comes in then."""
    row = await consultations.get(db, consultation_id)
    await db.refresh(row, with_for_update=True)
    if row.stage != Stage.DRAFT:
        raise Conflict(
            gettext("Deze raadpleging is al open."),
            gettext("Of er is geloot, legt u vast voordat zij opengaat."),
        )
    added = await db.scalars(
        insert(LetterLot)
        .values(consultation_id=consultation_id, drawn_from=drawn, made_by=actor.id)
        .on_conflict_do_nothing()
        .returning(LetterLot.consultation_id)
    )
    if added.first() is None:
        raise Conflict(
            gettext("Dit is al vastgelegd."),
            gettext("Het verandert niet meer. U hoeft niets te doen."),
        )
    note(db, actor, "loting vastleggen", "raadpleging", consultation_id, inwoners=drawn)
