# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Signs the log as it stands, and publishes what was signed as a file.

The file is the memory of what the world has seen: a database that knows less than it, or something
else, was put back or changed, and nothing is signed until a person has looked.
"""

import asyncio
import hashlib
import json
import os
from pathlib import Path
from typing import Final
from uuid import UUID

from msgspec import Struct
from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession

from backend.database import Sessions
from backend.ledger import bodies, checkpoints, notes, queries
from backend.ledger.bodies import Kind
from backend.ledger.checkpoints import Checkpoint
from backend.ledger.notes import NoteError, Signer
from backend.ledger.tables import CheckpointRow, LogDue, LogEntry
from backend.outbox import Hopeless

FILE: Final = "checkpoint"
SHORTER: Final = (
    "Het logboek in de database is korter dan wat al is gepubliceerd ({file}, {size} regels)."
    " Er is een oude reservekopie teruggezet. Er wordt niets ondertekend."
)
OTHERWISE: Final = (
    "Het logboek in de database is anders dan wat al is gepubliceerd ({file}, {size} regels)."
    " Er wordt niets ondertekend. Laat de beheerder hiernaar kijken."
)
OTHER_KEY: Final = (
    "Het logboek is ondertekend met een andere sleutel dan RAADGEVER_LOG_KEY. Geef die sleutel in"
    " RAADGEVER_LOG_KEY_BEFORE. Dan staat de overgang in het logboek."
)
_SIGN_ONE_AT_A_TIME: Final = text("SELECT pg_advisory_xact_lock(7204118253)")


class Sealing(Struct, frozen=True):
    """Who signs, and the folder that is published. `before`: whose place the signer takes."""

    signer: Signer
    folder: Path
    before: Signer | None = None

    @property
    def file(self) -> Path:
        return self.folder / FILE


def _published(file: Path) -> Checkpoint | None:
    try:
        return checkpoints.parse(notes.parse(file.read_bytes()).text)
    except FileNotFoundError:
        return None
    except NoteError as error:
        raise Hopeless(f"{file}: {error}") from error


def publish(file: Path, content: str) -> None:
    """As a whole or not at all, for everybody to read."""
    file.parent.mkdir(mode=0o755, parents=True, exist_ok=True)
    half = file.with_name(f"{file.name}.{os.getpid()}.new")
    with half.open("wb") as out:
        out.write(content.encode())
        out.flush()
        os.fsync(out.fileno())
    half.chmod(0o644)
    half.replace(file)


async def _same(db: AsyncSession, seen: Checkpoint, where: str, size: int) -> None:
    if seen.size > size:
        raise Hopeless(SHORTER.format(file=where, size=seen.size))
    if await queries.root(db, seen.size) != seen.root:
        raise Hopeless(OTHERWISE.format(file=where, size=seen.size))


async def _holder(db: AsyncSession, last: CheckpointRow | None) -> str | None:
    """The vkey of whoever signs from here on, as the log says; None when nobody signed before."""
    since = last.size if last else 0
    handed = await db.scalars(
        select(LogEntry.body)
        .where(LogEntry.position >= since, LogEntry.kind == Kind.KEY)
        .order_by(LogEntry.position.desc())
        .limit(1)
    )
    if (body := handed.first()) is not None:
        return str(json.loads(body)["nieuw"])
    return last.vkey if last else None


async def _hand_over(db: AsyncSession, old: Signer, new: Signer) -> None:
    """An entry that says so; until it has its place the old key signs."""
    body = bodies.rotation(old, new)
    subject = UUID(bytes=hashlib.sha256(body).digest()[:16])
    if await queries.due(db, subject) is None and await queries.place(db, subject) is None:
        db.add(LogDue(kind=Kind.KEY, subject=subject, body=body))


async def _signer(db: AsyncSession, sealing: Sealing, last: CheckpointRow | None) -> Signer:
    """`Hopeless` when the log was signed by a key that nobody told us of."""
    holder = await _holder(db, last)
    if holder is None or holder == str(sealing.signer.verifier):
        return sealing.signer
    if sealing.before is None or holder != str(sealing.before.verifier):
        raise Hopeless(OTHER_KEY)
    await _hand_over(db, sealing.before, sealing.signer)
    return sealing.before


async def _signed(db: AsyncSession, sealing: Sealing, seen: Checkpoint | None) -> str | None:
    await db.execute(_SIGN_ONE_AT_A_TIME)
    size = await queries.size(db)
    if seen is not None:
        await _same(db, seen, str(sealing.file), size)
    last = await queries.newest(db)
    if last is not None:
        await _same(db, Checkpoint(sealing.signer.name, last.size, last.root), "database", size)
        if last.size == size:
            return last.note
    if size == 0:
        return None
    signer = await _signer(db, sealing, last)
    found = Checkpoint(signer.name, size, await queries.root(db, size))
    note = str(checkpoints.signed(found, signer))
    vkey = str(signer.verifier)
    db.add(CheckpointRow(size=size, root=found.root, note=note, vkey=vkey))
    return note


async def seal(sessions: Sessions, sealing: Sealing) -> None:
    """Sign all that is committed; `Hopeless` when the world has seen something else.

    Killed after the commit, the next run finds the checkpoint and publishes it as it was signed.
    """
    seen = await asyncio.to_thread(_published, sealing.file)
    async with sessions.begin() as db:
        note = await _signed(db, sealing, seen)
    if note is not None and (
        seen is None or checkpoints.parse(notes.parse(note.encode()).text) != seen
    ):
        await asyncio.to_thread(publish, sealing.file, note)
