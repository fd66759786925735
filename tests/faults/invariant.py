# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""What must hold after every fault, and answers whose sum we know.

Every acknowledged entry is in the store, in the log, in one batch and counted once, and nothing
else is; the bundle of it is verified (`recounted`). The
closing recount of the raw entries equals the sum of the batches: `conclude` stores nothing when it
does not, so a result that is there has passed.
"""

from collections import Counter
from uuid import UUID, uuid4

import asyncpg
import httpx
import msgspec
from sqlalchemy import func, select

from analysis.figures import Figures
from analysis.tally import total
from backend.audit.actions import SYSTEM
from backend.consultations import actions, logged
from backend.consultations.queries import get
from backend.consultations.tables import Consultation
from backend.database import Sessions
from backend.outbox import PromiseRow, TaskRow
from backend.participation.tables import Entry
from backend.results import batches
from backend.results.tables import Batch, BatchEntry, Result
from surveys.lifecycle import Stage
from surveys.stances import Stance
from tests.faults import recounted
from tests.faults.processes import until
from tests.make import make_consultation

_STANCES = tuple(Stance)


class Answers:
    """Sends answers, remembers which were acknowledged and what they said."""

    def __init__(self, park: Consultation) -> None:
        self.park = park
        self.sent = 0
        self.acknowledged: dict[UUID, Stance] = {}
        self.refused: Counter[int] = Counter()

    async def send(self, browser: httpx.AsyncClient, number: int = 1) -> None:
        for _ in range(number):
            await self._one(browser)

    async def _one(self, browser: httpx.AsyncClient) -> None:
        key, stance = uuid4(), _STANCES[self.sent % len(_STANCES)]
        self.sent += 1
        said = {"1.stance": stance, "1.advice": f"Plant {self.sent} bomen.", "age_band": "65+"}
        reply = await browser.post(
            f"/api/v1/raadplegingen/{self.park.slug}/inzendingen",
            json={"sleutel": str(key), "antwoorden": said},
        )
        if reply.status_code == 201:
            self.acknowledged[key] = stance
        else:
            self.refused[reply.status_code] += 1


async def opened(sessions: Sessions, slug: str = "", days: float = 14) -> Answers:
    """Nobody answered yet; that it opened is on its way to the log."""
    async with sessions.begin() as db:
        park = await make_consultation(db, slug=slug, days=days)
        await logged.opened(db, park)
    return Answers(park)


async def size(sessions: Sessions, table: type, *where: object) -> int:
    async with sessions() as db:
        return (await db.scalars(select(func.count()).select_from(table).where(*where))).one()


async def all_in_a_batch(sessions: Sessions, answers: Answers) -> bool:
    mine = Batch.consultation_id == answers.park.id
    inside = BatchEntry.batch_id.in_(select(Batch.id).where(mine))
    return await size(sessions, BatchEntry, inside) == len(answers.acknowledged)


async def everything_kept(sessions: Sessions) -> bool:
    return await size(sessions, PromiseRow, PromiseRow.due_at <= func.clock_timestamp()) == 0


async def close(sessions: Sessions, park: Consultation) -> None:
    async with sessions.begin() as db:
        await actions.close(db, SYSTEM, park.id)


async def summarised(sessions: Sessions, park: Consultation) -> None:
    async def done() -> bool:
        async with sessions() as db:
            return (await get(db, park.id)).stage == Stage.SUMMARISED

    await until(done, "it is summarised")


async def time_passes(owner_dsn: str) -> None:
    """Every lease has run out, as it would have in a minute."""
    owner = await asyncpg.connect(owner_dsn)
    try:
        await owner.execute(
            "UPDATE task SET leased_until = clock_timestamp() - interval '1 second'"
            " WHERE leased_until IS NOT NULL"
        )
    finally:
        await owner.close()


async def holds(sessions: Sessions, answers: Answers) -> None:
    """After the consultation is summarised: nothing lost, nothing double. The summary is final
    after it."""
    async with sessions() as db:
        entries = {row.form_key: row.id for row in await db.scalars(_entries(answers.park))}
        placed = [row.entry_id for row in await db.scalars(_placed(answers.park))]
        results = list(
            await db.scalars(select(Result).where(Result.consultation_id == answers.park.id))
        )
        counts = await batches.counts(db, answers.park.id)
        dead = list(await db.scalars(select(TaskRow).where(TaskRow.dead_at.is_not(None))))
    assert not dead
    assert set(entries) == set(answers.acknowledged), "stored is what was acknowledged"
    assert sorted(placed) == sorted(entries.values()), "each is in one batch"
    [result] = results
    assert result.counted == len(answers.acknowledged)
    whole = total(counts.values())
    assert sum(row.received for row in whole.entries) == len(answers.acknowledged)
    figures = msgspec.json.decode(result.figures, type=Figures)
    counted = {share.stance: share.n for share in figures.points[0].stances}
    assert {name: n for name, n in counted.items() if n} == Counter(
        map(str, answers.acknowledged.values())
    )
    await recounted.by_a_stranger(sessions, answers.park, placed)


def _entries(park: Consultation):
    return select(Entry).where(Entry.consultation_id == park.id)


def _placed(park: Consultation):
    return (
        select(BatchEntry)
        .join(Batch, Batch.id == BatchEntry.batch_id)
        .where(Batch.consultation_id == park.id)
    )
