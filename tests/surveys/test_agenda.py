# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""The order of an agenda: nothing is lost, what a source placed keeps the order of the source."""

from hypothesis import given
from hypothesis import strategies as st

from surveys.agenda import Spot, beneath, depth_first, shifted, ways, woven

OURS, THEIRS = (True,), (False,)


def keys(spots) -> list[object]:
    return [spot.key for spot in spots]


@st.composite
def agendas(draw, whose: tuple[bool, ...] = (True, False)) -> tuple[Spot, ...]:
    """Each stands under none, or under one that came before it."""
    found: list[Spot] = []
    for number in range(draw(st.integers(0, 12))):
        parent = draw(st.sampled_from([None, *range(number)]))
        found.append(Spot(number, parent, draw(st.sampled_from(whose))))
    return depth_first(found)


@given(agendas())
def test_whatever_stands_under_an_item_comes_right_behind_it(agenda) -> None:
    assert depth_first(agenda) == agenda
    for place, spot in enumerate(agenda):
        below = beneath(agenda, spot.key)
        assert set(keys(agenda[place + 1 : place + 1 + len(below)])) == below


@given(agendas(OURS))
def test_up_and_down_again_is_where_it_was(agenda) -> None:
    for key, possible in ways(agenda).items():
        for step in possible:
            other = shifted(agenda, key, step)
            assert sorted(keys(other)) == sorted(keys(agenda))
            assert other != agenda
            assert shifted(other, key, -step) == agenda
        for step in {-1, 1} - set(possible):
            assert shifted(agenda, key, step) == agenda


@given(agendas())
def test_going_up_or_down_never_changes_the_order_of_the_source(agenda) -> None:
    for key, possible in ways(agenda).items():
        theirs = [spot.key for spot in agenda if not spot.ours and spot.parent is None]
        for step in possible:
            after = shifted(agenda, key, step)
            assert [one for one in keys(after) if one in theirs] == theirs


@given(agendas())
def test_the_same_from_the_source_again_changes_nothing(agenda) -> None:
    """Of what stands under what the source has; it never has an item under one of ours."""
    ours = {spot.key for spot in agenda if spot.ours}
    tidy = tuple(spot for spot in agenda if spot.ours or spot.parent not in ours)
    before = depth_first(tidy)
    source = [spot for spot in before if not spot.ours]
    assert woven(before, source) == before


@given(agendas(), agendas(THEIRS))
def test_whatever_the_source_says_what_is_ours_stays(before, source) -> None:
    after = woven(before, source)
    theirs = {spot.key for spot in source}
    ours = {spot.key for spot in before if spot.ours}
    assert sorted(keys(after)) == sorted(ours | theirs)
    assert depth_first(after) == after


def test_ours_stays_behind_what_it_stood_behind() -> None:
    before = [Spot("a", ours=False), Spot("x"), Spot("b", ours=False), Spot("y")]
    source = [Spot("b", ours=False), Spot("c", ours=False), Spot("a", ours=False)]
    assert keys(woven(before, source)) == ["b", "y", "c", "a", "x"]
    gone = [Spot("c", ours=False), Spot("b", ours=False)]
    assert keys(woven(before, gone)) == ["x", "c", "b", "y"]


def test_under_a_heading_that_is_gone_it_stands_at_the_top() -> None:
    before = [Spot("h", ours=False), Spot("x", "h"), Spot("b", ours=False)]
    assert keys(woven(before, [Spot("b", ours=False)])) == ["x", "b"]


def test_a_circle_is_left_out() -> None:
    assert keys(depth_first([Spot("a", "b"), Spot("b", "a"), Spot("c")])) == ["c"]
