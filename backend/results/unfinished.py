# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Summaries that are not final yet, and how many drawn quotations wait there for a reader.

Two queries, however many there are.
"""

from collections import Counter
from collections.abc import Mapping
from uuid import UUID

import msgspec
from msgspec import Struct
from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import aggregate_order_by, distinct_on
from sqlalchemy.ext.asyncio import AsyncSession

from backend.consultations.tables import Consultation
from backend.council.tables import DocumentVersion, RulesRow
from backend.participation.tables import AnswerText
from backend.results.tables import Release, Summary, Verbatim
from surveys.rules import Rules


class Unfinished(Struct, frozen=True):
    """`quotations`: those of the first per side that were neither released nor refused."""

    consultation_id: UUID
    document_id: UUID
    title: str
    quotations: int


async def _waiting(db: AsyncSession, places: Mapping[UUID, int]) -> Counter[UUID]:
    """Result to number; `places` is how many are shown per side. As `queries.drawn` picks them."""
    last = (
        select(Release.verbatim_id, Release.released)
        .join(Verbatim, Verbatim.id == Release.verbatim_id)
        .where(Verbatim.result_id == func.any(list(places)))
        .ext(distinct_on(Release.verbatim_id))
        .order_by(Release.verbatim_id, Release.id.desc())
        .subquery()
    )
    said = (AnswerText.entry_id == Verbatim.entry_id) & (AnswerText.question == Verbatim.question)
    unread = aggregate_order_by(last.c.released.is_(None), Verbatim.rank)
    rows = await db.execute(
        select(Verbatim.result_id, func.array_agg(unread))
        .join(AnswerText, said)
        .outerjoin(last, last.c.verbatim_id == Verbatim.id)
        .where(Verbatim.result_id == func.any(list(places)), last.c.released.is_not(False))
        .group_by(Verbatim.result_id, Verbatim.question, Verbatim.side)
    )
    found: Counter[UUID] = Counter()
    for result_id, in_order in rows.all():
        found[result_id] += sum(in_order[: places[result_id]])
    return found


async def summaries(db: AsyncSession) -> tuple[Unfinished, ...]:
    newest = (
        select(Summary.id)
        .ext(distinct_on(Summary.consultation_id))
        .order_by(Summary.consultation_id, Summary.number.desc())
    )
    rows = await db.execute(
        select(
            Summary.consultation_id,
            Summary.result_id,
            Consultation.document_id,
            DocumentVersion.title,
            RulesRow.rules,
        )
        .join(Consultation, Consultation.id == Summary.consultation_id)
        .join(DocumentVersion, DocumentVersion.id == Summary.document_version_id)
        .join(RulesRow, RulesRow.id == Consultation.rules_id)
        .where(Summary.id.in_(newest), ~Summary.final, Consultation.asked_anew_at.is_(None))
        .order_by(Summary.made_at, Summary.id)
    )
    found = rows.all()
    shown = {row.result_id: msgspec.convert(row.rules, Rules).verbatims for row in found}
    waiting = await _waiting(db, shown)
    return tuple(
        Unfinished(row.consultation_id, row.document_id, row.title, waiting[row.result_id])
        for row in found
    )
