# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""`export`: the bundle of a closed consultation, for everybody or for the audit office."""

import argparse
import asyncio
import os
from pathlib import Path

from backend import ground
from backend.bundling import writing
from backend.commands.ending import in_transactions, tell
from backend.errors import Refused

_WORDS = (
    "The bundle is in {bundle} ({entries} entries of the log). Check it with: raadgever verify"
    " {bundle} --key VKEY"
)


def export(arguments: argparse.Namespace) -> None:
    folder = Path(arguments.to)
    with ground.stand(os.environ) as standing:
        asyncio.run(ground.check(standing))
        try:
            made = in_transactions(
                standing,
                lambda sessions: writing.write(
                    sessions, arguments.consultation, folder, sealed=arguments.sealed
                ),
            )
        except OSError as error:
            raise Refused(f"{folder} cannot be written ({error.strerror}).") from None
    told = {
        "bundle": str(made.folder),
        "consultation": made.consultation,
        "entries": made.entries,
        "sealed": arguments.sealed,
    }
    tell(arguments, told, _WORDS)
