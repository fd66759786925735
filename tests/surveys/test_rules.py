# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.rules import KINDS, Neighbourhood, Rules, faults

LIMITS = {
    "minimum_days": (0, 365),
    "minimum_responses": (1, 1_000_000),
    "k": (5, 1000),
    "papers_days": (0, 60),
    "verbatims": (0, 20),
    "late_paper_days": (0, 14),
}


def test_the_rules_we_start_with_can_be_published() -> None:
    assert faults(Rules()) == {}
    assert "informatiebrief" not in Rules().hearing_kinds


@pytest.mark.parametrize(("name", "ends"), LIMITS.items())
def test_each_limit_holds_at_both_ends_and_not_beyond(name, ends) -> None:
    low, high = ends
    for value in ends:
        assert faults(msgspec.structs.replace(Rules(), **{name: value})) == {}
    for value in (low - 1, high + 1):
        assert list(faults(msgspec.structs.replace(Rules(), **{name: value}))) == [name]


@given(
    st.builds(
        Rules,
        hearing_kinds=st.tuples(st.sampled_from([*KINDS, "wens", "droom"])),
        minimum_days=st.integers(-400, 400),
        minimum_responses=st.integers(-1, 10),
        k=st.integers(0, 12),
        papers_days=st.integers(-100, 100),
        verbatims=st.integers(-30, 30),
        late_paper_days=st.integers(-20, 20),
    )
)
def test_every_fault_is_found_at_once(rules) -> None:
    wrong = {
        name for name, (low, high) in LIMITS.items() if not low <= getattr(rules, name) <= high
    }
    wrong |= {"hearing_kinds"} if set(rules.hearing_kinds) - set(KINDS) else set()
    assert set(faults(rules)) == wrong


def test_one_code_is_one_neighbourhood() -> None:
    noord, zuid = Neighbourhood("noord", "Noord"), Neighbourhood("zuid", "Zuid")
    assert faults(Rules(neighbourhoods=(noord, zuid))) == {}
    for second in (
        Neighbourhood("noord", "Nog een"),
        Neighbourhood("nog", "Noord "),
        Neighbourhood("WK 02", "Zuid"),  # nobody could ever open with it
        Neighbourhood("wijk/2", "Zuid"),
        Neighbourhood("other", "Zuid"),
    ):
        assert list(faults(Rules(neighbourhoods=(noord, second)))) == ["neighbourhoods"]


def test_rules_never_change_under_the_hands_of_a_consultation() -> None:
    with pytest.raises(AttributeError):
        Rules().k = 1
