# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.checks import faults
from surveys.questionnaire import Questionnaire
from surveys.questions import (
    BackgroundQuestion,
    Condition,
    OpenQuestion,
    Option,
    StanceQuestion,
)
from surveys.template import advice_key, draft, redraft, stance_key

WIJKEN = (Option("noord", "Noord"), Option("zuid", "Zuid"))
numbers = st.lists(st.integers(1, 99), min_size=1, unique=True)


@given(numbers)
def test_every_decision_point_is_asked_for_a_stance_and_for_counsel(points) -> None:
    whole = draft(points, WIJKEN)
    assert [q.decision_point for q in whole.stances()] == points
    for number in points:
        kinds = {q.key: type(q) for q in whole.questions if q.key.startswith(f"{number}.")}
        assert kinds[stance_key(number)] is StanceQuestion
        assert kinds[advice_key(number)] is OpenQuestion
        assert len(kinds) == 4


@given(numbers, st.booleans())
def test_a_draft_with_advice_can_open_and_has_no_double_keys(points, advice) -> None:
    reason = "" if advice else "Het gaat om een kleur."
    assert faults(draft(points, WIJKEN, advice=advice), ratings_only_reason=reason) == ()


@given(numbers, st.booleans())
def test_a_frozen_questionnaire_is_read_back_as_it_was(points, advice) -> None:
    whole = draft(points, WIJKEN, advice=advice)
    stored = msgspec.json.encode(whole)
    assert msgspec.json.decode(stored, type=Questionnaire) == whole
    assert msgspec.json.encode(msgspec.json.decode(stored, type=Questionnaire)) == stored


def test_neighbourhoods_are_asked_only_where_they_are_known() -> None:
    assert [q.key for q in draft([1], ()).background()] == ["age_band", "role"]
    assert draft([1], WIJKEN).background()[0].options == WIJKEN


def test_every_question_about_who_somebody_is_says_why() -> None:
    for question in draft([1], WIJKEN).questions:
        assert question.label.endswith("?")
        if isinstance(question, BackgroundQuestion):
            assert question.why.endswith(".")
            values = [option.value for option in question.options]
            assert len(set(values)) == len(values)


@given(numbers, numbers)
def test_a_changed_document_keeps_what_a_griffier_made_of_its_questions(before, after) -> None:
    own = OpenQuestion(f"{before[0]}.own", "Wat mist u nog?", before[0])
    about_all = OpenQuestion("all.own", "Nog iets?")
    edited = Questionnaire((own, about_all, *draft(before, WIJKEN).questions))
    whole = redraft(edited, after, WIJKEN)
    assert {q.decision_point for q in whole.questions if not q.background} == {*after, None}
    assert (own in whole.questions) == (before[0] in after)
    assert about_all in whole.questions
    assert len(set(whole.keys())) == len(whole.keys())
    assert faults(whole, ratings_only_reason="") == ()


@pytest.mark.parametrize("stays", [True, False])
def test_a_question_whose_condition_went_is_asked_of_everybody(stays) -> None:
    hanging = OpenQuestion("all.own", "Waarom?", show_if=Condition("1.stance", ("for",)))
    edited = Questionnaire((*draft([1, 2], ()).questions, hanging))
    whole = redraft(edited, [1, 2] if stays else [2], ())
    assert (hanging in whole.questions) == stays
    assert "all.own" in {question.key for question in whole.questions}
