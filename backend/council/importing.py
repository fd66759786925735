# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Writing an agenda that came in: only what differs is touched, nothing is ever deleted."""

from collections.abc import Hashable, Sequence
from typing import Any, Literal
from uuid import UUID

import msgspec
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from backend.audit.actions import Actor, note
from backend.council.differences import Change, differences_of, told
from backend.council.inbound import InboundDocument, InboundItem, InboundMeeting
from backend.council.laying import lay
from backend.council.order import key, spots, standing
from backend.council.tables import (
    AgendaItem,
    AgendaItemDocument,
    Document,
    DocumentVersion,
    ItemMove,
    Meeting,
    MeetingDocument,
)
from backend.council.versions import first_version, follow_source
from backend.database import Table
from surveys.agenda import Spot, woven


class Taken(msgspec.Struct):
    """What an import came to: meetings, items and documents together, each counted once."""

    meeting: UUID
    created: int = 0
    changed: int = 0
    unchanged: int = 0
    dropped: int = 0
    lapsed: int = 0
    changes: list[Change] = []

    @property
    def same(self) -> bool:
        return not (self.created or self.changed)


class _Import:
    """One import in one transaction; keeps what it has seen, so that nothing counts twice."""

    def __init__(self, db: AsyncSession, meeting: InboundMeeting) -> None:
        self.db = db
        self.inbound = meeting
        self.taken = Taken(meeting=UUID(int=0), dropped=len(meeting.dropped))
        self.documents: dict[str, Document] = {}
        self.items: dict[str, AgendaItem] = {}
        self.titles: dict[UUID, str] = {}
        self.names: dict[UUID, str] = {}

    def _tell(self, row: Meeting | AgendaItem, how: Literal["created", "changed", "returned"],
              fields: dict[str, tuple[str, str]]) -> None:  # fmt: skip
        what = "meeting" if isinstance(row, Meeting) else "item"
        fields = fields if how != "created" else {}
        self.taken.changes.append(Change(what, how, row.title, row.id, fields))

    def _count(self, row: Table, *, new: bool, changed: bool) -> None:
        if new:
            self.db.add(row)
        self.taken.created += new
        self.taken.changed += changed and not new
        self.taken.unchanged += not (new or changed)

    async def _existing(self, table: type[Any], ids: Sequence[str]) -> dict[str, Any]:
        found = await self.db.scalars(
            select(table).where(
                table.source == self.inbound.source, table.source_id == func.any(list(ids))
            )
        )
        return {row.source_id: row for row in found}

    async def meeting(self) -> Meeting:
        inbound = self.inbound
        known = await self._existing(Meeting, [inbound.source_id])
        row: Meeting | None = known.get(inbound.source_id)
        values: dict[str, Any] = {
            "title": inbound.title,
            "body_id": inbound.body_id,
            "starts_at": inbound.starts_at,
            "ends_at": inbound.ends_at,
            "location": inbound.location,
            "cancelled": inbound.cancelled,
        }
        new = row is None
        if row is None:
            row = Meeting(source=inbound.source, source_id=inbound.source_id)
        differences = {} if new else differences_of(row, values)
        _set(row, values)
        if told(differences):
            row.revision += 1  # a griffier who has the page open is told
        self._count(row, new=new, changed=bool(differences))
        await self.db.flush()
        if new or differences:
            self._tell(row, "created" if new else "changed", told(differences))
        self.taken.meeting = row.id
        return row

    async def all_documents(self) -> None:
        inbound: dict[str, InboundDocument] = {}
        for found in (
            *self.inbound.documents,
            *(document for item in self.inbound.items for document in item.documents),
        ):
            inbound.setdefault(found.source_id, found)
        known = await self._existing(Document, list(inbound))
        for source_id, found in inbound.items():
            row: Document | None = known.get(source_id)
            if row is None:
                row = await first_version(self.db, self.inbound.source, found)
                self.taken.created += 1
                self.taken.changes.append(Change("document", "created", found.title, row.id))
            elif fields := await follow_source(self.db, row, found):
                self.taken.changed += 1
                self.taken.changes.append(
                    Change("document", "changed", found.title, row.id, fields)
                )
            else:
                self.taken.unchanged += 1
            self.documents[source_id] = row
            self.titles[row.id] = found.title

    async def all_items(self, meeting: Meeting) -> None:
        known = await self._existing(AgendaItem, [item.source_id for item in self.inbound.items])
        await self._learn_titles(meeting)
        places = await self._places(meeting, known)
        for inbound in self.inbound.items:
            row = known.get(inbound.source_id)
            place = places.get((self.inbound.source, inbound.source_id))
            self.items[inbound.source_id] = await self._item(inbound, row, meeting, place)

    async def _places(self, meeting: Meeting, known: dict[str, AgendaItem]) -> dict[Hashable, int]:
        """Where each item comes, among what people put on this agenda themselves. What a person
        moved elsewhere has no place here."""
        source = self.inbound.source
        before = await standing(self.db, meeting.id)
        self.names = {row.id: row.title for row in (*known.values(), *before)}
        wanted = [
            Spot((source, item.source_id), item.parent_id and (source, item.parent_id), ours=False)
            for item in self.inbound.items
            if not _moved_away(known.get(item.source_id), meeting)
        ]
        order = woven(spots(before), wanted)
        places = {spot.key: place for place, spot in enumerate(order)}
        for row in before:
            if row.by_hand:
                row.place = places.get(key(row), row.place)
        return places

    async def _item(
        self, inbound: InboundItem, row: AgendaItem | None, meeting: Meeting, place: int | None
    ) -> AgendaItem:
        values: dict[str, Any] = {
            "position": inbound.position,
            "number": inbound.number,
            "title": inbound.title,
            "explanation": inbound.explanation,
            "heading": inbound.heading,
        }
        if not _moved_away(row, meeting):
            parent = self.items[inbound.parent_id] if inbound.parent_id else None
            values |= {
                "parent_id": parent.id if parent and parent.meeting_id == meeting.id else None,
                "place": place,
                "lapsed_at": None,
                "source_meeting_id": meeting.id,
            }
        new, back = row is None, row is not None and row.lapsed_at is not None
        moved: dict[str, tuple[str, str]] = {}
        if row is None:
            row = AgendaItem(
                source=self.inbound.source, source_id=inbound.source_id, meeting_id=meeting.id
            )
        elif row.meeting_id != meeting.id and not _moved_away(row, meeting):
            moved = await self._move(row, meeting)
        differences = {} if new else differences_of(row, values)
        fields = told(differences, self.names)
        _set(row, values)
        if fields:
            row.revision += 1
        if new:
            self.db.add(row)
        await self.db.flush()
        self.names[row.id] = row.title
        relinked = await lay(self.db, self.inbound.source, row, self._papers(inbound), self.titles)
        self._count(row, new=new, changed=bool(moved or differences or relinked))
        if new or moved or differences or relinked:
            how = "created" if new else "returned" if back and not row.lapsed_at else "changed"
            self._tell(row, how, moved | fields | relinked)
        return row

    async def _move(self, row: AgendaItem, meeting: Meeting) -> dict[str, tuple[str, str]]:
        """The source has it on this agenda now, whatever anybody did by hand."""
        was = await self.db.get_one(Meeting, row.meeting_id)
        self.db.add(ItemMove(agenda_item_id=row.id, meeting_id=meeting.id))
        await self.db.flush()
        await self.db.refresh(row)
        return {"meeting": (str(was.starts_at), str(meeting.starts_at))}

    def _papers(self, inbound: InboundItem) -> dict[UUID, InboundDocument]:
        return {self.documents[found.source_id].id: found for found in inbound.documents}

    async def _learn_titles(self, meeting: Meeting) -> None:
        """Of documents that may be taken away, to say which."""
        link, version = AgendaItemDocument, DocumentVersion
        rows = await self.db.execute(
            select(version.document_id, version.title)
            .join(link, link.document_id == version.document_id)
            .join(AgendaItem, AgendaItem.id == link.agenda_item_id)
            .where(AgendaItem.meeting_id == meeting.id)
            .order_by(version.number)
        )
        self.titles = {row.document_id: row.title for row in rows} | self.titles

    async def meeting_documents(self, meeting: Meeting) -> None:
        rows = await self.db.scalars(
            select(MeetingDocument).where(MeetingDocument.meeting_id == meeting.id)
        )
        present = {row.document_id: row for row in rows}
        for place, found in enumerate(self.inbound.documents):
            document = self.documents[found.source_id]
            row = present.pop(document.id, None)
            if row is None:
                row = MeetingDocument(meeting_id=meeting.id, document_id=document.id)
                self.db.add(row)
            row.place = place
        for row in present.values():
            await self.db.delete(row)

    async def lapse_the_rest(self, meeting: Meeting) -> None:
        """What the source no longer has is marked, never deleted: answers may rest on it. What
        another source or a person put on this agenda is none of its business."""
        gone = await self.db.scalars(
            select(AgendaItem).where(
                AgendaItem.source == self.inbound.source,
                AgendaItem.meeting_id == meeting.id,
                AgendaItem.source_meeting_id == meeting.id,
                AgendaItem.lapsed_at.is_(None),
                AgendaItem.source_id.not_in(self.items),
            )
        )
        for row in gone:
            row.lapsed_at = func.now()
            self.taken.changes.append(Change("item", "lapsed", row.title, row.id))
            self.taken.lapsed += 1
            self.taken.changed += 1


