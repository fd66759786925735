# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""A next version of a summary: counted anew, for a griffier to write at and to make final.

The figures are never edited. When the recount says the same, the new version rests on the very
result of the old one, and with it on the quotations that were drawn and read.
"""

import hashlib
from collections.abc import Awaitable, Callable
from uuid import UUID, uuid4

import msgspec
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from backend.audit.actions import SYSTEM, note
from backend.database import Sessions
from backend.outbox import Claim
from backend.results import batches, publication, queries
from backend.results.concluding import Conclusion, add_result, add_sentences
from backend.results.recounting import hold
from backend.results.recounting import recount as recount_all
from backend.results.tables import Release, Result, Summary, Verbatim

Write = Callable[[AsyncSession], Awaitable[None]]


async def recount(sessions: Sessions, claim: Claim) -> Write:
    """Lay the next version ready, when a correction waits for one."""
    found = await recount_all(sessions, claim.subject)

    async def write(db: AsyncSession) -> None:
        last = await queries.newest(db, claim.subject)
        if last is None or not last.final:
            return  # kept before; keeping a promise twice is harmless
        if not await publication.note_of(db, claim.subject, last.number + 1):
            return
        await hold(db, claim.subject, found)
        await batches.write(db, claim.subject, found.counted)
        await _store(db, claim.subject, last, found.conclusion)

    return write


async def _store(
    db: AsyncSession, consultation_id: UUID, last: Summary, conclusion: Conclusion
) -> None:
    figures = msgspec.json.encode(conclusion.figures, order="deterministic")
    found = await db.scalars(
        select(Result)
        .where(Result.consultation_id == consultation_id)
        .order_by(Result.number.desc())
        .limit(1)
    )
    result = found.one()
    same = result.hash == hashlib.sha256(figures).digest() and result.seed == conclusion.seed
    if not same:
        decided = await _decided(db, consultation_id)
        result = await add_result(db, consultation_id, conclusion)
        await _carry_over(db, result.id, decided)
    summary = Summary(
        id=uuid4(),
        consultation_id=consultation_id,
        document_version_id=conclusion.shown.document_version_id,
        result_id=result.id,
        number=last.number + 1,
        accompanying_text=last.accompanying_text,
    )
    db.add(summary)
    await db.flush()
    add_sentences(db, summary.id, conclusion)
    note(
        db,
        SYSTEM,
        "opnieuw samenvatten",
        "samenvatting",
        summary.id,
        nummer=summary.number,
        geteld=result.counted,
        cijfers="dezelfde" if same else "veranderd",
    )


Decided = dict[tuple[UUID, str], Release]


async def _decided(db: AsyncSession, consultation_id: UUID) -> Decided:
    """By entry and question, the last word on every quotation that somebody ever read."""
    rows = await db.execute(
        select(Verbatim.entry_id, Verbatim.question, Release)
        .join(Release, Release.verbatim_id == Verbatim.id)
        .join(Result, Result.id == Verbatim.result_id)
        .where(Result.consultation_id == consultation_id)
        .order_by(Release.id)
    )
    return {(entry, question): release for entry, question, release in rows.all()}


async def _carry_over(db: AsyncSession, result_id: UUID, decided: Decided) -> None:
    """Nobody has to read again what was read: the same words, decided by the same person."""
    await db.flush()
    drawn = await db.scalars(select(Verbatim).where(Verbatim.result_id == result_id))
    for row in drawn.all():
        if was := decided.get((row.entry_id, row.question)):
            kept = Release(verbatim_id=row.id, released=was.released, reason=was.reason)
            kept.made_by = was.made_by
            db.add(kept)
    await db.flush()
