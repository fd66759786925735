# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""`import responses --format polis`: a conversation that was held in pol.is."""

import argparse
import hashlib
import os
from pathlib import Path

import msgspec

from backend import ground
from backend.commands.ending import COMMAND_LINE, in_a_transaction, prepare, secret_of, tell
from backend.demo.telling import Teller
from backend.errors import Refused
from backend.ground import Ground
from backend.participation import polis, polis_files, polis_plan, polis_reading
from backend.participation.polis import Bringing, Brought
from backend.participation.polis_reading import Conversation

_NOT_HERE = ("mapping", "propose", "sheet", "dry_run", "report", "refused")


def _mark(folder: Path) -> str:
    """Of the bytes it comes from, for the audit trail."""
    whole = hashlib.sha256()
    for name in polis_files.COLUMNS:
        whole.update((folder / name).read_bytes())
    return whole.hexdigest()[:16]


def bring(arguments: argparse.Namespace) -> None:
    """Read first and in full: an export with a problem starts no server."""
    given = [name for name in _NOT_HERE if getattr(arguments, name)]
    if given:
        options = ", ".join(f"--{name.replace('_', '-')}" for name in given)
        raise Refused(f"{options}: not for --format polis. Leave it out.")
    folder = Path(arguments.file)
    found = polis_reading.conversation(folder)
    with ground.stand(os.environ) as standing:
        prepare(standing)
        brought = _bring(standing, found, _mark(folder), arguments.into)
    _tell(arguments, found, brought)


def _bring(standing: Ground, found: Conversation, mark: str, into: str | None) -> Brought:
    secret = secret_of(standing)
    with Teller().counting("Inlezen", len(polis_plan.steps(found))) as step:

        def told(number: int) -> None:
            for _ in range(number):
                step()

        asked = Bringing(found, secret, mark, told, into)
        return in_a_transaction(standing, lambda db: polis.bring(db, COMMAND_LINE, asked))


def _tell(arguments: argparse.Namespace, found: Conversation, brought: Brought) -> None:
    value: dict[str, object] = {
        **msgspec.structs.asdict(brought.sums),
        "consultation": str(brought.consultation),
        "slug": brought.slug,
        "new": brought.fresh,
        "statements": len(found.statements),
        "rejected": sum(each.rejected for each in found.statements),
        "votes": len(found.votes) + found.doubled,
        "doubled": found.doubled,
        "backwards": found.backwards,
    }
    words = (
        "{received} binnengekomen: {counted} geteld, {replaced} vervangen. {answers} antwoorden."
    )
    if not brought.fresh:
        words = f"Alles stond er al. {words}"
    if found.doubled:
        words += "\n{doubled} rijen van votes.csv staan er vaker, en tellen één keer."
    if found.backwards:
        words += (
            "\n{backwards} stemmen in votes.csv staan na een latere stem van dezelfde deelnemer op"
            " dezelfde stelling. De tijd telt, niet de plaats."
        )
    tell(arguments, value, words + "\nKijk op /raadplegingen/{slug}")
