# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""The griffie lays a document at an agenda item, beside what a source laid there."""

import datetime as dt
from uuid import UUID

from msgspec import Struct
from sqlalchemy import func, select, true, update
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.ext.asyncio import AsyncSession

from backend.audit.actions import Actor, note
from backend.council import by_hand, queries
from backend.council.hands import HAND, OURS
from backend.council.inbound import InboundDocument
from backend.council.laying import laid
from backend.council.tables import (
    AgendaItem,
    AgendaItemDocument,
    Document,
    DocumentVersion,
    Meeting,
)
from backend.council.versions import Said, first_version, follow_source
from backend.errors import Conflict, NotHere
from backend.web.languages import gettext

_RECENT = dt.timedelta(days=366)
MOST = 100
"""Documents to choose from."""


class Paper(Struct, frozen=True):
    title: str
    url: str | None
    kind: str | None = None
    plain_text: str = ""


def _inbound(form: str, said: Paper, *, main: bool) -> InboundDocument:
    return InboundDocument(
        source_id=form,
        title=said.title,
        url=said.url,
        source_version="",
        type=said.kind,
        publication_date=None,
        main=main,
    )


async def _hold(db: AsyncSession, item_id: UUID) -> AgendaItem:
    row = await queries.item(db, item_id)
    await db.refresh(row, with_for_update=True)
    return row


def _takes_papers(item: AgendaItem) -> None:
    if item.heading or item.lapsed_at:
        raise Conflict(
            gettext("Hier kan nu geen stuk bij."),
            gettext("Dit is een kop, of het punt staat niet meer op de agenda."),
        )


async def lay(db: AsyncSession, actor: Actor, item_id: UUID, form: UUID, said: Paper) -> None:
    """The first that lies there is what the council decides on; the griffie may choose again."""
    _takes_papers(await _hold(db, item_id))
    twin = select(Document.id).where(Document.source == HAND, Document.source_id == form.hex)
    if (await db.scalars(twin)).first():
        return
    present, _ = await laid(db, item_id)
    inbound = _inbound(form.hex, said, main=not present)
    row = await first_version(db, HAND, inbound, said=Said(said.plain_text, actor.id))
    place = max((each.place for each in present.values()), default=-1) + 1
    link = {"agenda_item_id": item_id, "document_id": row.id, "place": place}
    db.add(AgendaItemDocument(main=inbound.main, **link))
    note(db, actor, "stuk toevoegen", "agendapunt", item_id, document=str(row.id),
         titel=said.title, soort=row.kind)  # fmt: skip
    await db.flush()


class Elsewhere(Struct, frozen=True):
    """What the council decides on at another item, the latest place where it does."""

    id: UUID
    title: str
    starts_at: dt.datetime


async def elsewhere(db: AsyncSession, item_id: UUID) -> tuple[Elsewhere, ...]:
    """Documents that may lie at this item too, the latest meeting first, at most `MOST` of them.

    A committee talks about what the council decides on later: it is one document, and residents
    are asked about it once. At the item of a source only what the griffie laid down itself: of the
    rest the source says where it lies.
    """
    item = await queries.item(db, item_id)
    here = select(AgendaItemDocument.document_id).where(
        AgendaItemDocument.agenda_item_id == item_id
    )
    rows = await db.execute(
        select(Document.id, DocumentVersion.title, Meeting.starts_at)
        .ext(distinct_on(Document.id))
        .join(DocumentVersion, DocumentVersion.document_id == Document.id)
        .join(AgendaItemDocument, AgendaItemDocument.document_id == Document.id)
        .join(AgendaItem, AgendaItem.id == AgendaItemDocument.agenda_item_id)
        .join(Meeting, Meeting.id == AgendaItem.meeting_id)
        .where(
            *(AgendaItemDocument.main, AgendaItemDocument.gone_at.is_(None)),
            *(AgendaItem.lapsed_at.is_(None), Document.id.not_in(here)),
            Document.source.in_(OURS) if not item.ours else true(),
            Meeting.starts_at > await queries.now(db) - _RECENT,
        )
        .order_by(Document.id, Meeting.starts_at.desc(), DocumentVersion.number.desc())
    )
    found = sorted(rows.all(), key=lambda row: (row[2], row[0]), reverse=True)[:MOST]
    return tuple(Elsewhere(id_, title, starts_at) for id_, title, starts_at in found)


async def lay_too(db: AsyncSession, actor: Actor, item_id: UUID, document_id: UUID) -> None:
    """A document of another item lies here as well; twice is once."""
    item = await _hold(db, item_id)
    _takes_papers(item)
    present, _ = await laid(db, item_id)
    if document_id in present:
        return
    chosen = next((one for one in await elsewhere(db, item_id) if one.id == document_id), None)
    if chosen is None:
        raise Conflict(
            gettext("Dit stuk ligt niet meer bij een ander punt."),
            gettext("Kies een ander stuk, of voeg het hier toe."),
        )
    place = max((each.place for each in present.values()), default=-1) + 1
    link = {"agenda_item_id": item_id, "document_id": document_id, "place": place}
    db.add(AgendaItemDocument(main=not present, **link))
    note(db, actor, "stuk toevoegen", "agendapunt", item_id, document=str(document_id),
         titel=chosen.title)  # fmt: skip
    await db.flush()


async def take_away(
    db: AsyncSession, actor: Actor, item_id: UUID, document_id: UUID, *, away: bool
) -> None:
    """Or lay it back. Never what the council decides on: that would open the gate, or shut it."""
    item = await _hold(db, item_id)
    present, sources = await laid(db, item_id)
    link = present.get(document_id)
    if link is None or not (item.ours or sources[document_id] in OURS):
        raise NotHere(
            gettext("Dit stuk is hier niet met de hand bij gelegd."),
            gettext("Ga terug naar het agendapunt."),
        )
    if link.main:
        raise Conflict(
            gettext("Over dit stuk besluit de raad."),
            gettext("Kies eerst een ander hoofdstuk. Daarna haalt u dit stuk weg."),
        )
    if (link.gone_at is not None) is not away:
        link.gone_at = func.now() if away else None
        deed = "stuk weghalen" if away else "stuk terugleggen"
        note(db, actor, deed, "agendapunt", item_id, document=str(document_id))


async def rename(
    db: AsyncSession, actor: Actor, document_id: UUID, revision: int, said: Paper
) -> None:
    """Another title is another version of the text, as it is when a source changes it."""
    row = await queries.document(db, document_id)
    if not row.ours:
        raise Conflict(
            gettext("Dit stuk komt uit een bron."),
            gettext("Titel en link wijzigt u daar."),
        )
    taken = await db.execute(
        update(Document)
        .where(Document.id == document_id, Document.revision == revision)
        .values(revision=revision + 1)
        .returning(Document.id)
    )
    if taken.first() is None:
        raise await by_hand.changed(db, "document", document_id)
    await db.refresh(row)
    fields = await follow_source(db, row, _inbound(row.source_id, said, main=False))
    if not fields:
        row.revision = revision  # nobody need bump into a change that was none
        return
    note(db, actor, "wijzigen", "document", document_id, wat=fields)
