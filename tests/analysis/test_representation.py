# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.representation import Group, conditional, indicator


def groups():
    one = st.integers(1, 5000).flatmap(
        lambda residents: st.integers(0, residents).map(lambda n: Group(residents, n))
    )
    held = st.lists(one, min_size=2, max_size=6)
    return held.filter(lambda found: any(group.answered for group in found))


@given(groups())
def test_it_is_one_less_twice_the_deviation_and_the_parts_come_to_the_whole(held) -> None:
    found = indicator(held)
    residents = sum(group.residents for group in held)
    mean = sum(group.answered for group in held) / residents
    parts = [(group.residents, group.part) for group in held]
    variance = math.fsum(n * (part - mean) ** 2 for n, part in parts) / residents
    assert found.r == pytest.approx(1 - 2 * math.sqrt(variance))
    assert found.variation == pytest.approx(math.sqrt(variance) / mean)
    assert math.fsum(part**2 for part in found.partial) == pytest.approx(found.variation**2)
    assert -1e-9 <= found.r <= 1 + 1e-9


@given(groups())
def test_who_is_missing_has_a_partial_below_nought_and_who_is_not_one_above(held) -> None:
    mean = sum(group.answered for group in held) / sum(group.residents for group in held)
    for group, partial in zip(held, indicator(held).partial, strict=True):
        if not math.isclose(group.part, mean):
            assert (partial > 0) == (group.part > mean)


@given(st.integers(1, 50), st.lists(st.integers(1, 100), min_size=2, max_size=5))
def test_when_every_group_answered_alike_it_is_one_however_few_that_were(part, sizes) -> None:
    found = indicator([Group(100 * size, part * size) for size in sizes])
    assert found.r == pytest.approx(1)
    assert found.variation == pytest.approx(0, abs=1e-9)


@given(groups(), st.integers(2, 10))
def test_the_variation_does_not_change_when_all_answer_less_and_r_goes_to_one(held, less) -> None:
    fewer = [Group(group.residents * less, group.answered) for group in held]
    assert indicator(fewer).variation == pytest.approx(indicator(held).variation)
    assert indicator(fewer).r >= indicator(held).r - 1e-9


cells = st.lists(
    st.integers(1, 500).flatmap(lambda n: st.integers(0, n).map(lambda k: Group(n, k))),
    min_size=6,
    max_size=6,
).filter(lambda found: any(group.answered for group in found))


@given(cells)
def test_what_a_trait_adds_to_the_others_is_never_more_than_all_there_is(held) -> None:
    kinds = [(age, hood) for age in ("jong", "oud") for hood in ("a", "b", "c")]
    table = dict(zip(kinds, held, strict=True))
    mean = sum(group.answered for group in held) / sum(group.residents for group in held)
    everything = indicator(held).variation * mean
    for trait in (0, 1):
        assert conditional(table, trait) <= everything + 1e-9


def test_a_trait_by_which_nobody_differs_adds_nothing() -> None:
    table = {
        ("jong", "a"): Group(100, 10), ("jong", "b"): Group(300, 60),
        ("oud", "a"): Group(200, 20), ("oud", "b"): Group(100, 20),
    }  # fmt: skip
    assert conditional(table, 0) == pytest.approx(0)
    # rho is 0.1 in a and 0.2 in b: among the young 100 and 300, among the old 200 and 100
    wanted = (100 * 0.075**2 + 300 * 0.025**2 + 200 * (1 / 30) ** 2 + 100 * (2 / 30) ** 2) / 700
    assert conditional(table, 1) == pytest.approx(math.sqrt(wanted))
