# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Signing in: a password, and for who has one a second factor; and choosing a password."""

import hashlib
from uuid import UUID

from cryptography.fernet import InvalidToken
from msgspec import Struct
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from backend import keys
from backend.accounts import links, passwords, second_factor, sessions, throttle
from backend.accounts.sessions import Whence
from backend.accounts.tables import Account
from backend.accounts.throttle import Budget
from backend.audit.actions import Actor, note
from backend.database import Sessions
from backend.errors import Flaw, Invalid
from backend.web import origin
from backend.web.languages import gettext

PER_ACCOUNT_AND_NETWORK = Budget("sign-in", 10, 900)
PER_NETWORK = Budget("sign-in-network", 100, 900)
# Only who knows the password comes this far, so all networks may share the second: a million codes
# are not guessed in fifty tries an hour, and whoever is shut out by it has a password to change.
CODES_PER_NETWORK = Budget("second-factor", 5, 900)
CODES_PER_ACCOUNT = Budget("second-factor-account", 50, 3600)
OWN_PASSWORD = Budget("own-password", 10, 900)
HALFWAY_SECONDS = 5 * 60


class Entered(Struct, frozen=True):
    """`token` of the new session."""

    token: str


class Halfway(Struct, frozen=True):
    """The password was right; `ticket` says so for five minutes, and opens nothing by itself."""

    ticket: str


def _of_now(account: Account) -> str:
    """A ticket ends with the password that it was given for."""
    return hashlib.sha256(account.password.encode()).hexdigest()


def _ticket(secret: bytes, account: Account) -> str:
    held = f"{account.id} {_of_now(account)}"
    return keys.box(secret, "halverwege/1").encrypt(held.encode()).decode()


def _read_ticket(secret: bytes, ticket: str) -> tuple[UUID, str] | None:
    try:
        held = keys.box(secret, "halverwege/1").decrypt(ticket.encode(), ttl=HALFWAY_SECONDS)
        whose, _, password = held.decode().partition(" ")
        return UUID(whose), password
    except (InvalidToken, ValueError):
        return None


def _nobody(whence: Whence) -> Actor:
    return Actor(None, "onbekend", "niet ingelogd", whence.origin)


def _note_too_often(db: AsyncSession, account_id: UUID | None, whence: Whence) -> None:
    why = "te vaak geprobeerd"
    note(db, _nobody(whence), "inloggen", "account", account_id, result="geweigerd", reden=why)


async def sign_in(
    db: AsyncSession,
    secret: bytes,
    *,
    tries: Sessions,
    username: str,
    password: str,
    whence: Whence,
) -> Entered | Halfway | None:
    """None: no. Raises `TooMany`; the same work is done for unknown names.

    `tries` opens the transactions in which tries are counted, whatever becomes of this one.
    """
    network = origin.network(whence.origin)
    username = username.strip().lower()[:100]
    who = f"{username} {network}"
    found = select(Account).where(Account.username == username, Account.disabled_at.is_(None))

    async def too_often(apart: AsyncSession) -> None:
        known = (await apart.scalars(found)).first()
        _note_too_often(apart, known.id if known else None, whence)

    await throttle.spend(tries, secret, PER_NETWORK, network, too_often)
    await throttle.spend(tries, secret, PER_ACCOUNT_AND_NETWORK, who, too_often)
    account = (await db.scalars(found)).first()
    if not await passwords.matches(account.password if account else None, password):
        tried = account.id if account else None
        note(db, _nobody(whence), "inloggen", "account", tried, result="geweigerd")
        return None
    assert account is not None  # noqa: S101 - narrows the type: no account, no match
    await throttle.forgive(db, secret, PER_ACCOUNT_AND_NETWORK, who)
    if account.second_factor:
        return Halfway(_ticket(secret, account))
    actor = Actor(account.id, account.name, account.role, whence.origin)
    note(db, actor, "inloggen", "account", account.id)
    return Entered(sessions.begin(db, account, whence))


def _too_late() -> Invalid:
    what = gettext("U was te lang weg. Vul uw wachtwoord nog een keer in.")
    return Invalid(gettext("Inloggen lukte niet."), "", [Flaw("username", what)])


async def with_code(
    db: AsyncSession, secret: bytes, *, tries: Sessions, ticket: str, code: str, whence: Whence
) -> Entered | None:
    """None: the code is wrong, or was used. `Invalid`: begin again with the password."""
    read = _read_ticket(secret, ticket)
    if read is None:
        raise _too_late()
    account_id, password = read
    who = f"{account_id} {origin.network(whence.origin)}"

    async def too_often(apart: AsyncSession) -> None:
        _note_too_often(apart, account_id, whence)

    await throttle.spend(tries, secret, CODES_PER_NETWORK, who, too_often)
    await throttle.spend(tries, secret, CODES_PER_ACCOUNT, str(account_id), too_often)
    found = select(Account).where(Account.id == account_id, Account.disabled_at.is_(None))
    account = (await db.scalars(found)).first()
    if account is None or _of_now(account) != password:
        raise _too_late()
    actor = Actor(account.id, account.name, account.role, whence.origin)
    used = await second_factor.use(db, secret, account.id, code)
    if not used:
        note(db, actor, "inloggen", "account", account.id, result="geweigerd", code="fout")
        return None
    await throttle.forgive(db, secret, CODES_PER_NETWORK, who)
    await throttle.forgive(db, secret, CODES_PER_ACCOUNT, str(account_id))
    note(db, actor, "inloggen", "account", account.id, tweede_factor=used)
    return Entered(sessions.begin(db, account, whence))


async def prove_password(
    db: AsyncSession, secret: bytes, *, tries: Sessions, account: Account, actor: Actor, given: str
) -> bool:
    """Before somebody who is signed in changes how they sign in: whoever sits there may be another.

    False, with a refused line, when it is wrong.
    """
    await throttle.spend(tries, secret, OWN_PASSWORD, str(account.id))
    if not await passwords.matches(account.password, given):
        note(db, actor, "wachtwoord tonen", "account", account.id, result="geweigerd")
        return False
    await throttle.forgive(db, secret, OWN_PASSWORD, str(account.id))
    return True


def check_new(account: Account, password: str, again: str) -> list[Flaw]:
    flaws = [
        Flaw("password", why)
        for why in passwords.weaknesses(password, username=account.username, name=account.name)
    ]
    if not flaws and password != again:
        flaws.append(Flaw("again", gettext("Dit is niet hetzelfde als erboven.")))
    return flaws


async def accept(db: AsyncSession, token: str, account: Account, password: str, came: str) -> bool:
    """The link is used up and the password is theirs. False when somebody was just before."""
    made = await passwords.hashed_apart(password)
    if not await links.use_up(db, token):
        return False
    first = not account.password
    account.password = made
    await sessions.end_all(db, account.id)
    actor = Actor(account.id, account.name, account.role, came)
    action = "uitnodiging aannemen" if first else "wachtwoord herstellen"
    note(db, actor, action, "account", account.id)
    return True


async def change_password(
    db: AsyncSession, actor: Actor, account_id: UUID, password: str, whence: Whence
) -> str:
    """Every session ends, this one too; the token of the new one."""
    account = await db.get_one(Account, account_id)
    account.password = await passwords.hashed_apart(password)
    await sessions.end_all(db, account_id)
    note(db, actor, "wachtwoord wijzigen", "account", account_id)
    return sessions.begin(db, account, whence)
