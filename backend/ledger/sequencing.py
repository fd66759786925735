# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""The sequencer: gives what waits its place in the log, and signs what has one.

In two transactions, so that nothing is ever signed that is not committed: a run first signs what
stands there, then adds what waits, and promises the next run (docs/decisions/0028).
"""

from collections.abc import Awaitable, Callable, Sequence
from typing import Final
from uuid import UUID

import structlog
from msgspec import Struct
from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession

from backend.database import Sessions
from backend.ledger import queries, tiles
from backend.ledger.bodies import BY_RESIDENTS, FIRST, Kind
from backend.ledger.order import Waiting, arranged
from backend.ledger.sealing import Sealing, seal
from backend.ledger.tables import LogDue, Logged
from backend.outbox import Claim, Topic, Work, Write, promise

LOG: Final = UUID(int=1)
"""The subject of the one task that there is about the log."""
_ONE_AT_A_TIME: Final = text("SELECT pg_advisory_xact_lock(7204118252)")
_APPEND: Final = text(
    """
    INSERT INTO log_entry (position, kind, body, leaf)
    SELECT CAST(:size AS bigint) + s.n - 1, s.kind, s.body, s.leaf
    FROM unnest(CAST(:kinds AS text[]), CAST(:bodies AS bytea[]), CAST(:leaves AS bytea[]))
      WITH ORDINALITY AS s (kind, body, leaf, n)
    ORDER BY s.n
    """
)
_PLACE: Final = text(
    """
    INSERT INTO logged (subject, kind, position)
    SELECT s.subject, s.kind, CAST(:size AS bigint) + s.n - 1
    FROM unnest(CAST(:subjects AS uuid[]), CAST(:kinds AS text[]))
      WITH ORDINALITY AS s (subject, kind, n)
    """
)
_NODES: Final = text(
    """
    INSERT INTO log_node (level, place, hash)
    SELECT * FROM unnest(CAST(:levels AS integer[]), CAST(:places AS bigint[]),
                         CAST(:hashes AS bytea[]))
    """
)
# The keys first: a withdrawal that holds one has written its own row, which is seen after it.
_NO_LONGER_WAITS: Final = text(
    "UPDATE entry_key SET waiting = false"
    " WHERE waiting AND entry_id = ANY(CAST(:subjects AS uuid[]))"
)
_DONE: Final = text(
    """
    DELETE FROM log_due d USING logged l
    WHERE l.subject = d.subject AND l.kind = d.kind
      AND d.subject = ANY(CAST(:subjects AS uuid[]))
    """
)
log = structlog.get_logger()


class Residents(Struct, frozen=True):
    """What residents did and may be added now. `all`: nothing that may be was left for later."""

    waiting: tuple[Waiting, ...] = ()
    all: bool = True


Gather = Callable[[AsyncSession], Awaitable[Residents]]


def write_down(
    db: AsyncSession,
    kind: Kind,
    subject: UUID,
    body: bytes,
    *,
    consultation: UUID | None = None,
    cancels: bytes | None = None,
) -> None:
    """An entry for the log, in the caller's transaction: it exists exactly when the change does.

    The row is at once the promise: whoever looks for work finds it (`logged.announce`).
    """
    db.add(
        LogDue(kind=kind, subject=subject, body=body, consultation_id=consultation, cancels=cancels)
    )


async def _others(db: AsyncSession) -> list[Waiting]:
    found = await db.scalars(
        select(LogDue)
        .where(LogDue.kind.not_in([str(kind) for kind in BY_RESIDENTS]))
        .order_by(LogDue.id)
    )
    return [
        Waiting(
            row.subject,
            Kind(row.kind),
            row.body,
            consultation=row.consultation_id,
            number=row.id,
        )
        for row in found
    ]


async def _lacking(
    db: AsyncSession, entries: Sequence[tuple[Waiting, bytes]]
) -> list[tuple[Waiting, bytes]]:
    """Without what has its place already, through a run that was cut off after it committed."""
    subjects = [one.subject for one, _ in entries]
    found = await db.execute(
        select(Logged.subject, Logged.kind).where(Logged.subject.in_(subjects))
    )
    there = {(row.subject, row.kind) for row in found}
    return [(one, leaf) for one, leaf in entries if (one.subject, one.kind) not in there]


async def append(db: AsyncSession, entries: Sequence[tuple[Waiting, bytes]]) -> int:
    """Add these in this order, each once; how many were added. One at a time, whoever calls."""
    await db.execute(_ONE_AT_A_TIME)
    new = await _lacking(db, entries)
    size = await queries.size(db)
    growing = await queries.frontier(db, size)
    leaves = [leaf for _, leaf in new]
    filled = list(tiles.rising(growing, leaves))
    kinds = [str(one.kind) for one, _ in new]
    if new:
        bodies = [one.body for one, _ in new]
        asked = {"size": size, "kinds": kinds, "bodies": bodies, "leaves": leaves}
        await db.execute(_APPEND, asked)
        subjects = [one.subject for one, _ in new]
        await db.execute(_PLACE, {"size": size, "subjects": subjects, "kinds": kinds})
    if filled:
        await db.execute(
            _NODES,
            {
                "levels": [tile.level + 1 for tile, _ in filled],
                "places": [tile.index for tile, _ in filled],
                "hashes": [name for _, name in filled],
            },
        )
    settled = {"subjects": [one.subject for one, _ in entries]}
    await db.execute(_NO_LONGER_WAITS, settled)
    await db.execute(_DONE, settled)
    return len(new)


def sequence(gather: Gather, sealing: Sealing | None) -> Work:
    """Keep the log. Without `sealing` nothing is signed; it grows all the same."""

    async def work(sessions: Sessions, _: Claim) -> Write:
        if sealing is not None:
            await seal(sessions, sealing)
        async with sessions() as db:
            # Of one moment: whoever sees that something ended sees the tally that still counted it.
            await db.connection(execution_options={"isolation_level": "REPEATABLE READ"})
            others = await _others(db)
            residents = await gather(db)
        held = [one for one in others if residents.all or one.kind in FIRST]
        entries = arranged([*residents.waiting, *held])

        async def write(db: AsyncSession) -> None:
            if entries and await append(db, entries):
                promise(db, Topic.LOG_DUE, LOG)
                log.info("log-grew", entries=len(entries))

        return write

    return work
