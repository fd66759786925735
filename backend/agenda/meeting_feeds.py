# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""The public agenda for machines: which items are ready for the council, and why or why not."""

import datetime as dt
from uuid import UUID

from litestar import get
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import FromPath
from msgspec import Struct

from backend.agenda import queries
from backend.agenda.queries import Line
from backend.decisions import queries as decisions
from backend.decisions import wire
from backend.decisions.tables import Decision
from backend.web.kinds import Db
from backend.web.troubles import Problem


class Agendapunt(Struct, frozen=True, rename="camel"):
    """`gereed` is what the gate says, `reden` its word for why; `raadpleging` is a slug. `besluit`
    is empty until the griffie wrote down what the council decided."""

    id: UUID
    nummer: str | None
    titel: str
    kop: bool
    vervallen: bool
    gereed: bool
    reden: str
    soort: str | None
    gehoord: bool
    uitzondering: str | None
    raadpleging: str | None
    besluit: wire.Besluit | None


class Vergadering(Struct, frozen=True, rename="camel"):
    id: UUID
    titel: str
    begint_op: dt.datetime
    afgelast: bool
    agendapunten: list[Agendapunt]


def _item(line: Line, decided: Decision | None) -> Agendapunt:
    shown = line.slug if line.opened_at is not None else None
    return Agendapunt(
        id=line.item.id,
        nummer=line.item.number,
        titel=line.item.title,
        kop=line.facts.only_heading,
        vervallen=line.facts.lapsed,
        gereed=line.ready,
        reden=line.reason,
        soort=line.facts.kind,
        gehoord=line.heard_by,
        uitzondering=line.ground,
        raadpleging=shown,
        besluit=wire.decision(decided) if decided else None,
    )


@get(
    "/api/v1/vergaderingen/{meeting_id:uuid}",
    operation_id="vergadering",
    summary="De agenda van één vergadering, met per punt of inwoners zijn gehoord",
    responses={
        404: ResponseSpec(
            Problem,
            generate_examples=False,
            description="Deze vergadering bestaat niet.",
            media_type="application/problem+json",
        )
    },
)
async def meeting(meeting_id: FromPath[UUID], db: Db) -> Vergadering:
    row = await queries.meeting(db, meeting_id)
    lines = await queries.lines(db, meeting_id)
    decided = await decisions.current(db, [line.item.id for line in lines])
    return Vergadering(
        id=row.id,
        titel=row.title,
        begint_op=row.starts_at.astimezone(dt.UTC),
        afgelast=row.cancelled,
        agendapunten=[_item(line, decided.get(line.item.id)) for line in lines],
    )


HANDLERS = (meeting,)
