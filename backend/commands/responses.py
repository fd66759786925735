# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""`import responses`: what residents answered in another tool."""

import argparse
import hashlib
import os
from pathlib import Path

import msgspec

from backend import ground
from backend.commands import polis
from backend.commands.ending import (
    COMMAND_LINE,
    in_a_transaction,
    in_transactions,
    prepare,
    say,
    secret_of,
    tell,
)
from backend.database import Sessions
from backend.errors import Flaw, Invalid, Refused
from backend.participation import (
    importing,
    importing_mapping,
    importing_proposal,
    importing_refused,
    importing_report,
)
from backend.participation.importing import Outcome
from backend.participation.importing_mapping import Mapping
from backend.web import tables_in
from backend.web.tables_in import Table


def _read(path: str, most: int) -> bytes:
    """One byte more than the reader takes is enough for it to say that it is too much."""
    try:
        with Path(path).open("rb") as file:
            return file.read(most + 1)
    except OSError as error:
        what = f"Dit bestand is niet te lezen ({error.strerror})."
        raise Invalid("Er is niets ingelezen.", "", [Flaw(path, what)]) from error


def _write(path: str, content: bytes, *, again: bool) -> None:
    """A mapping that somebody mended is never written over."""
    try:
        with Path(path).open("wb" if again else "xb") as file:
            file.write(content)
    except OSError as error:
        raise Refused(f"{path} could not be written: {error.strerror}.") from error


def bring(arguments: argparse.Namespace) -> None:
    """Read first and in full: a file or mapping with a problem starts no server."""
    if arguments.format == "polis":
        polis.bring(arguments)
        return
    data = _read(arguments.file, tables_in.LARGEST_FILE)
    if arguments.propose:
        _propose(arguments, importing_refused.read(data, sheet=arguments.sheet))
        return
    mapping = importing_mapping.read(_read(arguments.mapping, importing_mapping.LARGEST))
    if arguments.into not in (None, mapping.consultation):
        raise Invalid(
            "De koppeling is van een andere raadpleging.",
            "Verander consultation in de koppeling, of laat --into weg.",
        )
    _bring(arguments, data, mapping)


def _bring(arguments: argparse.Namespace, data: bytes, mapping: Mapping) -> None:
    table = importing_refused.read(data, sheet=arguments.sheet)
    mark = hashlib.sha256(data).hexdigest()[:16]
    with ground.stand(os.environ) as standing:
        prepare(standing)
        secret = secret_of(standing)

        async def run(sessions: Sessions) -> Outcome:
            async with sessions() as db:
                shown = await importing.find(db, mapping.consultation)
            found = importing.sort(shown, table, mapping, secret=secret)
            if arguments.dry_run:
                return await importing.try_out(sessions, shown, found, secret=secret)
            importing.refuse_unless_open(shown)
            return await importing.take_in(
                sessions, COMMAND_LINE, shown, found, secret=secret, file=mark
            )

        outcome = in_transactions(standing, run)
    if arguments.refused:
        _write_privately(arguments.refused, importing_refused.write(outcome, table))
    _tell(arguments, outcome)


def _write_privately(path: str, content: bytes) -> None:
    """What residents answered: for whoever runs the command, and nobody else."""
    try:
        number = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(number, "wb") as file:
            file.write(content)
    except OSError as error:
        raise Refused(f"{path} could not be written: {error.strerror}.") from error


def _tell(arguments: argparse.Namespace, outcome: Outcome) -> None:
    if arguments.report:
        _write(arguments.report, importing_report.as_csv(outcome), again=True)
    if arguments.json:
        say(importing_report.as_json(outcome))
    else:
        tell(arguments, {"all": "\n".join(importing_report.lines(outcome))}, "{all}")


def _propose(arguments: argparse.Namespace, table: Table) -> None:
    if not arguments.into:
        raise Refused("--propose needs --into SLUG: for which consultation is this mapping?")
    with ground.stand(os.environ) as standing:
        prepare(standing)
        shown = in_a_transaction(standing, lambda db: importing.find(db, arguments.into))
    proposed = importing_proposal.propose(arguments.into, table, shown.questionnaire)
    _write(arguments.propose, importing_mapping.write(proposed), again=False)
    found: dict[str, object] = {
        "mapping": arguments.propose,
        "columns": len(proposed.columns),
        "ignored": msgspec.to_builtins(proposed.ignore),
        "number": proposed.id,
    }
    words = (
        "{columns} kolommen herkend; niet herkend: {ignored}.\nKijk {mapping} na en vul aan waar"
        " een vraagteken staat."
    )
    tell(arguments, found, words)
