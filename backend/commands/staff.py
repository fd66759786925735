# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""`account`: who of the staff gets in. The first beheerder is made here; there is no other door."""

import argparse
import os
from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from backend import ground
from backend.accounts import actions, links, passwords
from backend.accounts.roles import Role
from backend.accounts.tables import Account
from backend.commands.ending import COMMAND_LINE, in_a_transaction, prepare, tell
from backend.errors import NotHere
from backend.settings import SettingsError

_LINK = "Link voor {username}, werkt één keer en {days} dagen lang: {link}"


def _base_url(environ: Mapping[str, str]) -> str:
    """Asked before anything is done: a link that leads nowhere would be used up for nothing."""
    base = environ.get("RAADGEVER_BASE_URL", "").strip().rstrip("/")
    if not base:
        raise SettingsError(["RAADGEVER_BASE_URL is missing: a link begins with it."])
    return base


def _tell_link(arguments: argparse.Namespace, base: str, token: str) -> None:
    username = arguments.username.strip().lower()
    made = {"username": username, "link": links.address(base, token), "days": links.LIFE.days}
    tell(arguments, made, _LINK)


def add(arguments: argparse.Namespace) -> None:
    """A password that is made here, printed once and kept nowhere; or a link to choose one."""
    if arguments.link:
        _invite(arguments)
        return
    password = passwords.random()

    async def make(db: AsyncSession) -> None:
        await actions.make(
            db,
            COMMAND_LINE,
            username=arguments.username,
            name=arguments.name,
            role=Role(arguments.role),
            password=password,
        )

    with ground.stand(os.environ) as standing:
        prepare(standing)
        in_a_transaction(standing, make)
    made = {"username": arguments.username.strip().lower(), "password": password}
    tell(arguments, made, "Account {username}, wachtwoord {password} (staat nergens opgeslagen).")


def _invite(arguments: argparse.Namespace) -> None:
    base = _base_url(os.environ)

    async def make(db: AsyncSession) -> str:
        _, token = await actions.invite(
            db,
            COMMAND_LINE,
            username=arguments.username,
            name=arguments.name,
            role=Role(arguments.role),
        )
        return token

    with ground.stand(os.environ) as standing:
        prepare(standing)
        token = in_a_transaction(standing, make)
    _tell_link(arguments, base, token)


async def _find(db: AsyncSession, username: str) -> Account:
    username = username.strip().lower()
    account = (await db.scalars(select(Account).where(Account.username == username))).first()
    if account is None:
        raise NotHere(f"Er is geen account {username}.", "Controleer de naam.")
    return account


def link(arguments: argparse.Namespace) -> None:
    """For the beheerder whom nobody else can help: a new link, and without the lost telephone."""
    base = _base_url(os.environ)

    async def make(db: AsyncSession) -> str:
        account = await _find(db, arguments.username)
        if arguments.without_second_factor:
            reason = "op de opdrachtregel"
            await actions.remove_second_factor(db, COMMAND_LINE, account, reason)
        return await actions.new_link(db, COMMAND_LINE, account)

    with ground.stand(os.environ) as standing:
        token = in_a_transaction(standing, make)
    _tell_link(arguments, base, token)


def disable(arguments: argparse.Namespace) -> None:
    async def end(db: AsyncSession) -> None:
        await actions.disable(db, COMMAND_LINE, await _find(db, arguments.username))

    with ground.stand(os.environ) as standing:
        in_a_transaction(standing, end)
    username = arguments.username.strip().lower()
    tell(arguments, {"username": username}, "Account {username} komt er niet meer in.")
