# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""The engine, the table base, and the request's one transaction."""

import asyncio
import datetime as dt
from collections.abc import AsyncGenerator
from typing import Any
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
from sqlalchemy.pool import AsyncAdaptedQueuePool, NullPool
from sqlalchemy.util import await_only
from sqlalchemy.util.queue import AsyncAdaptedQueue, Empty

Sessions = async_sessionmaker[AsyncSession]
WAIT_SECONDS = 10
"""For a connection."""


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


class _InTurn(AsyncAdaptedQueue[Any]):
    """Connections go to who asked first.

    Left to itself the queue gives what comes free to whoever asks at that moment, so that in a
    crowd somebody waits ten seconds for nothing while others come and go.
    """

    def __init__(self, maxsize: int = 0, use_lifo: bool = False) -> None:  # noqa: FBT001, FBT002 - as it is called
        super().__init__(maxsize, use_lifo)
        self._waiting = 0
        self._turn = asyncio.Lock()

    def get(self, block: bool = True, timeout: float | None = None) -> Any:  # noqa: FBT001, FBT002 - as it is called
        if not block or not self._waiting:
            try:
                return self.get_nowait()
            except Empty:
                if not block:
                    raise
        self._waiting += 1
        try:
            return await_only(self._next(timeout))
        except TimeoutError:
            raise Empty from None
        finally:
            self._waiting -= 1

    async def _next(self, timeout: float | None) -> Any:  # noqa: ASYNC109 - as the pool has it
        # Not `wait_for`: when told to stop at the moment that something comes free, that of Python
        # 3.11 goes on with it and forgets that it was told.
        async with asyncio.timeout(timeout), self._turn:
            return await self._queue.get()


class Pool(AsyncAdaptedQueuePool):
    _queue_class = _InTurn


def _json(value: object) -> str:
    return msgspec.json.encode(value).decode()


def connect(url: str, *, pool: int = 10) -> AsyncEngine:
    """An engine whose sessions cannot hang on: a stopped process loses its transaction in 30 s.

    `pool=0` opens a connection per use, for commands that end.
    """
    options: dict[str, object] = (
        {
            "poolclass": Pool,
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


async def transaction(state: State) -> AsyncGenerator[AsyncSession, None]:
    """One request, one transaction; committed before a byte of the reply leaves.

    The application's only generator dependency: two would be cleaned up concurrently, and their
    errors would miss our handlers.
    """
    sessions: Sessions = state.sessions
    async with sessions.begin() as session:
        yield session
