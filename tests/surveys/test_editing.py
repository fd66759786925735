# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a griffier can do to a questionnaire, and what a document does to it afterwards."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from surveys import editing
from surveys.checks import faults
from surveys.questionnaire import Questionnaire
from surveys.questions import ChoiceQuestion, Condition, OpenQuestion, Option
from surveys.template import draft

HOODS = (Option("WK01", "Kom"), Option("WK02", "Meerzicht"))
DRAFTED = draft((1, 2), HOODS)
YES_NO = (Option("o1", "Ja"), Option("o2", "Nee"))


def keys(questionnaire: Questionnaire, page: int) -> list[str]:
    return [question.key for question in questionnaire.pages()[page].questions]


def test_a_question_moves_within_its_page_only() -> None:
    up = editing.moved(DRAFTED, "1.advice", editing.UP)
    assert keys(up, 0) == ["1.advice", "1.stance", "1.condition", "1.touched"]
    assert keys(up, 1) == keys(DRAFTED, 1)
    assert editing.moved(DRAFTED, "2.stance", editing.UP) == DRAFTED
    assert editing.moved(DRAFTED, "1.touched", editing.DOWN) == DRAFTED


@given(st.sampled_from(DRAFTED.keys()), st.sampled_from([editing.UP, editing.DOWN]))
def test_moving_there_and_back_changes_nothing(key, step) -> None:
    there = editing.moved(DRAFTED, key, step)
    if there != DRAFTED:
        assert editing.moved(there, key, -step) == DRAFTED


def test_a_copy_stands_right_after_its_original_under_a_name_of_its_own() -> None:
    twice = editing.duplicated(DRAFTED, "1.advice")
    assert keys(twice, 0)[:3] == ["1.stance", "1.advice", "question-1"]
    assert editing.find(twice, "question-1").label == "Wat raadt u de raad aan? (kopie)"
    about = editing.duplicated(DRAFTED, "age_band")
    assert keys(about, 2) == ["neighbourhood", "age_band", "about-1", "role"]


def test_a_stance_has_no_copy_because_the_figures_rest_on_its_key() -> None:
    assert editing.duplicated(DRAFTED, "1.stance") == DRAFTED
    assert editing.missing_stances(editing.removed(DRAFTED, "2.stance"), (1, 2)) == {2}


def test_a_new_key_is_never_one_that_a_condition_still_names() -> None:
    hanging = OpenQuestion("question-2", "Waarom?", 1, show_if=Condition("question-1", ("o1",)))
    left = editing.put(DRAFTED, hanging)
    assert editing.fresh_key(left) == "question-3"


def test_what_hung_on_a_question_that_went_is_named_before_opening() -> None:
    asked = editing.put(DRAFTED, ChoiceQuestion("question-1", "Komt u er?", YES_NO, 1))
    hanging = OpenQuestion("question-2", "Waarom?", 1, show_if=Condition("question-1", ("o1",)))
    left = editing.removed(editing.put(asked, hanging), "question-1")
    assert [(one.what, one.question) for one in faults(left, ratings_only_reason="")] == [
        ("condition_unknown", "question-2")
    ]


def test_only_earlier_questions_with_answers_to_choose_can_be_hung_on() -> None:
    found = editing.conditions(DRAFTED, "2.advice")
    assert [question.key for question in found] == ["1.stance", "2.stance"]
    assert editing.conditions(DRAFTED, "1.stance") == ()


def test_what_was_drafted_belongs_to_its_point_and_what_was_made_can_move() -> None:
    assert not editing.movable(editing.find(DRAFTED, "1.advice"))
    assert not editing.movable(editing.find(DRAFTED, "role"))
    assert editing.movable(OpenQuestion("question-1", "Waarom?", 1))


def test_an_untouched_draft_is_known_whatever_the_neighbourhoods_are_now() -> None:
    assert editing.untouched(DRAFTED, (1, 2))
    assert editing.untouched(draft((1, 2), (), advice=False), (1, 2))
    relabelled = structs.replace(editing.find(DRAFTED, "1.advice"), label="Wat vindt u?")
    for edited in (
        editing.put(DRAFTED, relabelled),
        editing.removed(DRAFTED, "role"),
        editing.moved(DRAFTED, "1.advice", editing.UP),
        editing.duplicated(DRAFTED, "1.advice"),
    ):
        assert not editing.untouched(edited, (1, 2))


@pytest.mark.parametrize("advice", [True, False])
def test_asking_for_advice_or_not_leaves_everything_else(advice) -> None:
    own = OpenQuestion("question-1", "Wat mist u?", 1)
    edited = editing.put(editing.removed(DRAFTED, "2.touched"), own)
    after = editing.asking(edited, (1, 2), advice=advice)
    assert own in after.questions
    assert ("1.advice" in set(after.keys())) is advice
    again = editing.asking(editing.asking(DRAFTED, (1, 2), advice=False), (1, 2), advice=True)
    assert again.pages() == DRAFTED.pages()


def test_a_changed_document_keeps_what_was_made_and_drafts_only_what_is_new() -> None:
    own = OpenQuestion("question-1", "Wat mist u?", 1)
    edited = editing.put(DRAFTED, own)
    for key in ("2.stance", "2.advice", "2.condition", "2.touched"):
        edited = editing.removed(edited, key)
    after = editing.following(edited, (1, 2), (1, 2, 3), advice=True)
    assert own in after.questions
    assert "3.stance" in set(after.keys())
    assert "2.stance" not in set(after.keys())


def test_a_point_that_went_takes_its_questions_along() -> None:
    after = editing.following(DRAFTED, (1, 2), (1,), advice=True)
    assert [key for key in set(after.keys()) if key.startswith("2.")] == []


def test_the_neighbourhoods_are_those_that_the_municipality_published() -> None:
    without = draft([1], ())
    assert not editing.follows(without, HOODS)
    assert editing.follows(without, HOODS[:1]), "one neighbourhood is no question"
    asked = editing.with_neighbourhoods(without, HOODS)
    assert editing.follows(asked, HOODS)
    assert asked.pages() == draft([1], HOODS).pages()
    own = structs.replace(
        editing.find(asked, "neighbourhood"), label="Waar woont u?", options=HOODS[:1]
    )
    mended = editing.with_neighbourhoods(editing.put(asked, own), HOODS)
    assert editing.find(mended, "neighbourhood") == structs.replace(own, options=HOODS)
    assert [q.key for q in mended.questions] == [q.key for q in asked.questions]
