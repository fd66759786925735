# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""A bundle as a folder: whole or not at all, and the same bytes from the same database."""

import asyncio
import shutil
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Final

from msgspec import Struct
from sqlalchemy.ext.asyncio import AsyncSession

from backend.bundling import deciding, gathering, words
from backend.bundling.gathering import Gathered
from backend.database import Sessions
from backend.errors import Refused
from backend.verifying import files

_OPEN: Final = (0o755, 0o644)
_SHUT: Final = (0o700, 0o600)
"""Of the folder and of its files."""


class Written(Struct, frozen=True):
    folder: Path
    consultation: str
    entries: int


def _refuse_taken(folder: Path) -> None:
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise Refused(f"{folder} is er al. Noem een nieuwe map.")


async def _lines(path: Path, lines: AsyncIterator[bytes]) -> None:
    with path.open("xb") as out:
        async for line in lines:
            out.write(line + b"\n")


async def _fill(db: AsyncSession, folder: Path, held: Gathered, *, sealed: bool) -> None:
    whole = {
        files.ABOUT: gathering.about(held, files.FORMAT, sealed=sealed),
        files.CHECKPOINT: held.note.encode(),
        files.QUESTIONS: held.questions,
        files.RULES: held.rules,
        files.DOCUMENT: held.document,
        files.RESULT: held.result,
        files.README: words.readme(held.shown.title, sealed=sealed).encode(),
        **{files.summary(one.number): one.stored for one in held.versions},
    }
    for name, content in whole.items():
        (folder / name).write_bytes(content)
    await _lines(folder / files.LOG, gathering.log(db, held.size))
    await _lines(folder / files.REVIEWS, gathering.reviews(db, held))
    about = held.shown.id, held.size
    await _lines(folder / files.DECISIONS, deciding.decisions(db, *about))
    await _lines(folder / files.ANSWERS, deciding.answers(db, *about))
    if sealed:
        await _lines(folder / files.BATCHES, gathering.batches(db, held))
    await _lines(folder / files.RESPONSES, gathering.responses(db, held, sealed=sealed))


async def write(sessions: Sessions, name: str, folder: Path, *, sealed: bool = False) -> Written:
    """Never over something that is there. `Refused` says why there is no bundle."""
    await asyncio.to_thread(_refuse_taken, folder)
    ways, mode = _SHUT if sealed else _OPEN
    half = folder.with_name(f".{folder.name}.half")
    async with sessions() as db:
        await db.connection(execution_options={"isolation_level": "REPEATABLE READ"})
        held = await gathering.gather(db, name, sealed=sealed)
        shutil.rmtree(half, ignore_errors=True)
        half.mkdir(mode=0o700, parents=True)
        try:
            await _fill(db, half, held, sealed=sealed)
            for path in half.iterdir():
                path.chmod(mode)
            half.chmod(ways)
            half.replace(folder)
        finally:
            shutil.rmtree(half, ignore_errors=True)
    return Written(folder, str(held.shown.id), held.size)
