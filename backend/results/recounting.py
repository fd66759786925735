# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""All of a closed consultation counted once more, from the raw entries of one moment."""

import asyncio
from collections.abc import Awaitable, Sequence
from typing import Any, Final, TypeVar
from uuid import UUID

from msgspec import Struct
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from analysis.letters import RULES
from analysis.pages import asked_in
from analysis.tally import total
from backend.consultations import queries as consultations
from backend.database import Sessions
from backend.outbox import Hopeless
from backend.participation import judging_queries
from backend.results import batches, beside_figures, gathering, second_count, ways
from backend.results.batches import Counted
from backend.results.concluding import Beside, Conclusion, concluded

MOST_TOLD = 10
SETTLING_SECONDS: Final = 1.0
T = TypeVar("T")
DISAGREE = (
    "De tweede telling, in de database zelf, komt op iets anders uit. Er is niets gepubliceerd."
    " Laat de beheerder hiernaar kijken. Het verschil zit in: "
)


_ENTRIES: Final = text("SELECT count(*) FROM entry WHERE consultation_id = :consultation")


class Recount(Struct, frozen=True):
    """Batches that were still to be counted, and what everything together comes to.

    entries   how many there were of any kind: there are only ever more
    """

    counted: Sequence[Counted]
    conclusion: Conclusion
    entries: int


class Overtaken(Exception):
    """Something was withdrawn or set aside while we counted: it is counted once more."""


async def _entries(db: AsyncSession, consultation_id: UUID) -> int:
    return (await db.scalars(_ENTRIES, {"consultation": consultation_id})).one()


async def hold(db: AsyncSession, consultation_id: UUID, found: Recount) -> None:
    """Until the transaction ends nothing enters or ends; `Overtaken` when something did since."""
    row = await consultations.get(db, consultation_id)
    await db.refresh(row, with_for_update=True)
    if await _entries(db, consultation_id) != found.entries:
        raise Overtaken


async def both(db: AsyncSession, first: Awaitable[T], second: asyncio.Task[Any]) -> T:
    """What the first comes to, once the second, which reads in this transaction, is done too.

    When the first fails it is for that, or for what PostgreSQL refused the second: that ends the
    snapshot which the first reads. A second that is still at work is cut off, with its connection.
    """
    try:
        found = await first
        await asyncio.wait([second])
    except Exception as error:
        await asyncio.wait([second], timeout=SETTLING_SECONDS)
        if second.done() and (refused := second.exception()):
            raise refused from error
        raise
    finally:
        if not second.done():
            second.cancel()
            await asyncio.wait([second])
            await db.invalidate()
    return found


async def recount(sessions: Sessions, consultation_id: UUID) -> Recount:
    """The batches and the stream of entries are of one snapshot, which this transaction keeps."""
    async with sessions() as db:
        await db.connection(execution_options={"isolation_level": "REPEATABLE READ"})
        for limit in ("idle_in_transaction_session_timeout", "statement_timeout"):
            await db.execute(text(f"SET LOCAL {limit} = '{gathering.STREAM_TIMEOUT}'"))
        await db.execute(text(f"SET LOCAL work_mem = '{gathering.HASH_MEMORY}'"))
        row = await consultations.get(db, consultation_id)
        shown = await consultations.shown(db, row)
        entries = await _entries(db, consultation_id)
        work = await batches.find_work(db, consultation_id, None)
        held = await batches.counts(db, consultation_id)
        source = await gathering.source(db, consultation_id, asked_in(shown.questionnaire))
        beside = Beside(
            by_way=await ways.count(db, consultation_id),
            unjudged=await judging_queries.number(db, consultation_id),
            against=await beside_figures.known(db, row),
        )
        texts = await gathering.long_texts(db, consultation_id, RULES.words)
        counted = await batches.count_work(work)
        held |= {done.origin_id: done.count for done in counted}
        standing = total(held.values())
        counting = asyncio.to_thread(
            concluded,
            shown,
            gathering.ahead(gathering.everything(source)),
            standing,
            texts,
            beside,
        )
        second = asyncio.create_task(second_count.take(db, consultation_id, shown.questionnaire))
        conclusion = await both(db, counting, second)
    if apart := second_count.differences(standing, conclusion.aside, second.result()):
        raise Hopeless(DISAGREE + "; ".join(apart[:MOST_TOLD]))
    return Recount(counted, conclusion, entries)
