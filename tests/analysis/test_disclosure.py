# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""The attackers here enumerate every table that fits what is published, or solve it as a linear
programme with every answer of every entry in hand."""

from collections.abc import Iterator
from itertools import product

import msgspec
import numpy as np
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from analysis.disclosure import Cells, Crossing, Hidden, Marginal, People, crossings, marginal

NAMES = ("a", "b", "c", None)
ks = st.integers(2, 4)


def tables(most: int):
    cells = st.one_of(st.just(0), st.integers(0, most))
    return st.lists(st.tuples(cells, cells, cells), min_size=1, max_size=4).map(
        lambda rows: [Cells(name, *row) for name, row in zip(NAMES, rows, strict=False)]
    )


def cross(decision_point: int, background: str, rows: list[Cells], k: int) -> Crossing:
    """Where there is one decision point."""
    (found,) = crossings(background, {decision_point: rows}, k)
    return found


def people(rows: list[Cells]) -> list[People]:
    return [People(row.group, row.n) for row in rows]


def spread(total: int, rows: int) -> Iterator[tuple[int, ...]]:
    """Every way to lay `total` over so many rows."""
    if rows == 1:
        yield (total,)
        return
    for first in range(total + 1):
        for rest in spread(total - first, rows - 1):
            yield (first, *rest)


def add(one: tuple[int, ...], two: tuple[int, ...]) -> tuple[int, ...]:
    return tuple(a + b for a, b in zip(one, two, strict=True))


def possible(columns: list[int], totals: list[int | None]) -> dict[tuple[int, int], set[int]]:
    """Per (row, column) the values it takes in some table with these columns and row totals."""
    found: dict[tuple[int, int], set[int]] = {}
    rows = len(totals)
    for place, column in enumerate(columns):
        reached = {(0,) * rows}
        for other, total in enumerate(columns):
            if other != place:
                reached = {add(a, b) for a, b in product(reached, spread(total, rows))}
        for way in spread(column, rows):
            fits = (add(way, base) for base in reached)
            if any(
                all(want in (None, got) for want, got in zip(totals, total, strict=True))
                for total in fits
            ):
                for row, value in enumerate(way):
                    found.setdefault((row, place), set()).add(value)
    return found


def attack(rows: list[Cells], shown: Crossing, known: Marginal) -> Iterator[tuple[int, set[int]]]:
    """Every hidden number with the values it may have, from what is published alone."""
    numbers = {person.group: person.n for person in known.shown}
    sums = [sum(column) for column in zip(*(row.answers for row in rows), strict=True)]
    for row in shown.shown:
        sums = [total - n for total, n in zip(sums, row.answers, strict=True)]
    hidden = [place.group for place in shown.hidden]
    values = possible(sums, [numbers.get(group) for group in hidden])
    truth = {row.group: row.answers for row in rows}
    for (row, column), may in values.items():
        yield truth[hidden[row]][column], may


def towns(k: int):
    """Groups that can be shown, so that there is something to subtract, among all sorts."""
    whole = st.tuples(*[st.one_of(st.just(0), st.integers(k, 7))] * 3)
    any_row = st.tuples(*[st.one_of(st.just(0), st.integers(0, 6))] * 3)
    rows = st.tuples(any_row, any_row, whole, st.one_of(any_row, whole))
    return rows.flatmap(st.permutations).map(
        lambda four: [Cells(name, *row) for name, row in zip(NAMES, four, strict=True)]
    )


@settings(suppress_health_check=[HealthCheck.filter_too_much])
@given(ks.flatmap(lambda k: st.tuples(towns(k), st.just(k))))
def test_subtraction_never_bounds_a_hidden_number_to_fewer_than_k_values(town) -> None:
    rows, k = town
    table, known = cross(1, "wijk", rows, k), marginal("wijk", people(rows), k)
    assume(table.shown and 1 < len(table.hidden) < 4)
    for true, may in attack(rows, table, known):
        assert true in may
        assert true == 0 or len(may) >= k


@given(tables(60), st.integers(2, 12))
def test_what_is_shown_is_true_and_has_no_small_number(rows, k) -> None:
    table = cross(1, "wijk", rows, k)
    for row in table.shown:
        assert row in rows
        assert all(n == 0 or n >= k for n in row.answers)
        if row.n and row.n in row.answers:
            assert row.n >= 2 * k
    assert [*(r.group for r in rows)] == sorted(
        [*(r.group for r in table.shown), *(r.group for r in table.hidden)],
        key=NAMES.index,
    )


@given(tables(60), st.integers(2, 12))
def test_hidden_rows_are_none_or_two_and_no_column_of_theirs_is_small(rows, k) -> None:
    table = cross(1, "wijk", rows, k)
    groups = {place.group for place in table.hidden}
    hidden = [row for row in rows if row.group in groups]
    if table.shown:
        assert len(hidden) != 1
        for column in zip(*(row.answers for row in hidden), strict=True):
            assert sum(column) == 0 or sum(column) >= k


@given(tables(60), st.integers(2, 12))
def test_a_group_without_a_number_is_hidden_in_every_crossing_and_only_there_for_people(
    rows, k
) -> None:
    known, table = marginal("wijk", people(rows), k), cross(1, "wijk", rows, k)
    assert {h.group for h in table.hidden if h.why == "people"} == set(known.hidden)


@given(tables(60), st.integers(2, 12), st.randoms(use_true_random=False))
def test_the_order_of_groups_never_changes_who_is_hidden(rows, k, random) -> None:
    mixed = random.sample(rows, len(rows))
    one, two = cross(1, "wijk", rows, k), cross(1, "wijk", mixed, k)
    assert set(one.hidden) == set(two.hidden)
    assert set(one.shown) == set(two.shown)


@given(st.lists(st.integers(0, 30), min_size=1, max_size=6), st.integers(2, 12))
def test_the_hidden_groups_of_a_marginal_come_to_k_together(numbers, k) -> None:
    known = [People(str(place), n) for place, n in enumerate(numbers)]
    shown = marginal("wijk", known, k)
    assert all(person.n >= k or not person.n for person in shown.shown)
    hidden = sum(person.n for person in known if person.group in shown.hidden)
    assert hidden >= k or not shown.shown or not shown.hidden
    if shown.shown and shown.hidden:
        assert len(shown.hidden) >= 2


def test_one_small_group_takes_the_next_smallest_with_it() -> None:
    known = [People("a", 4), People("b", 25), People("c", 12), People(None, 0)]
    assert marginal("wijk", known, 10) == Marginal("wijk", (People("b", 25),), ("a", "c", None))


def test_nobody_has_nothing_to_hide() -> None:
    known = [People("a", 0), People("b", 25), People(None, 0)]
    assert marginal("wijk", known, 10) == Marginal("wijk", tuple(known), ())


def test_the_published_example_hides_both_rows_and_so_shows_none() -> None:
    """Hiding only the 3 is useless: the totals give it back (trust.md 2.3)."""
    rows = [Cells("a", 3, 47), Cells("b", 21, 29)]
    table = cross(1, "wijk", rows, 10)
    assert table.shown == ()
    assert table.hidden == (Hidden("a", "answers"), Hidden("b", "answers"))


def test_a_group_that_said_all_the_same_is_shown_from_twice_k() -> None:
    others = [Cells("b", 40, 40), Cells("c", 50, 50), Cells(None, 60, 60)]
    hidden = cross(1, "wijk", [Cells("a", 19), *others], 10).hidden
    assert [place.group for place in hidden] == ["a", "b"]
    assert cross(1, "wijk", [Cells("a", 20), *others], 10).hidden == ()


def test_groups_hidden_together_do_not_all_say_the_same() -> None:
    """Two groups of which the totals would tell that everybody in them was in favour."""
    rows = [Cells("a", 15), Cells("b", 16), Cells("c", 30, 30), Cells("d", 40, 40)]
    table = cross(1, "wijk", rows, 10)
    assert [place.group for place in table.hidden] == ["a", "b", "c"]


SIDES = 3
Persons = list[tuple[int, tuple[int, int]]]
"""The place of somebody's group in `NAMES`, and which side they took at two decision points."""


