# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""All of a closed consultation counted once more, from the raw entries of one moment."""

import asyncio
from collections.abc import Sequence
from uuid import UUID

from msgspec import Struct
from sqlalchemy import text

from analysis.letters import RULES
from analysis.pages import asked_in
from analysis.tally import total
from backend.consultations import queries as consultations
from backend.database import Sessions
from backend.outbox import Hopeless
from backend.results import batches, gathering, second_count, ways
from backend.results.batches import Counted
from backend.results.concluding import Conclusion, concluded

MOST_TOLD = 10
DISAGREE = (
    "De tweede telling, in de database zelf, komt op iets anders uit. Er is niets gepubliceerd."
    " Laat de beheerder hiernaar kijken. Het verschil zit in: "
)


class Recount(Struct, frozen=True):
    """Batches that were still to be counted, and what everything together comes to."""

    counted: Sequence[Counted]
    conclusion: Conclusion


async def recount(sessions: Sessions, consultation_id: UUID) -> Recount:
    """The batches and the stream of entries are of one snapshot, which this transaction keeps."""
    async with sessions() as db:
        await db.connection(execution_options={"isolation_level": "REPEATABLE READ"})
        for limit in ("idle_in_transaction_session_timeout", "statement_timeout"):
            await db.execute(text(f"SET LOCAL {limit} = '{gathering.STREAM_TIMEOUT}'"))
        row = await consultations.get(db, consultation_id)
        shown = await consultations.shown(db, row)
        work = await batches.find_work(db, consultation_id, None)
        held = await batches.counts(db, consultation_id)
        source = await gathering.source(db, consultation_id, asked_in(shown.questionnaire))
        by_way = await ways.count(db, consultation_id)
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
            by_way,
        )
        second = asyncio.create_task(second_count.take(db, consultation_id, shown.questionnaire))
        try:
            conclusion = await counting
        except BaseException:
            second.cancel()
            raise
        finally:
            await asyncio.wait([second])  # it reads in this transaction, which must not end before
    if apart := second_count.differences(standing, second.result()):
        raise Hopeless(DISAGREE + "; ".join(apart[:MOST_TOLD]))
    return Recount(counted, conclusion)
