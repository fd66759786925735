# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""How many came in with a letter code and how many without, where there were codes."""

from typing import Final
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from analysis.figures import WAYS, Totals, WayTotals

_COUNTED: Final = text(
    """
    SELECT u.response_id IS NOT NULL AS by_letter, count(*) AS received,
           count(*) FILTER (WHERE x.id IS NULL) AS counted,
           count(*) FILTER (WHERE x.kind = 'replacement') AS replaced,
           count(*) FILTER (WHERE x.kind = 'withdrawal') AS withdrawn,
           count(*) FILTER (WHERE x.kind = 'set_aside') AS set_aside
    FROM entry e
    LEFT JOIN entry x ON x.cancels_id = e.id
    LEFT JOIN letter_use u ON u.response_id = e.response_id
    WHERE e.consultation_id = :consultation AND e.kind IN ('submission', 'replacement')
      AND EXISTS (SELECT FROM letter_set s WHERE s.consultation_id = :consultation)
    GROUP BY 1
    """
)
_ISSUED: Final = text(
    "SELECT EXISTS (SELECT FROM letter_set s WHERE s.consultation_id = :consultation)"
)


async def count(db: AsyncSession, consultation_id: UUID) -> tuple[WayTotals, ...]:
    """Both ways, in the order of `WAYS`; none where nobody got a letter with a code."""
    here = {"consultation": consultation_id}
    if not (await db.scalars(_ISSUED, here)).one():
        return ()
    names = Totals.__struct_fields__
    found = {
        row.by_letter: {name: getattr(row, name) for name in names}
        for row in await db.execute(_COUNTED, here)
    }
    return tuple(WayTotals(way=way, **found.get(by_letter, {})) for way, by_letter in WAYS.items())
