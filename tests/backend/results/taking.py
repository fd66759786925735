# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""A file that is long enough to be in the middle of, and who is reading one."""

import anyio
import asyncpg
from sqlalchemy import func, select, text


async def reading(sessions) -> int:
    async with sessions() as db:
        asked = (
            select(func.count())
            .select_from(text("pg_stat_activity"))
            .where(text("query LIKE 'COPY%' AND state = 'active' AND datname = current_database()"))
        )
        return (await db.scalars(asked)).one()  # fmt: skip


async def fill(owner_dsn: str, park, many: int) -> None:
    """With the guards off: a file that is longer than what may wait for who reads it."""
    owner = await asyncpg.connect(owner_dsn)
    await owner.execute(f"""
        CREATE TEMPORARY TABLE new AS SELECT gen_random_uuid() id FROM generate_series(1, {many});
        ALTER TABLE entry DISABLE TRIGGER USER; ALTER TABLE answer_text DISABLE TRIGGER USER;
        INSERT INTO entry (id, consultation_id, response_id, kind, channel, form_key, body_hash)
          SELECT id, '{park.id}', id, 'submission', 'web', gen_random_uuid(), '' FROM new;
        INSERT INTO answer_text (entry_id, question, text)
          SELECT id, '1.advice', repeat('Meer bomen. ', 250) FROM new;
        ALTER TABLE entry ENABLE TRIGGER USER; ALTER TABLE answer_text ENABLE TRIGGER USER;
    """)  # noqa: S608 - a number and an id of our own
    await owner.close()


async def until_nobody_reads(sessions) -> None:
    with anyio.fail_after(20):
        while await reading(sessions):  # noqa: ASYNC110 - PostgreSQL tells nobody that it stops
            await anyio.sleep(0.05)
