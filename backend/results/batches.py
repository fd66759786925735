# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Batches: entries counted once, and counted anew where a withdrawal erased some of them."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from typing import Final
from uuid import UUID, uuid4

import polars as pl
import structlog
from msgspec import Struct
from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession

from analysis import frames
from analysis.pages import Asked, asked_in, batch_of
from analysis.tally import Count, count, decode, encode
from backend.consultations import queries as consultations
from backend.consultations.tables import QuestionnaireRow
from backend.database import Sessions
from backend.results.batch_files import Files
from backend.results.batch_parquet import Kept, Unusable
from backend.results.gathering import hash_of, some
from backend.results.tables import Batch, BatchCount, BatchEntry
from surveys.questionnaire import Questionnaire

LARGEST: Final = 20_000
"""Entries of one batch; what a worker was away for is counted in several."""
# Two statements: one that took either would, once planned for any, look at every entry there is.
_UNBATCHED = text(
    """
    SELECT e.id FROM entry e
    WHERE e.consultation_id = :consultation
      AND NOT EXISTS (SELECT FROM batch_entry b WHERE b.entry_id = e.id)
    ORDER BY e.id
    """
)
_UNBATCHED_OF = text(
    """
    SELECT e.id FROM entry e
    WHERE e.consultation_id = :consultation AND e.id = ANY(CAST(:ids AS uuid[]))
      AND NOT EXISTS (SELECT FROM batch_entry b WHERE b.entry_id = e.id)
    ORDER BY e.id
    """
)
_HOLD = text(
    """
    INSERT INTO batch_entry (entry_id, batch_id)
    SELECT e, CAST(:batch AS uuid) FROM unnest(CAST(:entries AS uuid[])) e
    """
)
# Batches that hold content of a response that was withdrawn by one of these entries.
_TOUCHED = text(
    """
    SELECT DISTINCT b.batch_id FROM entry w
    JOIN entry e ON e.response_id = w.response_id
    JOIN batch_entry b ON b.entry_id = e.id
    WHERE w.id = ANY(CAST(:ids AS uuid[])) AND w.kind = 'withdrawal'
    ORDER BY b.batch_id
    """
)
_WITHDRAWN = text(
    """
    SELECT e.id::text FROM entry w JOIN entry e ON e.response_id = w.response_id
    WHERE w.consultation_id = :consultation AND w.kind = 'withdrawal'
    """
)
log = structlog.get_logger()


class Counted(Struct, frozen=True):
    """A batch that is to be written: new (its own origin) or the next generation of an old one.

    found    what was counted, for its file
    earlier  the generations that this one replaces
    """

    id: UUID
    origin_id: UUID
    generation: int
    hash: bytes
    entries: tuple[UUID, ...]
    count: Count
    found: frames.Batch
    earlier: tuple[Kept, ...] = ()

    def kept(self, consultation_id: UUID) -> Kept:
        return Kept(consultation_id, self.id, self.origin_id, self.generation, self.hash)


class Again(Struct, frozen=True):
    """A batch of which something was erased: its generations so far, and what is left of it; as
    its file held it, or as a page."""

    earlier: tuple[Kept, ...]
    left: frames.Batch | pl.DataFrame


class Work(Struct, frozen=True):
    """What one snapshot of the database says is still to be counted.

    fresh   new batches: which entries, and their page
    again   batches of which something was erased
    """

    questionnaire: Questionnaire
    fresh: tuple[tuple[tuple[UUID, ...], pl.DataFrame], ...]
    again: tuple[Again, ...]


async def questionnaire_of(db: AsyncSession, consultation_id: UUID) -> Questionnaire:
    row = await consultations.get(db, consultation_id)
    questions = await db.get_one(QuestionnaireRow, row.questionnaire_id)
    return consultations.decode(questions.definition)


async def find_work(
    db: AsyncSession,
    consultation_id: UUID,
    items: Sequence[UUID] | None,
    files: Files | None = None,
) -> Work:
    """`items` None looks at every entry, as closing does. With `files`, what was counted before is
    not asked of the database again."""
    if items is None:
        found = await db.scalars(_UNBATCHED, {"consultation": consultation_id})
    else:
        found = await db.scalars(
            _UNBATCHED_OF, {"consultation": consultation_id, "ids": list(items)}
        )
    fresh = tuple(found.all())
    parts = [fresh[start : start + LARGEST] for start in range(0, len(fresh), LARGEST)]
    questionnaire = await questionnaire_of(db, consultation_id)
    asked = asked_in(questionnaire)
    return Work(
        questionnaire=questionnaire,
        fresh=tuple([(part, await some(db, consultation_id, asked, part)) for part in parts]),
        again=tuple([each async for each in _again(db, consultation_id, asked, fresh, files)]),
    )


