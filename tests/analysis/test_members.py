# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
import hashlib
from itertools import pairwise

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from analysis import members, sets
from analysis.frames import Batch, joined
from tests.analysis.made import QUESTIONNAIRE, consultations, make_batches

choices = st.lists(st.sampled_from([True, False, None]), max_size=70)


@given(choices)
def test_a_set_holds_who_was_chosen_and_nobody_else(chosen) -> None:
    held = members.of(members.truths(pl.Series(chosen, dtype=pl.Boolean)))
    order = [f"{place:04}" for place in range(len(chosen))]
    expected = [entry for entry, yes in zip(order, chosen, strict=True) if yes]
    assert members.ids(held, order) == expected
    assert held.bit_count() == len(expected)
    by_hand = hashlib.sha256("\n".join(expected).encode()).digest()
    assert members.digests(order)(held) == by_hand


@given(consultations, st.integers(0, 12), st.integers(0, 12), st.randoms(use_true_random=False))
def test_sets_of_parts_in_any_order_are_the_sets_of_the_whole(responses, one, two, random) -> None:
    whole = joined(make_batches(responses))
    cuts = sorted({0, min(one, len(responses)), min(two, len(responses)), len(responses)})
    parts = [
        Batch(
            whole.rows.filter(
                pl.col("entry").is_in([f"{place:04}" for place in range(first, last)])
            )
        )
        for first, last in pairwise(cuts)
    ]
    random.shuffle(parts)
    found = sets.joined(sets.gather(part, QUESTIONNAIRE) for part in parts)
    expected = sets.gather(whole, QUESTIONNAIRE)
    assert found == expected
