# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""On which agendas an item stood, when its meetings moved, and what the griffie left as it was."""

import datetime as dt
from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from backend.agenda.tables import ClosingKept
from backend.audit.actions import SYSTEM
from backend.audit.tables import AuditLine
from backend.consultations.tables import LeftRunning
from backend.council import moving
from backend.council import queries as council
from backend.council.moving import Moved
from backend.council.origins import origin
from backend.council.tables import Meeting, MeetingMove
from backend.inspection.steps import Kind, Step

_DEEDS = {"van de agenda halen": Kind.TAKEN_OFF, "terugzetten": Kind.PUT_BACK}
_HELD = {"afgelasten": Kind.CALLED_OFF, "toch door laten gaan": Kind.HELD_AFTER_ALL}
_RESCHEDULING = ("wijzigen", "importeren")


async def _lines(db: AsyncSession, item_id: UUID, meetings: Sequence[UUID]) -> list[AuditLine]:
    item = (AuditLine.object == "agendapunt") & (AuditLine.object_id == item_id)
    meeting = (AuditLine.object == "vergadering") & AuditLine.object_id.in_(meetings)
    rows = await db.scalars(
        select(AuditLine)
        .where(
            or_(
                item & AuditLine.action.in_(list(_DEEDS)),
                meeting & AuditLine.action.in_([*_RESCHEDULING, *_HELD]),
            ),
            AuditLine.result == "gelukt",
        )
        .order_by(AuditLine.id)
    )
    return list(rows)


def _by(lines: Sequence[AuditLine], move: MeetingMove) -> str:
    """The database writes down that a meeting moves, the trail right after it who did that."""
    after = (
        line.actor
        for line in lines
        if line.object_id == move.meeting_id
        and line.at >= move.made_at
        and line.action in _RESCHEDULING
    )
    return next(after, SYSTEM.name)


def _stood(moves: Sequence[Moved], now: UUID, moment: dt.datetime) -> UUID:
    """The meeting on whose agenda the item was at that moment."""
    return next((one.was.id for one in moves if one.at > moment), now)


def _moved(one: Moved) -> Step:
    place = f"/griffie/vergaderingen/{one.to.id}"
    return Step(one.at, Kind.MOVED, one.by or origin(one.to.source), place, about=one.to.title,
                reason=one.reason, until=one.to.starts_at)  # fmt: skip


async def about_moves(db: AsyncSession, item_id: UUID, consultations: Sequence[UUID]) -> list[Step]:
    moves = await moving.stood(db, item_id)
    here = (await council.item(db, item_id)).meeting_id
    meetings = {here, *(one.was.id for one in moves)}
    lines = await _lines(db, item_id, list(meetings))
    moved = await db.scalars(select(MeetingMove).where(MeetingMove.meeting_id.in_(meetings)))
    rows = await db.execute(select(Meeting.id, Meeting.title).where(Meeting.id.in_(meetings)))
    titles = {row.id: row.title for row in rows}
    kept = await db.scalars(
        select(ClosingKept).where(ClosingKept.consultation_id.in_(consultations))
    )
    let_run = await db.scalars(select(LeftRunning).where(LeftRunning.agenda_item_id == item_id))
    return [
        *(_moved(one) for one in moves),
        *(
            Step(line.at, _DEEDS[line.action], line.actor, f"/griffie/agendapunten/{item_id}")
            for line in lines
            if line.action in _DEEDS and line.object == "agendapunt"
        ),
        *(
            Step(row.made_at, Kind.RESCHEDULED, _by(lines, row),
                 f"/griffie/vergaderingen/{row.meeting_id}", about=titles[row.meeting_id],
                 was=row.was, until=row.starts_at)
            for row in moved
            if row.meeting_id == _stood(moves, here, row.made_at)
        ),
        *(
            Step(line.at, _HELD[line.action], line.actor,
                 f"/griffie/vergaderingen/{line.object_id}", about=titles[line.object_id],
                 reason=line.detail.get("reden", ""))
            for line in lines
            if line.action in _HELD and line.object_id == _stood(moves, here, line.at)
        ),
        *(
            Step(row.made_at, Kind.KEPT, row.made_by_name,
                 f"/griffie/raadplegingen/{row.consultation_id}", until=row.starts_at)
            for row in kept
        ),
        *(
            Step(row.made_at, Kind.LET_RUN, row.made_by_name,
                 f"/griffie/raadplegingen/{row.consultation_id}")
            for row in let_run
        ),
    ]  # fmt: skip