def tables_of(persons: Persons) -> dict[int, list[Cells]]:
    return {
        point + 1: [
            Cells(
                name,
                *(
                    sum(who == at and said[point] == side for who, said in persons)
                    for side in range(SIDES)
                ),
            )
            for at, name in enumerate(NAMES)
        ]
        for point in (0, 1)
    }


def crowds():
    """Nearly everybody says the same at both points: whoever knows the one knows the other."""
    sides = st.integers(0, SIDES - 1)
    both = st.one_of(sides.map(lambda side: (side, side)), st.tuples(sides, sides))
    return st.lists(st.tuples(st.integers(0, 3), both), min_size=10, max_size=60)


class Attacker:
    """Holds every answer at both points without who gave it, what is shown per group, and how many
    people each group has where that is shown."""

    def __init__(self, persons: Persons, k: int) -> None:
        self.tables = tables_of(persons)
        self.shown = {one.decision_point: one for one in crossings("wijk", self.tables, k)}
        known = marginal("wijk", people(self.tables[1]), k)
        self.kinds = sorted({said for _, said in persons})
        size = len(NAMES) * len(self.kinds)
        self.rows: list[np.ndarray] = []
        self.sums: list[int] = []
        for kind in self.kinds:
            self.know(lambda at, one, kind=kind: one == kind, sum(s == kind for _, s in persons))
        for person in known.shown:
            place = NAMES.index(person.group)
            self.know(lambda at, one, place=place: at == place, person.n)
        for point, table in self.shown.items():
            for row in table.shown:
                for side, n in enumerate(row.answers):
                    self.know(self.cell(row.group, point, side), n)
        assert all(len(row) == size for row in self.rows)

    def cell(self, group: str | None, point: int, side: int):
        place = NAMES.index(group)
        return lambda at, one: at == place and one[point - 1] == side

    def vector(self, chosen) -> np.ndarray:
        places = [(at, kind) for at in range(len(NAMES)) for kind in self.kinds]
        return np.array([float(chosen(at, kind)) for at, kind in places])

    def know(self, chosen, number: int) -> None:
        self.rows.append(self.vector(chosen))
        self.sums.append(number)

    def bounds(self, group: str | None, point: int, side: int) -> tuple[float, float]:
        aim = self.vector(self.cell(group, point, side))
        least, most = (
            linprog(sign * aim, A_eq=np.array(self.rows), b_eq=self.sums, method="highs")
            for sign in (1, -1)
        )
        assert least.success
        assert most.success
        return least.fun, -most.fun


