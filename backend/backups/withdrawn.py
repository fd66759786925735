# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Who withdrew since a copy was made: withdrawn once more, before the copy serves anybody."""

import os
from collections.abc import Iterable
from pathlib import Path
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from backend.backups.copies import WITHDRAWN
from backend.consultations import queries as consultations
from backend.errors import Refused
from backend.participation import endings, queries
from backend.participation.tables import Entry


async def listed(db: AsyncSession) -> set[UUID]:
    """Every response of which the database knows that it was withdrawn."""
    found = await db.scalars(select(Entry.response_id).where(Entry.kind == "withdrawal"))
    return set(found)


def read(file: Path) -> set[UUID]:
    """One id on each line; `Refused` with every line that is none."""
    found: set[UUID] = set()
    problems: list[str] = []
    for number, line in enumerate(file.read_text(encoding="ascii", errors="replace").split(), 1):
        try:
            found.add(UUID(line))
        except ValueError:
            problems.append(f"{file}, line {number}: {line[:40]!r} is no id of a response.")
    if problems:
        raise Refused("\n".join(problems))
    return found


def keep(folder: Path, withdrawn: Iterable[UUID]) -> int:
    """Add them to the list beside the copies, from which nobody ever goes; how many are on it."""
    file = folder / WITHDRAWN
    before: set[UUID] = read(file) if file.exists() else set()
    everybody = before.union(withdrawn)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    half = file.with_name(f".{WITHDRAWN}.{os.getpid()}.half")
    with half.open("w", encoding="ascii") as out:
        out.writelines(f"{one}\n" for one in sorted(everybody))
        out.flush()
        os.fsync(out.fileno())
    half.chmod(0o600)
    half.replace(file)
    return len(everybody)


async def again(db: AsyncSession, response_id: UUID) -> bool:
    """Withdraw it as its sender did; whether there was anything left to withdraw."""
    now = await queries.standing(db, response_id)
    if now is None or now.fate == "withdrawn":
        return False
    row = await consultations.get(db, now.consultation_id)
    await endings.withdraw(db, await consultations.shown(db, row), response_id)
    return True
