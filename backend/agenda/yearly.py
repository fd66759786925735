# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Per year: of what had to be heard, what was heard, what was excepted, and what was neither."""

from msgspec import Struct
from sqlalchemy import ColumnElement, Integer, case, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from backend.agenda.queries import READINESS
from backend.agenda.tables import Attachment, GateException
from backend.council import queries as council
from backend.council.planning import midnight
from backend.council.tables import Meeting
from backend.web.pages import ZONE
from surveys.gate import Ground, Reason

HEARD, OPEN = "heard", "open"


class Heard(Struct, frozen=True):
    """Agenda items that had to be heard, each in exactly one of the three that follow.

    heard     a summary lies at the current version of the main document
    excepted  by ground of the latest exception, where no summary lies there
    open      neither; who never said what a document is, is in here
    """

    heard: int = 0
    excepted: dict[str, int] = {}
    open: int = 0

    @property
    def exceptions(self) -> int:
        return sum(self.excepted.values())

    @property
    def needed(self) -> int:
        return self.heard + self.exceptions + self.open

    @property
    def permille(self) -> int | None:
        """Of what had to be heard, half up; None where nothing had to be."""
        return (2000 * self.heard + self.needed) // (2 * self.needed) if self.needed else None


class Year(Struct, frozen=True):
    """By the local day of the meeting: before today, and from today on."""

    year: int
    held: Heard
    coming: Heard


def _fate() -> ColumnElement[str]:
    """`heard`, the ground of an exception, or `open`."""
    current = (Attachment.agenda_item_id == READINESS.c.agenda_item_id) & (
        Attachment.document_version_id == READINESS.c.document_version_id
    )
    summary = select(Attachment.id).where(current, Attachment.summary_id.is_not(None)).exists()
    ground = (
        select(GateException.ground)
        .join(Attachment, Attachment.exception_id == GateException.id)
        .where(current, GateException.meeting_id == READINESS.c.meeting_id)
        .order_by(Attachment.made_at.desc())
        .limit(1)
        .scalar_subquery()
    )
    return func.coalesce(case((summary, HEARD)), ground, OPEN)


def _needed() -> ColumnElement[bool]:
    """As the gate has it now: an attachment does not change what a document is."""
    view = READINESS.c
    nothing = view.reason.in_((Reason.LAPSED, Reason.HEADING, Reason.NO_DOCUMENT))
    known = view.kind.is_(None) | (view.kind == func.any(view.hearing))
    return ~nothing & (view.undecided | known)


async def years(db: AsyncSession) -> tuple[Year, ...]:
    """The latest first, in one query. A meeting that was called off decided nothing."""
    today = midnight(await council.now(db))
    year = func.extract("year", func.timezone(ZONE.key, Meeting.starts_at)).cast(Integer)
    held = Meeting.starts_at < today
    found = (
        select(year.label("year"), held.label("held"), _fate().label("fate"))
        .join(READINESS, READINESS.c.meeting_id == Meeting.id)
        .where(_needed(), ~Meeting.cancelled)
        .subquery()
    )
    by = (found.c.year, found.c.held, found.c.fate)
    rows = await db.execute(select(*by, func.count()).group_by(*by))
    counted: dict[int, dict[bool, dict[str, int]]] = {}
    for number, past, fate, n in rows.all():
        counted.setdefault(number, {True: {}, False: {}})[past][fate] = n
    return tuple(
        Year(number, _heard(both[True]), _heard(both[False]))
        for number, both in sorted(counted.items())[::-1]
    )


def _heard(counted: dict[str, int]) -> Heard:
    excepted = {ground: counted[ground] for ground in map(str, Ground) if ground in counted}
    return Heard(counted.get(HEARD, 0), excepted, counted.get(OPEN, 0))
