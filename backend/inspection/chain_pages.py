# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""The whole chain behind an agenda item, as a page and for machines."""

import datetime as dt
from uuid import UUID

from litestar import get
from litestar.params import FromPath
from litestar.response import Template
from msgspec import Struct

from analysis.figures import Totals
from backend.accounts.guards import SignedIn
from backend.agenda import queries
from backend.agenda.words import grounds
from backend.council.pages import kind_names
from backend.decisions.queries import After
from backend.decisions.showing import Came
from backend.inspection.chain import chain
from backend.inspection.steps import Step, folded, heading, limit, quotation
from backend.web.kinds import Db
from backend.web.pages import page

_PATH = "/griffie/agendapunten/{item_id:uuid}/keten"


class Optelling(Struct, frozen=True, rename="camel"):
    """ontvangen = geteld + vervangen + ingetrokken + apart gelegd."""

    ontvangen: int
    geteld: int
    vervangen: int
    ingetrokken: int
    apart_gelegd: int


class Stap(Struct, frozen=True, rename="camel", omit_defaults=True):
    """`kenmerk` is the SHA-256 of the version, the questionnaire or the figures."""

    op: dt.datetime
    stap: str
    door: str
    adres: str
    kenmerk: str = ""
    over: str = ""
    bij: str = ""
    nummer: int | None = None
    reden: str = ""
    van: dt.datetime | None = None
    tot: dt.datetime | None = None
    optelling: Optelling | None = None


class Keten(Struct, frozen=True, rename="camel"):
    agendapunt: UUID
    titel: str
    vergadering: UUID
    documenten: tuple[UUID, ...]
    stappen: list[Stap]


def _sum(totals: Totals) -> Optelling:
    return Optelling(
        totals.received, totals.counted, totals.replaced, totals.withdrawn, totals.set_aside
    )


def _stap(step: Step) -> Stap:
    return Stap(
        op=step.at.astimezone(dt.UTC),
        stap=step.kind,
        door=step.by,
        adres=step.place,
        kenmerk=step.mark,
        over=step.about,
        bij=step.on,
        nummer=step.number,
        reden=step.reason,
        van=step.was.astimezone(dt.UTC) if step.was else None,
        tot=step.until.astimezone(dt.UTC) if step.until else None,
        optelling=_sum(step.totals) if step.totals else None,
    )


@get(_PATH, include_in_schema=False)
async def read(item_id: FromPath[UUID], db: Db, staff: SignedIn) -> Template:
    line = await queries.line(db, item_id)
    return page(
        "chain.html",
        item=line.item,
        meeting=await queries.meeting(db, line.item.meeting_id),
        groups=folded((await chain(db, item_id)).steps),
        heading=heading,
        limit=limit,
        quotation=quotation,
        kinds=kind_names(),
        came=Came(After()),
        grounds=grounds(),
        account=staff.account,
        csrf=staff.csrf,
        section="griffie",
    )


@get(f"{_PATH}.json", include_in_schema=False)
async def for_machines(item_id: FromPath[UUID], db: Db) -> Keten:
    line = await queries.line(db, item_id)
    found = await chain(db, item_id)
    return Keten(
        agendapunt=item_id,
        titel=line.item.title,
        vergadering=line.item.meeting_id,
        documenten=found.documents,
        stappen=[_stap(step) for step in found.steps],
    )


HANDLERS = (read, for_machines)
