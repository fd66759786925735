# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the griffie still has to do after a meeting: the decision, and the answer to residents."""

import datetime as dt
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from backend.agenda.tasks import Task
from backend.council.planning import local_day
from backend.council.tables import AgendaItem
from backend.decisions import queries as decisions
from backend.web.languages import gettext, ngettext
from surveys.answering import ANSWER_WITHIN, DECIDE_WITHIN


def _name(item: AgendaItem) -> str:
    return " ".join(filter(None, (item.number, item.title)))


def _met(on: dt.date, today: dt.date) -> str:
    days = (today - on).days
    if not days:
        return gettext("De vergadering was vandaag.")
    return ngettext(
        "De vergadering was {number} dag geleden.", "De vergadering was {number} dagen geleden.",
        days,
    ).format(number=days)  # fmt: skip


def _left(number: int, since: dt.date, today: dt.date) -> str:
    days = (today - since).days
    open_ = ngettext(
        "Op {number} onderdeel is nog geen antwoord.",
        "Op {number} onderdelen is nog geen antwoord.",
        number,
    ).format(number=number)
    ago = gettext("De raad besloot vandaag.")
    if days:
        ago = ngettext(
            "De raad besloot {number} dag geleden.", "De raad besloot {number} dagen geleden.", days
        ).format(number=days)
    return f"{open_} {ago}"


async def _items(db: AsyncSession, ids: list[UUID]) -> dict[UUID, AgendaItem]:
    rows = await db.scalars(select(AgendaItem).where(AgendaItem.id == func.any(ids)))
    return {row.id: row for row in rows}


async def tasks(db: AsyncSession, today: dt.date) -> list[Task]:
    met = await decisions.undecided(db)
    items = await _items(db, [item_id for item_id, _ in met])
    found = [
        Task(
            what=gettext("Leg het besluit van de raad vast"),
            href=f"/griffie/agendapunten/{item_id}/besluit",
            about=_name(items[item_id]),
            why=_met(local_day(at), today),
            due=local_day(at) + dt.timedelta(days=DECIDE_WITHIN),
        )
        for item_id, at in met
    ]
    found += [
        Task(
            what=gettext("Geef inwoners antwoord"),
            href=f"/griffie/agendapunten/{each.item.id}/antwoord",
            about=_name(each.item),
            why=_left(each.left, each.since, today),
            due=each.since + dt.timedelta(days=ANSWER_WITHIN),
        )
        for each in await decisions.unanswered(db)
    ]
    return found
