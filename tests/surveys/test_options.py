# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""A value stays with its answer, whatever becomes of the words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.options import countable, relabelled
from surveys.questions import Option

BEFORE = (Option("o1", "Een bos"), Option("o2", "Een plein"), Option("o3", "Een vijver"))


def values(*labels: str, before: tuple[Option, ...] = BEFORE) -> list[str]:
    made = relabelled(before, labels)
    assert [option.label for option in made] == list(labels)
    return [option.value for option in made]


@pytest.mark.parametrize(
    ("labels", "expected"),
    [
        (("Een bos", "Een plein", "Een vijver"), ["o1", "o2", "o3"]),
        (("Een vijver", "Een bos", "Een plein"), ["o3", "o1", "o2"]),
        (("Een bos", "Een pleintje", "Een vijver"), ["o1", "o2", "o3"]),
        (("Een weide", "Een bos", "Een plein", "Een vijver"), ["o4", "o1", "o2", "o3"]),
        (("Een bos", "Een vijver"), ["o1", "o3"]),
        (("Een weide", "Een bos", "Een pleintje", "Een vijver"), ["o4", "o1", "o2", "o3"]),
        (("Een bos", "Een bos"), ["o1", "o2"]),
        ((), []),
    ],
    ids=["as it was", "moved", "rewritten", "one before", "one less", "before and rewritten",
         "twice the same", "none"],
)  # fmt: skip
def test_a_value_stays_with_its_answer(labels, expected) -> None:
    assert values(*labels) == expected


def test_what_is_new_never_gets_the_value_of_what_went() -> None:
    assert values("Een bos", "Een vijver", "Een weide") == ["o1", "o3", "o4"]


labels = st.lists(st.sampled_from("abcdefgh"), unique=True)


def test_what_is_new_never_answers_a_condition_on_what_went() -> None:
    kept = relabelled((), ["Een bos"])
    assert [one.value for one in relabelled(kept, ["Een bos", "Een weide"], {"o2"})] == ["o1", "o3"]


@given(st.lists(st.text()), st.lists(st.text()))
def test_what_the_editor_makes_of_any_lines_can_be_counted(old, new) -> None:
    made = relabelled(relabelled((), old), new)
    assert all(countable(one.value) for one in made)


def test_values_that_were_not_made_here_stay_as_well() -> None:
    before = (Option("WK01", "Kom"), Option("WK02", "Meerzicht"))
    assert values("De Kom", "Meerzicht", "Zuid", before=before) == ["WK01", "WK02", "o1"]


@given(labels, labels)
def test_labels_that_are_still_there_keep_their_value_and_no_value_is_used_twice(old, new) -> None:
    before = relabelled((), old)
    after = relabelled(before, new)
    had = {option.label: option.value for option in before}
    assert [option.label for option in after] == new
    assert len({option.value for option in after}) == len(new)
    assert all(had.get(option.label, option.value) == option.value for option in after)
