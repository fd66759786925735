# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""A second counter, in plain SQL: it must agree with the first, or nothing is published.

Written apart from `analysis` and `surveys.counting`, so that a mistake would have to be made twice;
which fields are asked it takes over, for the first counter refuses what nobody asked.
It counts what the database holds: how entries came in and went, and in those that count how often
each answer, text and group stands; and the same once more of what was set aside. Crossings of
stance with group are the first counter's alone.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Final
from uuid import UUID

from sqlalchemy import TextClause, text
from sqlalchemy.ext.asyncio import AsyncSession

from analysis.pages import asked_in
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
_ANSWERS: Final = """
    WITH standing AS MATERIALIZED ({standing}), taken_apart AS (
      SELECT s.channel, {columns}
      FROM standing s JOIN coded_answers a ON a.entry_id = s.id
      OFFSET 0
    ), coded AS (
      SELECT g.channel, f.field, f.value, g.n
      FROM (SELECT channel, {names}, count(*) AS n FROM taken_apart
            GROUP BY GROUPING SETS ({sets})) g,
           LATERAL (VALUES {fields}) f (field, value)
      WHERE f.value IS NOT NULL
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
                FROM standing s JOIN answer_text t ON t.entry_id = s.id WHERE CAST(:once AS boolean)
                GROUP BY 1, 2
    ), people AS (
      SELECT b.coded, count(*) AS n
      FROM standing s JOIN background b ON b.entry_id = s.id WHERE CAST(:once AS boolean) GROUP BY 1
    )
    SELECT question, channel, value, sum(n)::bigint FROM said GROUP BY 1, 2, 3
    UNION ALL
    SELECT k.key, NULL, k.value, sum(p.n)::bigint
    FROM people p, jsonb_each_text(p.coded) k
    GROUP BY 1, 3
"""
"""One pass over the answers, which counts every field apart: a row per field and answer would take
three times as long. `OFFSET 0` has PostgreSQL take each answer apart once, and not once per set."""
_STANDING: Final = """
      SELECT e.id, e.channel FROM entry e
      WHERE e.consultation_id = :consultation AND e.kind IN ('submission', 'replacement')
        AND NOT EXISTS (SELECT FROM entry x WHERE x.cancels_id = e.id)
"""
_ASIDE: Final = """
      SELECT e.id, e.channel FROM entry x JOIN entry e ON e.id = x.cancels_id
      WHERE x.consultation_id = :consultation AND x.kind = 'set_aside'
"""
APART: Final = "apart"
"""Before the names of what was counted of that."""
MOST_FIELDS: Final = 1_000
"""In one query: PostgreSQL has room for 1,664 columns."""
_HASHED: Final = text("SET LOCAL enable_sort = off")
"""It expects far too many different values, and would sort all answers once per field."""


def _answers(standing: str, fields: Sequence[str]) -> tuple[TextClause, dict[str, str]]:
    """The query, and the names of the fields for it; of none it counts one that nobody has."""
    fields = fields or ("",)
    columns = [f"c{place}" for place in range(len(fields))]
    words = _ANSWERS.format(
        standing=standing,
        columns=", ".join(f"a.coded->>CAST(:{name} AS text) AS {name}" for name in columns),
        names=", ".join(columns),
        sets=", ".join(f"(channel, {name})" for name in columns),
        fields=", ".join(f"(CAST(:{name} AS text), {name})" for name in columns),
    )
    return text(words), dict(zip(columns, fields, strict=True))


async def take(
    db: AsyncSession, consultation_id: UUID, questionnaire: Questionnaire
) -> dict[Name, object]:
    """Everything it counts: channel and day, or question, channel and value; without a channel it
    is a group of people. What was set aside is named so first (`APART`)."""
    found: dict[Name, object] = {}
    apart = False
    for row in await db.execute(_ENTRIES, {"consultation": consultation_id}):
        found[row[0], row[1]] = tuple(row[2:])
        apart = apart or row[-1] > 0
    await db.execute(_HASHED)
    found |= await _said(db, consultation_id, questionnaire, _STANDING)
    if apart:
        aside = await _said(db, consultation_id, questionnaire, _ASIDE)
        found |= {(APART, *name): n for name, n in aside.items()}
    return found


async def _said(
    db: AsyncSession, consultation_id: UUID, questionnaire: Questionnaire, standing: str
) -> Counter[Name]:
    """`standing`: a query for the entries of which it is counted."""
    asked = questionnaire.questions
    several = [each.key for each in asked if isinstance(each, ChoicesQuestion)]
    codes = asked_in(questionnaire).codes
    answers = Counter[Name]()
    for start in range(0, max(len(codes), 1), MOST_FIELDS):
        words, fields = _answers(standing, codes[start : start + MOST_FIELDS])
        given = {"consultation": consultation_id, "several": several, "once": not start, **fields}
        for question, channel, value, n in await db.execute(words, given):
            answers[question, channel, value] += n
    return answers


def _first(count: Count) -> Iterator[tuple[Name, object]]:
    for row in count.entries:
        parts = (row.received, row.counted, row.replaced, row.withdrawn, row.set_aside)
        yield (row.channel, row.day), parts
    yield from _answered(count)


def _answered(count: Count) -> Iterator[tuple[Name, object]]:
    for row in count.answers:
        if row.value not in (None, "not asked"):
            yield (row.question, row.channel, row.value), row.n
    for row in count.groups:
        if row.group is not None:
            yield (row.background, None, row.group), row.n


def differences(count: Count, aside: Count, second: Mapping[Name, object]) -> tuple[str, ...]:
    """Where they differ, and not by how much: whoever looks into it may not see answers.

    `aside` is the first counter's count of what was set aside.
    """
    first = dict(_first(count))
    first |= {(APART, *name): n for name, n in _answered(aside)}
    names = sorted(first.keys() | second.keys(), key=repr)
    return tuple(
        " ".join(str(part) for part in name if part is not None)
        for name in names
        if first.get(name, 0) != second.get(name, 0)
    )
