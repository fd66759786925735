# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the council decided and answered, as entries of the log."""

import hashlib
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Row, text
from sqlalchemy.ext.asyncio import AsyncSession

from backend.decisions.tables import CouncilAnswer, Decision
from backend.ledger import bodies, deciding
from backend.ledger.bodies import Kind
from backend.ledger.deciding import Answered, Decided
from backend.ledger.sequencing import write_down

# Summaries, the gate and verdicts belong to what stands above us (docs/decisions/0036).
_FOLLOWS: Final = text(
    """
    SELECT a.id, v.hash AS version, s.content, s.consultation_id,
           g.id AS exception_id, g.ground, g.reason,
           EXISTS (SELECT FROM logged l WHERE l.subject = coalesce(g.id, a.id))
           OR EXISTS (SELECT FROM log_due d WHERE d.subject = coalesce(g.id, a.id)) AS logged
    FROM attachment a
    JOIN document_version v ON v.id = a.document_version_id
    LEFT JOIN summary s ON s.id = a.summary_id
    LEFT JOIN gate_exception g ON g.id = a.exception_id
    WHERE a.id = :attachment
    """
)
_VERDICT: Final = text(
    """
    SELECT v.id, v.verdict, v.remark, r.body_name, s.number FROM review_verdict v
    JOIN review_request r ON r.id = v.request_id
    JOIN summary s ON s.id = r.summary_id
    WHERE v.id = :verdict
    """
)


def public(row: Decision) -> Decided:
    return Decided(
        id=row.id,
        item=row.agenda_item_id,
        number=row.number,
        outcome=row.outcome,
        points={key: str(value) for key, value in row.points.items()},
        day=row.decided_on,
        text=row.text,
        link=row.link,
        because=row.because,
    )


def _catch_up(db: AsyncSession, item_id: UUID, found: Row[Any]) -> bytes:
    """The hash that a decision follows. What opened the gate before there was a log is logged now:
    nobody could check a decision that follows nothing."""
    if found.exception_id is None:
        follows = hashlib.sha256(found.content or b"").digest()
        kind, subject = Kind.ATTACHMENT, found.id
        body = bodies.attachment(item_id, version=found.version, summary_content=follows)
    else:
        follows = hashlib.sha256(found.reason.encode()).digest()
        kind, subject = Kind.EXCEPTION, found.exception_id
        body = bodies.exception(item_id, version=found.version, ground=found.ground, reason=follows)
    if not found.logged:
        write_down(db, kind, subject, body, consultation=found.consultation_id)
    return follows


async def decided(db: AsyncSession, row: Decision) -> None:
    found = (await db.execute(_FOLLOWS, {"attachment": row.attachment_id})).one()
    follows = _catch_up(db, row.agenda_item_id, found)
    body = deciding.decision(
        public(row), version=found.version, follows=follows, consultation=found.consultation_id
    )
    write_down(db, Kind.DECISION, row.id, body, consultation=found.consultation_id)


async def about(db: AsyncSession, row: CouncilAnswer) -> str:
    """What an answer is about, as the log calls it."""
    if row.verdict_id is None:
        return row.subject
    found = (await db.execute(_VERDICT, {"verdict": row.verdict_id})).one()
    said = bodies.said_by_body(
        found.id,
        number=found.number,
        body=found.body_name,
        said=found.verdict,
        remark=found.remark,
    )
    return hashlib.sha256(said).hexdigest()


async def public_answer(db: AsyncSession, row: CouncilAnswer) -> Answered:
    return Answered(
        id=row.id,
        about=await about(db, row),
        number=row.number,
        reply=row.reply,
        text=row.text,
        voice=row.in_name_of,
        because=row.because,
    )


async def answered(db: AsyncSession, row: CouncilAnswer) -> None:
    decision = await db.get_one(Decision, row.decision_id)
    body = deciding.answer(
        await public_answer(db, row), public(decision), consultation=row.consultation_id
    )
    write_down(db, Kind.ANSWER, row.id, body, consultation=row.consultation_id)
