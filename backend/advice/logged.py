# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""What an advisory council passed on, as an entry of the log."""

import hashlib

from sqlalchemy.ext.asyncio import AsyncSession

from backend.advice.tables import ReviewRequest, ReviewVerdict
from backend.ledger import bodies
from backend.ledger.bodies import Kind
from backend.ledger.sequencing import write_down
from backend.results.tables import Summary


async def judged(db: AsyncSession, row: ReviewVerdict) -> None:
    request = await db.get_one(ReviewRequest, row.request_id)
    summary = await db.get_one(Summary, request.summary_id)
    said = bodies.said_by_body(
        row.id,
        number=summary.number,
        body=request.body_name,
        said=row.verdict,
        remark=row.remark,
    )
    body = bodies.review(
        summary.consultation_id,
        number=summary.number,
        body=request.body_name,
        content=hashlib.sha256(said).digest(),
    )
    write_down(db, Kind.REVIEW, row.id, body, consultation=summary.consultation_id)
