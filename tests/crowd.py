# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""A town grown large: everything that belongs to its agenda items, as often as asked.

Copied in the database, by a superuser who leaves triggers out: a town of three hundred items is
there in a second. Each copy has ids of its own, made of the old ones, so it is the same each time.
"""

from collections.abc import Sequence

import asyncpg

KEPT = frozenset(
    {
        *("account", "role_change", "one_time_link", "staff_session", "second_factor"),
        *("recovery_code", "throttle", "installation", "alembic_version", "audit_line"),
        "served_version",
        *("advisory_body", "body_member", "rules", "theme", "picture", "receipt", "population"),
        *("letter_set", "letter_code", "letter_use", "spent_challenge"),
        *("mail_door", "mail_key", "mail_request", "mail_address", "mail_voice", "mail_use"),
        *("worker_seen", "log_entry", "log_node", "logged", "log_due", "checkpoint"),
    }
)
"""Tables of which a large town has no more than a small one, or that count for themselves."""
_CLONE = """
    CREATE FUNCTION pg_temp.clone(id uuid, n int) RETURNS uuid LANGUAGE sql IMMUTABLE AS $$
      SELECT CASE WHEN n = 0 THEN id ELSE md5(id::text || ' ' || n)::uuid END $$;
    CREATE FUNCTION pg_temp.clones(ids uuid[], n int) RETURNS uuid[] LANGUAGE sql IMMUTABLE AS $$
      SELECT coalesce(array_agg(pg_temp.clone(id, n) ORDER BY place), '{}')
      FROM unnest(ids) WITH ORDINALITY AS one(id, place) $$;
"""
_COLUMNS = """
    SELECT c.table_name, c.column_name, c.udt_name,
      c.is_identity = 'YES' OR c.is_generated = 'ALWAYS'
        OR c.column_default LIKE 'nextval%' AS ours,
      (SELECT min(f.confrelid::regclass::text) FROM pg_constraint f
       JOIN pg_attribute a ON a.attrelid = f.conrelid AND a.attnum = ANY(f.conkey)
       WHERE f.contype = 'f' AND f.conrelid = c.table_name::regclass
         AND a.attname = c.column_name AND f.confrelid::regclass::text = ANY($1)) AS kept
    FROM information_schema.columns c
    JOIN pg_class t ON t.oid = c.table_name::regclass AND t.relkind = 'r'
    WHERE c.table_schema = 'public'
    ORDER BY c.table_name, c.ordinal_position
"""
_NAMED = {"slug", "source_id"}
_CONTENT = (
    "convert_to(replace(replace(convert_from(t.content, 'UTF8'),"
    " c.slug, c.slug || '-' || n), c.id::text, pg_temp.clone(c.id, n)::text), 'UTF8')"
)


def _value(table: str, column: asyncpg.Record, meetings: int) -> str:
    name, kind = column["column_name"], column["udt_name"]
    if column["kept"]:
        return f't."{name}"'
    if name.endswith("meeting_id"):
        return f'pg_temp.clone(t."{name}", mod(n, {meetings}))'
    if (table, name) == ("summary", "content"):
        return _CONTENT
    if kind == "uuid":
        return f'pg_temp.clone(t."{name}", n)'
    if kind == "_uuid":
        return f'pg_temp.clones(t."{name}", n)'
    named = name in _NAMED or (table == "agenda_source" and name in {"name", "url"})
    return f"t.\"{name}\" || '-' || n" if named else f't."{name}"'


def _copy(table: str, columns: Sequence[asyncpg.Record], meetings: int) -> str:
    ours = [column for column in columns if not column["ours"]]
    names = ", ".join(f'"{column["column_name"]}"' for column in ours)
    values = ", ".join(_value(table, column, meetings) for column in ours)
    joined = " JOIN consultation c ON c.id = t.consultation_id" if table == "summary" else ""
    return f"INSERT INTO {table} ({names}) SELECT {values} FROM {table} t{joined}, %s AS n"  # noqa: S608 - names of our own tables


async def crowd(superuser_dsn: str, first: int, last: int, *, meetings: int = 1) -> None:
    """Copies number `first` to `last` of all that there was, spread over so many meetings.

    Everything that is there is copied, so a town is made large from small once, or each time anew.
    """
    connection = await asyncpg.connect(superuser_dsn)
    try:
        async with connection.transaction():
            await connection.execute("SET LOCAL session_replication_role = replica")
            await connection.execute(_CLONE)
            tables: dict[str, list[asyncpg.Record]] = {}
            for row in await connection.fetch(_COLUMNS, sorted(KEPT)):
                tables.setdefault(row["table_name"], []).append(row)
            for table, columns in tables.items():
                if table in KEPT:
                    continue
                numbers = f"generate_series({first}, {last})"
                if table == "meeting":
                    numbers = f"generate_series({first}, least({last}, {meetings - 1}))"
                await connection.execute(_copy(table, columns, meetings) % numbers)
        await connection.execute("ANALYZE")
    finally:
        await connection.close()
