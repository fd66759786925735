# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Pages that an earlier answer makes senseless, and a citizen service number in a text."""

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from backend.participation.seal import Form
from backend.participation.steps import Step, check_page, to_show, walk
from backend.participation.tables import AnswerText, CodedAnswers
from tests.asked import EVERYTHING, TURNINGS
from tests.browse import form, text
from tests.make import make_consultation
from tests.pressing import action, fill, press

EMPTY = Form(UUID(int=1), "hash", UUID(int=2), {})
BSN = "Mijn nummer is 123456782."
OTHER_BSN = "111222333"


def go(form: Form, page: int, button: str, **answers: str | list[str]) -> Step:
    fields: dict[str, list[str]] = {"pagina": [str(page)], "naar": [button]}
    for name, value in answers.items():
        texts = [value] if isinstance(value, str) else value
        fields[name.removeprefix("q").replace("__", ".")] = texts
    return walk(TURNINGS, form, fields)


def test_a_page_without_a_question_is_passed_by_both_ways() -> None:
    step = go(EMPTY, 1, "volgende", q1__stance="for")
    assert step.page == 4
    assert go(step.form, 4, "vorige").page == 1
    against = go(EMPTY, 1, "volgende", q1__stance="against")
    assert against.page == 2
    assert go(against.form, 2, "volgende", q2__why="plek").page == 3
    assert go(against.form, 2, "volgende", q2__why="geld").page == 4


def test_nobody_is_sent_to_a_page_that_is_passed_by() -> None:
    form = go(EMPTY, 1, "volgende", q1__stance="for").form
    assert go(form, 4, "pagina-2").page == 5
    assert to_show(TURNINGS, form.typed) == (1, 4)


def test_what_a_change_of_mind_hides_is_kept_and_not_sent() -> None:
    form = go(EMPTY, 1, "volgende", q1__stance="against").form
    form = go(form, 2, "volgende", q2__why="plek", q2__more="Te ver.").form
    form = go(form, 3, "volgende", place="Het plein").form
    form = go(form, 1, "controleren", q1__stance="for").form
    assert form.typed["2.more"] == ["Te ver."]
    sent = go(form, 5, "versturen").answers
    assert sent is not None
    assert sent.flat() == {"1.stance": "for"}
    back = go(form, 1, "controleren", q1__stance="against").form
    again = go(back, 5, "versturen").answers
    assert again is not None
    assert again.texts == {"2.more": "Te ver.", "place": "Het plein"}


def test_a_change_of_mind_leads_to_the_page_that_it_brings() -> None:
    check = go(go(EMPTY, 1, "volgende", q1__stance="for").form, 4, "volgende")
    assert check.page == check_page(TURNINGS)
    assert go(check.form, 1, "controleren", q1__stance="against").page == 2
    assert go(check.form, 1, "controleren", q1__stance="for").page == 5


def test_how_many_pages_may_still_come_never_grows() -> None:
    """What a page promises as the most, a later page keeps."""
    assert TURNINGS.to_come({}, 1) == {2: None, 3: None, 4: True}
    against = {"1.stance": ["against"]}
    assert TURNINGS.to_come(against, 1) == {2: None, 3: None, 4: True}
    assert TURNINGS.to_come(against, 2) == {3: None, 4: True}
    assert TURNINGS.to_come({"1.stance": ["for"]}, 2) == {3: False, 4: True}
    assert TURNINGS.to_come(against | {"2.why": ["plek"]}, 3) == {4: True}


def test_what_hangs_on_the_same_page_is_asked_about_and_not_dropped() -> None:
    form = go(EMPTY, 1, "volgende", q1__stance="against").form
    step = go(form, 2, "volgende", q2__more="Zomaar.")
    assert (step.page, step.problems) == (2, {"2.more": "hidden"})


def test_a_service_number_is_asked_about_once_and_then_let_by() -> None:
    form = go(EMPTY, 1, "volgende", q1__stance="against").form
    step = go(form, 2, "volgende", q2__why="other", q2__why__other=BSN)
    assert (step.page, step.problems, step.warned) == (2, {}, {"2.why.other": ("123456782",)})
    on = go(step.form, 2, "volgende", q2__why="other", q2__why__other=BSN)
    assert (on.page, on.warned) == (4, {})
    assert go(on.form, 5, "versturen").answers is not None


def test_another_service_number_in_the_same_field_is_asked_about_as_well() -> None:
    form = go(EMPTY, 1, "volgende", q1__stance="against").form
    form = go(form, 2, "volgende", q2__why="geld", q2__more=BSN).form
    both = go(form, 2, "volgende", q2__why="geld", q2__more=f"{BSN}, {OTHER_BSN}")
    assert (both.page, both.warned) == (2, {"2.more": ("123456782", OTHER_BSN)})
    one_less = go(both.form, 2, "volgende", q2__why="geld", q2__more=OTHER_BSN)
    assert one_less.warned == {}
    assert OTHER_BSN not in str(one_less.form.warned)


