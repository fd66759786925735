# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""How many came in with each kind of code and how many without, where there were codes."""

from typing import Final
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from analysis.figures import Totals, WayTotals
from surveys.ways import Way, told

_COUNTED: Final = text(
    """
    SELECT CASE WHEN u.response_id IS NOT NULL THEN 'letter'
                WHEN m.response_id IS NOT NULL THEN 'mail' ELSE 'open' END AS way,
           count(*) AS received,
           count(*) FILTER (WHERE x.id IS NULL) AS counted,
           count(*) FILTER (WHERE x.kind = 'replacement') AS replaced,
           count(*) FILTER (WHERE x.kind = 'withdrawal') AS withdrawn,
           count(*) FILTER (WHERE x.kind = 'set_aside') AS set_aside
    FROM entry e
    LEFT JOIN entry x ON x.cancels_id = e.id
    LEFT JOIN letter_use u ON u.response_id = e.response_id
    LEFT JOIN mail_use m ON m.response_id = e.response_id
    WHERE e.consultation_id = :consultation AND e.kind IN ('submission', 'replacement')
    GROUP BY 1
    """
)
_OFFERED: Final = text(
    """
    SELECT EXISTS (SELECT FROM letter_set s WHERE s.consultation_id = :consultation) AS letter,
           EXISTS (SELECT FROM mail_door d WHERE d.consultation_id = :consultation) AS mail
    """
)


async def count(db: AsyncSession, consultation_id: UUID) -> tuple[WayTotals, ...]:
    """Each way that was offered, in the order of `Way`; none where nobody could get a code."""
    here = {"consultation": consultation_id}
    offered = (await db.execute(_OFFERED, here)).one()
    can = {Way.LETTER: offered.letter, Way.MAIL: offered.mail}
    ways = told([way for way, there in can.items() if there])
    if not ways:
        return ()
    names = Totals.__struct_fields__
    found = {
        row.way: {name: getattr(row, name) for name in names}
        for row in await db.execute(_COUNTED, here)
    }
    return tuple(WayTotals(way=way.value, **found.get(way, {})) for way in ways)
