# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Reading bodies and their members."""

import datetime as dt
from collections.abc import Sequence
from uuid import UUID

from msgspec import Struct
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from backend.accounts.roles import Role
from backend.accounts.tables import Account
from backend.advice.tables import AdvisoryBody, BodyMember
from backend.council import queries as council
from backend.council.planning import local_day
from backend.errors import NotHere
from backend.web.languages import Stored, gettext, marked
from surveys.review import Kind, sits

KINDS = {
    Kind.ADVIESRAAD: marked("Adviesraad"),
    Kind.CLIENTENRAAD: marked("Cliëntenraad"),
    Kind.JONGERENRAAD: marked("Jongerenraad"),
    Kind.OUDERENRAAD: marked("Ouderenraad"),
    Kind.WIJKRAAD: marked("Wijkraad of dorpsraad"),
    Kind.ANDERS: marked("Anders"),
}


class Seat(Struct, frozen=True):
    """One term of one member; `sits` says whether it holds today."""

    row: BodyMember
    name: str
    disabled: bool
    sits: bool
    to_come: bool


class Body(Struct, frozen=True):
    row: AdvisoryBody
    seats: tuple[Seat, ...]

    @property
    def sitting(self) -> int:
        return len({seat.row.account_id for seat in self.seats if seat.sits})


def _seat(row: BodyMember, account: Account, today: dt.date) -> Seat:
    ended = row.ended_at is not None
    disabled = account.disabled_at is not None
    now = sits(row.first_day, row.last_day, ended=ended or disabled, today=today)
    return Seat(row, account.name, disabled, now, not ended and row.first_day > today)


async def _bodies(db: AsyncSession, rows: Sequence[AdvisoryBody]) -> tuple[Body, ...]:
    today = local_day(await council.now(db))
    found = await db.execute(
        select(BodyMember, Account)
        .join(Account, Account.id == BodyMember.account_id)
        .where(BodyMember.body_id.in_([row.id for row in rows]))
        .order_by(Account.name, BodyMember.first_day, BodyMember.id)
    )
    seats: dict[UUID, list[Seat]] = {}
    for row, account in found.all():
        seats.setdefault(row.body_id, []).append(_seat(row, account, today))
    return tuple(Body(row, tuple(seats.get(row.id, ()))) for row in rows)


async def bodies(db: AsyncSession) -> tuple[Body, ...]:
    """Those that still exist first, then what is history; by name."""
    rows = await db.scalars(
        select(AdvisoryBody).order_by(AdvisoryBody.retired_at.is_not(None), AdvisoryBody.name)
    )
    return await _bodies(db, rows.all())


async def body(db: AsyncSession, body_id: UUID) -> Body:
    row = await db.get(AdvisoryBody, body_id)
    if row is None:
        raise NotHere(
            gettext("Deze adviesraad bestaat niet."), gettext("Kijk in de lijst van adviesraden.")
        )
    return (await _bodies(db, [row]))[0]


async def people(db: AsyncSession, body: Body) -> tuple[tuple[UUID, str], ...]:
    """Who can become a member: accounts that the administrator made for advisory councils, but
    not who is one already, or will be."""
    members = {seat.row.account_id for seat in body.seats if seat.sits or seat.to_come}
    rows = await db.execute(
        select(Account.id, Account.name, Account.username)
        .where(Account.role == Role.ADVIESRAAD, Account.disabled_at.is_(None))
        .order_by(Account.name, Account.username)
    )
    return tuple(
        (id_, Stored(f"{name} ({username})"))
        for id_, name, username in rows.all()
        if id_ not in members
    )


def coupled(found: Sequence[Body], themes: Sequence[str]) -> tuple[Body, ...]:
    """Bodies that say they are about one of these themes."""
    return tuple(
        body for body in found if body.row.retired_at is None and set(body.row.themes) & set(themes)
    )
