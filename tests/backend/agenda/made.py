# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""A council with an agenda, made with the same functions that the town uses."""

import datetime as dt
import hashlib
from uuid import UUID, uuid4

import asyncpg
from msgspec import Struct
from sqlalchemy import func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from backend.accounts.roles import Role
from backend.accounts.tables import Account
from backend.audit.actions import Actor
from backend.consultations import actions as consultations
from backend.consultations.tables import Consultation
from backend.council import actions as council
from backend.council import queries
from backend.council.importing import take_in
from backend.council.inbound import InboundDocument, InboundItem, InboundMeeting
from backend.participation.tables import AsideProposal, Entry
from backend.results.tables import Result, Summary
from surveys.rules import Rules

REASON = "De termijn van de wet laat geen uitstel toe."


class Spot(Struct, frozen=True):
    """One agenda item with its one document; `source_id` finds all of it back at the source."""

    source_id: str
    meeting_id: UUID
    item_id: UUID
    document_id: UUID


async def make_griffier(db: AsyncSession, role: Role = Role.GRIFFIE) -> Actor:
    unusable = "-"
    row = Account(username=uuid4().hex, name="Guusje de Griffier", role=role, password=unusable)
    db.add(row)
    await db.flush()
    return Actor(row.id, row.name, row.role, "192.0.2.1")


async def hear_at_once(db: AsyncSession, actor: Actor, **changes: object) -> None:
    """Rules under which a consultation counts as soon as somebody answered."""
    rules = Rules(minimum_days=0, **changes)
    await council.publish_rules(db, actor, rules, "Om te proberen.")


def paper(source_id: str, title: str, *, main: bool = True, version: str = "1") -> InboundDocument:
    return InboundDocument(
        source_id=source_id,
        title=title,
        url="https://raad.example/stuk.pdf",
        source_version=version,
        type=None,
        publication_date=None,
        main=main,
    )


def agenda_item(source_id: str, *documents: InboundDocument, **changes: object) -> InboundItem:
    given: dict[str, object] = {
        "source_id": source_id,
        "parent_id": None,
        "position": 1,
        "number": "4",
        "title": "Een park aan de Meerkade",
        "explanation": "",
        "heading": False,
        "documents": documents,
    }
    return InboundItem(**{**given, **changes})


def meeting(
    source_id: str, *items: InboundItem, starts_at: dt.datetime | None = None
) -> InboundMeeting:
    return InboundMeeting(
        source="test",
        source_id=source_id,
        title="Raadsvergadering",
        body_id=None,
        starts_at=starts_at or dt.datetime(2035, 3, 14, 18, 30, tzinfo=dt.UTC),
        ends_at=None,
        location="Raadzaal",
        cancelled=False,
        documents=(),
        items=items,
        dropped=(),
    )


async def make_spot(
    db: AsyncSession,
    actor: Actor,
    *,
    title: str = "Raadsvoorstel park",
    kind: str | None = "raadsvoorstel",
    starts_at: dt.datetime | None = None,
    heading: bool = False,
) -> Spot:
    """A meeting with one item and one described document."""
    name = uuid4().hex
    item = agenda_item(name, paper(name, title), heading=heading)
    taken = await take_in(db, actor, meeting(name, item, starts_at=starts_at))
    spot = await find_spot(db, name, taken.meeting)
    await describe(db, actor, spot.document_id, "De gemeente wil een park aanleggen.", kind=kind)
    return spot


async def meet(db: AsyncSession, actor: Actor, spot: Spot, *, hours: int = 1) -> None:
    """The source puts the meeting on another moment: the council met so many hours ago."""
    document = paper(spot.source_id, "Raadsvoorstel park")
    began = await queries.now(db) - dt.timedelta(hours=hours)
    item = agenda_item(spot.source_id, document)
    await take_in(db, actor, meeting(spot.source_id, item, starts_at=began))


async def find_spot(db: AsyncSession, name: str, meeting_id: UUID, item: str = "") -> Spot:
    """By the source's names: of the document, and of the item when that is another."""
    connection = await db.connection()
    found = await connection.exec_driver_sql(
        "SELECT i.id, d.id FROM agenda_item i, document d"
        " WHERE i.source_id = $1 AND d.source_id = $2",
        (item or name, name),
    )
    item_id, document_id = found.one()
    return Spot(name, meeting_id, item_id, document_id)


async def describe(
    db: AsyncSession,
    actor: Actor,
    document_id: UUID,
    text: str,
    *,
    kind: str | None = "raadsvoorstel",
) -> queries.Version:
    document = await queries.document(db, document_id)
    edited = council.Edited(kind, text, ("De raad legt een park aan.",), REASON)
    return await council.edit(db, actor, document_id, document.revision, edited)


