# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""A second counter, in plain SQL: it must agree with the first, or nothing is published.

Written apart from `analysis` and `surveys.counting`, so that a mistake would have to be made twice.
It counts what the database holds: how entries came in and went, and in those that count how often
each answer, text and group stands. Crossings of stance with group are the first counter's alone.
"""

from collections.abc import Iterator, Mapping
from typing import Final
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from analysis.tally import Count
from surveys.questionnaire import Questionnaire
from surveys.questions import ChoicesQuestion

Name = tuple[object, ...]

_ENTRIES: Final = text(
    """
    SELECT e.channel,
           coalesce(e.received_on, (e.received_at AT TIME ZONE 'Europe/Amsterdam')::date) AS day,
           count(*), count(*) FILTER (WHERE x.id IS NULL),
           count(*) FILTER (WHERE x.kind = 'replacement'),
           count(*) FILTER (WHERE x.kind = 'withdrawal'),
           count(*) FILTER (WHERE x.kind = 'set_aside')
    FROM entry e LEFT JOIN entry x ON x.cancels_id = e.id
    WHERE e.consultation_id = :consultation AND e.kind IN ('submission', 'replacement')
    GROUP BY 1, 2
    """
)
_ANSWERS: Final = text(
    """
    WITH standing AS MATERIALIZED (
      SELECT e.id, e.channel FROM entry e
      WHERE e.consultation_id = :consultation AND e.kind IN ('submission', 'replacement')
        AND NOT EXISTS (SELECT FROM entry x WHERE x.cancels_id = e.id)
    ), coded AS (
      SELECT s.channel, k.key AS field, k.value, count(*) AS n
      FROM standing s JOIN coded_answers a ON a.entry_id = s.id, jsonb_each_text(a.coded) k
      GROUP BY 1, 2, 3
    ), several AS (
      SELECT * FROM coded WHERE field = ANY(CAST(:several AS text[])) AND value <> 'no_opinion'
    ), said AS (
      SELECT field AS question, channel, value, n FROM coded
      WHERE NOT (field, value) IN (SELECT field, value FROM several) AND field NOT LIKE '%.skip'
      UNION ALL SELECT field, channel, 'answered', n FROM several
      UNION ALL SELECT field || '/' || one, channel, 'chosen', n
                FROM several, string_to_table(value, ' ') one
      UNION ALL SELECT regexp_replace(field, '[.]skip$', ''), channel, 'no_opinion', n FROM coded
                WHERE field LIKE '%.skip'
      UNION ALL SELECT t.question, s.channel, 'written', count(*)
                FROM standing s JOIN answer_text t ON t.entry_id = s.id GROUP BY 1, 2
    )
    SELECT question, channel, value, sum(n)::bigint FROM said GROUP BY 1, 2, 3
    UNION ALL
    SELECT k.key, NULL, k.value, count(*)
    FROM standing s JOIN background b ON b.entry_id = s.id, jsonb_each_text(b.coded) k
    GROUP BY 1, 3
    """
)


async def take(
    db: AsyncSession, consultation_id: UUID, questionnaire: Questionnaire
) -> dict[Name, object]:
    """Everything it counts: channel and day, or question, channel and value; without a channel it
    is a group of people."""
    asked = questionnaire.questions
    several = [each.key for each in asked if isinstance(each, ChoicesQuestion)]
    found: dict[Name, object] = {}
    for row in await db.execute(_ENTRIES, {"consultation": consultation_id}):
        found[row[0], row[1]] = tuple(row[2:])
    given = {"consultation": consultation_id, "several": several}
    for question, channel, value, n in await db.execute(_ANSWERS, given):
        found[question, channel, value] = n
    return found


def _first(count: Count) -> Iterator[tuple[Name, object]]:
    for row in count.entries:
        parts = (row.received, row.counted, row.replaced, row.withdrawn, row.set_aside)
        yield (row.channel, row.day), parts
    for row in count.answers:
        if row.value not in (None, "not asked"):
            yield (row.question, row.channel, row.value), row.n
    for row in count.groups:
        if row.group is not None:
            yield (row.background, None, row.group), row.n


def differences(count: Count, second: Mapping[Name, object]) -> tuple[str, ...]:
    """Where they differ, and not by how much: whoever looks into it may not see answers."""
    first = dict(_first(count))
    names = sorted(first.keys() | second.keys(), key=repr)
    return tuple(
        " ".join(str(part) for part in name if part is not None)
        for name in names
        if first.get(name, 0) != second.get(name, 0)
    )
