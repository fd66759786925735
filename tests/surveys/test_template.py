# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
import msgspec
from hypothesis import given
from hypothesis import strategies as st

from surveys.questionnaire import Questionnaire, unfit
from surveys.questions import BackgroundQuestion, OpenQuestion, Option, StanceQuestion
from surveys.template import advice_key, draft, stance_key

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
    assert unfit(draft(points, WIJKEN, advice=advice), ratings_only_reason=reason) == ()


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
