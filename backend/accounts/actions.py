# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the beheerder does with accounts: make, invite, change the role, disable, help back in."""

import re
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from backend.accounts import links, passwords, second_factor, sessions
from backend.accounts.roles import Role
from backend.accounts.tables import Account, RoleChange
from backend.audit.actions import Actor, note
from backend.errors import Conflict, Flaw, Invalid
from backend.web.languages import gettext

_USERNAME = re.compile(r"[a-z0-9][a-z0-9._@+-]{1,99}")


async def _new(
    db: AsyncSession, *, username: str, name: str, role: Role, password: str, flaws: list[Flaw]
) -> Account:
    username = username.strip().lower()
    if not _USERNAME.fullmatch(username):
        what = gettext("Gebruik letters, cijfers en . _ @ + - (2 tot 100 tekens).")
        flaws.append(Flaw("username", what))
    if not name.strip():
        flaws.append(Flaw("name", gettext("Vul een naam in.")))
    if flaws:
        raise Invalid(gettext("Dit account kan niet worden gemaakt."), "", flaws)
    if (await db.scalars(select(Account.id).where(Account.username == username))).first():
        raise Conflict(
            gettext("Er is al een account {username}.").format(username=username),
            gettext("Kies een andere gebruikersnaam."),
        )
    account = Account(username=username, name=name.strip(), role=role, password=password)
    db.add(account)
    await db.flush()
    return account


async def make(
    db: AsyncSession, actor: Actor, *, username: str, name: str, role: Role, password: str
) -> Account:
    """A new account. `Invalid` with every flaw, `Conflict` when the name is taken."""
    flaws: list[Flaw] = []
    if len(password) < passwords.SHORTEST:
        what = gettext("Kies een wachtwoord van {number} tekens.")
        flaws.append(Flaw("password", what.format(number=passwords.SHORTEST)))
    account = await _new(
        db,
        username=username,
        name=name,
        role=role,
        password=passwords.hashed(password),
        flaws=flaws,
    )
    note(db, actor, "maken", "account", account.id, rol=role)
    return account


async def invite(
    db: AsyncSession, actor: Actor, *, username: str, name: str, role: Role
) -> tuple[Account, str]:
    """A new account without a password, and what stands in the link with which to choose one."""
    account = await _new(db, username=username, name=name, role=role, password="", flaws=[])
    token = await links.make(db, account.id)
    note(db, actor, "uitnodigen", "account", account.id, rol=role)
    return account, token


async def hold(db: AsyncSession, account: Account) -> Account:
    """As it stands now, held until the caller's transaction ends.

    With all beheerders, always in the same order: of two that end each other one is too late, and
    sees it.
    """
    await db.scalars(
        select(Account)
        .where((Account.role == Role.BEHEERDER) | (Account.id == account.id))
        .order_by(Account.id)
        .with_for_update(of=Account)
        .execution_options(populate_existing=True)
    )
    return account


async def _keep_a_beheerder(db: AsyncSession, account: Account) -> None:
    """Of those who can sign in; somebody who was invited and never came does not count."""
    others = await db.scalars(
        select(func.count())
        .select_from(Account)
        .where(
            Account.role == Role.BEHEERDER,
            Account.disabled_at.is_(None),
            Account.password != "",
            Account.id != account.id,
        )
    )
    if account.role == Role.BEHEERDER and account.disabled_at is None and not others.one():
        raise Conflict(
            gettext("Dit is de laatste beheerder die kan inloggen."),
            gettext("Nodig eerst een andere beheerder uit. Anders kan niemand er meer bij."),
        )


async def disable(db: AsyncSession, actor: Actor, account: Account, reason: str = "") -> None:
    """From now on this account opens nothing; its sessions and its link end at once."""
    await hold(db, account)
    if account.disabled_at is not None:
        return
    await _keep_a_beheerder(db, account)
    account.disabled_at = func.now()
    await sessions.end_all(db, account.id)
    await links.revoke(db, account.id)
    note(db, actor, "uitzetten", "account", account.id, reden=reason)


async def enable(db: AsyncSession, actor: Actor, account: Account) -> None:
    """With the password of before; nobody could use it meanwhile."""
    await hold(db, account)
    if account.disabled_at is not None:
        account.disabled_at = None
        note(db, actor, "aanzetten", "account", account.id)


async def change_role(db: AsyncSession, actor: Actor, account: Account, role: Role) -> None:
    """Sessions end: what somebody may do is settled when they sign in again."""
    await hold(db, account)
    if account.role == role:
        return
    if actor.id is None or account.id == actor.id:
        raise Conflict(
            gettext("Uw eigen rol kunt u niet wijzigen."),
            gettext("Vraag het een andere beheerder."),
        )
    await _keep_a_beheerder(db, account)
    before = account.role
    db.add(RoleChange(account_id=account.id, role=role, made_by=actor.id))
    await db.flush()
    await db.refresh(account)
    await sessions.end_all(db, account.id)
    note(db, actor, "rol wijzigen", "account", account.id, van=before, naar=role)


async def new_link(db: AsyncSession, actor: Actor, account: Account) -> str:
    """For an invitation that got lost, or a password. What somebody has now keeps working until
    the link is used: so nobody is shut out by asking for one."""
    await hold(db, account)
    if account.disabled_at is not None:
        raise Conflict(
            gettext("Dit account staat uit."), gettext("Zet het eerst aan. Maak dan een link.")
        )
    token = await links.make(db, account.id)
    note(db, actor, "link maken", "account", account.id)
    return token


async def revoke_link(db: AsyncSession, actor: Actor, account: Account) -> None:
    if await links.revoke(db, account.id):
        note(db, actor, "link intrekken", "account", account.id)


async def end_sessions(
    db: AsyncSession, actor: Actor, account: Account, name: UUID | None = None
) -> None:
    """All of them, or the one of this name. What had ended already leaves no line."""
    if name:
        number = int(await sessions.end_named(db, account.id, name))
    else:
        number = await sessions.end_all(db, account.id)
    if number:
        note(db, actor, "sessies beëindigen", "account", account.id, aantal=number)


async def remove_second_factor(
    db: AsyncSession, actor: Actor, account: Account, reason: str
) -> None:
    """After a lost telephone. The sessions end too: it may have been stolen."""
    if await second_factor.remove(db, account.id):
        await sessions.end_all(db, account.id)
        note(db, actor, "tweede factor weghalen", "account", account.id, reden=reason)
