# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
import pytest
from msgspec.structs import replace

from surveys.checks import LONG_MINUTES, MANY_ON_PAGE, Remark, advice, faults, minutes
from surveys.questionnaire import Questionnaire
from surveys.questions import (
    BackgroundQuestion,
    ChoiceQuestion,
    ChoicesQuestion,
    Condition,
    NumberQuestion,
    OpenQuestion,
    Option,
    Picture,
    ScaleQuestion,
    StanceQuestion,
)
from surveys.template import draft

AB = (Option("a", "A"), Option("b", "B"))
ADVICE = OpenQuestion("1.advice", "Wat raadt u aan?", 1)
ONE = ChoiceQuestion("1.one", "Welke?", AB, 1)
WHOLE = draft([1, 2], AB)


def found(*questions, reason: str = "") -> list[str]:
    return [remark.what for remark in faults(Questionnaire(questions), ratings_only_reason=reason)]


def test_a_questionnaire_that_asks_for_counsel_can_open() -> None:
    assert faults(WHOLE, ratings_only_reason="") == ()


def test_asking_only_for_ratings_takes_a_reason_that_says_something() -> None:
    ratings = draft([1], AB, advice=False).questions
    assert found(*ratings, reason=" \n") == ["only_ratings"]
    assert found(*ratings, reason="Het gaat om een kleur.") == []


def test_without_questions_about_the_proposal_nothing_opens() -> None:
    assert found(reason="toch") == ["no_questions"]
    assert found(*WHOLE.background(), reason="toch") == ["no_questions"]


@pytest.mark.parametrize(
    ("question", "what"),
    [
        (replace(ADVICE, label=" "), "no_label"),
        (replace(ADVICE, limit=0), "limit"),
        (replace(ONE, options=AB[:1]), "few_options"),
        (replace(ONE, options=(*AB, Option("c", " "))), "empty_option"),
        (replace(ONE, options=(*AB, Option("a", "C"))), "double_option"),
        (replace(ONE, options=(*AB, Option("c", "A "))), "double_option"),
        (replace(ONE, options=(*AB, Option("other", "C"))), "reserved_option"),
        (replace(ONE, options=(*AB, Option("a b", "C"))), "reserved_option"),
        (replace(ONE, options=(*AB, Option("a\u00a0b", "C"))), "reserved_option"),
        (replace(ONE, options=(*AB, Option("a/b", "C"))), "reserved_option"),
        (replace(ONE, options=(*AB, Option("\0", "C"))), "reserved_option"),
        (replace(ONE, key="1/one"), "bad_key"),
        (replace(ONE, key=""), "bad_key"),
        (ChoicesQuestion("1.x", "Welke?", AB, 1, most=4), "most"),
        (ScaleQuestion("1.x", "Hoe?", 1, steps=1), "too_few_steps"),
        (ScaleQuestion("1.x", "Hoe?", 1, steps=12), "too_many_steps"),
        (NumberQuestion("1.x", "Hoeveel?", 1, low=2, high=1), "bounds"),
        (NumberQuestion("1.x", "Hoeveel?", 1, high=10**15), "far_bounds"),
        (BackgroundQuestion("who", "Wie?", "  ", AB), "no_why"),
        (replace(ONE, picture=Picture("00", " ", 1, 1)), "no_alt"),
        (replace(ONE, no_opinion=False, required=True), "no_escape"),
        (BackgroundQuestion("who", "Wie?", "Daarom.", AB, required=True), "no_escape"),
    ],
)
def test_each_fault_is_found_and_names_its_question(question, what) -> None:
    whole = Questionnaire((OpenQuestion("2.advice", "Wat raadt u aan?", 2), question))
    assert faults(whole, ratings_only_reason="") == (Remark(what, question.key),)


@pytest.mark.parametrize(
    ("condition", "what"),
    [
        (Condition("9.one", ("a",)), ["condition_unknown"]),
        (Condition("2.one", ("a",)), ["condition_later"]),
        (Condition("1.own", ("a",)), ["condition_later"]),
        (Condition("1.one", ("z",)), ["condition_values"]),
        (Condition("1.one", ()), ["condition_values"]),
        (Condition("1.advice", ("a",)), ["condition_values"]),
        (Condition("1.one", ("b",)), []),
    ],
)
def test_a_condition_hangs_on_an_earlier_answer_that_can_be_given(condition, what) -> None:
    own = OpenQuestion("1.own", "Waarom?", 1, show_if=condition)
    later = ChoiceQuestion("2.one", "Welke?", AB, 2)
    assert found(later, ADVICE, ONE, own) == what


def test_two_questions_that_read_one_field_are_both_named() -> None:
    twin = OpenQuestion("1.one.other", "Wat?", 1)
    clash = faults(Questionnaire((replace(ONE, other=True), twin)), ratings_only_reason="")
    assert clash == (Remark("double_key", "1.one"), Remark("double_key", "1.one.other"))


def test_everything_is_said_at_once() -> None:
    assert found(replace(ONE, label="", options=()), StanceQuestion("2.s", "", 2)) == [
        "only_ratings",
        "no_label",
        "few_options",
        "no_label",
    ]


def test_advice_is_given_and_stands_in_nobodys_way() -> None:
    crowd = [OpenQuestion(f"1.q{n}", f"Wat {n}?", 1) for n in range(MANY_ON_PAGE + 1)]
    many = [OpenQuestion(f"{n}.q", "Wat?", n) for n in range(2, 30)]
    whole = Questionnaire(
        (*crowd, *many, replace(ONE, no_opinion=False), replace(ADVICE, required=True))
    )
    assert [(remark.what, remark.question) for remark in advice(whole)] == [
        ("no_opinion_missing", "1.one"),
        ("required", None),
        ("long", None),
        ("many_questions_on_page", "1.q0"),
    ]
    assert faults(whole, ratings_only_reason="") == ()


def test_more_questions_never_take_less_time() -> None:
    times = [minutes(draft(range(1, n + 1), AB)) for n in range(12)]
    assert times == sorted(times)
    assert times[1] <= 5 < LONG_MINUTES < times[-1]


ADULTS, YOUNG = Option("o1", "25-64 jaar"), Option("o2", "15 t/m 25 jaar")


@pytest.mark.parametrize(
    ("question", "what"),
    [
        (replace(ONE, label="Wat raadt u aan? "), "same_label"),
        (replace(ONE, label="Hoe vaak en/of hoe lang?"), "two_questions"),
        (replace(ONE, description="woord " * 21), "long_sentence"),
        (replace(ONE, options=(Option("a", "woord " * 21), Option("b", "B"))), "long_answers"),
        (replace(ONE, options=(YOUNG, ADULTS)), "overlap"),
        (ScaleQuestion("1.x", "Hoe veilig is het?", 1, low_label="onveilig"), "scale_ends"),
    ],
)
def test_what_is_unwise_in_a_question_names_it(question, what) -> None:
    assert advice(Questionnaire((ADVICE, question))) == (Remark(what, question.key),)


@pytest.mark.parametrize("labels", [("15 tot 25 jaar", "25 tot 45 jaar"), ("0-1", "2-3", "meer")])
def test_ranges_that_touch_without_sharing_an_end_are_fine(labels) -> None:
    options = tuple(Option(f"o{n}", label) for n, label in enumerate(labels))
    assert advice(Questionnaire((ADVICE, replace(ONE, options=options)))) == ()


def test_what_a_document_drafts_gets_no_advice() -> None:
    assert advice(WHOLE) == ()
