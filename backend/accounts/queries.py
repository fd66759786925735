# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Reading accounts, for the beheerder."""

import datetime as dt
from enum import StrEnum
from uuid import UUID

from msgspec import Struct
from sqlalchemy import func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from backend.accounts import links, second_factor, sessions
from backend.accounts.sessions import Session
from backend.accounts.tables import Account
from backend.errors import NotHere
from backend.web.languages import gettext

MOST = 200  # on one page; whoever has more of them searches


class State(StrEnum):
    ACTIVE = "active"
    INVITED = "invited"
    DISABLED = "disabled"


def state_of(account: Account) -> State:
    if account.disabled_at is not None:
        return State.DISABLED
    return State.ACTIVE if account.password else State.INVITED


class Person(Struct, frozen=True):
    """An account as its own page shows it. `link_until`: the link that is out still works."""

    account: Account
    state: State
    link_until: dt.datetime | None
    codes_left: int
    sessions: tuple[Session, ...]


class Found(Struct, frozen=True):
    """`people` that fit, and whether there are `more` of those; `all` accounts there are."""

    people: tuple[tuple[Account, State], ...]
    all: int
    more: bool


async def search(db: AsyncSession, words: str) -> Found:
    """By a part of the name, the user name or the role; in the order of the names."""
    fits = or_(
        *(
            column.icontains(words, autoescape=True)
            for column in (Account.name, Account.username, Account.role)
        )
    )
    rows = list(await db.scalars(select(Account).where(fits).limit(MOST + 1)))
    counted = (await db.scalars(select(func.count()).select_from(Account))).one()
    named = sorted(rows[:MOST], key=lambda row: (row.name.casefold(), row.username))
    return Found(tuple((row, state_of(row)) for row in named), counted, more=len(rows) > MOST)


async def get(db: AsyncSession, account_id: UUID) -> Account:
    account = await db.get(Account, account_id)
    if account is None:
        raise NotHere(
            gettext("Dit account bestaat niet."), gettext("Kijk in de lijst welke er zijn.")
        )
    return account


async def person(db: AsyncSession, account_id: UUID) -> Person:
    account = await get(db, account_id)
    return Person(
        account,
        state_of(account),
        await links.until(db, account_id),
        await second_factor.codes_left(db, account_id),
        await sessions.of(db, account_id),
    )
