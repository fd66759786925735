# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""What was counted, read and made final, as entries of the log."""

import hashlib
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from backend.ledger import bodies, commitments, notes, queries
from backend.ledger.bodies import Kind
from backend.ledger.fields import field_of_form
from backend.ledger.sequencing import write_down
from backend.ledger.tables import EntryKey
from backend.participation import logged
from backend.results.content import Logged
from backend.results.tables import Correction, Release, Result, Summary, Verbatim


async def moderated(db: AsyncSession, consultation_id: UUID, drawn: Verbatim, row: Release) -> None:
    """After the database numbered the row. Nothing of what was withdrawn meanwhile: it is shut,
    and nobody reads it."""
    held = await db.get(EntryKey, drawn.entry_id)
    about = await logged.leaf(db, drawn.entry_id)
    if held is None or about is None:
        return
    salt = commitments.salt(held.key, commitments.REASON)
    body = bodies.moderation(
        consultation_id,
        about,
        field_of_form(drawn.question),
        released=row.released,
        reason=commitments.commitment(commitments.REASON, salt, row.reason),
    )
    write_down(db, Kind.MODERATION, UUID(int=row.id), body, consultation=consultation_id)


def tallied(db: AsyncSession, row: Result) -> None:
    body = bodies.tally(
        row.consultation_id, number=row.number, counted=row.counted, result=row.hash
    )
    write_down(db, Kind.TALLY, row.id, body, consultation=row.consultation_id)


def corrected(db: AsyncSession, row: Correction) -> None:
    """After the database numbered the row."""
    body = bodies.correction(row.consultation_id, number=row.number, reason=row.note)
    write_down(db, Kind.CORRECTION, UUID(int=row.id), body, consultation=row.consultation_id)


async def as_signed(db: AsyncSession, row: Summary) -> Logged | None:
    """Of the public log, with the figures of this version in it."""
    place = await queries.place(db, row.result_id)
    signed = await queries.newest(db, place.position + 1) if place else None
    if signed is None or signed.vkey is None:
        return None
    key = notes.verifier(signed.vkey)
    return Logged(key.name, signed.size, signed.root.hex(), key.fingerprint, signed.note)


async def finalised(db: AsyncSession, row: Summary, content: bytes) -> None:
    result = await db.get_one(Result, row.result_id)
    body = bodies.summary(
        row.consultation_id,
        number=row.number,
        content=hashlib.sha256(content).digest(),
        result=result.hash,
    )
    write_down(db, Kind.SUMMARY, row.id, body, consultation=row.consultation_id)