def test_a_service_number_that_came_by_the_back_way_is_asked_about_before_sending() -> None:
    form = go(EMPTY, 1, "volgende", q1__stance="against").form
    form = go(form, 2, "vorige", q2__why="geld", q2__more=BSN).form
    step = go(form, 5, "versturen")
    assert (step.page, step.answers, step.warned) == (2, None, {"2.more": ("123456782",)})
    assert go(step.form, 5, "versturen").answers is not None


def test_a_service_number_on_a_page_that_is_passed_by_is_not_asked_about() -> None:
    form = go(EMPTY, 1, "volgende", q1__stance="against").form
    form = go(form, 2, "vorige", q2__why="geld", q2__more=BSN).form
    step = go(go(form, 1, "controleren", q1__stance="for").form, 5, "versturen")
    assert step.answers is not None


NAMES = st.sampled_from([*EVERYTHING.fields(), "pagina", "naar", "stand", "x"])
TEXTS = st.sampled_from(
    [
        "",
        "for",
        "for_if",
        "against",
        "other",
        "ja",
        "4",
        "wip glijbaan",
        BSN,
        "vorige",
        "hier",
        "versturen",
    ]
)


@given(st.lists(st.dictionaries(NAMES, st.lists(TEXTS, max_size=3)), max_size=4))
def test_whatever_is_pressed_in_a_row_leads_to_a_page_that_is_shown(presses) -> None:
    form = EMPTY
    for fields in presses:
        step = walk(EVERYTHING, form, fields)
        form = step.form
        assert step.page in (*to_show(EVERYTHING, form.typed), check_page(EVERYTHING))
        assert not (step.answers and (step.problems or step.warned))


@pytest.mark.anyio
async def test_the_pages_count_what_will_be_shown_and_say_what_is_not_sent(
    resident, sessions
) -> None:
    async with sessions.begin() as db:
        await make_consultation(db, slug="park", questionnaire=TURNINGS)
    page = await resident.get(action("park"))
    assert "Stap 1 van ten hoogste 5" in text(page)
    assert "<title>Punt 1, stap 1 van ten hoogste 5" in page.text
    page = await fill(resident, [{"q1__stance": "against"}])
    assert "Stap 2 van ten hoogste 5" in text(page)
    page = await press(resident, page, "volgende", q2__why="geld", q2__more="Veel te duur.")
    assert "Stap 3 van 4 Over uzelf" in text(page)
    page = await press(resident, page, "controleren")
    page = await press(resident, page, "pagina-1")
    page = await press(resident, page, "controleren", q1__stance="for")
    assert "Stap 3 van 3 Controleer" in text(page)
    left_out = text(page).partition("Dit versturen we niet")[2]
    assert "Veel te duur. Geldt alleen als u bij “Waarom bent u tegen?” koos voor" in left_out
    assert "Geldt alleen als u bij punt 1, “Wat vindt u van dit punt?” koos voor" in left_out
    assert (await press(resident, page, "versturen")).status_code == 303
    async with sessions() as db:
        assert (await db.scalars(select(CodedAnswers.coded))).one() == {"1.stance": "for"}
        assert list(await db.scalars(select(AnswerText.text))) == []


@pytest.mark.anyio
async def test_a_warning_stands_at_its_field_and_is_no_mistake(resident, sessions) -> None:
    async with sessions.begin() as db:
        await make_consultation(db, slug="park", questionnaire=EVERYTHING)
    page = await resident.get(action("park"))
    given = {"q1__toys": ["other"], "q1__toys__other": BSN, "q1__stance": "for"}
    page = await press(resident, page, "volgende", **given)
    assert page.status_code == 422
    assert "<title>Let op: Punt 1" in page.text
    assert "Fout:" not in page.text
    assert 'href="#veld-1-toys-other"' in page.text
    assert text(page).count("lijkt op een burgerservicenummer") == 2
    assert form(page, action("park"))["1.toys.other"] == [BSN]
    page = await press(resident, page, "volgende", **given)
    assert (page.status_code, "Punt 2" in page.text) == (200, True)


@pytest.mark.anyio
async def test_the_api_takes_a_service_number_without_a_word(resident, sessions) -> None:
    async with sessions.begin() as db:
        await make_consultation(db, slug="park")
    body = {"sleutel": str(UUID(int=3)), "antwoorden": {"1.advice": BSN}}
    reply = await resident.post("/api/v1/raadplegingen/park/inzendingen", json=body)
    assert reply.status_code == 201
