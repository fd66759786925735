# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""The log and the bundle after a fault: whoever knows nothing of us recounts what is left."""

import datetime as dt
import json
import tempfile
from collections.abc import Collection
from pathlib import Path
from uuid import UUID

import anyio
from sqlalchemy import func, select, update

from backend.bundling import writing
from backend.consultations.tables import Consultation
from backend.database import Sessions
from backend.ledger.sealing import Sealing
from backend.ledger.tables import EntryKey, LogDue
from backend.outbox import TaskRow
from backend.results import actions, queries
from backend.verifying import files
from backend.verifying.checking import verify
from tests.backend.agenda.made import make_griffier
from tests.backend.verifying.story import keep
from tests.faults.processes import SIGNER, until


async def _finalise(sessions: Sessions, park: Consultation) -> None:
    async with sessions.begin() as db:
        griffier = await make_griffier(db)
        draft = await actions.draft_of(db, park.id)
        while waiting := [
            one for one in await queries.drawn(db, draft.result_id, 2) if one.released is None
        ]:
            for one in waiting:
                await actions.decide(db, griffier, park.id, one.id, released=True, reason="")
        await actions.finalise(db, griffier, park.id, "Merenburg")


async def _all_logged(sessions: Sessions, sealing: Sealing) -> None:
    """As a worker does that comes a minute later: whoever the fault took holds no lease then."""

    async def done() -> bool:
        async with sessions.begin() as db:
            over = func.clock_timestamp() - dt.timedelta(seconds=1)
            leased = TaskRow.leased_until.is_not(None)
            await db.execute(update(TaskRow).where(leased).values(leased_until=over))
        await keep(sessions, sealing)
        async with sessions() as db:
            waiting = await db.scalars(select(EntryKey.entry_id).where(EntryKey.waiting).limit(1))
            due = await db.scalars(select(LogDue.id).limit(1))
            return waiting.first() is None and due.first() is None

    await until(done, "all is in the log")


async def by_a_stranger(
    sessions: Sessions, park: Consultation, acknowledged: Collection[UUID]
) -> None:
    """Each acknowledged entry is in the log once, nothing else is, and the bundle is right."""
    await _finalise(sessions, park)
    with tempfile.TemporaryDirectory() as place:
        await _all_logged(sessions, Sealing(SIGNER, Path(place) / "log"))
        made = await writing.write(sessions, park.slug, Path(place) / "bundle")
        verdict = await anyio.to_thread.run_sync(verify, made.folder, SIGNER.verifier)
        lines = (made.folder / files.RESPONSES).read_bytes().splitlines()
    assert verdict.findings.faults == []
    assert verdict.counted == verdict.responses == len(acknowledged)
    assert sorted(json.loads(line)["kenmerk"] for line in lines) == sorted(map(str, acknowledged))
