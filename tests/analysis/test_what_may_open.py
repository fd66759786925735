# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Whatever passes the checks before opening, is counted to the last answer.

The questionnaires are made of keys and values that could collide: as fields, as what is counted, or
by what stands between several answers.
"""

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from analysis import tally
from analysis.soundness import Unsound
from surveys.checks import faults
from surveys.counting import WRITTEN
from surveys.questionnaire import Answers, Questionnaire, Refused
from surveys.questions import (
    BackgroundQuestion,
    ChoiceQuestion,
    ChoicesQuestion,
    Condition,
    NumberQuestion,
    OpenQuestion,
    Option,
    Question,
    ScaleQuestion,
    StanceQuestion,
)
from tests.analysis.made import Response, make_batch

NAMES = ("a", "a/b", "a.other", "a.skip", "b", "a/b/c")
VALUES = ("c", "b/c", "b", "b.other", "a\tb", "other", "ja")
SAID = (*VALUES, "-3", "1.000.000.000.000.000", "1.250", "for", "no_opinion", "b a", "een advies")

keys = st.sampled_from(NAMES)
ticks = st.booleans()
points = st.sampled_from((None, 1, 2))
values = st.lists(st.sampled_from(VALUES), min_size=2, max_size=3, unique=True)
options = values.map(lambda found: tuple(Option(value, f"Antwoord {value}") for value in found))
hung = st.builds(Condition, keys, st.lists(st.sampled_from(SAID), min_size=1).map(tuple))
conditions = st.one_of(st.none(), st.none(), hung)
asked = {"required": ticks, "show_if": conditions}
chosen = {"decision_point": points, "other": ticks, "no_opinion": ticks, **asked}
question = st.one_of(
    st.builds(StanceQuestion, keys, st.just("?"), st.just(1), **asked),
    st.builds(OpenQuestion, keys, st.just("?"), points, **asked),
    st.builds(NumberQuestion, keys, st.just("?"), points, st.just(-5),
              st.sampled_from((5, 10**12, 10**16)), **asked),
    st.builds(ScaleQuestion, keys, st.just("?"), points, no_opinion=ticks, **asked),
    st.builds(ChoiceQuestion, keys, st.just("?"), options, **chosen),
    st.builds(ChoicesQuestion, keys, st.just("?"), options, most=st.integers(0, 2), **chosen),
    st.builds(ChoicesQuestion, keys, st.just("?"), options, **chosen),
    st.builds(BackgroundQuestion, keys, st.just("?"), st.just("Daarom."), options),
)  # fmt: skip


@st.composite
def questionnaires(draw: st.DrawFn) -> Questionnaire:
    """Of some questions those that hold up together: any two may be what collides."""
    found: tuple[Question, ...] = (OpenQuestion("advies", "Wat raadt u aan?"),)
    for one in draw(st.lists(question, min_size=1, max_size=9)):
        if not faults(Questionnaire((*found, one)), ratings_only_reason="-"):
            found = (*found, one)
    return Questionnaire(found)


def form(draw: st.DrawFn, whole: Questionnaire) -> dict[str, list[str]]:
    told: dict[str, list[str]] = {}
    for one in whole.questions:
        own = () if isinstance(one, OpenQuestion | NumberQuestion) else one.values
        for field in one.fields:
            said = st.sampled_from((*own, *SAID) if field == one.key else ("ja", "een advies"))
            most = 3 if isinstance(one, ChoicesQuestion) else 1
            told[field] = draw(st.lists(said, max_size=most))
    return told


def accepted(whole: Questionnaire, told: dict[str, list[str]]) -> Answers | None:
    """As the form is read again without what was wrong with it, and what hangs on that."""
    for _ in range(len(told) + 1):
        try:
            return whole.read(told)
        except Refused as refusal:
            told = {field: said for field, said in told.items() if field not in refusal.problems}
            if set(refusal.problems.values()) == {"required"}:
                return None
    return None


def test_two_options_that_would_be_counted_as_one_are_named_before_opening() -> None:
    """What hypothesis finds most of the time."""
    one = ChoicesQuestion("a", "?", (Option("b/c", "B"), Option("d", "D")))
    other = ChoicesQuestion("a/b", "?", (Option("c", "C"), Option("e", "E")))
    whole = Questionnaire((OpenQuestion("advies", "?"), one, other))
    with pytest.raises(Unsound):
        tally.count(make_batch([]), whole)
    found = {(remark.what, remark.question) for remark in faults(whole, ratings_only_reason="")}
    assert found == {("reserved_option", "a"), ("bad_key", "a/b")}


@settings(max_examples=200, suppress_health_check=[HealthCheck.filter_too_much])
@given(st.data())
def test_no_questionnaire_that_may_open_is_refused_by_counting(data: st.DataObject) -> None:
    whole = data.draw(questionnaires())
    assume(len(whole.questions) > 1)
    responses: list[Response] = []
    for number in range(3):
        answers = accepted(whole, form(data.draw, whole))
        if answers is not None:
            stored = {**answers.coded, **dict.fromkeys(answers.texts, WRITTEN)}
            responses.append(
                Response(f"{number:04}", answers=stored, background=answers.background)
            )
    counted = tally.count(make_batch(responses), whole)
    assert tally.closes(counted, whole) == ()
