# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""`import`: what other systems have."""

import argparse
import asyncio
import codecs
import os
from pathlib import Path

import msgspec

from backend import ground, settings
from backend.commands import reading
from backend.commands.ending import COMMAND_LINE, in_a_transaction, prepare, tell
from backend.council import agenda_form, importing, notubiz
from backend.council.hands import FORM
from backend.council.inbound import InboundMeeting, Problem, Unreadable, shifted
from backend.council.json_bytes import LARGEST_FILE
from backend.errors import Refused
from backend.sources import getting
from backend.sources.faults import Failed
from backend.web import tables_in


def _fetched(url: str) -> bytes:
    """By the same rules as workers, who look by themselves at what stands on /griffie/bronnen."""
    try:
        return asyncio.run(getting.get(url, settings.outward(os.environ)))
    except Failed as failure:
        raise failure.unreadable(url) from failure


def _read(path: str) -> bytes:
    """One byte more than the reader takes is enough for it to say that it is too much."""
    if path.startswith(("https://", "http://")):
        return _fetched(path)
    try:
        with Path(path).open("rb") as file:
            return file.read(LARGEST_FILE + 1)
    except OSError as error:
        what = f"Dit bestand is niet te lezen ({error.strerror})."
        problem = Problem(path, what, "Kies een ander bestand.")
        raise Unreadable((problem,)) from error


def _meeting(data: bytes) -> InboundMeeting:
    """By what it is, whatever it is called: JSON begins with a brace, a table does not.

    Nor does a page of a website, which is what a wrong address gives: that is told as such.
    """
    start = data.removeprefix(codecs.BOM_UTF8).lstrip()[:1]
    return (
        notubiz.read(data)
        if start in {b"{", b"[", b"<", b""}
        else agenda_form.read(tables_in.read(data))
    )


def agenda(arguments: argparse.Namespace) -> None:
    """Read first and in full: a file with a problem starts no server and stores nothing."""
    meeting = _meeting(_read(arguments.file))
    if arguments.shift_to:
        meeting = shifted(meeting, arguments.shift_to)
    asked = reading.asked(arguments)
    if asked != reading.Asked() and meeting.source != FORM:
        options = "--new, --replaces, --same, --lapse en --change"
        what = f"{options} horen bij ons eigen formulier (CSV, XLSX)."
        raise Refused(f"{what} Haal ze weg: deze bron weet zelf wat hetzelfde is.")
    with ground.stand(os.environ) as standing:
        prepare(standing)
        taken = in_a_transaction(
            standing,
            lambda db: (
                reading.read_in(db, meeting, asked)
                if meeting.source == FORM
                else importing.take_in(db, COMMAND_LINE, meeting)
            ),
        )
    found = msgspec.to_builtins(taken)
    del found["changes"]
    found["page"] = f"/griffie/vergaderingen/{taken.meeting}"
    words = (
        "{created} nieuw, {changed} veranderd, {unchanged} gelijk, {dropped} niet openbaar en dus"
        " niet bewaard.\nKijk op {page}"
    )
    tell(arguments, found, words)
