# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.questionnaire import Answers, Questionnaire, Refused
from surveys.questions import (
    BackgroundQuestion,
    ChoiceQuestion,
    ChoicesQuestion,
    Condition,
    OpenQuestion,
    Option,
    ScaleQuestion,
    StanceQuestion,
)
from surveys.stances import Stance
from surveys.template import draft

WIJKEN = (Option("noord", "Noord"), Option("zuid", "Zuid"))
AB = (Option("a", "A"), Option("b", "B"))
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


ALL_PAGES = Questionnaire(
    (
        ChoiceQuestion("2.one", "Welke?", AB, 2, other=True),
        OpenQuestion("2.why", "Waarom?", 2, show_if=Condition("2.one", ("a", "other"))),
        OpenQuestion("all.open", "Nog iets?", required=True),
        ScaleQuestion("all.scale", "Hoe vaak?", show_if=Condition("2.why", ("x",))),
        StanceQuestion("1.stance", "Wat vindt u?", 1),
        ChoicesQuestion("2.many", "Welke?", AB, 2, show_if=Condition("1.stance", ("for",))),
        *draft([], WIJKEN).questions,
    )
)


def test_what_is_about_the_whole_proposal_comes_after_the_points_and_before_who_you_are() -> None:
    pages = ALL_PAGES.pages()
    assert [page.kind for page in pages] == ["point", "point", "general", "about"]
    assert [page.decision_point for page in pages] == [1, 2, None, None]
    assert [q.key for q in pages[2].questions] == ["all.open", "all.scale"]


@pytest.mark.parametrize(
    ("form", "hidden"),
    [
        ({}, {"2.why", "all.scale", "2.many"}),
        ({"2.one": ["a"]}, {"all.scale", "2.many"}),
        ({"2.one": ["b"], "1.stance": ["for"]}, {"2.why", "all.scale"}),
        ({"2.one": ["other"], "2.why": ["x"]}, {"2.many"}),
        ({"2.why": ["x"]}, {"2.why", "all.scale", "2.many"}),
    ],
)
def test_a_question_hangs_on_an_answer_and_on_what_that_question_hangs_on(form, hidden) -> None:
    assert ALL_PAGES.hidden(form) == hidden


def test_an_answer_to_a_question_that_was_not_asked_is_named_and_not_dropped() -> None:
    with pytest.raises(Refused) as refusal:
        ALL_PAGES.read({"2.many": ["a"], "2.why": ["Zomaar."], "all.open.skip": ["ja"]})
    assert refusal.value.problems == {"2.many": "hidden", "2.why": "hidden"}


def test_what_an_earlier_page_made_needless_is_left_out_and_named() -> None:
    form = {"2.many": ["a"], "2.why": ["Zomaar."], "2.one": ["b"]}
    kept, away = ALL_PAGES.leave_out(form)
    assert away == ("2.many",), "2.why hangs on the same page: there we ask"
    assert kept == {"2.why": ["Zomaar."], "2.one": ["b"]}
    asked = form | {"1.stance": ["for"]}
    assert ALL_PAGES.leave_out(asked) == (asked, ())


def test_a_required_question_asks_for_an_answer_or_for_not_knowing() -> None:
    with pytest.raises(Refused) as refusal:
        ALL_PAGES.read({"2.one": ["b"]})
    assert refusal.value.problems == {"all.open": "required"}
    skipped = ALL_PAGES.read({"2.one": ["b"], "all.open.skip": ["ja"]})
    assert skipped.coded == {"2.one": "b", "all.open.skip": "ja"}


def test_a_text_beside_a_choice_is_kept_apart_under_its_own_field() -> None:
    form = {"2.one": ["other"], "2.one.other": ["Een brug"], "all.open": ["Nee."]}
    answers = ALL_PAGES.read(form)
    assert answers.coded == {"2.one": "other"}
    assert answers.texts == {"2.one.other": "Een brug", "all.open": "Nee."}
