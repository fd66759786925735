# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Raw entries out of PostgreSQL, as pages that `analysis` makes batches of: some of them by id, or
all of them in a stream."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Final
from uuid import UUID

import msgspec
import nanoarrow
import polars as pl
from adbc_driver_postgresql import dbapi
from msgspec import Struct
from sqlalchemy import URL, text
from sqlalchemy.ext.asyncio import AsyncSession

from analysis.frames import ENTRIES, RECEIVED
from analysis.pages import PAGE, Asked

BATCH_BYTES: Final = 16_000_000
"""Of what is read at once; some fifty thousand answers to ten questions."""
STREAM_TIMEOUT: Final = "15min"
HASH_MEMORY: Final = "160MB"
"""For each of the two queries that count everything: with a million answers less of it writes what
it joins to disk first."""

# What a withdrawal erased has no content left, so it counts as nothing said, on both sides. What
# was set aside and then withdrawn stays counted as set aside: the withdrawal cancels the set-aside,
# not an answer.
# A cancelling entry brings along, with a minus, the entry that it cancels.
_SOME: Final = """
    WITH chosen AS (
      SELECT e.id, e.kind, e.cancels_id, c.kind AS cancelled FROM entry e
      LEFT JOIN entry c ON c.id = e.cancels_id
      WHERE e.consultation_id = :consultation AND e.id = ANY(CAST(:ids AS uuid[]))
    ), signed AS (
      SELECT id AS entry, 1 AS sign, 'received' AS cause FROM chosen
      WHERE kind IN ('submission', 'replacement')
      UNION ALL
      SELECT cancels_id, -1, CASE kind WHEN 'replacement' THEN 'replaced'
                                       WHEN 'withdrawal' THEN 'withdrawn' ELSE 'set_aside' END
      FROM chosen WHERE cancelled IN ('submission', 'replacement')
    )
    SELECT s.entry::text AS entry, s.sign, s.cause, e.channel,
           coalesce(e.received_on, (e.received_at AT TIME ZONE 'Europe/Amsterdam')::date) AS day,
           {said}
           (SELECT string_agg(t.question, ' ' ORDER BY t.question) FROM answer_text t
            WHERE t.entry_id = s.entry) AS written
    FROM signed s
    JOIN entry e ON e.id = s.entry
    LEFT JOIN coded_answers a ON a.entry_id = s.entry
    LEFT JOIN background b ON b.entry_id = s.entry
    ORDER BY s.entry, s.sign
"""
_ALL: Final = """
    SELECT e.id::text AS entry, e.channel,
           coalesce(e.received_on, (e.received_at AT TIME ZONE 'Europe/Amsterdam')::date) AS day,
           CASE x.kind WHEN 'replacement' THEN 'replaced' WHEN 'withdrawal' THEN 'withdrawn'
                       WHEN 'set_aside' THEN 'set_aside' END AS went,
           {said}
           w.written
    FROM entry e
    LEFT JOIN entry x ON x.cancels_id = e.id
    LEFT JOIN coded_answers a ON a.entry_id = e.id
    LEFT JOIN background b ON b.entry_id = e.id
    LEFT JOIN (SELECT t.entry_id, string_agg(t.question, ' ' ORDER BY t.question) AS written
               FROM answer_text t JOIN entry o ON o.id = t.entry_id
               WHERE o.consultation_id = '{consultation}' GROUP BY t.entry_id) w
      ON w.entry_id = e.id
    WHERE e.consultation_id = '{consultation}' AND e.kind IN ('submission', 'replacement')
"""
"""With the id written into it: what the driver streams takes no parameters."""
_SAID: Final = """
           ARRAY[{codes}]::text[] AS coded, ARRAY[{about}]::text[] AS about,
           coalesce(a.coded - ARRAY[{coded}]::text[] <> '{{}}', false)
             OR coalesce(b.coded - ARRAY[{known}]::text[] <> '{{}}', false) AS more,
"""
"""To take the fields apart here costs a fifth of what reading JSON costs there."""


_LONG: Final = text(
    """
    SELECT t.entry_id::text, t.question, t.text FROM answer_text t
    JOIN entry e ON e.id = t.entry_id
    WHERE e.consultation_id = :consultation AND length(t.text) >= :least
      AND NOT EXISTS (SELECT FROM entry x WHERE x.cancels_id = e.id)
    """
)

Texts = Mapping[str, Mapping[str, str]]
"""Per question, what entries wrote."""


class Source(Struct, frozen=True):
    """Where to stream from: a database, and the snapshot that somebody else sees of it."""

    url: URL
    snapshot: str
    consultation: UUID
    asked: Asked


