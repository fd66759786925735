# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""With what was set aside the figures are those of a town in which nothing was."""

from dataclasses import replace

from hypothesis import given

from analysis.aside import only_aside, with_aside
from analysis.figures import Figures, figures
from analysis.frames import joined
from analysis.tally import closes, count, total
from surveys.rules import Rules
from tests.analysis.made import (
    POINTS,
    QUESTIONNAIRE,
    consultations,
    make_batch,
    make_batches,
    make_responses,
)


def found(batches) -> tuple:
    without = total(count(batch, QUESTIONNAIRE) for batch in batches)
    apart = total(count(only_aside(batch), QUESTIONNAIRE) for batch in batches)
    return without, apart


def as_it_would_be(made) -> Figures:
    never = [replace(one, fate=None if one.fate == "set_aside" else one.fate) for one in made]
    whole = count(joined(make_batches(never)), QUESTIONNAIRE)
    return figures(whole, QUESTIONNAIRE, Rules(), POINTS)


@given(consultations)
def test_it_is_what_would_be_counted_if_nothing_had_been_set_aside(made) -> None:
    without, apart = found(make_batches(made))
    both = with_aside(without, apart, QUESTIONNAIRE, POINTS)
    would = as_it_would_be(made)
    if not any(one.fate == "set_aside" for one in made):
        assert both is None
        return
    assert both is not None
    assert both.counted == would.totals.counted
    assert [one.stances for one in both.points] == [one.stances for one in would.points]
    assert [one.advices for one in both.points] == [one.advices for one in would.points]
    asked = [(one.key, one.options, one.answered, one.left_empty) for one in both.questions]
    assert asked == [(q.key, q.options, q.answered, q.left_empty) for q in would.questions]
    assert closes(total([without, apart]), QUESTIONNAIRE) == ()


def test_what_counts_does_not_change_by_it() -> None:
    made = [*make_responses(3, "for"), *make_responses(2, "against", 5, fate="set_aside")]
    without, apart = found([make_batch(made)])
    assert figures(without, QUESTIONNAIRE, Rules(), POINTS).points[0].opposed == 0
    both = with_aside(without, apart, QUESTIONNAIRE, POINTS)
    assert both is not None
    assert {share.stance: share.n for share in both.points[0].stances if share.n} == {
        "for": 3,
        "against": 2,
    }
