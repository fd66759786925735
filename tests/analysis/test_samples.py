# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
from hypothesis import given
from hypothesis import strategies as st

from analysis.frames import joined
from analysis.intervals import wilson
from analysis.samples import LEAST, Invitation, sample
from analysis.sets import Sets, gather
from tests.analysis.made import QUESTIONNAIRE, consultations, make_batches


def sets_of(favour: int, opposed: int, others: int) -> Sets:
    size = favour + opposed + others
    return Sets(
        order=[f"{n:04}" for n in range(size)],
        entries={"counted": (1 << size) - 1},
        channels={},
        answers={
            ("1.stance", "for"): (1 << favour) - 1,
            ("1.stance", "against"): ((1 << opposed) - 1) << favour,
        },
    )


def test_of_people_drawn_by_lot_a_share_has_the_interval_of_wilson() -> None:
    held = sets_of(512, 488, 100)
    found = sample(held, (1 << 1100) - 1, [1], Invitation(1_000_000, 5000))
    (point,) = found.points
    assert (found.counted, point.of, point.in_favour) == (1100, 1000, 512)
    assert (point.lower, point.upper) == (481, 543)  # 0.4810326 and 0.5428756, outwards


def test_under_a_hundred_there_is_none_and_it_says_why() -> None:
    found = sample(sets_of(60, 30, 9), (1 << 99) - 1, [1], Invitation(5000, 200))
    assert not found.points
    assert found.why == (
        "Van de mensen die zijn geloot, deden er 99 mee. Onder de 100 noemen we geen foutmarge."
    )


def test_who_came_by_themselves_is_not_in_it() -> None:
    held = sets_of(150, 150, 0)
    only = ((1 << 150) - 1) << 75  # half of either side
    (point,) = sample(held, only, [1], Invitation(100_000, 400)).points
    assert (point.of, point.in_favour) == (150, 500)


@given(st.integers(60, 200), st.integers(60, 200), st.integers(0, 3000))
def test_in_a_small_town_it_is_narrower_and_never_leaves_the_share_out(
    favour, opposed, more
) -> None:
    of = favour + opposed
    town = Invitation(of + more, of)
    (point,) = sample(sets_of(favour, opposed, 0), (1 << of) - 1, [1], town).points
    large = wilson(favour, of)
    assert point.lower >= int(1000 * large.lower)
    assert point.upper <= int(1000 * large.upper) + 1
    assert point.lower <= point.in_favour <= point.upper


@given(consultations)
def test_any_consultation_has_as_many_as_came_by_letter_and_count(responses) -> None:
    held = gather(joined(make_batches(responses)), QUESTIONNAIRE)
    everybody = held.entries["received"]
    found = sample(held, everybody, [1, 2], Invitation(10_000, 500))
    assert found.counted == held.entries["counted"].bit_count()
    assert bool(found.why) == (found.counted < LEAST)