def _quoted(names: Iterable[str]) -> list[str]:
    """As literals of SQL. `surveys.checks` lets no quotation mark into a key; we do not lean on
    it."""
    return ["'" + name.replace("'", "''") + "'" for name in names]


def _said(asked: Asked) -> str:
    codes, about = _quoted(asked.codes), _quoted(asked.about)
    return _SAID.format(
        codes=", ".join(f"a.coded->>{name}" for name in codes),
        about=", ".join(f"b.coded->>{name}" for name in about),
        coded=", ".join(codes),
        known=", ".join(about),
    )


async def some(
    db: AsyncSession, consultation_id: UUID, asked: Asked, ids: Sequence[UUID]
) -> pl.DataFrame:
    """These entries as a page (`PAGE`), sorted: the same entries are always the same page."""
    words = text(_SOME.format(said=_said(asked)))
    found = await db.execute(words, {"consultation": consultation_id, "ids": list(ids)})
    return pl.DataFrame([tuple(row) for row in found], schema=PAGE, orient="row")


async def long_texts(db: AsyncSession, consultation_id: UUID, words: int) -> Texts:
    """What counted entries wrote, of everything that may have so many words."""
    found: dict[str, dict[str, str]] = {}
    # So many words have so many letters at least, and something between them.
    least = {"consultation": consultation_id, "least": 2 * words - 1}
    async for entry, question, written in await db.stream(_LONG, least):
        found.setdefault(question, {})[entry] = written
    return found


def hash_of(page: pl.DataFrame) -> bytes:
    """Over which entries these are, never over what they say: a batch of one would tell."""
    return hashlib.sha256(msgspec.json.encode(page.select(ENTRIES.names()).rows())).digest()


async def source(db: AsyncSession, consultation_id: UUID, asked: Asked) -> Source:
    """What `everything` reads is what this transaction sees; it must last until then."""
    snapshot = (await db.scalars(text("SELECT pg_export_snapshot()"))).one()
    return Source(db.get_bind().engine.url, snapshot, consultation_id, asked)


def ahead(pages: Iterator[pl.DataFrame]) -> Iterator[pl.DataFrame]:
    """The same, with the next page being read while this one is worked on."""
    with ThreadPoolExecutor(1) as reader:
        coming = reader.submit(next, pages, None)
        while (page := coming.result()) is not None:
            coming = reader.submit(next, pages, None)
            yield page


def everything(found: Source) -> Iterator[pl.DataFrame]:
    """All content entries of the consultation in no order, page by page (`PAGE`): how each came
    in, and on the same page how it went. To sort a million of them there would take seconds.

    Blocks; for a thread. By ADBC, which hands over columns as PostgreSQL sends them: rows as
    Python objects would take ten times the memory.
    """
    with _connected(found.url) as line, line.cursor() as cursor:
        for words in (
            "BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY",
            f"SET TRANSACTION SNAPSHOT '{found.snapshot}'",
            f"SET LOCAL statement_timeout = '{STREAM_TIMEOUT}'",
            f"SET LOCAL work_mem = '{HASH_MEMORY}'",
        ):
            _say(cursor, words)
        cursor.adbc_statement.set_options(
            **{"adbc.postgresql.batch_size_hint_bytes": str(BATCH_BYTES)}
        )
        _say(cursor, _ALL.format(consultation=found.consultation, said=_said(found.asked)))
        for piece in nanoarrow.ArrayStream(cursor.fetch_arrow()).iter_chunks():
            yield _signed(pl.DataFrame(piece))


def _say(cursor: dbapi.Cursor, words: str) -> None:
    cursor.execute(words)  # pyright: ignore[reportUnknownMemberType] - its own stubs


def _connected(url: URL) -> dbapi.Connection:
    query = {("sslmode" if name == "ssl" else name): value for name, value in url.query.items()}
    plain = url.set(drivername="postgresql", query=query)
    return dbapi.connect(plain.render_as_string(hide_password=False), autocommit=True)  # pyright: ignore[reportUnknownMemberType] - its own stubs


def _signed(piece: pl.DataFrame) -> pl.DataFrame:
    came = piece.select(
        "entry", pl.lit(1, pl.Int8).alias("sign"), pl.lit(RECEIVED).alias("cause"),
        "channel", "day", "coded", "about", "more", "written",
    )  # fmt: skip
    went = piece.filter(pl.col("went").is_not_null()).select(
        "entry", pl.lit(-1, pl.Int8).alias("sign"), pl.col("went").alias("cause"),
        "channel", "day", "coded", "about", "more", "written",
    )  # fmt: skip
    return pl.concat([came, went]).cast(dict(PAGE))  # pyright: ignore[reportArgumentType] - its stubs
