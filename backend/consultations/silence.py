# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Why no answer counts of a consultation: nobody answered, or nothing was left of it."""

from enum import StrEnum
from typing import Final
from uuid import UUID

from sqlalchemy import ColumnElement, case, column, select, table
from sqlalchemy.ext.asyncio import AsyncSession

from backend.consultations.tables import Consultation
from backend.web.languages import gettext, marked

# Entries belong to `participation`, which stands above us; here it only matters of what kind.
_ENTRY = table("entry", column("consultation_id"), column("kind"))


class Silence(StrEnum):
    NOBODY = "nobody"
    WITHDRAWN = "withdrawn"
    NONE_COUNTS = "none_counts"


_WORDS: Final = {
    Silence.NOBODY: marked("Niemand antwoordde."),
    Silence.WITHDRAWN: marked("Iedereen die antwoordde, trok dat weer in."),
    Silence.NONE_COUNTS: marked("Er kwamen antwoorden binnen, maar geen ervan telt mee."),
}


def _is_there(kind: str) -> ColumnElement[bool]:
    return (
        select(_ENTRY.c.kind)
        .where(_ENTRY.c.consultation_id == Consultation.id, _ENTRY.c.kind == kind)
        .exists()
    )


# Beside a consultation of which no answer counts.
SILENCE: Final = case(
    (~_is_there("submission"), Silence.NOBODY.value),
    (~_is_there("set_aside"), Silence.WITHDRAWN.value),
    else_=Silence.NONE_COUNTS.value,
)


async def silence(db: AsyncSession, consultation_id: UUID) -> str:
    found = await db.scalars(select(SILENCE).where(Consultation.id == consultation_id))
    return in_words(found.one())


def in_words(silence: str) -> str:
    return gettext(_WORDS[Silence(silence)])
