# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
from hypothesis import given
from hypothesis import strategies as st

from analysis.draw import rank, seed

ids = st.lists(st.uuids().map(str), max_size=20, unique=True)


@given(st.binary(), ids, st.randoms(use_true_random=False))
def test_the_seed_knows_who_counted_and_not_in_which_order(definition, entries, random) -> None:
    mixed = random.sample(entries, len(entries))
    assert seed(definition, mixed) == seed(definition, entries)
    assert seed(definition, [*entries, "one more"]) != seed(definition, entries)
    assert seed(definition + b"!", entries) != seed(definition, entries)


@given(ids, st.randoms(use_true_random=False))
def test_a_draw_is_the_same_whoever_holds_it_and_loses_nobody(entries, random) -> None:
    drawn = rank("5eed", "1.advice", entries)
    assert rank("5eed", "1.advice", random.sample(entries, len(entries))) == drawn
    assert sorted(drawn) == sorted(entries)
    assert rank("5eed", "1.advice", entries, 3) == drawn[:3]


@given(ids, st.integers(0, 19))
def test_a_refused_quotation_moves_the_others_up_and_no_more(entries, place) -> None:
    drawn = rank("5eed", "1.advice", entries)
    left = [*drawn[:place], *drawn[place + 1 :]]
    assert rank("5eed", "1.advice", left) == left


def test_the_draw_can_be_done_again_with_sha256sum() -> None:
    """Made with coreutils: printf and sha256sum (xxd -r -p for the inner one)."""
    assert seed(b"definition", ["b", "a"]) == SEED
    assert rank(SEED, "1.advice", ["brug", "park", "school", "weg"]) == ORDER


SEED = "52e073b270218f5c6581edf44349915dab296dfff698b98c7283083f75c97b65"
ORDER = ["brug", "weg", "school", "park"]
