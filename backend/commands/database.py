# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""`migrate` and `secret`."""

import argparse
import os
import secrets

from backend import ground, migrate
from backend.commands.ending import tell


def bring_up_to_date(arguments: argparse.Namespace) -> None:
    with ground.stand(os.environ) as standing:
        ground.bring_up_to_date(standing)
    tell(arguments, {"version": migrate.newest()}, "The database is at version {version}.")


def secret(arguments: argparse.Namespace) -> None:
    tell(arguments, {"secret": secrets.token_urlsafe(48)}, "{secret}")
