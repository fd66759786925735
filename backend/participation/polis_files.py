# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""An export of pol.is as a folder of files: its tables, with everything that is wrong with them.

A file that cannot be read does not keep the others from being read: all problems at once.
"""

import csv
import io
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

from msgspec import Struct

from backend.errors import Flaw, Invalid

LARGEST_FILE: Final = 500_000_000
MOST_TOLD: Final = 20
"""Of one kind in one file; how many more there are is said after them."""
COMMENTS, VOTES = "comments.csv", "votes.csv"
MATRIX, SUMMARY = "participants-votes.csv", "summary.csv"
COLUMNS: Final[Mapping[str, tuple[str, ...]]] = {
    COMMENTS: ("comment-id", "moderated", "comment-body"),
    VOTES: ("timestamp", "comment-id", "voter-id", "vote"),
    MATRIX: ("participant",),
    SUMMARY: (),
}
_AGAIN = "Exporteer het gesprek opnieuw."


class Problems:
    """In the order of finding; of one kind in one file no more than somebody can read."""

    def __init__(self) -> None:
        self._told: list[Flaw] = []
        self._often: Counter[tuple[str, str]] = Counter()

    def add(self, file: str, row: int | None, what: str, *, kind: str = "") -> None:
        """`kind` is what this is said to be when it comes too often; else `what` itself."""
        of = (file, kind or what)
        self._often[of] += 1
        if self._often[of] <= MOST_TOLD:
            self._told.append(Flaw(file if row is None else f"{file}, rij {row}", what))

    def __bool__(self) -> bool:
        return bool(self._told)

    def flaws(self) -> list[Flaw]:
        more = [
            Flaw(file, f"En nog {often - MOST_TOLD} keer: {kind}")
            for (file, kind), often in self._often.items()
            if often > MOST_TOLD
        ]
        return [*self._told, *more]


class Row(Struct, frozen=True):
    """`number` as a spreadsheet counts: the header is row 1."""

    number: int
    cells: Sequence[str]


class Sheet(Struct, frozen=True):
    """`place` is where each column stands; `whole` when every row could be read."""

    header: Sequence[str]
    rows: Sequence[Row]
    whole: bool

    @property
    def place(self) -> dict[str, int]:
        return {name: at for at, name in enumerate(self.header)}


def read(folder: Path, problems: Problems) -> dict[str, Sheet]:
    """The files that could be read, by name; `Invalid` when this is no folder."""
    if not folder.is_dir():
        what = "Er is geen map met deze naam."
        raise Invalid("Er is niets ingelezen.", _where(), [Flaw(str(folder), what)])
    found = {name: _sheet(folder / name, problems) for name in COLUMNS}
    return {name: sheet for name, sheet in found.items() if sheet is not None}


def refused(problems: Problems) -> Invalid:
    return Invalid(f"Er is niets ingelezen. {_where()}", _AGAIN, problems.flaws())


def _where() -> str:
    return f"In een export van pol.is staan {', '.join(COLUMNS)}."


def _sheet(path: Path, problems: Problems) -> Sheet | None:
    name = path.name
    try:
        data = path.read_bytes() if path.stat().st_size <= LARGEST_FILE else None
    except FileNotFoundError:
        problems.add(name, None, "Dit bestand ontbreekt. Zet het in de map.")
        return None
    except OSError as error:
        problems.add(name, None, f"Dit bestand is niet te lezen ({error.strerror}).")
        return None
    if data is None:
        problems.add(name, None, f"Dit bestand is groter dan {LARGEST_FILE // 1_000_000} MB.")
        return None
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        row = data.count(b"\n", 0, error.start) + 1
        problems.add(name, row, "Hier staan tekens die geen UTF-8 zijn. Sla het bestand zo op.")
        return None
    return _table(name, text, problems)


def _records(name: str, text: str, problems: Problems) -> Iterator[Row | None]:
    """None for the last, when the rest makes no sense."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    number = 0
    while True:
        number += 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            what = (
                "Hier klopt een aanhalingsteken niet, of het bestand houdt midden in een cel op."
                f" {_AGAIN}"
            )
            problems.add(name, number, what)
            yield None
            return
        if cells:
            yield Row(number, cells)


def _table(name: str, text: str, problems: Problems) -> Sheet | None:
    records = list(_records(name, text, problems))
    rows = [row for row in records if row is not None]
    if not rows:
        problems.add(name, None, f"Dit bestand is leeg. {_AGAIN}")
        return None
    whole = len(rows) == len(records)
    if name == SUMMARY:
        return Sheet((), rows, whole)
    header = [cell.strip() for cell in rows[0].cells]
    if not _heads(name, header, problems):
        return None
    fit: list[Row] = []
    for row in rows[1:]:
        if row.cells == rows[0].cells:
            problems.add(name, row.number, "De kop staat hier nog een keer. Haal deze rij weg.")
        elif len(row.cells) != len(header):
            what = (
                f"Deze rij heeft {len(row.cells)} cellen en de kop {len(header)}. Misschien is het"
                " bestand afgebroken."
            )
            problems.add(name, row.number, what)
            whole = False
        else:
            fit.append(row)
    return Sheet(header, fit, whole)


def _heads(name: str, header: Sequence[str], problems: Problems) -> bool:
    often = Counter(header)
    twice = [column for column, times in often.items() if times > 1]
    missing = [column for column in COLUMNS[name] if column not in often]
    for column in twice:
        what = f"De kolom “{column[:60]}” staat er {often[column]} keer. Haal weg wat te veel is."
        problems.add(name, 1, what)
    for column in missing:
        problems.add(name, 1, f"De kolom “{column}” ontbreekt. {_AGAIN}")
    return not (twice or missing)
