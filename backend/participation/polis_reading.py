# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""What an export of pol.is says: a conversation, its statements and every vote, held against
each other. The votes come from `votes.csv`; `participants-votes.csv` has to agree cell by cell.
"""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from msgspec import Struct

from backend.participation.polis_files import (
    COMMENTS,
    MATRIX,
    SUMMARY,
    VOTES,
    Problems,
    Sheet,
    read,
    refused,
)
from surveys.stances import Stance
from surveys.text import UNPRINTABLE, clean

STANCE_OF: Final[Mapping[str, Stance]] = {
    "1": Stance.FOR,
    "-1": Stance.AGAINST,
    "0": Stance.NO_OPINION,
}
MODERATED: Final = ("1", "0", "-1")
REJECTED: Final = "-1"
_NUMBER = re.compile(r"0|[1-9][0-9]{0,17}", re.ASCII)
_MOMENT = re.compile(r"[0-9]{12,13}", re.ASCII)  # from 1973 until 2286
_ADDRESS = re.compile(r"https?://[^\s/]+(?:/[^\s/]+)*?/([0-9A-Za-z]+)/?", re.ASCII)
Cell = tuple[int, int]
"""A person and a statement, by the numbers of pol.is."""


class Vote(Struct, frozen=True):
    """`at` in milliseconds since 1970, as pol.is kept it."""

    at: int
    statement: int
    person: int
    vote: str

    @property
    def cell(self) -> Cell:
        return self.person, self.statement


class Statement(Struct, frozen=True):
    id: int
    text: str
    rejected: bool


class Conversation(Struct, frozen=True):
    """An export that is right.

    statements   in the order of their numbers
    votes        in order of time, and at equal times in that of the file; each row once
    doubled      rows that stand there more than once, each time but one
    backwards    later rows with an earlier time than one before them, in the same cell
    """

    id: str
    url: str
    topic: str
    description: str
    statements: tuple[Statement, ...]
    votes: tuple[Vote, ...]
    doubled: int
    backwards: int


def conversation(folder: Path) -> Conversation:
    """`Invalid` with everything that is wrong in any of the files."""
    problems = Problems()
    sheets = read(folder, problems)
    told = _told(sheets[SUMMARY], problems) if SUMMARY in sheets else {}
    statements = _statements(sheets.get(COMMENTS), problems)
    votes = _Votes(sheets.get(VOTES), problems)
    matrix = _Matrix(sheets.get(MATRIX), problems)
    _hold_together(statements, votes, matrix, problems)
    if problems:
        raise refused(problems)
    return Conversation(
        id=told["id"],
        url=told["url"],
        topic=told["topic"],
        description=told.get("conversation-description", ""),
        statements=tuple(statements[number] for number in sorted(statements)),
        votes=tuple(votes.ordered),
        doubled=votes.doubled,
        backwards=votes.backwards,
    )


def _told(sheet: Sheet, problems: Problems) -> dict[str, str]:
    """Of a table that has its names in the first column."""
    found: dict[str, str] = {}
    for row in sheet.rows:
        if len(row.cells) != 2:  # noqa: PLR2004 - a name and what it is
            what = (
                f"Hier horen een naam en een waarde te staan, en er staan {len(row.cells)} cellen."
            )
            problems.add(SUMMARY, row.number, what)
            continue
        name, value = row.cells[0].strip(), clean(row.cells[1])
        if name in found and name in ("topic", "url"):
            problems.add(SUMMARY, row.number, f"“{name}” staat er nog een keer. Haal er een weg.")
        if UNPRINTABLE.search(value):
            problems.add(SUMMARY, row.number, "Hier staan tekens die niet te lezen zijn.")
        found.setdefault(name, value)
    for name in ("topic", "url"):
        if not found.get(name):
            problems.add(SUMMARY, None, f"“{name}” ontbreekt of is leeg. Vul het in.")
    address = _ADDRESS.fullmatch(found.get("url", ""))
    if address:
        found["id"] = address[1]
    elif found.get("url"):
        what = "“url” is geen adres van een gesprek, zoals https://pol.is/3phdex2kjf."
        problems.add(SUMMARY, None, what)
    return found


def _whole(cell: str) -> int | None:
    return int(cell) if _NUMBER.fullmatch(cell) else None


def _no_number(column: str) -> str:
    return f"In kolom “{column}” hoort een getal te staan."


def _statements(sheet: Sheet | None, problems: Problems) -> dict[int, Statement]:
    found: dict[int, Statement] = {}
    if sheet is None:
        return found
    place = sheet.place
    for row in sheet.rows:
        number = _whole(row.cells[place["comment-id"]])
        text, moderated = clean(row.cells[place["comment-body"]]), row.cells[place["moderated"]]
        if number is None:
            problems.add(COMMENTS, row.number, _no_number("comment-id"))
            continue
        if moderated not in MODERATED:
            what = "In kolom “moderated” hoort 1, 0 of -1 te staan."
            problems.add(COMMENTS, row.number, what)
        if not text or UNPRINTABLE.search(text):
            what = "De tekst van deze stelling ontbreekt, of is niet te lezen."
            problems.add(COMMENTS, row.number, what)
        said = Statement(number, text, moderated == REJECTED)
        if found.setdefault(number, said) != said:
            what = f"Stelling {number} stond er al, met iets anders erbij. Haal er een weg."
            problems.add(COMMENTS, row.number, what, kind="een stelling die er al stond")
    if not found and sheet.whole:
        problems.add(COMMENTS, None, "Er staat geen stelling in dit bestand.")
    return found


class _Votes:
    """Every vote that can be read. `unsure` are cells with one that cannot; None when it may be
    any cell."""

    def __init__(self, sheet: Sheet | None, problems: Problems) -> None:
        self.there = sheet is not None
        self.unsure: set[Cell] | None = set() if sheet is not None and sheet.whole else None
        self.rows: dict[Vote, int] = {}
        self.doubled = self.backwards = 0
        if sheet is not None:
            self._read(sheet, problems)
        # A row that is there twice stands where it stands last.
        self.ordered = sorted(self.rows, key=lambda vote: (vote.at, self.rows[vote]))
        self.last = {vote.cell: vote.vote for vote in self.ordered}
        latest: dict[Cell, int] = {}
        for vote in sorted(self.rows, key=self.rows.__getitem__):
            self.backwards += vote.at < latest.get(vote.cell, 0)
            latest[vote.cell] = max(vote.at, latest.get(vote.cell, 0))

    def _read(self, sheet: Sheet, problems: Problems) -> None:
        place = sheet.place
        at, statement, person, vote = (
            place[name] for name in ("timestamp", "comment-id", "voter-id", "vote")
        )
        for row in sheet.rows:
            cells = row.cells
            cell = (_whole(cells[person]), _whole(cells[statement]))
            wrong = [
                _no_number(name)
                for name, number in zip(("voter-id", "comment-id"), cell, strict=True)
                if number is None
            ]
            if not _MOMENT.fullmatch(cells[at]):
                wrong.append("“timestamp” is geen tijdstip in milliseconden sinds 1970.")
            if cells[vote] not in STANCE_OF:
                wrong.append(
                    f"De stem “{cells[vote][:20]}” kennen we niet. Er hoort 1 (eens), -1 (oneens)"
                    " of 0 (overgeslagen) te staan."
                )
            for what in wrong:
                problems.add(VOTES, row.number, what)
            if wrong:
                self._doubt(*cell)
                continue
            said = Vote(int(cells[at]), int(cells[statement]), int(cells[person]), cells[vote])
            self.doubled += said in self.rows
            self.rows[said] = row.number

    def _doubt(self, person: int | None, statement: int | None) -> None:
        if person is None or statement is None:
            self.unsure = None
        elif self.unsure is not None:
            self.unsure.add((person, statement))


class _Matrix:
    """`participants-votes.csv`: the last vote of everybody on everything."""

    def __init__(self, sheet: Sheet | None, problems: Problems) -> None:
        self.there = sheet is not None and sheet.whole
        self.statements: list[int] = []
        self.people: dict[int, tuple[int, Sequence[str]]] = {}
        if sheet is None:
            return
        columns = [(int(name), at) for name, at in sheet.place.items() if _NUMBER.fullmatch(name)]
        self.statements = [number for number, _ in columns]
        place = sheet.place["participant"]
        for row in sheet.rows:
            person = _whole(row.cells[place])
            if person is None:
                problems.add(MATRIX, row.number, _no_number("participant"))
                self.there = False
                continue
            cells = [row.cells[at] for _, at in columns]
            if self.people.setdefault(person, (row.number, cells))[1] != cells:
                what = f"Deelnemer {person} stond er al, met andere stemmen. Haal er een weg."
                problems.add(MATRIX, row.number, what, kind="een deelnemer die er al stond")


def _hold_together(
    statements: Mapping[int, Statement], votes: _Votes, matrix: _Matrix, problems: Problems
) -> None:
    if statements:
        for vote, row in votes.rows.items():
            if vote.statement not in statements:
                what = f"Stelling {vote.statement} staat niet in {COMMENTS}."
                problems.add(VOTES, row, what, kind=f"een stelling die niet in {COMMENTS} staat")
        for number in matrix.statements:
            if number not in statements:
                what = f"Stelling {number} staat niet in {COMMENTS}."
                problems.add(MATRIX, 1, what, kind=f"een stelling die niet in {COMMENTS} staat")
    if matrix.there:
        for vote, row in votes.rows.items():
            if vote.person not in matrix.people:
                what = f"Deelnemer {vote.person} staat niet in {MATRIX}."
                problems.add(VOTES, row, what, kind=f"een deelnemer die niet in {MATRIX} staat")
    if matrix.there and votes.there and votes.unsure is not None:
        _compare(votes, matrix, votes.unsure, problems)


def _compare(votes: _Votes, matrix: _Matrix, unsure: set[Cell], problems: Problems) -> None:
    columns = set(matrix.statements)
    for vote in votes.ordered:
        if vote.statement not in columns:
            what = f"Op stelling {vote.statement} is gestemd, en de kolom ervan ontbreekt."
            problems.add(MATRIX, 1, what, kind="een kolom van een stelling die ontbreekt")
            columns.add(vote.statement)
    kind = f"een andere stem dan de laatste in {VOTES}"
    for person, (row, cells) in matrix.people.items():
        for statement, cell in zip(matrix.statements, cells, strict=True):
            here = votes.last.get((person, statement), "")
            if cell != here and (person, statement) not in unsure:
                last = f"is de laatste stem {here}" if here else "staat geen stem"
                what = (
                    f"Deelnemer {person}, stelling {statement}: hier staat “{cell[:20]}”, en in"
                    f" {VOTES} {last}. Misschien is een bestand afgebroken."
                )
                problems.add(MATRIX, row, what, kind=kind)