@settings(max_examples=40, deadline=None)
@given(crowds(), st.integers(2, 4))
def test_with_every_answer_in_hand_no_hidden_number_is_bounded_to_fewer_than_k_values(
    persons, k
) -> None:
    attacker = Attacker(persons, k)
    for point, table in attacker.shown.items():
        if not table.shown:
            continue
        truth = {row.group: row.answers for row in attacker.tables[point]}
        hidden = [place.group for place in table.hidden]
        for group in hidden:
            for side, true in enumerate(truth[group]):
                if true:
                    least, most = attacker.bounds(group, point, side)
                    assert least - 1e-6 <= true <= most + 1e-6
                    assert most - least >= k - 1 - 1e-6


@given(crowds(), st.integers(2, 6), st.randoms(use_true_random=False))
def test_hidden_people_may_be_anybody_of_the_hidden_groups_and_nothing_published_changes(
    persons, k, random
) -> None:
    """The proof in the module, done: the same numbers of people per group, dealt out anew."""
    before = list(crossings("wijk", tables_of(persons), k))
    groups = {NAMES.index(place.group) for place in before[0].hidden}
    hidden = [at for at, (who, _) in enumerate(persons) if who in groups]
    mixed = list(persons)
    for at, other in zip(hidden, random.sample(hidden, len(hidden)), strict=True):
        mixed[at] = (persons[other][0], persons[at][1])
    for one, other in zip(before, crossings("wijk", tables_of(mixed), k), strict=True):
        ours, theirs = (
            {row.group: row for row in table if NAMES.index(row.group) not in groups}
            for table in (
                tables_of(persons)[one.decision_point],
                tables_of(mixed)[one.decision_point],
            )
        )
        assert ours == theirs
        assert set(one.shown) == set(ours.values())
        assert other.decision_point == one.decision_point


@given(crowds(), st.integers(2, 6))
def test_a_group_is_shown_at_every_decision_point_or_at_none(persons, k) -> None:
    one, two = crossings("wijk", tables_of(persons), k)
    assert [row.group for row in one.shown] == [row.group for row in two.shown]
    assert one.hidden == two.hidden


def test_what_was_shown_at_one_point_tells_no_more_of_another() -> None:
    """All but one said the same twice. At point 2 the first group has nine against, at point 1 ten:
    shown there, it would be known here."""
    first = {
        1: [Cells("a", 20, 10), Cells("b", 40, 40), Cells("c", 50, 50)],
        2: [Cells("a", 21, 9), Cells("b", 40, 40), Cells("c", 50, 50)],
    }
    for table in crossings("wijk", first, 10):
        assert [row.group for row in table.shown] == ["c"]
        assert [place.group for place in table.hidden] == ["a", "b"]


def test_without_a_decision_point_there_is_no_table() -> None:
    assert list(crossings("wijk", {}, 10)) == []


def test_figures_that_were_frozen_before_keep_all_their_numbers() -> None:
    """They told what was left empty apart, and no summary is ever made again."""
    before = b'{"group":"a","in_favour":20,"opposed":11,"neither":10,"empty":12}'
    held = msgspec.json.decode(before, type=Cells)
    assert held.answers == (20, 11, 22)
    assert msgspec.json.encode(held) == before
    assert b"empty" not in msgspec.json.encode(Cells("a", 20, 11, 22))
