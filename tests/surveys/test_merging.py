# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Whoever is second takes nothing back of what the first did, and loses nothing of their own."""

from hypothesis import given
from hypothesis import strategies as st

from surveys.merging import merged

forms = st.fixed_dictionaries({name: st.sampled_from("abc") for name in "pqrs"})


@given(forms, forms, forms)
def test_what_only_one_side_changed_is_never_lost(before, mine, stored) -> None:
    found = merged(before, mine, stored)
    for name, was in before.items():
        ours, theirs, now = mine[name] != was, stored[name] != was, found.values[name]
        assert now == (mine if ours else stored)[name]
        assert (name in found.theirs) is (theirs and not ours)
        assert (name in found.both) is (theirs and ours and mine[name] != stored[name])


@given(forms, forms, forms)
def test_merged_again_with_what_is_stored_it_is_the_same(before, mine, stored) -> None:
    once = merged(before, mine, stored)
    assert merged(stored, once.values, stored).values == once.values


def test_a_field_that_was_not_sent_is_left_alone_and_one_of_unknown_origin_stays() -> None:
    assert merged({"p": "a"}, {}, {"p": "b"}).values == {"p": "b"}
    found = merged({}, {"p": "a"}, {"p": "b"})
    assert (found.values, found.both) == ({"p": "a"}, ("p",))
