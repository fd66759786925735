# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""What came of a consultation since it opened, and what stands around it."""

import datetime as dt
from uuid import UUID

from msgspec import Struct
from sqlalchemy import column, func, select, table
from sqlalchemy.ext.asyncio import AsyncSession

from backend.consultations.queries import Shown
from backend.consultations.tables import AskedAnew, Consultation, Extension
from backend.council import queries as council
from backend.council.planning import counting_back
from backend.web.languages import gettext
from backend.web.pages import day
from surveys.lifecycle import Stage
from surveys.rules import Rules
from surveys.schedule import Plan

# Entries belong to `participation`, which stands above us; here it only matters how many.
_ENTRY = table("entry", column("consultation_id"), column("kind"))


_LAST = (
    select(Extension)
    .where(
        Extension.consultation_id == Consultation.id,
        Extension.made_at >= Consultation.opened_at,
    )
    .order_by(Extension.id.desc())
    .limit(1)
)
# Beside a consultation: of its last extension since it opened; NULL where it was never extended.
EXTENDED_AT = _LAST.with_only_columns(Extension.made_at).scalar_subquery()
EXTENDED_WHY = _LAST.with_only_columns(Extension.reason).scalar_subquery()


class Extended(Struct, frozen=True):
    """`by` is for staff only."""

    was: dt.datetime
    closes_at: dt.datetime
    reason: str
    by: str
    at: dt.datetime


async def extensions(db: AsyncSession, consultation: Shown) -> tuple[Extended, ...]:
    """Since it opened, the first one first; those of before opening was undone are history."""
    rows = await db.scalars(
        select(Extension)
        .join(Consultation, Consultation.id == Extension.consultation_id)
        .where(Consultation.id == consultation.id, Extension.made_at >= Consultation.opened_at)
        .order_by(Extension.id)
    )
    return tuple(
        Extended(row.was, row.closes_at, row.reason, row.made_by_name, row.made_at) for row in rows
    )


async def entries(db: AsyncSession, consultation_id: UUID) -> int:
    """How many people answered, whatever became of it."""
    found = await db.scalars(
        select(func.count())
        .select_from(_ENTRY)
        .where(_ENTRY.c.consultation_id == consultation_id, _ENTRY.c.kind == "submission")
    )
    return found.one()


async def counted(db: AsyncSession, consultation_id: UUID) -> int:
    """How many answers stand, as the database counts them."""
    return (await db.scalars(select(func.counting(consultation_id)))).one()


async def asked_anew(db: AsyncSession, consultation_id: UUID) -> AskedAnew | None:
    return await db.get(AskedAnew, consultation_id)


async def planned(db: AsyncSession, document_id: UUID, rules: Rules) -> Plan | None:
    """Counting back from the first meeting to come where this is the main document."""
    now = await council.now(db)
    for place in await council.places(db, document_id):
        if place.main and place.meeting.starts_at > now and not place.meeting.cancelled:
            return counting_back(place.meeting.starts_at, rules)
    return None


async def in_vain(
    db: AsyncSession, document_id: UUID, rules: Rules, closes_on: dt.date
) -> str | None:
    """Why a consultation may not close on that day: the council would have met. None: it may."""
    plan = await planned(db, document_id, rules)
    if plan is None or not plan.in_vain(closes_on):
        return None
    said = gettext(
        "De vergadering is op {day}. Kies een dag daarvoor: de samenvatting ligt daar op tafel."
    )
    return said.format(day=day(plan.meeting))


class CalledOff(Struct, frozen=True):
    """`opened`: residents have seen it."""

    id: UUID
    slug: str
    opened: bool
    at: dt.datetime
    reason: str


async def called_off(db: AsyncSession, document_id: UUID) -> tuple[CalledOff, ...]:
    """The cancelled consultations about a document, the latest first."""
    rows = await db.scalars(
        select(Consultation)
        .where(Consultation.document_id == document_id, Consultation.stage == Stage.CANCELLED)
        .order_by(Consultation.cancelled_at.desc(), Consultation.id)
    )
    return tuple(
        CalledOff(row.id, row.slug, row.opened_at is not None, row.cancelled_at, row.cancel_reason)
        for row in rows
        if row.cancelled_at
    )


async def instead(db: AsyncSession, consultation: Shown) -> UUID | None:
    """The consultation that goes on with the document of one that is over, if there is one."""
    found = await db.scalars(
        select(Consultation.id)
        .where(
            Consultation.document_id == consultation.document_id,
            Consultation.stage != Stage.CANCELLED,
            Consultation.asked_anew_at.is_(None),
            Consultation.id != consultation.id,
        )
        .order_by(Consultation.created_at.desc(), Consultation.id)
        .limit(1)
    )
    return found.first()


async def open_instead(db: AsyncSession, consultation: Shown) -> str | None:
    """Where residents find the one that was opened in place of one that nobody answered."""
    new = await instead(db, consultation) if consultation.asked_anew_at else None
    row = await db.get(Consultation, new) if new else None
    return row.slug if row and row.opened_at else None
