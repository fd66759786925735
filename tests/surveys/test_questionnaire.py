# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.questionnaire import Answers, Questionnaire, Refused, unfit
from surveys.questions import BackgroundQuestion, OpenQuestion, Option, StanceQuestion
from surveys.stances import Stance
from surveys.template import draft

WIJKEN = (Option("noord", "Noord"), Option("zuid", "Zuid"))
WHOLE = draft([1, 2], WIJKEN)
ACCEPTED = {
    question.key: {
        StanceQuestion: st.sampled_from([str(stance) for stance in Stance]),
        OpenQuestion: st.text("abc é", min_size=1).filter(str.strip),
        BackgroundQuestion: st.sampled_from(
            [o.value for o in getattr(question, "options", WIJKEN)]
        ),
    }[type(question)]
    for question in WHOLE.questions
}
forms = st.fixed_dictionaries(
    {}, optional={k: v.map(lambda text: [text]) for k, v in ACCEPTED.items()}
)


@given(forms)
def test_every_answer_comes_back_in_the_part_where_it_is_stored(form) -> None:
    answers = WHOLE.read(form)
    assert answers.flat() == {key: texts[0].strip() for key, texts in form.items()}
    assert set(answers.coded) <= {"1.stance", "2.stance"}
    assert set(answers.background) <= {question.key for question in WHOLE.background()}
    assert not set(answers.texts) & (set(answers.coded) | set(answers.background))


@given(
    forms, st.sets(st.sampled_from(sorted(ACCEPTED))), st.sets(st.sampled_from(["x", "", "9.z"]))
)
def test_every_problem_is_reported_at_once_and_no_other(form, doubled, strange) -> None:
    bad = {**form, **{key: ["for", "for"] for key in doubled}, **{key: ["?"] for key in strange}}
    expected = dict.fromkeys(doubled, "one_answer") | dict.fromkeys(strange, "unknown_question")
    if not expected:
        assert WHOLE.read(bad)
        return
    with pytest.raises(Refused) as refusal:
        WHOLE.read(bad)
    assert refusal.value.problems == expected


@given(st.dictionaries(st.text(), st.lists(st.text())))
def test_a_form_full_of_nonsense_is_refused_and_nothing_worse(form) -> None:
    refused: dict[str, str] = {}
    try:
        accepted = WHOLE.read(form).flat()
    except Refused as refusal:
        accepted, refused = {}, refusal.problems
    assert set(accepted) | set(refused) <= set(form)
    assert {key for key in form if key not in ACCEPTED} <= set(refused)


@given(st.sampled_from(sorted(ACCEPTED)), st.sampled_from([[], [""], ["  \n"], ["", " "]]))
def test_blank_is_left_empty_and_no_answer(key, blank) -> None:
    answers = WHOLE.read({key: blank})
    assert answers == Answers({}, {}, {})
    assert answers.empty


def test_a_blank_beside_an_answer_does_not_make_two() -> None:
    assert WHOLE.read({"1.stance": ["", "for"]}).coded == {"1.stance": "for"}


def test_background_alone_is_no_response() -> None:
    assert WHOLE.read({"role": ["bewoner"]}).empty
    assert not WHOLE.read({"1.advice": ["Doe het niet."], "role": ["bewoner"]}).empty
    assert not WHOLE.read({"1.stance": ["for"]}).empty


@given(st.lists(st.integers(1, 40), unique=True))
def test_pages_hold_every_question_once_a_point_a_page_and_background_last(numbers) -> None:
    whole = draft(numbers, WIJKEN)
    pages = whole.pages()
    assert [page.decision_point for page in pages] == [*sorted(numbers), None]
    assert sorted(q.key for page in pages for q in page.questions) == sorted(whole.keys())
    for page in pages[:-1]:
        assert {q.decision_point for q in page.questions} == {page.decision_point}


def test_without_background_there_is_no_page_for_it() -> None:
    assert [p.decision_point for p in Questionnaire(WHOLE.questions[:2]).pages()] == [1]


def test_a_questionnaire_fits_when_it_asks_for_counsel() -> None:
    assert unfit(WHOLE, ratings_only_reason="") == ()


def test_asking_only_for_ratings_takes_a_reason_that_says_something() -> None:
    ratings = draft([1], WIJKEN, advice=False)
    assert unfit(ratings, ratings_only_reason=" \n") == ("only_ratings",)
    assert unfit(ratings, ratings_only_reason="Het gaat om een kleur.") == ()


def test_a_questionnaire_without_questions_cannot_open() -> None:
    assert unfit(Questionnaire(()), ratings_only_reason="toch") == ("no_questions",)
    only_background = Questionnaire(WHOLE.background())
    assert unfit(only_background, ratings_only_reason="toch") == ("no_questions",)


def test_everything_unfit_is_said_at_once() -> None:
    doubled = Questionnaire(draft([1, 1], (), advice=False).questions)
    assert unfit(doubled, ratings_only_reason="") == ("only_ratings", "double_keys")