_OFF_AND_BACK = {"lapsed": "van de agenda halen", "returned": "terugzetten"}
"""In the trail as when a person does it, so that the chain of the item shows it."""


def _moved_away(row: AgendaItem | None, meeting: Meeting) -> bool:
    """A person put it on another agenda, and the source still has it on this one: that holds
    until the source itself moves it."""
    return row is not None and row.source_meeting_id == meeting.id != row.meeting_id


def _set(row: Table, values: dict[str, Any]) -> None:
    for name, value in values.items():
        setattr(row, name, value)


async def take_in(
    db: AsyncSession, actor: Actor, inbound: InboundMeeting, *, often: bool = False
) -> Taken:
    """Bring the database in line with the source, in the caller's transaction.

    Importing the same again changes nothing and leaves `changed` at nought. `often`: one that
    changes nothing leaves no line in the trail either.
    """
    work = _Import(db, inbound)
    meeting = await work.meeting()
    await work.all_documents()
    await work.all_items(meeting)
    await work.meeting_documents(meeting)
    await work.lapse_the_rest(meeting)
    detail = msgspec.to_builtins(work.taken)
    del detail["meeting"], detail["changes"]
    if not (often and work.taken.same):
        note(db, actor, "importeren", "vergadering", meeting.id, **detail)
    for change in work.taken.changes:
        if change.what == "meeting" and "cancelled" in change.fields:
            deed = "afgelasten" if meeting.cancelled else "toch door laten gaan"
            note(db, actor, deed, "vergadering", meeting.id)
        elif change.what == "item" and (deed := _OFF_AND_BACK.get(change.how)):
            note(db, actor, deed, "agendapunt", change.id, titel=change.title)
    return work.taken
