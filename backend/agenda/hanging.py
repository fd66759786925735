# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""What residents said, or were asked, about an item that would go off the agenda."""

from collections.abc import Sequence
from uuid import UUID

from msgspec import Struct
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from backend.agenda.tables import Attachment
from backend.consultations.queries import stage_at
from backend.consultations.tables import Consultation
from backend.council import queries as council
from backend.council.tables import AgendaItem, AgendaItemDocument
from backend.web.languages import gettext, ngettext
from backend.web.pages import number
from surveys.lifecycle import Stage


class Hanging(Struct):
    """`asked`: per consultation about what the council decides on there, how many answered."""

    item_id: UUID
    title: str
    asked: list[tuple[Stage, int]]
    summaries: int = 0
    exceptions: int = 0

    @property
    def public(self) -> bool:
        """More than a draft, which nobody but the griffie sees."""
        asked = any(stage is not Stage.DRAFT for stage, _ in self.asked)
        return asked or bool(self.summaries or self.exceptions)

    def words(self) -> list[str]:
        """Sentences that follow each other."""
        found = [_asked(stage, answers) for stage, answers in self.asked]
        if self.summaries:
            found.append(gettext("Bij dit punt ligt een samenvatting."))
        if self.exceptions:
            found.append(gettext("Voor dit punt is een uitzondering gemaakt."))
        return found


def _asked(stage: Stage, answers: int) -> str:
    if stage is Stage.DRAFT:
        return gettext("Voor dit punt staat een raadpleging klaar.")
    if stage is Stage.OPEN:
        said = ngettext(
            "Bij dit punt loopt een raadpleging, met {number} reactie.",
            "Bij dit punt loopt een raadpleging, met {number} reacties.",
            answers,
        )
    else:
        said = ngettext(
            "Over dit punt was een raadpleging, met {number} reactie.",
            "Over dit punt was een raadpleging, met {number} reacties.",
            answers,
        )
    return said.format(number=number(answers))


async def on_text(db: AsyncSession, documents: Sequence[UUID]) -> tuple[Hanging, ...]:
    """Items that are about one of these documents, and on which something hangs that is about its
    text: with another text it counts no more."""
    items = await db.scalars(
        select(AgendaItem.id)
        .join(AgendaItemDocument, AgendaItemDocument.agenda_item_id == AgendaItem.id)
        .where(
            AgendaItemDocument.document_id == func.any(list(documents)),
            AgendaItemDocument.main,
            AgendaItemDocument.gone_at.is_(None),
            AgendaItem.lapsed_at.is_(None),
        )
        .order_by(AgendaItem.place, AgendaItem.id)
    )
    return tuple(one for one in await on(db, items.all()) if one.public)


async def on(db: AsyncSession, items: Sequence[UUID]) -> tuple[Hanging, ...]:
    """Of these items those on which something hangs, in their order."""
    chosen = func.any(list(items))
    rows = await db.scalars(select(AgendaItem).where(AgendaItem.id == chosen))
    found = {row.id: Hanging(row.id, row.title, []) for row in rows}
    now = await council.now(db)
    asked = await db.execute(
        select(AgendaItemDocument.agenda_item_id, Consultation, func.counting(Consultation.id))
        .join(Consultation, Consultation.document_id == AgendaItemDocument.document_id)
        .where(
            AgendaItemDocument.agenda_item_id == chosen,
            AgendaItemDocument.main,
            AgendaItemDocument.gone_at.is_(None),
            Consultation.stage != Stage.CANCELLED,
        )
        .order_by(Consultation.created_at.desc(), Consultation.id)
    )
    for item_id, row, answered in asked:
        found[item_id].asked.append((stage_at(row, now), answered))
    attached = await db.execute(
        select(
            Attachment.agenda_item_id,
            func.count(Attachment.summary_id),
            func.count(Attachment.exception_id),
        )
        .where(Attachment.agenda_item_id == chosen)
        .group_by(Attachment.agenda_item_id)
    )
    for item_id, summaries, exceptions in attached:
        found[item_id].summaries, found[item_id].exceptions = summaries, exceptions
    return tuple(found[id_] for id_ in items if id_ in found and found[id_].words())
