# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Reading one response: by its code, what became of it, and what it says."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Literal
from uuid import UUID

from msgspec import Struct
from sqlalchemy import column, select, table
from sqlalchemy.ext.asyncio import AsyncSession

from backend.consultations.tables import Consultation
from backend.council import queries as council
from backend.errors import NotHere
from backend.participation.tables import AnswerText, Background, CodedAnswers, Entry, Receipt
from backend.web.languages import gettext
from surveys.receipt import fingerprint

CONTENT = ("submission", "replacement")
Fate = Literal["stands", "withdrawn", "set_aside"]


class Standing(Struct, frozen=True):
    """What became of one response.

    content_id   the entry with what was said last
    head_id      the last entry of all: what a next one cancels
    form_key     of the submission; the receipt code derives from it
    changed_at   when the last replacement came in, None without one
    received_on  the day on which paper came in that was entered after closing
    """

    response_id: UUID
    consultation_id: UUID
    content_id: UUID
    head_id: UUID
    form_key: UUID
    channel: str
    received_at: dt.datetime
    changed_at: dt.datetime | None
    fate: Fate
    fate_at: dt.datetime | None
    reason: str
    received_on: dt.date | None = None


def _standing(chain: Sequence[Entry]) -> Standing | None:
    """From all entries of one response; each cancels the one before, so one is cancelled by none.

    A withdrawal outlives what happened before it: a set-aside response can still be withdrawn.
    """
    if not chain:
        return None
    followed = {entry.cancels_id: entry for entry in chain}
    first = content = head = followed[None]
    while head.id in followed:
        head = followed[head.id]
        content = head if head.kind in CONTENT else content
    ended = head if head.kind not in CONTENT else None
    return Standing(
        response_id=first.id,
        consultation_id=first.consultation_id,
        content_id=content.id,
        head_id=head.id,
        form_key=first.form_key,
        channel=first.channel,
        received_at=first.received_at,
        changed_at=None if content is first else content.received_at,
        fate="stands"
        if ended is None
        else "withdrawn"
        if ended.kind == "withdrawal"
        else "set_aside",
        fate_at=ended.received_at if ended else None,
        reason=(ended.reason or "") if ended else "",
        received_on=first.received_on,
    )


async def standing(db: AsyncSession, response_id: UUID) -> Standing | None:
    found = await db.scalars(select(Entry).where(Entry.response_id == response_id))
    return _standing(found.all())


async def by_code(db: AsyncSession, secret: bytes, code: str) -> Standing | None:
    """By the code's fingerprint, so that how long it takes says nothing about codes nearby."""
    found = await db.scalars(
        select(Entry)
        .join(Receipt, Receipt.response_id == Entry.response_id)
        .where(Receipt.fingerprint == fingerprint(secret, code))
    )
    return _standing(found.all())


async def answers_of(db: AsyncSession, entry_id: UUID) -> dict[str, str]:
    """Everything that an entry says, by question key; nothing after a withdrawal."""
    flat: dict[str, str] = {}
    coded = await db.scalars(select(CodedAnswers.coded).where(CodedAnswers.entry_id == entry_id))
    about = await db.scalars(select(Background.coded).where(Background.entry_id == entry_id))
    for part in (*coded, *about):
        flat |= part
    texts = await db.execute(
        select(AnswerText.question, AnswerText.text).where(AnswerText.entry_id == entry_id)
    )
    return flat | {row.question: row.text for row in texts}


def as_given(said: Mapping[str, str]) -> dict[str, list[str]]:
    """Stored answers as the form that would say the same."""
    return {name: [text] for name, text in said.items()}


async def id_of(db: AsyncSession, slug: str) -> UUID:
    """Which consultation this is, without reading all of it."""
    found = await db.scalars(
        select(Consultation.id).where(
            Consultation.slug == slug, Consultation.opened_at.is_not(None)
        )
    )
    consultation_id = found.first()
    if consultation_id is None:
        raise NotHere(
            gettext("Deze raadpleging bestaat niet."),
            gettext("Kijk in het overzicht wat er open is."),
        )
    return consultation_id


# Summaries belong to `results`, which stands above us; here it only matters that there is one.
_PUBLIC = table("public_summary", column("consultation_id"))


async def published(db: AsyncSession, consultation_id: UUID) -> bool:
    """Whether everybody can read a summary."""
    found = await db.scalars(
        select(_PUBLIC.c.consultation_id)
        .where(_PUBLIC.c.consultation_id == consultation_id)
        .limit(1)
    )
    return found.first() is not None


class Meeting(Struct, frozen=True):
    """Where the council talks about a proposal, or did."""

    item_id: UUID
    starts_at: dt.datetime
    past: bool


async def meeting(db: AsyncSession, document_id: UUID, now: dt.datetime) -> Meeting | None:
    """The first that is still to come, else the last that was; None when none is known."""
    found = [
        Meeting(place.item.id, place.meeting.starts_at, place.meeting.starts_at <= now)
        for place in await council.places(db, document_id)
        if not place.meeting.cancelled
    ]
    coming = [each for each in found if not each.past]
    return coming[0] if coming else found[-1] if found else None


async def meeting_at(db: AsyncSession, document_id: UUID, now: dt.datetime) -> dt.datetime | None:
    """When the council is to talk about it, when that is known and still to come."""
    found = await meeting(db, document_id, now)
    return found.starts_at if found and not found.past else None
