# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Side by side what counts and what it would be, in words that fit one and many."""

from msgspec.structs import replace

from analysis.aside import only_aside, with_aside
from analysis.figures import Figures, figures
from analysis.tally import count
from backend.results import apart
from surveys.rules import Rules
from tests.analysis.made import POINTS, QUESTIONNAIRE, make_batch, make_responses


def of(aside: int, unjudged: int = 0) -> Figures:
    made = [*make_responses(1200, "for"), *make_responses(aside, "against", 5000, fate="set_aside")]
    batch = make_batch(made)
    counted = count(batch, QUESTIONNAIRE)
    apart_too = count(only_aside(batch), QUESTIONNAIRE)
    found = figures(counted, QUESTIONNAIRE, Rules(), POINTS)
    both = with_aside(counted, apart_too, QUESTIONNAIRE, POINTS)
    return replace(found, with_aside=both, unjudged=unjudged)


def test_where_nothing_is_apart_and_all_was_judged_nothing_is_said() -> None:
    assert (apart.told(of(0)), apart.comparisons(of(0))) == ((), ())


def test_one_and_many_are_each_said_rightly() -> None:
    [one, unjudged] = apart.told(of(1, 1))
    assert one.startswith("1 reactie ligt apart, met een reden.")
    assert one.endswith("als die wel meetelt.")
    assert unjudged.startswith("Bij 1 reactie viel iets op")
    assert unjudged.endswith("Die telt gewoon mee.")
    [many, unjudged] = apart.told(of(1100, 1000))
    assert many.startswith("1.100 reacties liggen apart")
    assert many.endswith("als ze wel meetellen.")
    assert unjudged.startswith("Bij 1.000 reacties viel iets op")


def test_each_question_stands_there_with_both_numbers() -> None:
    whole, first, *others = apart.comparisons(of(2))
    assert whole.rows == (("Reacties", 1200, 1202),)
    assert first.caption == "Beslispunt 1"
    assert ("Voor", 1200, 1200) in first.rows
    assert ("Tegen", 0, 2) in first.rows
    assert [one.caption for one in others][-1] == "Hoeveel bomen?"
    rows = [row for one in others for row in one.rows]
    assert ("Liet leeg", 1200, 1202) in rows
