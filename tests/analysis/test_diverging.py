# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
from hypothesis import given
from hypothesis import strategies as st

from analysis.diverging import ORDER, bar, reach
from surveys.stances import IN_FAVOUR, OPPOSED, Stance

COUNTS = st.dictionaries(st.sampled_from(list(Stance)), st.integers(0, 10_000))


@given(COUNTS)
def test_a_bar_is_whole_and_parts_in_the_middle_of_the_neutral_ones(counts) -> None:
    made = bar("Papier", counts)
    said = {stance: counts.get(stance, 0) for stance in ORDER}
    assert made.of == sum(said.values())
    assert {part.stance: part.n for part in made.parts} == {s: n for s, n in said.items() if n}
    for before, after in zip(made.parts, made.parts[1:], strict=False):
        assert before.end == after.start
    for part in made.parts:
        assert abs((part.end - part.start) - 10_000 * part.n / made.of) <= 1
        if part.stance in IN_FAVOUR:
            assert part.end <= 0 or said[Stance.NEUTRAL] == 0
        if part.stance in OPPOSED:
            assert part.start >= 0
        if part.stance is Stance.NEUTRAL:
            assert abs(part.start + part.end) <= 1


@given(st.lists(COUNTS, max_size=4))
def test_the_longest_bar_fits(several) -> None:
    bars = [bar(str(place), counts) for place, counts in enumerate(several)]
    left, right = reach(bars)
    assert left < 0 < right
    assert all(left <= part.start and part.end <= right for one in bars for part in one.parts)


def test_no_opinion_is_in_no_bar() -> None:
    assert bar("Website", {Stance.NO_OPINION: 12}).parts == ()
