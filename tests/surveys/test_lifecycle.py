# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
from itertools import pairwise, product

import pytest

from surveys.lifecycle import Stage, WrongOrder, move

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
