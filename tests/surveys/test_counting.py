# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.counting import comes_to, count_keys, keys
from surveys.questionnaire import Questionnaire
from surveys.questions import (
    BackgroundQuestion,
    ChoiceQuestion,
    ChoicesQuestion,
    NumberQuestion,
    OpenQuestion,
    Option,
    ScaleQuestion,
    StanceQuestion,
)

OPTIONS = (Option("a", "A"), Option("b", "B"), Option("c", "C"))
STANCE = StanceQuestion("s", "?", 1)
OPEN = OpenQuestion("o", "?", required=True)
NUMBER = NumberQuestion("n", "?", low=-5, high=5, required=True)
SCALE = ScaleQuestion("sc", "?")
CHOICE = ChoiceQuestion("c", "?", OPTIONS, other=True)
CHOICES = ChoicesQuestion("cs", "?", OPTIONS, other=True, most=2)
WHO = BackgroundQuestion("who", "?", "?", OPTIONS)


@pytest.mark.parametrize(
    ("question", "field", "value", "counted"),
    [
        (STANCE, "s", "for_if", [("s", "for_if")]),
        (OPEN, "o", "written", [("o", "written")]),
        (OPEN, "o.skip", "ja", [("o", "no_opinion")]),
        (NUMBER, "n", "-5", [("n", "-5")]),
        (NUMBER, "n.skip", "ja", [("n", "no_opinion")]),
        (SCALE, "sc", "5", [("sc", "5")]),
        (SCALE, "sc", "no_opinion", [("sc", "no_opinion")]),
        (CHOICE, "c", "b", [("c", "b")]),
        (CHOICE, "c", "other", [("c", "other")]),
        (CHOICE, "c.other", "written", [("c.other", "written")]),
        (CHOICES, "cs", "no_opinion", [("cs", "no_opinion")]),
        (CHOICES, "cs", "b", [("cs", "answered"), ("cs/b", "chosen")]),
        (
            CHOICES,
            "cs",
            "a other",
            [("cs", "answered"), ("cs/a", "chosen"), ("cs/other", "chosen")],
        ),
        (WHO, "who", "c", [("who", "c")]),
    ],
)
def test_a_stored_answer_is_counted_under_these_keys(question, field, value, counted) -> None:
    assert list(comes_to(question, field, value)) == counted


@pytest.mark.parametrize(
    ("question", "field", "value"),
    [
        (STANCE, "s", "perhaps"),
        (OPEN, "o", "Wat ik vind."),
        (OPEN, "o.skip", "nee"),
        (NUMBER, "n", "6"),
        (NUMBER, "n", "05"),
        (NUMBER, "n", "1,0"),
        (NUMBER, "n", "\u0663"),
        (NUMBER, "n", "9" * 5000),
        (SCALE, "sc", "0"),
        (SCALE, "sc", "6"),
        (CHOICE, "c", "a b"),
        (CHOICE, "c.other", "Op de brug."),
        (CHOICE, "c.skip", "ja"),
        (CHOICES, "cs", ""),
        (CHOICES, "cs", "b a"),
        (CHOICES, "cs", "a a"),
        (CHOICES, "cs", "a  b"),
        (CHOICES, "cs", "a b c"),
        (CHOICES, "cs", "a no_opinion"),
        (CHOICES, "cs/a", "chosen"),
        (WHO, "who", "d"),
        (STANCE, "c", "for"),
    ],
)
def test_what_a_form_would_not_store_comes_to_nothing(question, field, value) -> None:
    assert comes_to(question, field, value) == ()


@given(st.sampled_from([STANCE, NUMBER, SCALE, CHOICE, CHOICES, WHO]), st.data())
def test_what_a_form_stores_is_counted_once_per_key_and_under_its_own_keys(question, data) -> None:
    if question is NUMBER:
        form = {"n": [str(data.draw(st.integers(-5, 5)))]}
    else:
        chosen = data.draw(st.sampled_from(question.values))
        form = {question.key: [chosen]}
        if chosen == "other":
            form[f"{question.key}.other"] = ["Op de brug."]
    stored = question.read(form).coded
    counted = [pair for field, value in stored.items() for pair in comes_to(question, field, value)]
    own = [key for key, _ in counted]
    assert own
    assert len(set(own)) == len(own)
    assert set(own) <= set(count_keys(question))


def test_background_is_counted_apart() -> None:
    asked = Questionnaire((CHOICES, WHO, NUMBER))
    assert keys(asked) == ("cs", "cs/a", "cs/b", "cs/c", "cs/other", "cs.other", "n")