async def _again(
    db: AsyncSession,
    consultation_id: UUID,
    asked: Asked,
    fresh: Sequence[UUID],
    files: Files | None,
) -> AsyncIterator[Again]:
    touched = (await db.scalars(_TOUCHED, {"ids": list(fresh)})).all()
    here = {"consultation": consultation_id}
    gone = (await db.scalars(_WITHDRAWN, here)).all() if touched and files else ()
    for origin in touched:
        earlier = await _generations(db, origin)
        left = await _on_file(files, earlier[-1], gone) if files else None
        if left is None:
            left = await page_of(db, asked, earlier[-1])
        yield Again(earlier, left)


async def _generations(db: AsyncSession, origin: UUID) -> tuple[Kept, ...]:
    found = await db.execute(
        select(Batch.consultation_id, Batch.id, Batch.origin_id, Batch.generation, Batch.hash)
        .where(Batch.origin_id == origin)
        .order_by(Batch.generation)
    )
    return tuple(Kept(*row) for row in found.all())


async def _on_file(files: Files, last: Kept, gone: Sequence[str]) -> frames.Batch | None:
    try:
        held = await asyncio.to_thread(files.read, last)
    except Unusable as unusable:
        log.warning("batch-file-not-used", batch=str(last.id), why=str(unusable))
        return None
    return await asyncio.to_thread(frames.without, held, gone)


async def page_of(db: AsyncSession, asked: Asked, batch: Kept) -> pl.DataFrame:
    """What its entries say today, from the database."""
    held = await db.scalars(select(BatchEntry.entry_id).where(BatchEntry.batch_id == batch.origin))
    return await some(db, batch.consultation, asked, held.all())


def _count(work: Work) -> tuple[Counted, ...]:
    asked = work.questionnaire
    counted: list[Counted] = []
    for entries, page in work.fresh:
        new = uuid4()
        found = batch_of(page, asked)
        counted.append(Counted(new, new, 0, hash_of(page), entries, count(found, asked), found))
    for again in work.again:
        last, left = again.earlier[-1], again.left
        found = batch_of(left, asked) if isinstance(left, pl.DataFrame) else left
        # Which entries they are never changes, and a hash is over nothing else.
        next_one = (uuid4(), last.origin, last.generation + 1, last.hash, ())
        counted.append(Counted(*next_one, count(found, asked), found, again.earlier))
    return tuple(counted)


async def count_work(work: Work) -> tuple[Counted, ...]:
    """In a thread: Polars lets go of the interpreter, and the loop stays free."""
    return await asyncio.to_thread(_count, work)


async def snapshot(
    sessions: Sessions,
    consultation_id: UUID,
    items: Sequence[UUID] | None,
    files: Files | None = None,
) -> Work:
    """Read in one repeatable snapshot, so that a batch is of one moment."""
    async with sessions() as db:
        await db.connection(execution_options={"isolation_level": "REPEATABLE READ"})
        return await find_work(db, consultation_id, items, files)


async def write(db: AsyncSession, consultation_id: UUID, counted: Sequence[Counted]) -> None:
    """Under the fence. Counts go in and are not read back: they are sealed."""
    for done in counted:
        db.add(
            Batch(
                id=done.id,
                consultation_id=consultation_id,
                hash=done.hash,
                origin_id=done.origin_id,
                generation=done.generation,
            )
        )
        await db.flush()
        await db.execute(_HOLD, {"batch": done.id, "entries": list(done.entries)})
        db.add(
            BatchCount(batch_id=done.id, consultation_id=consultation_id, count=encode(done.count))
        )
    await db.flush()


async def counts(db: AsyncSession, consultation_id: UUID) -> dict[UUID, Count]:
    """Per origin, the count that stands. Nothing before closing: the seal is a row policy."""
    found = await db.execute(
        select(Batch.origin_id, BatchCount.count)
        .join(BatchCount, BatchCount.batch_id == Batch.id)
        .where(Batch.consultation_id == consultation_id)
        .order_by(Batch.origin_id, Batch.generation)
    )
    return {origin: decode(data) for origin, data in found.all()}
