# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""What commands that end have in common: a transaction, and a result in words or JSON."""

import argparse
import asyncio
import os
import sys
from collections.abc import Awaitable, Callable, Mapping
from typing import TypeVar

import msgspec
from sqlalchemy.ext.asyncio import AsyncSession

from backend import database, ground, settings, tables
from backend.audit.actions import Actor
from backend.database import Sessions
from backend.demo import keys
from backend.ground import Ground
from backend.servers import default_home

COMMAND_LINE = Actor(None, "opdrachtregel", "systeem", "-")
T = TypeVar("T")


def say(value: Mapping[str, object]) -> None:
    """One line of JSON on standard output, the last one."""
    sys.stdout.write(msgspec.json.encode(value).decode() + "\n")
    sys.stdout.flush()


def tell(arguments: argparse.Namespace, value: Mapping[str, object], words: str) -> None:
    """The result in JSON when asked for, in words otherwise."""
    if arguments.json:
        say(value)
    else:
        sys.stdout.write(words.format(**value) + "\n")


def in_transactions(standing: Ground, work: Callable[[Sessions], Awaitable[T]]) -> T:
    """For work that keeps what it has done so far, whatever becomes of the rest."""

    async def run() -> T:
        engine = database.connect(standing.database_url, pool=0)
        try:
            return await work(database.sessions_of(engine))
        finally:
            await engine.dispose()

    return asyncio.run(run())


def in_a_transaction(standing: Ground, work: Callable[[AsyncSession], Awaitable[T]]) -> T:
    async def run(sessions: Sessions) -> T:
        async with sessions.begin() as db:
            return await work(db)

    return in_transactions(standing, run)


# Foreign keys cross from room to room: whoever writes must know all tables, not just its own.
TABLES = tables.metadata


def prepare(standing: Ground) -> None:
    """Embedded servers are ours to keep up to date; of others we only check that they are."""
    if standing.embedded:
        ground.bring_up_to_date(standing)
        in_a_transaction(standing, lambda db: ground.claim(db, "municipality"))
    else:
        asyncio.run(ground.check(standing))


def secret_of(standing: Ground) -> bytes:
    """The demo keeps its own beside its database."""
    if standing.embedded and not standing.environ.get("RAADGEVER_SECRET"):
        demo = keys.read(default_home(os.environ))
        if demo is not None:
            return demo.secret.encode()
    return settings.secret(standing.environ)
