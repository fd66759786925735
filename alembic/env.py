# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Migrations run as the owner, with short locks: waiting for a lock must not stop the town.

The URL and the application's role come from `backend.migrate`; `--sql` needs no database.
"""

import asyncio

from alembic.runtime.migration import MigrationContext, MigrationInfo
from alembic.script import Script
from sqlalchemy import Connection, text
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from alembic import context
from backend.tables import metadata

_LOCK = 7_204_118_251  # any fixed number; two migrations at once wait for each other

# Whoever waits for a lock makes all wait who come after; after two seconds it gives way.
_TIMEOUTS = ("SET lock_timeout = '2s'", "SET statement_timeout = '60s'")
_KEPT = text("SELECT to_regclass('public.served_version') IS NOT NULL")
"""The list of programs that are served is younger than the first tables."""


def _served(
    ctx: MigrationContext,
    step: MigrationInfo,
    heads: object,  # noqa: ARG001 - given by name
    run_args: object,  # noqa: ARG001
) -> None:
    """A revision that says `serves_before = True` leaves the list as it is and joins it; any other
    sends away whoever was written for an earlier one."""
    script, connection = step.up_revision, ctx.connection
    if ctx.as_sql or connection is None or not isinstance(script, Script) or not step.is_upgrade:
        return
    if not connection.execute(_KEPT).scalar_one():
        return
    if not getattr(script.module, "serves_before", False):
        connection.execute(text("DELETE FROM served_version"))
    connection.execute(text("INSERT INTO served_version VALUES (:it)"), {"it": script.revision})


def _configure(connection: Connection | None) -> None:
    context.configure(
        connection=connection,
        dialect_name=None if connection else "postgresql",
        target_metadata=metadata,
        compare_type=True,
        compare_server_default=False,
        literal_binds=connection is None,
        transaction_per_migration=True,
        on_version_apply=_served,
    )


def _run(connection: Connection) -> None:
    _configure(connection)
    with context.begin_transaction():
        for setting in _TIMEOUTS:
            connection.execute(text(setting))
        connection.execute(text(f"SELECT pg_advisory_lock({_LOCK})"))
        context.run_migrations()


async def _online(url: str) -> None:
    engine = create_async_engine(url, poolclass=NullPool)
    async with engine.connect() as connection:
        await connection.run_sync(_run)
        await connection.commit()
    await engine.dispose()


if context.is_offline_mode():
    _configure(None)
    with context.begin_transaction():
        for setting in _TIMEOUTS:
            context.execute(setting)
        context.run_migrations()
else:
    asyncio.run(_online(context.config.attributes["url"]))
