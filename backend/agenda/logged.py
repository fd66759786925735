# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""How the gate was opened, as an entry of the log: by a summary, or by an exception."""

import hashlib
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from backend.agenda.tables import Attachment, GateException
from backend.council import queries as council
from backend.ledger import bodies
from backend.ledger.bodies import Kind
from backend.ledger.sequencing import write_down
from backend.results.tables import Summary


async def attached(db: AsyncSession, row: Attachment, summary_id: UUID) -> None:
    """After the database took it: then the summary is final."""
    summary = await db.get_one(Summary, summary_id)
    version = await council.version(db, row.document_version_id)
    body = bodies.attachment(
        row.agenda_item_id,
        version=version.hash,
        summary_content=hashlib.sha256(summary.content or b"").digest(),
    )
    write_down(db, Kind.ATTACHMENT, row.id, body, consultation=summary.consultation_id)


async def excepted(db: AsyncSession, row: GateException) -> None:
    version = await council.version(db, row.document_version_id)
    body = bodies.exception(
        row.agenda_item_id,
        version=version.hash,
        ground=row.ground,
        reason=hashlib.sha256(row.reason.encode()).digest(),
    )
    write_down(db, Kind.EXCEPTION, row.id, body)
