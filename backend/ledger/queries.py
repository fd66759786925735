# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the log holds, and the proofs of it, out of the hashes of some tiles."""

from collections.abc import Iterable, Sequence
from typing import Final
from uuid import UUID

from msgspec import Struct
from sqlalchemy import func, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from backend.ledger import tiles, tree
from backend.ledger.proofs import Proof
from backend.ledger.tables import CheckpointRow, LogDue, LogEntry, Logged
from backend.ledger.tiles import WIDTH, Reading, Tile
from backend.ledger.tree import Frontier, Perfect, Span

_LEAVES: Final = text(
    """
    SELECT l.position AS place, l.leaf AS hash
    FROM unnest(CAST(:starts AS bigint[]), CAST(:ends AS bigint[])) AS t (start, stop)
    JOIN log_entry l ON l.position >= t.start AND l.position < t.stop
    ORDER BY l.position
    """
)
_NODES: Final = text(
    """
    SELECT n.level, n.place, n.hash
    FROM unnest(CAST(:levels AS integer[]), CAST(:starts AS bigint[]), CAST(:ends AS bigint[]))
      AS t (level, start, stop)
    JOIN log_node n ON n.level = t.level AND n.place >= t.start AND n.place < t.stop
    ORDER BY n.level, n.place
    """
)


async def size(db: AsyncSession) -> int:
    """How many entries are committed, as this transaction sees it."""
    return (await db.scalars(select(func.coalesce(func.max(LogEntry.position) + 1, 0)))).one()


def _range(asked: Iterable[Tile]) -> dict[str, list[int]]:
    rows = list(asked)
    return {
        "starts": [tile.index * WIDTH for tile in rows],
        "ends": [tile.index * WIDTH + tile.width for tile in rows],
    }


async def contents(db: AsyncSession, asked: Sequence[Tile]) -> dict[tuple[int, int], list[bytes]]:
    """The hashes of these tiles, by level and index; two questions, however large the log is."""
    found: dict[tuple[int, int], list[bytes]] = {(one.level, one.index): [] for one in asked}
    low = [one for one in asked if one.level == 0]
    high = [one for one in asked if one.level > 0]
    if low:
        for row in await db.execute(_LEAVES, _range(low)):
            found[0, row.place // WIDTH].append(row.hash)
    if high:
        levels = {"levels": [one.level for one in high]}
        for row in await db.execute(_NODES, {**levels, **_range(high)}):
            found[row.level, row.place // WIDTH].append(row.hash)
    return found


async def _reading(db: AsyncSession, parts: Sequence[Perfect], of_size: int) -> Reading:
    return Reading(await contents(db, tiles.needed(parts, of_size)))


async def _proof(db: AsyncSession, spans: Sequence[Span], of_size: int) -> list[bytes]:
    parts = [part for span in spans for part in tree.perfect(span)]
    reading = await _reading(db, parts, of_size)
    return tree.proof(spans, reading.hash)


async def frontier(db: AsyncSession, of_size: int) -> Frontier:
    """What it takes to let the log grow on from this size."""
    parts = tree.perfect((0, of_size))
    reading = await _reading(db, parts, of_size)
    return Frontier(of_size, [reading.hash(part) for part in parts])


async def root(db: AsyncSession, of_size: int) -> bytes:
    return (await frontier(db, of_size)).root()


async def inclusion(db: AsyncSession, position: int, of_size: int) -> list[bytes]:
    """The path from an entry to the root of the log when it had `of_size` entries."""
    return await _proof(db, tree.inclusion_spans(position, of_size), of_size)


async def consistency(db: AsyncSession, old: int, of_size: int) -> list[bytes]:
    """That the log only grew from `old` entries to `of_size`."""
    return await _proof(db, tree.consistency_spans(old, of_size), of_size)


async def bodies(db: AsyncSession, start: int, end: int) -> list[bytes]:
    """Entries from `start` up to, and not with, `end`, as they are published."""
    found = await db.scalars(
        select(LogEntry.body)
        .where(LogEntry.position >= start, LogEntry.position < end)
        .order_by(LogEntry.position)
    )
    return list(found)


class Place(Struct, frozen=True):
    """Where something stands in the log, and as what."""

    position: int
    kind: str
    leaf: bytes


async def place(db: AsyncSession, subject: UUID) -> Place | None:
    """Of the first entry about it; None while it waits."""
    found = await db.execute(
        select(LogEntry.position, LogEntry.kind, LogEntry.leaf)
        .join(Logged, Logged.position == LogEntry.position)
        .where(Logged.subject == subject)
        .order_by(LogEntry.position)
        .limit(1)
    )
    row = found.first()
    return None if row is None else Place(row.position, row.kind, row.leaf)


async def proof(db: AsyncSession, subject: UUID, extra: bytes | None = None) -> Proof | None:
    """That what is said of it is in the log that was signed last; None while it is not."""
    there = await place(db, subject)
    signed = None if there is None else await newest(db, there.position + 1)
    if there is None or signed is None:
        return None
    path = await inclusion(db, there.position, signed.size)
    return Proof(there.position, tuple(path), signed.note.encode(), extra)


async def newest(db: AsyncSession, covering: int = 0) -> CheckpointRow | None:
    """The last that was signed; None when there is none that holds `covering` entries."""
    found = await db.scalars(
        select(CheckpointRow)
        .where(CheckpointRow.size >= covering)
        .order_by(CheckpointRow.size.desc())
        .limit(1)
    )
    return found.first()


async def due(db: AsyncSession, subject: UUID) -> bytes | None:
    """The entry about it that waits for its place."""
    found = await db.scalars(
        select(LogDue.body).where(LogDue.subject == subject).order_by(LogDue.id).limit(1)
    )
    return found.first()
