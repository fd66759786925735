# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""The engine, the table base, and the request's one transaction."""

import asyncio
import datetime as dt
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from uuid import UUID

import msgspec
from litestar.datastructures import State
from sqlalchemy import DateTime, MetaData, Uuid
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.asyncio import (
    AsyncEngine,
    AsyncSession,
    async_sessionmaker,
    create_async_engine,
)
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.pool import NullPool

Sessions = async_sessionmaker[AsyncSession]
POOL = 10
WAIT_SECONDS = 10
"""For a connection."""
LEFT = 2
"""Of the pool, for what is no request."""


class Table(DeclarativeBase):
    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {  # noqa: RUF012 - SQLAlchemy reads it as a class attribute
        dt.datetime: DateTime(timezone=True),
        UUID: Uuid(),
    }


def _json(value: object) -> str:
    return msgspec.json.encode(value).decode()


def connect(url: str, *, pool: int = POOL) -> AsyncEngine:
    """An engine whose sessions cannot hang on: a stopped process loses its transaction in 30 s.

    `pool=0` opens a connection per use, for commands that end.
    """
    options: dict[str, object] = (
        {
            "pool_size": pool,
            "max_overflow": 0,
            "pool_timeout": WAIT_SECONDS,
            "pool_pre_ping": True,
        }
        if pool
        else {"poolclass": NullPool}
    )
    return create_async_engine(
        url,
        json_serializer=_json,
        json_deserializer=msgspec.json.decode,
        hide_parameters=True,  # an error must not quote what a resident wrote
        connect_args={
            "timeout": 10,  # of connecting: a machine that is gone answers nothing at all
            "server_settings": {
                "application_name": "raadgever",
                "timezone": "UTC",
                "statement_timeout": "60s",
                "idle_in_transaction_session_timeout": "30s",
            },
        },
        **options,
    )


_PAUSES = ("08", "53", "57P")
"""SQLSTATE of a connection that fails, a server that is full (too many connections, no disk, no
memory), and a server that stops or starts."""


def is_away(error: BaseException) -> bool:
    """A pause, after which the same thing works; anything else is a mistake of ours."""
    if isinstance(error, OperationalError | InterfaceError | PoolTimeout | OSError):
        return True
    if not isinstance(error, DBAPIError):
        return False
    state = str(getattr(error.orig, "sqlstate", None) or "")
    return error.connection_invalidated or state.startswith(_PAUSES)


def sessions_of(engine: AsyncEngine) -> Sessions:
    return async_sessionmaker(engine, expire_on_commit=False)


class Turns:
    """Requests get a connection in the order in which they came.

    The pool by itself gives what comes free to whoever asks at that moment, so that in a crowd one
    waits ten seconds for nothing while others come and go. Some of it is left for what is no
    request: signing in, receiving answers, how we are.
    """

    def __init__(self, pool: int) -> None:
        self._free = asyncio.Semaphore(max(pool - LEFT, 1))

    @asynccontextmanager
    async def taken(self) -> AsyncGenerator[None]:
        """`TimeoutError` after as long as the pool waits."""
        async with asyncio.timeout(WAIT_SECONDS):
            await self._free.acquire()
        try:
            yield
        finally:
            self._free.release()


async def transaction(state: State) -> AsyncGenerator[AsyncSession, None]:
    """One request, one transaction; committed before a byte of the reply leaves.

    The application's only generator dependency: two would be cleaned up concurrently, and their
    errors would miss our handlers.
    """
    sessions: Sessions = state.sessions
    turns: Turns = state.turns
    async with turns.taken(), sessions.begin() as session:
        yield session
