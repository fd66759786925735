# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""The files of one consultation's batches, looked through: which are sound, those that are not made
anew from PostgreSQL, and, once it is closed, whether they come to what was counted."""

import asyncio
from collections.abc import AsyncIterator
from uuid import UUID

from msgspec import Struct
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from analysis import frames
from analysis.pages import asked_in, batch_of
from analysis.tally import count
from backend.consultations.queries import Shown
from backend.database import Sessions
from backend.results import batch_keeping, batches, gathering
from backend.results.batch_files import Files
from backend.results.batch_parquet import Kept, Unusable
from backend.results.tables import Batch, BatchEntry


class Looked(Struct, frozen=True):
    """What became of one file.

    entries  how many the batch holds
    was      "sound", or why it was not; "" when nobody read it
    now      "kept", or "missing": also when the disk would not have it
    agrees   None while the count is sealed, or when nobody asked
    """

    batch: UUID
    generation: int
    entries: int
    was: str
    now: str
    agrees: bool | None = None


async def _entries(db: AsyncSession, consultation_id: UUID) -> dict[UUID, int]:
    found = await db.execute(
        select(BatchEntry.batch_id, func.count().label("number"))
        .join(Batch, Batch.id == BatchEntry.batch_id)
        .where(Batch.consultation_id == consultation_id)
        .group_by(BatchEntry.batch_id)
    )
    return {row.batch_id: row.number for row in found.all()}


async def _anew(sessions: Sessions, files: Files, asked: Shown, batch: Kept) -> frames.Batch | None:
    """From the database; None when it does not hold those entries, which nobody should be able to
    bring about."""
    async with sessions() as db:
        page = await batches.page_of(db, asked_in(asked.questionnaire), batch)
    if gathering.hash_of(page) != batch.hash:
        return None
    found = await asyncio.to_thread(batch_of, page, asked.questionnaire)
    await asyncio.to_thread(files.keep, batch, found)
    async with sessions() as db:
        stands = batch in await batch_keeping.standing(db, batch.consultation)
    if not stands:  # somebody withdrew meanwhile
        await asyncio.to_thread(files.forget, [batch])
    return found


async def look(sessions: Sessions, files: Files, asked: Shown) -> list[Looked]:
    """Which there are, without reading them. What waits for a next generation is not among them."""
    async with sessions() as db:
        standing = await batch_keeping.standing(db, asked.id)
        entries = await _entries(db, asked.id)
    there = await asyncio.to_thread(lambda: [files.there(batch) for batch in standing])
    return [
        Looked(
            batch.id,
            batch.generation,
            entries.get(batch.origin, 0),
            "",
            "kept" if kept else "missing",
        )
        for batch, kept in zip(standing, there, strict=True)
    ]


async def check(sessions: Sessions, files: Files, asked: Shown) -> AsyncIterator[Looked]:
    """Each read in full, one after the other, and made anew where that is needed."""
    async with sessions() as db:
        standing = await batch_keeping.standing(db, asked.id)
        entries = await _entries(db, asked.id)
        counts = await batches.counts(db, asked.id)
    for batch in standing:
        was = "sound"
        try:
            found = await asyncio.to_thread(files.read, batch)
        except Unusable as unusable:
            was = str(unusable)
            found = await _anew(sessions, files, asked, batch)
        agrees = None
        if counted := counts.get(batch.origin):
            agrees = found is not None and counted == await asyncio.to_thread(
                count, found, asked.questionnaire
            )
        there = await asyncio.to_thread(files.there, batch)
        now = "kept" if there else "missing"
        yield Looked(batch.id, batch.generation, entries.get(batch.origin, 0), was, now, agrees)
