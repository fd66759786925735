# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""`backup` and `restore`."""

import argparse
import asyncio
import os
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Final, TypeVar
from uuid import UUID

from sqlalchemy import func, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from backend import database, ground, migrate
from backend.backups import copies, dumping, withdrawn
from backend.backups.copies import Content, Manifest
from backend.commands.ending import in_transactions, tell
from backend.database import Sessions
from backend.errors import Refused
from backend.ground import OWNER, Ground
from backend.ledger import queries as ledger
from backend.participation import mail_codes
from backend.participation.tables import Entry

T = TypeVar("T")
_NOBODY: Final = f"{OWNER} is missing: copies are made, and put back, as the role that owns it all."
_NOT_EMPTY: Final = (
    "The database has tables already. A copy is put back into an empty one: make it with"
    " `createdb --owner OWNER NAME`, and let the settings name it. Nothing was changed."
)
_NO_LIST: Final = (
    "{file} is not there: it says who withdrew since this copy was made. Without it their answers"
    " would come back. Put it beside the copy, or say --without-withdrawn."
)
_OTHERWISE: Final = (
    "What was put back is not what the copy says: {found} instead of {told}. Do not use it."
)
_MOMENT: Final = text("SELECT pg_export_snapshot() AS snapshot, now() AS made_at")
_LIMITS: Final = ("idle_in_transaction_session_timeout", "statement_timeout")
_TABLES: Final = text(
    "SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'"
)
# Without a copy of the keys, what waits for its place in the log gets new ones.
_NEW_KEYS: Final = text(
    """
    INSERT INTO entry_key (entry_id, key)
    SELECT e.id, sha256(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()))
    FROM entry e
    WHERE e.kind IN ('submission', 'replacement')
      AND NOT EXISTS (SELECT FROM entry_key k WHERE k.entry_id = e.id)
      AND NOT EXISTS (SELECT FROM logged l WHERE l.subject = e.id)
      AND NOT EXISTS (SELECT FROM log_due d WHERE d.subject = e.id)
      AND NOT EXISTS (SELECT FROM entry x WHERE x.response_id = e.response_id
                        AND x.kind IN ('withdrawal', 'set_aside'))
    """
)


def _owner(standing: Ground) -> str:
    if standing.owner_url is None:
        raise Refused(_NOBODY)
    return standing.owner_url


def _as_owner(
    url: str, work: Callable[[AsyncSession], Awaitable[T]], *, of_one_moment: bool = True
) -> T:
    async def run() -> T:
        engine = database.connect(url, pool=0)
        try:
            async with database.sessions_of(engine).begin() as db:
                if of_one_moment:
                    await db.connection(execution_options={"isolation_level": "REPEATABLE READ"})
                for limit in _LIMITS:
                    await db.execute(text(f"SET LOCAL {limit} = 0"))
                return await work(db)
        finally:
            await engine.dispose()

    return asyncio.run(run())


async def _content(db: AsyncSession) -> Content:
    async def number(kind: str) -> int:
        return (await db.scalars(select(func.count(Entry.id)).where(Entry.kind == kind))).one()

    size = await ledger.size(db)
    version = (await db.scalars(text("SELECT version_num FROM alembic_version"))).one()
    return Content(
        version=version,
        responses=await number("submission"),
        withdrawn=await number("withdrawal"),
        log=size,
        root=(await ledger.root(db, size)).hex() if size else "",
    )


def make(arguments: argparse.Namespace) -> None:
    folder = Path(arguments.folder)
    with ground.stand(os.environ) as standing:
        url = _owner(standing)
        if arguments.withdrawn:
            listed = withdrawn.keep(folder, _as_owner(url, withdrawn.listed))
            return tell(arguments, {"withdrawn": listed}, "{withdrawn} withdrawn responses listed.")
        # A copy has rows in the order in which they stand: that must not tell who said what.
        _as_owner(url, lambda db: mail_codes.mix(db, always=True), of_one_moment=False)
        with copies.making(folder) as half:

            async def copy(db: AsyncSession) -> tuple[Manifest, set[UUID]]:
                row = (await db.execute(_MOMENT)).one()
                files = half / copies.EVERYTHING, half / copies.KEYS
                await asyncio.to_thread(dumping.dump, url, row.snapshot, *files)
                sums = await asyncio.to_thread(copies.sums, half)
                found = Manifest(row.made_at, await _content(db), sums)
                return found, await withdrawn.listed(db)

            manifest, gone = _as_owner(url, copy)
            withdrawn.keep(folder, gone)
            whole = copies.finish(half, manifest)
    content = manifest.content
    found = {"folder": str(whole), "responses": content.responses, "log": content.log}
    return tell(arguments, found, "{folder}: {responses} responses, {log} lines of the log.")


def put_back(arguments: argparse.Namespace) -> None:
    folder = Path(arguments.folder)
    manifest = copies.read(folder)
    gone = _withdrawn_since(folder, arguments)
    keys = folder / copies.KEYS if (folder / copies.KEYS).exists() else None
    with ground.stand(os.environ) as standing:
        url = _owner(standing)
        if _as_owner(url, lambda db: db.scalar(_TABLES)):
            raise Refused(_NOT_EMPTY)
        dumping.restore(url, folder / copies.EVERYTHING, keys)
        _same(url, manifest)
        migrate.upgrade(url, standing.app_role)
        if keys is None:
            _as_owner(url, lambda db: db.execute(_NEW_KEYS))
        again = in_transactions(standing, lambda sessions: _replay(sessions, gone))
    found: dict[str, object] = {
        "responses": manifest.content.responses,
        "log": manifest.content.log,
        "withdrawnAgain": again,
        "keys": keys is not None,
    }
    tell(
        arguments,
        found,
        "{responses} responses and {log} lines of the log are back. {withdrawnAgain} responses that"
        " were withdrawn after this copy are withdrawn again.",
    )


def _withdrawn_since(folder: Path, arguments: argparse.Namespace) -> set[UUID]:
    if arguments.without_withdrawn:
        return set()
    file = folder.absolute().parent / copies.WITHDRAWN
    if not file.exists():
        raise Refused(_NO_LIST.format(file=file))
    return withdrawn.read(file)


def _same(url: str, manifest: Manifest) -> None:
    found = _as_owner(url, _content)
    if found != manifest.content:
        raise Refused(_OTHERWISE.format(found=found, told=manifest.content))


async def _replay(sessions: Sessions, gone: set[UUID]) -> int:
    """Each in a transaction of its own: cut off, the next run of `restore` begins anew anyway."""
    done = 0
    for response_id in sorted(gone):
        async with sessions.begin() as db:
            done += await withdrawn.again(db, response_id)
    return done
