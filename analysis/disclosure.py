# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Small groups in tables: a group is shown at every decision point or at none, and never to be had
by subtraction.

What an attacker holds: every row shown, every answer of every entry without who gave it (the file
with all responses), and how many people each group has unless the marginal hides that. No hidden
number may then be bounded to fewer than k values.

Why every point together: whoever holds all answers knows who said what at two points. If nearly
everybody said the same at both, a group that is shown at the one is as good as shown at the other.
With the same groups hidden everywhere that is over: give the hidden people to the hidden groups in
any other way, as many to each, and nothing that is published changes. So of one group each number
runs over all that its margins allow at that point, and whether those are k values is looked up
(`_traceable`). Two background questions meet nowhere but in the answers, which are public anyway.
When no choice of groups is safe, no row is shown and the tables add nothing to the totals.

The rule itself is public and is not counted as knowledge: that a group was hidden says that it is
small, or its answers are, or that it shields another; not which.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Literal

from msgspec import UNSET, Struct, UnsetType

Group = str | None
"""None is the people who did not give their group: a row like any other."""


class People(Struct, frozen=True):
    group: Group
    n: int


class Marginal(Struct, frozen=True):
    """How many people per group; the numbers of the hidden groups stand nowhere."""

    background: str
    shown: tuple[People, ...]
    hidden: tuple[Group, ...]


class Cells(Struct, frozen=True):
    """One group's answers on one decision point; `neither` is everybody else: neutral, no opinion,
    left empty or not asked. Apart, those would be so few that hardly a group could be shown.

    empty   apart from `neither` in figures that were frozen before, and in no others
    """

    group: Group
    in_favour: int = 0
    opposed: int = 0
    neither: int = 0
    empty: int | UnsetType = UNSET

    @property
    def answers(self) -> tuple[int, int, int]:
        empty = 0 if self.empty is UNSET else self.empty
        return self.in_favour, self.opposed, self.neither + empty

    @property
    def n(self) -> int:
        return sum(self.answers)


class Hidden(Struct, frozen=True):
    """`people`: the marginal hides its number too. `answers`: its number is known, and that is all.

    No finer reason is given: "everybody answered the same" would be the answer itself.
    """

    group: Group
    why: Literal["people", "answers"]


class Crossing(Struct, frozen=True):
    decision_point: int
    background: str
    shown: tuple[Cells, ...]
    hidden: tuple[Hidden, ...]

    @property
    def told(self) -> tuple[Cells, ...]:
        """Rows that say something: of groups from which somebody came. None where those say only
        who filled in nothing."""
        came = tuple(cells for cells in self.shown if cells.n)
        return came if any(cells.group is not None for cells in came) else ()

    @property
    def nobody(self) -> tuple[str, ...]:
        """Groups of which it may be told that nobody came from them."""
        return tuple(c.group for c in self.shown if c.group is not None and not c.n)


def _smallest(rows: Sequence[People | Cells], hidden: Collection[Group]) -> Group | Literal[False]:
    """The next group to hide; False when nobody is left to hide."""
    left = [row for row in rows if row.n and row.group not in hidden]
    if not left:
        return False
    return min(left, key=lambda row: (row.n, row.group is None, row.group or "")).group


def _silent(people: Sequence[People | Cells], k: int) -> set[Group]:
    """Groups whose number is not shown: those under k, and more until they come to k together.

    A group of nobody is under k too, unless that is true of all that are: they hide nobody.
    """
    hidden = {row.group for row in people if row.n < k}
    while 0 < sum(row.n for row in people if row.group in hidden) < k:
        following = _smallest(people, hidden)
        if following is False:
            return {row.group for row in people}
        hidden.add(following)
    return hidden if any(row.n for row in people if row.group in hidden) else set()


def marginal(background: str, people: Sequence[People], k: int) -> Marginal:
    """In the order given."""
    hidden = _silent(people, k)
    return Marginal(
        background,
        tuple(row for row in people if row.group not in hidden),
        tuple(row.group for row in people if row.group in hidden),
    )


def _small(row: Cells, k: int) -> bool:
    """Its own numbers are too small to show, or everybody in it said the same."""
    said = [n for n in row.answers if n]
    return any(n < k for n in said) or (len(said) == 1 and row.n < 2 * k)


def _traceable(hidden: Sequence[Cells], silent: Collection[Group], k: int) -> bool:
    """Whether the margins of the hidden rows bound one of their numbers to fewer than k values.

    With both margins known, a number lies between what the other rows cannot take and the lesser
    of its margins. Silent rows are known only together, so each of them may hold nothing.
    """
    columns = [sum(column) for column in zip(*(row.answers for row in hidden), strict=True)]
    everybody = sum(columns)
    unknown = sum(row.n for row in hidden if row.group in silent)
    for row in hidden:
        known = row.group not in silent
        people = row.n if known else unknown
        for column in columns:
            least = max(0, people + column - everybody) if known else 0
            if people and column and (column < k or min(people, column) - least + 1 < k):
                return True
    return False


def _hidden(tables: Sequence[Sequence[Cells]], silent: Collection[Group], k: int) -> set[Group]:
    hidden = {*silent, *(row.group for rows in tables for row in rows if _small(row, k))}
    while any(
        _traceable([row for row in rows if row.group in hidden], silent, k) for rows in tables
    ):
        following = _smallest(tables[0], hidden)
        if following is False:
            return {row.group for row in tables[0]}
        hidden.add(following)
    return hidden


def crossings(background: str, tables: Mapping[int, Sequence[Cells]], k: int) -> Iterator[Crossing]:
    """One for each decision point, in the order given. At every point the rows are the same groups
    in the same order and hold everybody who counts, those who left it empty too."""
    if not tables:
        return
    rows = [list(table) for table in tables.values()]
    silent = _silent(rows[0], k)
    hidden = _hidden(rows, silent, k)
    for number, table in tables.items():
        yield Crossing(
            number,
            background,
            tuple(row for row in table if row.group not in hidden),
            tuple(
                Hidden(row.group, "people" if row.group in silent else "answers")
                for row in table
                if row.group in hidden
            ),
        )
