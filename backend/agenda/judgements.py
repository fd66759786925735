# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Responses that somebody has to look at, while that can still be done: after it they count."""

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from backend.agenda.tasks import Task
from backend.consultations.tables import Consultation
from backend.council.planning import local_day
from backend.council.tables import DocumentVersion, Meeting
from backend.participation import judging_queries
from backend.web.languages import gettext, ngettext


async def tasks(db: AsyncSession, soonest: Mapping[UUID, Meeting]) -> list[Task]:
    """`soonest`: the meeting that waits for a document, by that document."""
    waiting = await judging_queries.numbers(db)
    rows = await db.execute(
        select(Consultation, DocumentVersion.title)
        .join(DocumentVersion, DocumentVersion.id == Consultation.document_version_id)
        .where(Consultation.id.in_(waiting))
    )
    found: list[Task] = []
    for row, title in rows:
        number = waiting[row.id]
        what = ngettext("Beoordeel {number} inzending", "Beoordeel {number} inzendingen", number)
        ends = row.fixed_at or row.closes_at
        found.append(
            Task(
                what=what.format(number=number),
                href=f"/griffie/raadplegingen/{row.id}/te-beoordelen",
                about=title,
                why=gettext("Wat niemand apart legt, telt mee. Na het tellen kan het niet meer."),
                due=ends and local_day(ends),
                meeting=soonest.get(row.document_id),
            )
        )
    return found
