# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Which documents lie at an item, as a source has it, beside what people laid there themselves."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from backend.council.inbound import InboundDocument
from backend.council.tables import AgendaItem, AgendaItemDocument, Document


async def laid(
    db: AsyncSession, item_id: UUID
) -> tuple[dict[UUID, AgendaItemDocument], dict[UUID, str]]:
    """What lies or lay there, and of which source each document is."""
    rows = await db.execute(
        select(AgendaItemDocument, Document.source)
        .join(Document, Document.id == AgendaItemDocument.document_id)
        .where(AgendaItemDocument.agenda_item_id == item_id)
    )
    found = rows.all()
    return (
        {row.document_id: row for row, _ in found},
        {row.document_id: source for row, source in found},
    )


def _named(links: Iterable[AgendaItemDocument], titles: Mapping[UUID, str]) -> str:
    lying = sorted((row.place, row.document_id) for row in links if row.gone_at is None)
    return " · ".join(titles.get(id_, "?") for _, id_ in lying)


def _main_first(row: AgendaItemDocument) -> bool:
    return not row.main


async def lay(
    db: AsyncSession,
    source: str,
    item: AgendaItem,
    wanted: Mapping[UUID, InboundDocument],
    titles: Mapping[UUID, str],
) -> dict[str, tuple[str, str]]:
    """What of its documents a source has here; a main one is chosen once, and then by a person.

    When the source takes it away (or makes it secret) nothing may open the gate by itself:
    beside others it is gone, and the item is red until the griffie chooses; alone it stays.
    """
    present, sources = await laid(db, item.id)
    was = _named(present.values(), titles)
    changed = False
    for document_id in present.keys() - wanted.keys():
        row = present[document_id]
        theirs = sources[document_id] == source
        if theirs and row.gone_at is None and (wanted or not row.main):
            row.gone_at = func.now()
            changed = True
    new: list[AgendaItemDocument] = []
    for place, (document_id, found) in enumerate(wanted.items()):
        row = present.get(document_id)
        if row is None:
            new.append(
                AgendaItemDocument(
                    agenda_item_id=item.id,
                    document_id=document_id,
                    place=place,
                    main=found.main and not present,
                )
            )
        elif row.place != place or row.gone_at is not None:
            row.place, row.gone_at = place, None
            changed = True
    # The main one first: beside others the database takes it from a person only.
    db.add_all(sorted(new, key=_main_first))
    await db.flush()
    if not (changed or new):
        return {}
    return {"documents": (was, _named((await laid(db, item.id))[0].values(), titles))}
