# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Raw entries out of PostgreSQL into the frames that are counted."""

import hashlib
from collections.abc import Sequence
from typing import Any
from uuid import UUID

import msgspec
from msgspec import Struct
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from analysis.frames import AnswerTuple, Batch, EntryTuple, batch
from surveys.counting import WRITTEN

# A cancelling entry brings along, with a minus, the entry that it cancels. What a withdrawal
# erased has no content left, so it counts as nothing said, on both sides. What was set aside and
# then withdrawn stays counted as set aside: the withdrawal cancels the set-aside, not an answer.
_ROWS = text(
    """
    WITH chosen AS (
      SELECT e.id, e.kind, e.cancels_id, c.kind AS cancelled FROM entry e
      LEFT JOIN entry c ON c.id = e.cancels_id
      WHERE e.consultation_id = :consultation
        AND (CAST(:ids AS uuid[]) IS NULL OR e.id = ANY(CAST(:ids AS uuid[])))
    ), signed AS (
      SELECT id AS entry, 1 AS sign, 'received' AS cause FROM chosen
      WHERE kind IN ('submission', 'replacement')
      UNION ALL
      SELECT cancels_id, -1, CASE kind WHEN 'replacement' THEN 'replaced'
                                       WHEN 'withdrawal' THEN 'withdrawn'
                                       ELSE 'set_aside' END
      FROM chosen WHERE cancelled IN ('submission', 'replacement')
    )
    SELECT s.entry, s.sign, s.cause, e.channel,
           coalesce(e.received_on, (e.received_at AT TIME ZONE 'Europe/Amsterdam')::date) AS day,
           a.coded, b.coded AS background,
           ARRAY(SELECT t.question FROM answer_text t WHERE t.entry_id = s.entry) AS written
    FROM signed s
    JOIN entry e ON e.id = s.entry
    LEFT JOIN coded_answers a ON a.entry_id = s.entry
    LEFT JOIN background b ON b.entry_id = s.entry
    """
)


class Rows(Struct, frozen=True):
    """Sorted, so that the same entries always have the same hash."""

    entries: tuple[EntryTuple, ...]
    answers: tuple[AnswerTuple, ...]
    background: tuple[AnswerTuple, ...]

    def batch(self) -> Batch:
        return batch(self.entries, self.answers, self.background)

    def hash(self) -> bytes:
        """Over which entries these are, never over what they say: a batch of one would tell."""
        return hashlib.sha256(msgspec.json.encode(self.entries)).digest()


def _sorted(rows: Sequence[Any]) -> Rows:
    entries: list[EntryTuple] = []
    answers: list[AnswerTuple] = []
    background: list[AnswerTuple] = []
    for row in rows:
        entry = str(row.entry)
        coded: dict[str, str] = row.coded or {}
        about: dict[str, str] = row.background or {}
        entries.append((entry, row.sign, row.cause, row.channel, row.day))
        answers += [(entry, row.sign, key, value) for key, value in coded.items()]
        answers += [(entry, row.sign, question, WRITTEN) for question in row.written]
        background += [(entry, row.sign, key, value) for key, value in about.items()]
    return Rows(tuple(sorted(entries)), tuple(sorted(answers)), tuple(sorted(background)))


async def rows(db: AsyncSession, consultation_id: UUID, ids: Sequence[UUID] | None = None) -> Rows:
    """These entries of the consultation, or all of them."""
    chosen = list(ids) if ids is not None else None
    found = await db.execute(_ROWS, {"consultation": consultation_id, "ids": chosen})
    return _sorted(found.all())
