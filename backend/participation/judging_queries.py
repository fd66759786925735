# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""What waits for the judgement of the griffie: why, and since when; never what was said."""

import datetime as dt
from collections.abc import Mapping
from typing import Final
from uuid import UUID

from msgspec import Struct
from sqlalchemy import func, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from backend.accounts.roles import Role
from backend.accounts.tables import Account

MOST: Final = 100
"""On one page, the oldest first; when they are judged the next ones come."""
_WAITING: Final = """
    FROM entry s
    WHERE s.kind = 'submission' {here}
      AND (EXISTS (SELECT FROM flag f WHERE f.response_id = s.id AND f.judged_at IS NULL)
           OR EXISTS (SELECT FROM aside_proposal p
                      WHERE p.response_id = s.id AND p.outcome IS NULL))
      AND NOT EXISTS (SELECT FROM entry x WHERE x.response_id = s.id
                        AND x.kind IN ('withdrawal', 'set_aside'))
"""
_HERE: Final = "AND s.consultation_id = :consultation"
_LIST: Final = text(
    f"""
    SELECT s.id, s.received_at, s.channel, left(replace(s.id::text, '-', ''), 10) AS mark,
           ARRAY(SELECT f.sign FROM flag f WHERE f.response_id = s.id ORDER BY f.sign) AS signs,
           p.id AS proposal, p.reason, p.explanation, p.proposed_by, p.proposed_at, a.name
    FROM (SELECT s.* {_WAITING.format(here=_HERE)}) s
    LEFT JOIN aside_proposal p ON p.response_id = s.id AND p.outcome IS NULL
    LEFT JOIN account a ON a.id = p.proposed_by
    ORDER BY s.received_at, s.id LIMIT {MOST}
    """  # noqa: S608 - our own words
)
_NUMBER: Final = text(f"SELECT count(*) {_WAITING.format(here=_HERE)}")
_NUMBERS: Final = text(
    f"""
    SELECT s.consultation_id, count(*) {_WAITING.format(here="")}
      AND s.consultation_id IN (
        SELECT c.id FROM consultation c WHERE c.stage = 'open'
          OR (c.stage = 'closed' AND c.fixed_at > clock_timestamp()))
    GROUP BY 1
    """  # noqa: S608 - our own words
)


class Proposal(Struct, frozen=True):
    id: UUID
    reason: str
    explanation: str
    by: UUID
    name: str
    at: dt.datetime


class Waiting(Struct, frozen=True):
    """A response that somebody has to look at; `mark` is how people name it."""

    response_id: UUID
    mark: str
    received_at: dt.datetime
    channel: str
    signs: tuple[str, ...]
    proposal: Proposal | None


async def waiting(db: AsyncSession, consultation_id: UUID) -> tuple[Waiting, ...]:
    rows = await db.execute(_LIST, {"consultation": consultation_id})
    return tuple(
        Waiting(
            row.id,
            row.mark,
            row.received_at,
            row.channel,
            tuple(row.signs),
            Proposal(
                row.proposal,
                row.reason,
                row.explanation,
                row.proposed_by,
                row.name,
                row.proposed_at,
            )
            if row.proposal
            else None,
        )
        for row in rows
    )


async def number(db: AsyncSession, consultation_id: UUID) -> int:
    """How many responses wait for a judgement: those count, as long as nobody set them aside."""
    return (await db.scalars(_NUMBER, {"consultation": consultation_id})).one()


async def numbers(db: AsyncSession) -> Mapping[UUID, int]:
    """The same, of every consultation in which something can still be set aside."""
    return {row[0]: row[1] for row in await db.execute(_NUMBERS)}


async def griffiers(db: AsyncSession) -> int:
    """How many accounts of the griffie there are that work, or will when the link is used."""
    found = await db.scalars(
        select(func.count())
        .select_from(Account)
        .where(Account.role == Role.GRIFFIE, Account.disabled_at.is_(None))
    )
    return found.one()
