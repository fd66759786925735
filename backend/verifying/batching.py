# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Whether the batches that were counted one by one hold every entry once, and those they say.

Under seal only: which entries were counted together tells who answered at the same moment.
"""

import datetime as dt
import hashlib
from collections.abc import Iterator

import msgspec
from msgspec import Struct

from analysis.frames import RECEIVED
from backend.verifying import files
from backend.verifying.case import Case
from backend.verifying.findings import Unreadable

_LONGEST = 1 << 20
_Row = tuple[str, int, str, str, dt.date]


class _Batch(Struct, frozen=True, forbid_unknown_fields=True):
    """`kenmerk`: SHA-256 over which entries were counted, `regels` where they stand in the log."""

    kenmerk: str
    regels: list[int]


class _Entries:
    """Of our consultation, by their place in the log, as a batch counts them."""

    def __init__(self, case: Case) -> None:
        self._case = case
        self._places = {row.position: place for place, row in enumerate(case.rows)}

    def before(self, at: int) -> set[int]:
        return {place for place in (*self._places, *self._case.chain.ended) if place < at}

    def _row(self, place: int, sign: int, cause: str) -> _Row:
        held = self._case.held
        day = dt.date.fromisoformat(held.days[place])
        return held.ids[place], sign, cause, held.channels[place], day

    def rows(self, position: int) -> Iterator[_Row]:
        """`KeyError` for what is no entry of ours, `ValueError` for one without a day."""
        ended = self._case.chain.ended
        if position in self._places:
            yield self._row(self._places[position], 1, RECEIVED)
        elif position not in ended:
            raise KeyError(position)
        content = ended.get(position)
        if content is not None:
            yield self._row(self._places[content.position], -1, content.went)


def _read(case: Case) -> Iterator[_Batch]:
    for number, line in enumerate(case.bundle.lines(files.BATCHES, _LONGEST)):
        try:
            yield msgspec.json.decode(line, type=_Batch)
        except (msgspec.DecodeError, RecursionError) as error:
            where = f"{files.BATCHES}, regel {number}"
            raise Unreadable(f"{where}: niet te lezen: {error}.") from None


def check(case: Case, at: int) -> None:
    """`at`: the place of the tally that is their sum."""
    entries, seen = _Entries(case), set[int]()
    for number, batch in enumerate(_read(case)):
        if not seen.isdisjoint(batch.regels) or len(set(batch.regels)) < len(batch.regels):
            _fault(case, f"deeltelling {number} telt iets dat al geteld was.")
        seen.update(batch.regels)
        try:
            rows = sorted(row for position in batch.regels for row in entries.rows(position))
        except (KeyError, ValueError) as error:
            _fault(case, f"deeltelling {number} telt wat er niet is ({error}).")
            continue
        if hashlib.sha256(msgspec.json.encode(rows)).hexdigest() != batch.kenmerk:
            _fault(case, f"deeltelling {number}: verwacht was SHA-256 {batch.kenmerk}.")
    if missing := entries.before(at) - seen:
        what = f"in geen deeltelling; zo zijn er {len(missing)}."
        case.findings.fault("T9", files.BATCHES, what, min(missing))


def _fault(case: Case, what: str) -> None:
    case.findings.fault("T9", files.BATCHES, what)
