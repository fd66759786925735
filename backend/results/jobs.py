# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""What workers do for results: count what came in, conclude what was closed, make the files."""

import asyncio
import hashlib
from functools import partial
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from backend.audit.actions import SYSTEM, note
from backend.consultations import queries as consultations
from backend.database import Sessions
from backend.outbox import After, Claim, Hopeless, Work, Write
from backend.participation import letting_in, letting_in_by_mail, mail_codes
from backend.results import batch_keeping, batches
from backend.results.batch_files import Files
from backend.results.beside import Beside
from backend.results.concluding import Conclusion, add_result, add_sentences
from backend.results.content import Content, decode
from backend.results.outputs.making import File, files
from backend.results.recounting import hold, recount
from backend.results.tables import Output, Summary
from backend.web.languages import marked
from surveys.lifecycle import Stage
from surveys.reviewed import Section

ADDRESSES_DISAGREE = marked(
    "Er zijn niet evenveel reacties met een e-mailcode als e-mailadressen die meededen. Er is niets"
    " gepubliceerd. Laat de beheerder hiernaar kijken."
)


def count_entries(files: Files | None = None) -> Work:
    """Count the entries that were promised, each once; with a file of every batch."""

    async def work(sessions: Sessions, claim: Claim) -> Write:
        found = await batches.snapshot(sessions, claim.subject, claim.items, files)
        await batch_keeping.forget_erased(files, found)
        counted = await batches.count_work(found)

        async def write(db: AsyncSession) -> After:
            await batches.write(db, claim.subject, counted)
            return partial(batch_keeping.keep, sessions, files, claim.subject, counted)

        return write

    return work


def conclude(files: Files | None = None) -> Work:
    """After closing: recount, freeze the figures, write sentences, draw quotations."""

    async def work(sessions: Sessions, claim: Claim) -> Write:
        async with sessions.begin() as db:  # whoever enters paper at the last moment has done so
            if not await consultations.is_fixed(db, claim.subject):
                return _nothing
        found = await recount(sessions, claim.subject)

        async def write(db: AsyncSession) -> After:
            await hold(db, claim.subject, found)
            await batches.write(db, claim.subject, found.counted)
            await _store(db, claim.subject, found.conclusion)
            return partial(batch_keeping.keep, sessions, files, claim.subject, found.counted)

        return write

    return work


async def _nothing(_: AsyncSession) -> None:
    """It was concluded before, or paper may still be entered and a later promise is about that;
    keeping a promise twice is harmless."""


async def _store(db: AsyncSession, consultation_id: UUID, conclusion: Conclusion) -> None:
    result = await add_result(db, consultation_id, conclusion)
    summary = Summary(
        id=uuid4(),
        consultation_id=consultation_id,
        document_version_id=conclusion.shown.document_version_id,
        result_id=result.id,
        number=1,
    )
    db.add(summary)
    await db.flush()
    add_sentences(db, summary.id, conclusion)
    if not await letting_in_by_mail.adds_up(db, consultation_id):
        raise Hopeless(ADDRESSES_DISAGREE)
    await letting_in.forget_all(db, consultation_id)
    await mail_codes.forget_all(db, consultation_id)
    row = await consultations.get(db, consultation_id)
    row.stage = Stage.SUMMARISED
    note(
        db,
        SYSTEM,
        "samenvatten",
        "raadpleging",
        consultation_id,
        geteld=result.counted,
        kenmerk=result.hash.hex(),
    )


def make_files(reviews: Beside) -> Work:
    """The files of every final version that has none yet. What was made stays as it is."""

    async def work(sessions: Sessions, claim: Claim) -> Write:
        async with sessions() as db:
            missing = await _without_files(db, claim.subject, reviews)
        made = {
            summary: await asyncio.to_thread(_files, content, section)
            for summary, (content, section) in missing.items()
        }

        async def write(db: AsyncSession) -> None:
            for summary, held in made.items():
                for each in held:
                    row = insert(Output).values(_row(summary, each))
                    await db.execute(row.on_conflict_do_nothing())

        return write

    return work


async def _without_files(
    db: AsyncSession, consultation_id: UUID, reviews: Beside
) -> dict[UUID, tuple[Content, Section]]:
    found = await db.execute(
        select(Summary.id, Summary.content, Summary.number)
        .where(
            Summary.consultation_id == consultation_id,
            Summary.final,
            ~select(Output.name).where(Output.summary_id == Summary.id).exists(),
        )
        .order_by(Summary.number)
    )
    return {
        summary: (decode(content), await reviews.section(db, consultation_id, number))
        for summary, content, number in found.all()
        if content is not None
    }


def _files(content: Content, section: Section) -> list[File]:
    return list(files(content, section))


def _row(summary: UUID, made: File) -> dict[str, object]:
    return {
        "summary_id": summary,
        "name": made.name,
        "media_type": made.media_type,
        "content": made.data,
        "hash": hashlib.sha256(made.data).digest(),
    }
