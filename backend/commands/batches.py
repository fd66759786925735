# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""`batches`: the files of what was counted in a consultation."""

import argparse
import os
import sys
from collections.abc import Sequence

from backend import ground
from backend.commands.ending import in_transactions, prepare, say
from backend.consultations import queries as consultations
from backend.database import Sessions
from backend.errors import Refused
from backend.results import batch_checking
from backend.results.batch_checking import Looked
from backend.results.batch_files import Files

_NOWHERE = (
    "Er is geen map voor bestanden van deeltellingen. Zet RAADGEVER_BATCH_FOLDER op de map van de"
    " werker, en start dit op dezelfde computer."
)
_WRONG = (
    "{wrong} van de {all} deeltellingen komen niet uit op wat in hun bestand staat: {which}."
    " Sluiten telt alle inzendingen opnieuw en publiceert niets dat niet klopt; laat de"
    " beheerder kijken."
)


def run(arguments: argparse.Namespace) -> None:
    with ground.stand(os.environ) as standing:
        folder = standing.batch_folder
        if folder is None:
            raise Refused(_NOWHERE)
        prepare(standing)
        files = Files(folder)

        async def work(sessions: Sessions) -> list[Looked]:
            async with sessions() as db:
                asked = await consultations.find(db, arguments.consultation)
            if not arguments.check:
                return await batch_checking.look(sessions, files, asked)
            return [each async for each in batch_checking.check(sessions, files, asked)]

        found = in_transactions(standing, work)
    _tell(arguments, found)
    wrong = [str(each.batch) for each in found if each.agrees is False]
    if wrong:
        raise Refused(_WRONG.format(wrong=len(wrong), all=len(found), which=", ".join(wrong)))


def _tell(arguments: argparse.Namespace, found: Sequence[Looked]) -> None:
    value: dict[str, object] = {
        "batches": len(found),
        "entries": sum(each.entries for each in found),
        "kept": sum(each.now == "kept" for each in found),
        "sound": sum(each.was == "sound" for each in found),
        "rebuilt": sum(each.was not in {"", "sound"} and each.now == "kept" for each in found),
        "agree": sum(bool(each.agrees) for each in found),
        "sealed": all(each.agrees is None for each in found),
    }
    if arguments.json:
        say({**value, "each": found})
        return
    for each in found:
        sys.stdout.write(
            f"{each.batch}  versie {each.generation}  {each.entries} inzendingen  {_words(each)}\n"
        )
    sys.stdout.write(
        "{batches} deeltellingen van {entries} inzendingen, {kept} met een bestand.\n".format(
            **value
        )
    )
    if arguments.check:
        sys.stdout.write(_sum(value))


def _words(each: Looked) -> str:
    kept = each.now == "kept"
    if each.was in {"", "sound"}:
        return ("in orde" if each.was else "bestand staat er") if kept else "geen bestand"
    return f"{'opnieuw gemaakt' if kept else 'niet te maken'} ({each.was})"


def _sum(value: dict[str, object]) -> str:
    if value["sealed"]:
        return "De raadpleging is nog open: wat er geteld is, blijft tot het sluiten verzegeld.\n"
    return "De bestanden van {agree} deeltellingen komen uit op wat er geteld is.\n".format(**value)