async def make_draft(db: AsyncSession, document_id: UUID) -> Consultation:
    row = await consultations.draft(db, document_id)
    assert row is not None
    await db.flush()
    return row


async def make_open(
    db: AsyncSession, actor: Actor, document_id: UUID, row: Consultation | None = None
) -> Consultation:
    """A consultation on the current version, opened just now."""
    row = row or await make_draft(db, document_id)
    closes_at = row.closes_at = await queries.now(db) + dt.timedelta(days=20)
    await consultations.open_(db, actor, row.id, row.revision, closes_at)
    return row


async def answer(db: AsyncSession, consultation_id: UUID) -> UUID:
    entry_id = uuid4()
    db.add(
        Entry(
            id=entry_id,
            consultation_id=consultation_id,
            response_id=entry_id,
            kind="submission",
            channel="web",
            form_key=uuid4(),
            body_hash=b"-",
        )
    )
    await db.flush()
    return entry_id


async def _agreed(db: AsyncSession, actor: Actor, response_id: UUID) -> None:
    """Somebody else proposed to set it aside, and this one confirms it."""
    other, proposal = await make_griffier(db), uuid4()
    await db.execute(
        insert(AsideProposal).values(
            id=proposal,
            response_id=response_id,
            reason="dubbel",
            explanation="-",
            proposed_by=other.id,
        )
    )
    decided = {"decided_by": actor.id, "decided_at": func.clock_timestamp()}
    await db.execute(
        update(AsideProposal)
        .where(AsideProposal.id == proposal)
        .values(outcome="confirmed", **decided)
    )


async def end(
    db: AsyncSession, actor: Actor, consultation_id: UUID, response_id: UUID, kind: str
) -> None:
    """A response is withdrawn, or set aside as a colleague proposed."""
    aside = kind == "set_aside"
    if aside:
        await _agreed(db, actor, response_id)
    db.add(
        Entry(
            id=uuid4(),
            consultation_id=consultation_id,
            response_id=response_id,
            cancels_id=response_id,
            kind=kind,
            channel="web",
            form_key=uuid4(),
            body_hash=b"-",
            reason="dubbel" if aside else None,
            entered_by=actor.id if aside else None,
        )
    )
    await db.flush()


async def make_summary(db: AsyncSession, actor: Actor, row: Consultation) -> Summary:
    """A final summary of a closed consultation, as far as the gate looks at it."""
    summary = await draft_summary(db, row)
    await finalise(db, actor, summary)
    return summary


async def draft_summary(db: AsyncSession, row: Consultation) -> Summary:
    result = Result(
        consultation_id=row.id,
        number=1,
        counted=(await db.scalars(select(func.counting(row.id)))).one(),
        figures=b"{}",
        hash=hashlib.sha256(b"{}").digest(),
        seed="",
    )
    db.add(result)
    await db.flush()
    summary = Summary(
        consultation_id=row.id,
        document_version_id=row.document_version_id,
        result_id=result.id,
        number=1,
    )
    db.add(summary)
    await db.flush()
    row.stage = "summarised"
    await db.flush()
    return summary


async def finalise(db: AsyncSession, actor: Actor, summary: Summary) -> None:
    summary.content = b"{}"
    summary.finalised_at = func.now()
    summary.finalised_by = actor.id
    await db.flush()
    await db.refresh(summary)


async def heard(
    db: AsyncSession, actor: Actor, document_id: UUID, *, answers: int = 1
) -> tuple[Consultation, Summary]:
    """The whole way from draft to final summary; it counts as hearing when the rules say so."""
    row = await make_open(db, actor, document_id)
    for _ in range(answers):
        await answer(db, row.id)
    await consultations.close(db, actor, row.id)
    return row, await make_summary(db, actor, row)


async def days_pass(owner_dsn: str, consultation_id: UUID, days: int) -> None:
    """Only the owner can move a stamp of the clock; here it stands for time going by."""
    connection = await asyncpg.connect(owner_dsn)
    try:
        async with connection.transaction():
            await connection.execute("ALTER TABLE consultation DISABLE TRIGGER guard")
            await connection.execute(
                "UPDATE consultation SET opened_at = opened_at - make_interval(days => $2)"
                " WHERE id = $1",
                consultation_id,
                days,
            )
            await connection.execute("ALTER TABLE consultation ENABLE TRIGGER guard")
    finally:
        await connection.close()
