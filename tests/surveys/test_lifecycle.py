# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
from datetime import date, timedelta
from itertools import pairwise, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.lifecycle import Stage, WrongOrder, extending_fault, may_be_taken_back, move

days = st.dates(date(2020, 1, 1), date(2020, 2, 1))

ALLOWED = {
    ("draft", "open"),
    ("draft", "cancelled"),
    ("open", "closed"),
    ("open", "cancelled"),
    ("closed", "summarised"),
    ("summarised", "attached"),
}


@pytest.mark.parametrize(("stage", "to"), list(product(Stage, Stage)))
def test_the_only_steps_are_those_of_the_design(stage, to) -> None:
    if (stage, to) in ALLOWED:
        assert move(stage, to) is to
        return
    with pytest.raises(WrongOrder, match=f"{stage} → {to}") as refusal:
        move(stage, to)
    assert (refusal.value.stage, refusal.value.to) == (stage, to)


def test_the_whole_way_is_five_stages() -> None:
    way = [Stage.DRAFT, Stage.OPEN, Stage.CLOSED, Stage.SUMMARISED, Stage.ATTACHED]
    assert [move(one, two) for one, two in pairwise(way)] == way[1:]


def test_no_stage_is_ever_reached_twice() -> None:
    reach = {stage: {to for one, to in ALLOWED if one == stage} for stage in Stage}
    for _ in Stage:
        reach = {one: to.union(*(reach[two] for two in to)) for one, to in reach.items()}
    assert all(stage not in reach[stage] for stage in Stage)


@given(days, days, days)
def test_a_last_day_moves_on_and_never_back_or_into_the_past(closes_on, to, today) -> None:
    fault = extending_fault(closes_on, to, today)
    assert (fault is None) == (to > closes_on and to >= today)
    assert (fault == "past") == (to < today)


@given(st.lists(st.integers(-3, 9), max_size=6))
def test_however_often_it_is_extended_nobody_who_was_promised_a_day_loses_it(steps) -> None:
    today = last = date(2026, 12, 1)
    promised = [last]
    for step in steps:
        if extending_fault(last, to := last + timedelta(days=step), today) is None:
            last = to
            promised.append(last)
    assert last == max(promised)


@given(st.sampled_from(Stage), st.integers(0, 5))
def test_opening_is_undone_only_while_nobody_answered(stage, entries) -> None:
    assert may_be_taken_back(stage, entries) == (stage is Stage.OPEN and not entries)
