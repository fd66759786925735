# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Numbers out of cells, and what is wrong with a file: all of it at once."""

import re
from typing import Final

from msgspec import Struct

from backend.web.languages import gettext
from surveys.population import MOST_PEOPLE

_WHOLE: Final = re.compile(r"(\d{1,3}(?:\.\d{3})+|\d+)(?:[.,]0+)?")
LONGEST_TOLD: Final = 30


class Problem(Struct, frozen=True):
    """`row` as in a spreadsheet; nought is the whole file."""

    row: int
    column: str
    what: str


class Noted:
    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def problem(self, row: int, column: str, what: str) -> None:
        found = Problem(row, column, what)
        if found not in self.problems:
            self.problems.append(found)


def whole(text: str, noted: Noted, row: int, column: str) -> int:
    """A number of people as a file may write it, 3590, 3.590 or 3590.0; nought and a problem for
    anything else, nought itself too: a group of nobody can be held against nothing."""
    found = _WHOLE.fullmatch(text.strip())
    if not text.strip(" ."):
        noted.problem(row, column, gettext("Hier staat geen getal."))
        return 0
    if found is None:
        what = gettext("“{text}” is geen heel getal.").format(text=text.strip()[:LONGEST_TOLD])
        noted.problem(row, column, what)
        return 0
    number = int(found[1].replace(".", "")[:12])
    if not number:
        what = gettext("Hier staat 0. Een groep zonder inwoners kan niet worden vergeleken.")
        noted.problem(row, column, what)
    elif number > MOST_PEOPLE:
        noted.problem(row, column, gettext("Zoveel inwoners kan niet."))
    return number
