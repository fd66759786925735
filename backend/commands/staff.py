# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""`account`: who of the staff gets in."""

import argparse
import os

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from backend import ground
from backend.accounts import actions, passwords
from backend.accounts.roles import Role
from backend.accounts.tables import Account
from backend.commands.ending import COMMAND_LINE, in_a_transaction, prepare, tell
from backend.errors import NotHere


def add(arguments: argparse.Namespace) -> None:
    """The password is made here, printed once and kept nowhere."""
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


def disable(arguments: argparse.Namespace) -> None:
    username = arguments.username.strip().lower()

    async def end(db: AsyncSession) -> None:
        account = (await db.scalars(select(Account).where(Account.username == username))).first()
        if account is None:
            raise NotHere(f"Er is geen account {username}.", "Controleer de naam.")
        await actions.disable(db, COMMAND_LINE, account)

    with ground.stand(os.environ) as standing:
        in_a_transaction(standing, end)
    tell(arguments, {"username": username}, "Account {username} komt er niet meer in.")
