# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Accounts are made, disabled and signed in to."""

import re

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from backend.accounts import passwords, sessions, throttle
from backend.accounts.roles import Role
from backend.accounts.tables import Account
from backend.accounts.throttle import Budget
from backend.audit.actions import Actor, note
from backend.database import Sessions
from backend.errors import Conflict, Flaw, Invalid
from backend.web.languages import gettext

PER_ACCOUNT_AND_NETWORK = Budget("sign-in", 10, 900)
PER_NETWORK = Budget("sign-in-network", 100, 900)
_USERNAME = re.compile(r"[a-z0-9][a-z0-9._@+-]{1,100}")


async def make(
    db: AsyncSession, actor: Actor, *, username: str, name: str, role: Role, password: str
) -> Account:
    """A new account. `Invalid` with every flaw, `Conflict` when the name is taken."""
    username = username.strip().lower()
    flaws: list[Flaw] = []
    if not _USERNAME.fullmatch(username):
        what = gettext("Gebruik letters, cijfers en . _ @ + - (2 tot 100 tekens).")
        flaws.append(Flaw("username", what))
    if not name.strip():
        flaws.append(Flaw("name", gettext("Vul een naam in.")))
    if len(password) < passwords.SHORTEST:
        what = gettext("Kies een wachtwoord van {number} tekens.")
        flaws.append(Flaw("password", what.format(number=passwords.SHORTEST)))
    if flaws:
        raise Invalid(gettext("Dit account kan niet worden gemaakt."), "", flaws)
    if (await db.scalars(select(Account.id).where(Account.username == username))).first():
        raise Conflict(
            gettext("Er is al een account {username}.").format(username=username),
            gettext("Kies een andere gebruikersnaam."),
        )
    account = Account(
        username=username, name=name.strip(), role=role, password=passwords.hashed(password)
    )
    db.add(account)
    await db.flush()
    note(db, actor, "maken", "account", account.id, rol=role)
    return account


async def disable(db: AsyncSession, actor: Actor, account: Account) -> None:
    """From now on this account opens nothing; its sessions end at once."""
    account.disabled_at = func.now()
    await sessions.end_all(db, account.id)
    note(db, actor, "uitzetten", "account", account.id)


async def sign_in(
    db: AsyncSession,
    secret: bytes,
    *,
    tries: Sessions,
    username: str,
    password: str,
    origin: str,
    network: str,
) -> str | None:
    """A session token, or None. Raises `TooMany`; the same work is done for unknown names.

    `tries` opens the transactions in which tries are counted, whatever becomes of this one.
    """
    username = username.strip().lower()[:100]
    await throttle.spend(tries, secret, PER_NETWORK, network)
    await throttle.spend(tries, secret, PER_ACCOUNT_AND_NETWORK, f"{username} {network}")
    found = select(Account).where(Account.username == username, Account.disabled_at.is_(None))
    account = (await db.scalars(found)).first()
    if not await passwords.matches(account.password if account else None, password):
        nobody = Actor(None, "onbekend", "niet ingelogd", origin)
        note(db, nobody, "inloggen", "account", result="geweigerd")
        return None
    assert account is not None  # noqa: S101 - narrows the type: no account, no match
    await throttle.forgive(db, secret, PER_ACCOUNT_AND_NETWORK, f"{username} {network}")
    actor = Actor(account.id, account.name, account.role, origin)
    note(db, actor, "inloggen", "account", account.id)
    return sessions.begin(db, account)
