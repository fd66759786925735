# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""A meeting is another day, or an item is at another meeting: does what runs still fit?

Nothing is done by itself, and nobody is promised anything: it is asked of the rows each time.
"""

import datetime as dt
from typing import Any
from uuid import UUID

import msgspec
from msgspec import Struct
from sqlalchemy import ColumnElement, Select, func, or_, select, true
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from backend.agenda.tables import ClosingKept
from backend.audit.actions import Actor, note
from backend.consultations.tables import Consultation, Extension
from backend.council import queries as council
from backend.council.planning import counting_back, local_day
from backend.council.tables import (
    AgendaItem,
    AgendaItemDocument,
    DocumentVersion,
    ItemMove,
    Meeting,
    MeetingMove,
    RulesRow,
)
from backend.errors import Conflict
from backend.web.languages import gettext, marked
from backend.web.pages import day
from surveys.lifecycle import Stage
from surveys.rules import Rules
from surveys.schedule import Asks, Plan, after_moving


class Question(Struct, frozen=True):
    """A consultation that runs, at a meeting that is not when it was.

    was       when the council was to decide on it, before
    closes    the last day on which residents can answer
    by_item   the item went to another meeting, rather than the meeting to another day
    heard_at  from then on it was open for the published minimum
    counted   answers that stand now, and how many are `needed` to count as hearing
    """

    asks: Asks
    consultation_id: UUID
    title: str
    item: AgendaItem
    meeting: Meeting
    was: dt.datetime
    by_item: bool
    closes: dt.date
    heard_at: dt.datetime
    counted: int
    needed: int
    plan: Plan
    now: dt.datetime

    @property
    def today(self) -> dt.date:
        return local_day(self.now)

    @property
    def long_enough(self) -> bool:
        return self.heard_at <= self.now

    @property
    def may_close(self) -> bool:
        """Closed by hand now, it counts as hearing."""
        return self.long_enough and self.counted >= self.needed

    @property
    def due(self) -> dt.date:
        """Until when an answer is in time."""
        return max(self.today, min(self.closes, self.plan.closes))


_WHY = {
    "in_vain": marked("De raadpleging sluit op {day}. Dan is de vergadering al geweest."),
    "late": marked("De raadpleging sluit op {day}. De stukken gaan eerder uit, op {papers}."),
    "room": marked("De raadpleging sluit op {day}. U kunt haar verlengen tot en met {papers}."),
}


def why(each: Question) -> str:
    """In a sentence, for the list of what there is to do."""
    said = gettext(_WHY[each.asks])
    return said.format(day=day(each.closes), papers=day(each.plan.closes))


def _moves() -> Select[*tuple[Any, ...]]:
    """Each running consultation at each meeting to come, with the last move of both kinds."""
    old = aliased(Meeting)
    meeting = (
        select(MeetingMove.was, MeetingMove.made_at)
        .where(MeetingMove.meeting_id == Meeting.id)
        .order_by(MeetingMove.id.desc())
        .limit(1)
        .lateral("meeting_moved")
    )
    item = (
        select(old.starts_at.label("was"), ItemMove.made_at)
        .join(old, old.id == ItemMove.was_meeting_id)
        .where(ItemMove.agenda_item_id == AgendaItem.id)
        .order_by(ItemMove.id.desc())
        .limit(1)
        .lateral("item_moved")
    )
    extended = (
        select(func.max(Extension.made_at))
        .where(Extension.consultation_id == Consultation.id)
        .scalar_subquery()
    )
    kept = (
        select(ClosingKept.id)
        .where(
            ClosingKept.consultation_id == Consultation.id,
            ClosingKept.meeting_id == Meeting.id,
            ClosingKept.starts_at == Meeting.starts_at,
        )
        .exists()
    )
    last = func.greatest(meeting.c.made_at, item.c.made_at)
    now = func.clock_timestamp()
    return (
        select(
            *(Consultation, DocumentVersion.title, AgendaItem, Meeting, RulesRow.rules),
            *(meeting.c.was.label("meeting_was"), meeting.c.made_at.label("meeting_moved")),
            *(item.c.was.label("item_was"), item.c.made_at.label("item_moved")),
            func.counting(Consultation.id).label("counted"),
        )
        .join(DocumentVersion, DocumentVersion.id == Consultation.document_version_id)
        .join(RulesRow, RulesRow.id == Consultation.rules_id)
        .join(AgendaItemDocument, AgendaItemDocument.document_id == Consultation.document_id)
        .join(AgendaItem, AgendaItem.id == AgendaItemDocument.agenda_item_id)
        .join(Meeting, Meeting.id == AgendaItem.meeting_id)
        .outerjoin(meeting, true())
        .outerjoin(item, true())
        .where(
            *(Consultation.stage == Stage.OPEN, Consultation.closes_at > now),
            *(AgendaItemDocument.main, AgendaItemDocument.gone_at.is_(None)),
            *(AgendaItem.lapsed_at.is_(None), Meeting.starts_at > now, ~Meeting.cancelled),
            *(last > Consultation.opened_at, or_(extended.is_(None), extended < last), ~kept),
        )
        .order_by(Meeting.starts_at, AgendaItem.place, AgendaItem.id, Consultation.id)
    )


async def questions(db: AsyncSession, meeting_id: UUID | None = None) -> tuple[Question, ...]:
    """Over all meetings to come, or of one; in one query."""
    only: ColumnElement[bool] = Meeting.id == meeting_id if meeting_id else true()
    now = await council.now(db)
    found: list[Question] = []
    for row in (await db.execute(_moves().where(only))).all():
        running, rules = row.Consultation, msgspec.convert(row.rules, Rules)
        by_item = row.item_moved is not None and (
            row.meeting_moved is None or row.item_moved > row.meeting_moved
        )
        was = row.item_was if by_item else row.meeting_was
        plan = counting_back(row.Meeting.starts_at, rules)
        closes = local_day(running.closes_at)
        asks = after_moving(closes, plan, later=row.Meeting.starts_at > was)
        if asks:
            found.append(
                Question(
                    asks=asks,
                    consultation_id=running.id,
                    title=row.title,
                    item=row.AgendaItem,
                    meeting=row.Meeting,
                    was=was,
                    by_item=by_item,
                    closes=closes,
                    heard_at=running.opened_at + dt.timedelta(days=rules.minimum_days),
                    counted=row.counted,
                    needed=rules.minimum_responses,
                    plan=plan,
                    now=now,
                )
            )
    return tuple(found)


async def keep(
    db: AsyncSession, actor: Actor, meeting_id: UUID, consultation_id: UUID, seen: str
) -> None:
    """Let it close as it does. `seen` is when the meeting was to begin, on the page."""
    meeting = await council.meeting(db, meeting_id)
    await db.refresh(meeting, with_for_update={"read": True})
    asked = {each.consultation_id for each in await questions(db, meeting_id)}
    if seen != meeting.starts_at.isoformat() or consultation_id not in asked:
        raise Conflict(
            gettext("Deze vraag is er niet meer."),
            gettext("Iemand anders was u voor, of de vergadering is weer verplaatst."),
        )
    await db.execute(
        insert(ClosingKept)
        .values(
            consultation_id=consultation_id,
            meeting_id=meeting_id,
            starts_at=meeting.starts_at,
            made_by=actor.id,
        )
        .on_conflict_do_nothing()
    )
    note(db, actor, "sluiting laten staan", "raadpleging", consultation_id,
         vergadering=str(meeting_id), op=meeting.starts_at.isoformat())  # fmt: skip
