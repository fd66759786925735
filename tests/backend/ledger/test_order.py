# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
import datetime as dt
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.ledger.bodies import Kind
from backend.ledger.order import PATIENCE, SMALLEST, Waiting, arranged, ripe
from backend.ledger.tree import leaf_hash


def one(number: int, kind: Kind = Kind.RESPONSE, cancels: bytes | None = None) -> Waiting:
    return Waiting(UUID(int=number), kind, str(number).encode(), cancels)


def leaf(waiting: Waiting) -> bytes:
    return leaf_hash(waiting.body)


def test_a_batch_is_ripe_when_it_hides_who_it_is_or_when_one_waited_a_minute() -> None:
    soon = PATIENCE - dt.timedelta(seconds=1)
    assert not ripe(0, dt.timedelta())
    assert not ripe(0, PATIENCE)
    assert not ripe(SMALLEST - 1, soon)
    assert ripe(SMALLEST, dt.timedelta())
    assert ripe(1, PATIENCE)


@given(st.permutations(list(range(40))))
def test_the_order_of_the_log_says_nothing_about_who_was_first(order: list[int]) -> None:
    found = arranged([one(number) for number in order])
    assert found == arranged([one(number) for number in range(40)])
    assert [hash_ for _, hash_ in found] == sorted(hash_ for _, hash_ in found)


@given(st.integers(0, 2**32))
def test_what_cancels_stands_after_what_it_cancels(salt: int) -> None:
    first = one(salt)
    second = one(salt + 1, Kind.REPLACEMENT, leaf(first))
    third = one(salt + 2, Kind.REPLACEMENT, leaf(second))
    last = one(salt + 3, Kind.WITHDRAWAL, leaf(third))
    found = arranged([last, third, second, first])
    assert [waiting for waiting, _ in found] == [first, second, third, last]


def test_what_cancels_something_of_an_earlier_batch_is_sorted_with_the_rest() -> None:
    entries = [one(1), one(2, Kind.WITHDRAWAL, b"earlier"), one(3)]
    assert [found for _, found in arranged(entries)] == sorted(map(leaf, entries))


def test_definitions_come_first_and_what_was_counted_last_as_they_were_done() -> None:
    rest = [one(9, Kind.TALLY), one(8, Kind.SUMMARY), one(7, Kind.ATTACHMENT)]
    begin = [one(6, Kind.KEY), one(5, Kind.DEFINITION)]
    found = [waiting for waiting, _ in arranged([*rest, one(1), *begin, one(2)])]
    assert found[:2] == begin
    assert found[4:] == rest


def test_the_same_entry_twice_stands_there_once() -> None:
    assert len(arranged([one(1), one(1)])) == 1


def test_a_circle_is_refused_and_does_not_hang() -> None:
    entries = [one(1, cancels=leaf(one(2))), one(2, cancels=leaf(one(1)))]
    with pytest.raises(ValueError, match="circle"):
        arranged(entries)


def test_what_ended_after_a_tally_was_made_stands_after_it_and_before_the_next() -> None:
    town, other = UUID(int=100), UUID(int=200)

    def due(number: int, kind: Kind, where: UUID = town) -> Waiting:
        return Waiting(UUID(int=number), kind, str(number).encode(), None, where, number)

    first, second = due(5, Kind.TALLY), due(9, Kind.TALLY)
    before, between, after = (due(number, Kind.WITHDRAWAL) for number in (3, 7, 11))
    late = due(8, Kind.RESPONSE)  # shut by a withdrawal before it had its place: it was counted
    elsewhere = due(12, Kind.WITHDRAWAL, other)
    entries = [after, first, between, elsewhere, second, before, late]
    found = [waiting.subject.int for waiting, _ in arranged(entries)]
    assert set(found[:3]) == {3, 8, 12}
    assert found[3:] == [5, 7, 9, 11]


def test_what_was_there_before_the_log_stands_in_front_of_everything() -> None:
    found = arranged([one(1), one(2, Kind.DEFINITION), one(3, Kind.EARLIER)])
    assert [waiting.subject.int for waiting, _ in found] == [3, 2, 1]
