# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Which files of batches there may be: those of what stands, and of nothing that was taken back.

A file is written after its batch is committed, and looked up once more after that: whoever commits
a next generation removes the files of the earlier ones afterwards, so between the two of them no
such file stays, however long either was held up. What a killed process leaves is swept.
"""

import asyncio
import time
from collections.abc import Collection, Iterable, Sequence
from typing import Final
from uuid import UUID

import structlog
from sqlalchemy import exists, select, text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from backend.database import Sessions
from backend.results.batch_files import Files
from backend.results.batch_parquet import Kept
from backend.results.batches import Again, Counted, Work
from backend.results.tables import Batch

SETTLED_SECONDS: Final = 2.0
"""Two changes of a folder within one tick of its clock look like one."""
log = structlog.get_logger()

# Of what is withdrawn and not counted yet: its batches have no next generation so far.
_ERASED = text(
    """
    SELECT DISTINCT h.batch_id FROM entry w
    JOIN entry e ON e.response_id = w.response_id
    JOIN batch_entry h ON h.entry_id = e.id
    WHERE w.kind = 'withdrawal' AND w.consultation_id = :consultation
      AND NOT EXISTS (SELECT FROM batch_entry b WHERE b.entry_id = w.id)
    """
)
_WITHDRAWALS = text(
    """
    SELECT c.id, count(*) AS number FROM unnest(CAST(:ids AS uuid[])) c (id)
    JOIN entry w ON w.consultation_id = c.id AND w.kind = 'withdrawal' GROUP BY c.id
    """
)
_newer = aliased(Batch)
_HIGHEST = select(
    Batch.consultation_id, Batch.id, Batch.origin_id, Batch.generation, Batch.hash
).where(~exists().where(_newer.origin_id == Batch.origin_id, _newer.generation > Batch.generation))


async def standing(db: AsyncSession, consultation_id: UUID) -> tuple[Kept, ...]:
    """The batches that may have a file, in the order in which they were made."""
    erased = set(await db.scalars(_ERASED, {"consultation": consultation_id}))
    found = await db.execute(
        _HIGHEST.where(Batch.consultation_id == consultation_id).order_by(Batch.made_at, Batch.id)
    )
    every = [Kept(*row) for row in found.all()]
    return tuple(batch for batch in every if batch.origin not in erased)


async def _still(db: AsyncSession, batches: Sequence[Kept]) -> set[UUID]:
    found = await db.execute(_HIGHEST.where(Batch.id.in_([batch.id for batch in batches])))
    return {row.id for row in found.all()}


async def forget_erased(files: Files | None, work: Work) -> None:
    """Before anything of it is counted: whatever becomes of that, the old files are gone."""
    if files:
        await asyncio.to_thread(files.forget, _earlier(work.again))


def _earlier(again: Iterable[Again | Counted]) -> list[Kept]:
    return [batch for each in again for batch in each.earlier]


async def keep(
    sessions: Sessions, files: Files | None, consultation_id: UUID, counted: Collection[Counted]
) -> None:
    """Once it is committed. A next generation may have come while we wrote: then it goes again."""
    if files is None or not counted:
        return
    for done in counted:
        await asyncio.to_thread(files.keep, done.kept(consultation_id), done.found)
    ours = [done.kept(consultation_id) for done in counted]
    async with sessions() as db:
        still = await _still(db, ours)
    gone = [batch for batch in ours if batch.id not in still]
    await asyncio.to_thread(files.forget, gone + _earlier(counted))


class Sweeper:
    """Removes what may not be there, every few seconds; looks only where something changed.

    A file can come to be one too many in two ways: an answer in it is withdrawn, or somebody wrote
    it late. So a folder that is as it was, of a consultation in which nobody withdrew since, is as
    it should be.
    """

    def __init__(self, files: Files) -> None:
        self._files = files
        self._seen: dict[UUID, tuple[int, int]] = {}

    async def sweep(self, sessions: Sessions) -> None:
        changed = await asyncio.to_thread(self._files.consultations)
        async with sessions() as db:
            found = await db.execute(_WITHDRAWALS, {"ids": list(changed)})
            withdrawn = {row.id: row.number for row in found.all()}
        for consultation, moment in changed.items():
            now = (moment, withdrawn.get(consultation, 0))
            if self._seen.get(consultation) != now:
                await self._look(sessions, consultation, now)

    async def _look(self, sessions: Sessions, consultation: UUID, now: tuple[int, int]) -> None:
        # First what lies there, then what stands: a batch is committed before it has a file.
        listed = await asyncio.to_thread(self._files.names, consultation)
        async with sessions() as db:
            may = {batch.name for batch in await standing(db, consultation)}
        settled = time.time_ns() - now[0] > SETTLED_SECONDS * 1e9
        if too_many := listed - may:
            settled &= await asyncio.to_thread(self._files.sweep, consultation, too_many)
            log.info("batch-files-swept", consultation=str(consultation), number=len(too_many))
        if settled:
            self._seen[consultation] = now
