# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.participation.seal import Form
from backend.participation.steps import check_page, walk
from surveys.template import draft

QUESTIONS = draft([1, 2], [])  # two points and the page about oneself; 4 is the check page
EMPTY = Form(UUID(int=1), "hash", UUID(int=2), {})


def typed(**answers: str) -> dict[str, list[str]]:
    return {name.removeprefix("q").replace("__", "."): [text] for name, text in answers.items()}


def at(page: int, button: str, **answers: str) -> dict[str, list[str]]:
    return {"stand": ["x"], "pagina": [str(page)], "naar": [button], **typed(**answers)}


def test_going_on_keeps_what_was_typed() -> None:
    step = walk(QUESTIONS, EMPTY, at(1, "volgende", q1__stance="for"))
    assert (step.page, step.form.typed) == (2, typed(q1__stance="for"))


def test_an_answer_that_was_taken_away_is_away() -> None:
    form = walk(QUESTIONS, EMPTY, at(1, "volgende", q1__stance="for", q1__advice="Nee")).form
    assert walk(QUESTIONS, form, at(1, "volgende", q1__advice="Nee")).form.typed == typed(
        q1__advice="Nee"
    )


def test_going_back_asks_nothing_and_keeps_even_what_is_wrong() -> None:
    step = walk(QUESTIONS, EMPTY, at(2, "vorige", q2__advice="x" * 5000))
    assert (step.page, step.problems) == (1, {})
    assert step.form.typed["2.advice"] == ["x" * 5000]


def test_going_on_is_refused_on_the_page_itself() -> None:
    step = walk(QUESTIONS, EMPTY, at(2, "volgende", q2__advice="x" * 5000, q2__stance="perhaps"))
    assert (step.page, step.problems) == (
        2,
        {"2.stance": "unknown_option", "2.advice": "too_long"},
    )


def test_sending_leads_to_the_first_page_where_something_is_wrong() -> None:
    form = walk(QUESTIONS, EMPTY, at(2, "vorige", q2__advice="x" * 5000)).form
    step = walk(QUESTIONS, form, at(4, "versturen"))
    assert (step.page, step.answers, step.problems) == (2, None, {"2.advice": "too_long"})


def test_sending_gives_the_answers_and_nothing_else_does() -> None:
    form = walk(QUESTIONS, EMPTY, at(1, "volgende", q1__stance="for")).form
    assert walk(QUESTIONS, form, at(3, "volgende", age_band="65+")).answers is None
    answers = walk(QUESTIONS, form, at(4, "versturen")).answers
    assert answers is not None
    assert answers.flat() == {"1.stance": "for"}


def test_after_the_check_page_one_can_go_to_any_page_and_straight_back() -> None:
    check = walk(QUESTIONS, EMPTY, at(3, "volgende"))
    assert (check.page, check.form.checked) == (check_page(QUESTIONS), True)
    assert walk(QUESTIONS, check.form, at(4, "pagina-2")).page == 2
    assert walk(QUESTIONS, check.form, at(2, "controleren")).page == 4


@pytest.mark.parametrize("button", ["", "pagina-", "pagina-99", "pagina-0", "pagina-²", "weg"])
def test_an_unknown_button_goes_on(button: str) -> None:
    assert walk(QUESTIONS, EMPTY, at(1, button)).page == 2


def test_a_question_that_does_not_exist_is_named_once_and_forgotten() -> None:
    check = walk(QUESTIONS, EMPTY, at(3, "controleren", q9__stance="for", q1__stance="for"))
    assert (check.page, check.problems) == (4, {"9.stance": "unknown_question"})
    again = walk(QUESTIONS, check.form, at(4, "versturen"))
    assert again.answers is not None
    assert again.answers.flat() == {"1.stance": "for"}


@given(
    st.dictionaries(
        st.sampled_from(["stand", "pagina", "naar", "1.stance", "2.advice", "role", "x", ""]),
        st.lists(st.text(max_size=9) | st.sampled_from(["versturen", "vorige", "2"]), max_size=3),
    )
)
def test_whatever_is_sent_leads_to_a_page(fields: dict[str, list[str]]) -> None:
    step = walk(QUESTIONS, EMPTY, fields)
    assert 1 <= step.page <= check_page(QUESTIONS)
    assert not (step.problems and step.answers)
