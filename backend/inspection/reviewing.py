# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""What advisory councils were asked and said about the summaries, and when these became public.

What members said among themselves is theirs: it is no step.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from backend.accounts.tables import Account
from backend.advice.tables import (
    ReviewAnswer,
    ReviewDissent,
    ReviewRequest,
    ReviewUnawaited,
    ReviewVerdict,
)
from backend.inspection.steps import Kind, Step
from backend.results.tables import Correction, Embargo, Summary


def _place(summary: Summary) -> str:
    return f"/griffie/raadplegingen/{summary.consultation_id}/adviesraad"


async def _asked(db: AsyncSession, ids: Sequence[UUID]) -> list[Step]:
    rows = await db.execute(
        select(ReviewRequest, Summary, ReviewUnawaited)
        .join(Summary, Summary.id == ReviewRequest.summary_id)
        .outerjoin(ReviewUnawaited, ReviewUnawaited.request_id == ReviewRequest.id)
        .where(Summary.consultation_id.in_(ids))
    )
    found = rows.all()
    names = await _names(db, [(row.made_by, row.withdrawn_by) for row, _, _ in found])
    steps: list[Step] = []
    for row, summary, unawaited in found:
        place, body, number = _place(summary), row.body_name, summary.number
        steps.append(Step(row.made_at, Kind.ASKED, names[row.made_by], place, about=body,
                          number=number, until=row.due_at))  # fmt: skip
        if row.withdrawn_at and row.withdrawn_by:
            steps.append(Step(row.withdrawn_at, Kind.NOT_ASKED, names[row.withdrawn_by], place,
                              about=body, reason=row.withdrawn_reason))  # fmt: skip
        if unawaited:
            by = names.get(unawaited.made_by) or names[row.made_by]
            steps.append(Step(unawaited.made_at, Kind.UNAWAITED, by, place, about=body,
                              reason=unawaited.reason))  # fmt: skip
    return steps


async def _names(
    db: AsyncSession, ids: Sequence[tuple[UUID | None, ...]]
) -> Mapping[UUID | None, str]:
    wanted = {one for row in ids for one in row if one is not None}
    rows = await db.execute(select(Account.id, Account.name).where(Account.id.in_(wanted)))
    return {row.id: row.name for row in rows}


async def _said(db: AsyncSession, ids: Sequence[UUID]) -> list[Step]:
    verdicts = await db.execute(
        select(ReviewVerdict, ReviewRequest.body_name, Summary, ReviewAnswer)
        .join(ReviewRequest, ReviewRequest.id == ReviewVerdict.request_id)
        .join(Summary, Summary.id == ReviewRequest.summary_id)
        .outerjoin(ReviewAnswer, ReviewAnswer.verdict_id == ReviewVerdict.id)
        .where(Summary.consultation_id.in_(ids))
    )
    steps: list[Step] = []
    for row, body, summary, answer in verdicts:
        by = f"{row.made_by_name} ({body})"
        steps.append(Step(row.made_at, Kind.VERDICT, by, _place(summary), about=row.verdict,
                          number=summary.number, reason=row.remark))  # fmt: skip
        if answer:
            steps.append(Step(answer.made_at, Kind.ANSWERED, answer.made_by_name, _place(summary),
                              about=body, reason=answer.text))  # fmt: skip
    dissents = await db.execute(
        select(ReviewDissent, ReviewRequest.body_name, Summary)
        .join(ReviewRequest, ReviewRequest.id == ReviewDissent.request_id)
        .join(Summary, Summary.id == ReviewRequest.summary_id)
        .where(Summary.consultation_id.in_(ids))
    )
    for row, body, summary in dissents:
        # A member who chose not to be named is not named here either.
        by = f"{row.made_by_name} ({body})" if row.made_by_name else body
        steps.append(Step(row.made_at, Kind.DISSENT, by, _place(summary), reason=row.text))
    return steps


async def _published(db: AsyncSession, ids: Sequence[UUID]) -> list[Step]:
    embargoes = await db.execute(
        select(Embargo, Summary, Account.name)
        .join(Summary, Summary.id == Embargo.summary_id)
        .join(Account, Account.id == Embargo.made_by)
        .where(Summary.consultation_id.in_(ids))
    )
    steps = [
        Step(row.made_at, Kind.LIFTED if _is_over(row.until, row.made_at) else Kind.EMBARGO, name,
             f"/griffie/raadplegingen/{summary.consultation_id}/samenvatting/v{summary.number}",
             number=summary.number,
             until=None if _is_over(row.until, row.made_at) else row.until)
        for row, summary, name in embargoes
    ]  # fmt: skip
    corrections = await db.execute(
        select(Correction, Account.name)
        .join(Account, Account.id == Correction.made_by)
        .where(Correction.consultation_id.in_(ids))
    )
    return steps + [
        Step(row.made_at, Kind.CORRECTED, name,
             f"/griffie/raadplegingen/{row.consultation_id}/samenvatting", number=row.number,
             reason=row.note)
        for row, name in corrections
    ]  # fmt: skip


def _is_over(until: dt.datetime | None, at: dt.datetime) -> bool:
    """A row whose end had come when it was written lifts the embargo."""
    return until is not None and until <= at


async def about_summaries(db: AsyncSession, ids: Sequence[UUID]) -> list[Step]:
    """Of the consultations with these ids."""
    return [*await _asked(db, ids), *await _said(db, ids), *await _published(db, ids)]
