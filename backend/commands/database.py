# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""`migrate` and `secret`."""

import argparse
import asyncio
import os
import secrets

from backend import ground, migrate
from backend.commands.ending import tell


def bring_up_to_date(arguments: argparse.Namespace) -> None:
    with ground.stand(os.environ) as standing:
        ground.bring_up_to_date(standing)
        served = asyncio.run(ground.served(standing))
    told = {"version": migrate.newest(), "serves": served}
    tell(arguments, told, "The database is at version {version}. It serves programs of {serves}.")


def secret(arguments: argparse.Namespace) -> None:
    tell(arguments, {"secret": secrets.token_urlsafe(48)}, "{secret}")
