# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""A whole conversation into the tables, by statements of thousands of rows; and its sums."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Final, TypeVar
from uuid import UUID, uuid4

import msgspec
from msgspec import Struct
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from backend.outbox import Topic
from backend.participation import logged
from backend.participation.polis_plan import Step, key
from backend.participation.sending import Sending
from surveys import receipt

CHANNEL: Final = "import"
ROWS: Final = 2_000
"""In one statement: some ten megabytes of answers in the largest conversation we know."""

# In the order of the plan: the guard of a replacement sees the rows that stand before it.
_ENTRIES: Final = text(
    """
    INSERT INTO entry (id, consultation_id, response_id, cancels_id, kind, channel, form_key,
                       body_hash)
    SELECT s.id, :consultation, s.response_id, s.cancels_id,
           CASE WHEN s.cancels_id IS NULL THEN 'submission' ELSE 'replacement' END, :channel,
           s.form_key, s.body_hash
    FROM unnest(CAST(:ids AS uuid[]), CAST(:responses AS uuid[]), CAST(:cancelled AS uuid[]),
                CAST(:keys AS uuid[]), CAST(:hashes AS bytea[]))
      WITH ORDINALITY AS s (id, response_id, cancels_id, form_key, body_hash, n)
    ORDER BY s.n
    """
)
# A statement of their own: their guards look for the entries.
_CONTENT: Final = text(
    """
    WITH sent AS (
      SELECT * FROM unnest(CAST(:ids AS uuid[]), CAST(:coded AS text[]), CAST(:times AS text[]),
                           CAST(:salted AS bytea[]))
        AS s (id, coded, times, salted)
    ), answered AS (
      INSERT INTO coded_answers (entry_id, coded) SELECT id, CAST(coded AS jsonb) FROM sent
    ), timed AS (
      INSERT INTO source_times (entry_id, times) SELECT id, CAST(times AS jsonb) FROM sent
    ), shut AS (
      INSERT INTO entry_key (entry_id, key) SELECT id, salted FROM sent
    ), codes AS (
      INSERT INTO receipt (response_id, fingerprint)
      SELECT * FROM unnest(CAST(:first AS uuid[]), CAST(:fingerprints AS bytea[]))
    )
    INSERT INTO promise (topic, subject, item)
    SELECT :topic, :consultation, id FROM sent WHERE :promised
    """
)
_SUMS: Final = text(
    """
    SELECT count(*) FILTER (WHERE e.kind IN ('submission', 'replacement')) AS received,
           count(*) FILTER (WHERE e.kind IN ('submission', 'replacement') AND x.id IS NULL)
             AS counted,
           count(*) FILTER (WHERE x.kind = 'replacement') AS replaced,
           coalesce(sum((SELECT count(*) FROM jsonb_object_keys(a.coded)))
                    FILTER (WHERE x.id IS NULL), 0)::bigint AS answers
    FROM entry e
    LEFT JOIN entry x ON x.cancels_id = e.id
    LEFT JOIN coded_answers a ON a.entry_id = e.id
    WHERE e.consultation_id = :consultation
    """
)
_KNOWN: Final = text(
    """
    SELECT form_key, response_id, body_hash FROM entry
    WHERE consultation_id = :consultation AND form_key = ANY(CAST(:keys AS uuid[]))
    """
)
T = TypeVar("T")


class Sums(Struct, frozen=True):
    """Entries, and the answers of those that count."""

    received: int
    counted: int
    replaced: int
    answers: int


class _Kept(Struct, frozen=True):
    id: UUID
    response_id: UUID
    cancels_id: UUID | None
    key: UUID
    step: Step

    def digest(self, secret: bytes) -> bytes:
        return _digest(self.step, self.key, self.response_id, secret)


def _digest(step: Step, form_key: UUID, response_id: UUID, secret: bytes) -> bytes:
    first = len(step.mark) == 1
    replaces = None if first else response_id
    return Sending(step.answers, form_key, CHANNEL, replaces=replaces).digest(secret)


def _parts(rows: Iterable[T]) -> Iterator[Sequence[T]]:
    left = iter(rows)
    while part := list(islice(left, ROWS)):
        yield part


def _kept(steps: Iterable[Step], consultation: UUID, secret: bytes) -> Iterator[_Kept]:
    heads: dict[int, _Kept] = {}
    for step in steps:
        head = heads.get(step.person)
        new = uuid4()
        heads[step.person] = _Kept(
            new,
            head.response_id if head else new,
            head.id if head else None,
            key(step, consultation, secret),
            step,
        )
        yield heads[step.person]


def _json(value: Mapping[str, object]) -> str:
    return msgspec.json.encode(value).decode()


async def store(
    db: AsyncSession,
    consultation: UUID,
    steps: Sequence[Step],
    *,
    secret: bytes,
    told: Callable[[int], None],
    promised: bool,
) -> None:
    """Into an open consultation in which none of this is; `told` hears how many came in.

    promised    to be counted while it is open. What closes in this very transaction is counted by
                closing, and two workers would count it beside each other.
    """
    for part in _parts(_kept(steps, consultation, secret)):
        first = [one for one in part if one.cancels_id is None]
        codes = [receipt.derive(secret, consultation, one.key) for one in first]
        await db.execute(
            _ENTRIES,
            {
                "consultation": consultation,
                "channel": CHANNEL,
                "ids": [one.id for one in part],
                "responses": [one.response_id for one in part],
                "cancelled": [one.cancels_id for one in part],
                "keys": [one.key for one in part],
                "hashes": [one.digest(secret) for one in part],
            },
        )
        await db.execute(
            _CONTENT,
            {
                "consultation": consultation,
                "topic": Topic.ENTRY_RECEIVED,
                "promised": promised,
                "ids": [one.id for one in part],
                "coded": [_json(one.step.answers.coded) for one in part],
                "times": [_json(one.step.times) for one in part],
                "salted": [logged.new_key() for _ in part],
                "first": [one.id for one in first],
                "fingerprints": [receipt.fingerprint(secret, code) for code in codes],
            },
        )
        told(len(part))


async def known(
    db: AsyncSession, consultation: UUID, steps: Sequence[Step], *, secret: bytes
) -> tuple[int, bool]:
    """How many of these came in before, and whether they said the same then."""
    keys = {key(step, consultation, secret): step for step in steps}
    asked = {"consultation": consultation, "keys": list(keys)}
    found = (await db.execute(_KNOWN, asked)).all()
    same = all(
        row.body_hash == _digest(keys[row.form_key], row.form_key, row.response_id, secret)
        for row in found
    )
    return len(found), same


async def sums(db: AsyncSession, consultation: UUID) -> Sums:
    row = (await db.execute(_SUMS, {"consultation": consultation})).one()
    return Sums(row.received, row.counted, row.replaced, row.answers)
