# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""The editor as a griffier uses it, without JavaScript."""

import datetime as dt
import re

import httpx
import pytest

from backend.accounts.roles import Role
from backend.consultations import actions, queries
from backend.consultations.tables import Consultation
from backend.council import queries as council
from surveys import editing as edits
from surveys.questionnaire import Questionnaire
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
from tests.backend.agenda.made import make_griffier
from tests.browse import form, text
from tests.make import make_consultation

pytestmark = pytest.mark.anyio
PARK = "Wat moet er in het park komen?"


@pytest.fixture
async def draft(sessions) -> Consultation:
    async with sessions.begin() as db:
        return await make_consultation(db, stage="draft", slug="park")


@pytest.fixture
async def griffier(signed_in) -> httpx.AsyncClient:
    return await signed_in(Role.GRIFFIE)


@pytest.fixture
def at(draft) -> str:
    return f"/griffie/raadplegingen/{draft.id}/vragen"


@pytest.fixture
def asked(sessions, draft):
    async def read() -> Questionnaire:
        async with sessions() as db:
            return await actions.questions_of(db, await queries.get(db, draft.id))

    return read


async def press(griffier, page: httpx.Response, action: str, **given: str) -> httpx.Response:
    """A button of the form that leads to this address, with these fields filled in."""
    fields = form(page, action)
    for name, value in given.items():
        fields[name] = [value]
    return await griffier.post(action, data={k: v for k, v in fields.items() if v != ["-"]})


def condition(page: httpx.Response, other: str, *answers: str) -> dict[str, list[str]]:
    """The second form of its page: the first one only asks which question to hang on."""
    revision = re.search(r'name="revision" value="(\d+)"', page.text)
    assert revision
    return {
        "csrf": form(page, "/uitloggen")["csrf"],
        "revision": [revision[1]],
        "bij": [other],
        "answers": list(answers),
        "doe": ["bewaren"],
    }


async def do(griffier, at: str, key: str, what: str) -> httpx.Response:
    return await press(griffier, await griffier.get(at), f"{at}/{key}/doen", doe=what)


async def add(griffier, at: str, kind: str, place: str = "1", **given: str) -> httpx.Response:
    page = await griffier.get(f"{at}/nieuw?punt={place}&soort={kind}")
    return await press(griffier, page, f"{at}/nieuw", **given)


async def test_every_page_of_the_form_is_listed_with_its_questions(griffier, at) -> None:
    said = text(await griffier.get(at))
    for heading in ("Beslispunt 1", "Beslispunt 2", "Over het hele voorstel", "Over de inwoner"):
        assert heading in said
    assert "Invullen duurt ongeveer 7 minuten" in said
    assert "klaar om te openen" in said


MADE: tuple[tuple[str, str, dict[str, str], Question], ...] = (
    (
        "choices",
        "1",
        {"options": "Bomen\n\n Banken ", "other": "ja", "most": "2", "description": "Twee."},
        ChoicesQuestion("question-1", PARK, (Option("o1", "Bomen"), Option("o2", "Banken")), 1,
                        other=True, most=2, description="Twee."),
    ),
    (
        "choice",
        "geheel",
        {"options": "Ja\nNee", "no_opinion": "-"},
        ChoiceQuestion("question-1", PARK, (Option("o1", "Ja"), Option("o2", "Nee")),
                       no_opinion=False),
    ),
    (
        "scale",
        "2",
        {"steps": "7", "low_label": "onveilig", "high_label": "veilig", "required": "ja"},
        ScaleQuestion("question-1", PARK, 2, steps=7, low_label="onveilig", high_label="veilig",
                      required=True),
    ),
    (
        "number",
        "1",
        {"low": "-5", "high": "1.250", "unit": "keer"},
        NumberQuestion("question-1", PARK, 1, low=-5, high=1250, unit="keer"),
    ),
    ("open", "geheel", {"limit": "200"}, OpenQuestion("question-1", PARK, None, limit=200)),
    (
        "background",
        "inwoner",
        {"why": "Zo zien wij wie er fietst.", "options": "Ja\nNee"},
        BackgroundQuestion("about-1", PARK, "Zo zien wij wie er fietst.",
                           (Option("o1", "Ja"), Option("o2", "Nee"))),
    ),
)  # fmt: skip


@pytest.mark.parametrize("one", MADE, ids=[one[0] for one in MADE])
async def test_each_kind_of_question_is_made_and_opened_again_as_it_was(
    griffier, at, asked, one
) -> None:
    kind, place, given, made = one
    reply = await add(griffier, at, kind, place, label=PARK, **given)
    assert reply.status_code == 303, text(reply)
    assert reply.headers["location"].endswith(f"#vraag-{made.key}")
    assert edits.find(await asked(), made.key) == made
    again = await griffier.get(f"{at}/{made.key}")
    await press(griffier, again, f"{at}/{made.key}")
    assert edits.find(await asked(), made.key) == made


async def test_first_the_kind_is_chosen_and_a_point_has_one_stance(griffier, at, asked) -> None:
    kinds = text(await griffier.get(f"{at}/nieuw?punt=1"))
    assert "Meer antwoorden kiezen" in kinds
    assert "Mening over het beslispunt" not in kinds
    await do(griffier, at, "1.stance", "weghalen")
    assert "Mening over het beslispunt" in text(await griffier.get(f"{at}/nieuw?punt=1"))
    assert (await add(griffier, at, "stance")).status_code == 303
    assert isinstance(edits.find(await asked(), "1.stance"), StanceQuestion)


async def test_everything_that_is_wrong_is_said_at_once_and_what_was_typed_stays(
    griffier, at, asked
) -> None:
    before = await asked()
    reply = await add(griffier, at, "choices", label="", options="Bomen", most="veel",
                      description="Blijft staan.")  # fmt: skip
    assert reply.status_code == 422
    for field in ("label", "options", "most"):
        assert f'href="#veld-{field}"' in reply.text
    assert "Blijft staan." in reply.text
    assert await asked() == before


async def test_a_required_question_needs_a_way_out(griffier, at) -> None:
    reply = await add(griffier, at, "choice", label=PARK, options="Ja\nNee", required="ja",
                      no_opinion="-")  # fmt: skip
    assert reply.status_code == 422
    assert 'href="#veld-required"' in reply.text


async def test_up_down_twice_and_away_from_the_list(griffier, at, asked) -> None:
    assert (await do(griffier, at, "1.advice", "omhoog")).status_code == 303
    assert (await asked()).keys()[:2] == ("1.advice", "1.stance")
    await do(griffier, at, "1.advice", "omlaag")
    assert (await asked()).keys()[:2] == ("1.stance", "1.advice")
    await do(griffier, at, "1.advice", "dubbel")
    assert edits.find(await asked(), "question-1") is not None
    await do(griffier, at, "question-1", "weghalen")
    assert edits.find(await asked(), "question-1") is None
    page = await griffier.get(at)
    assert "“Wat raadt u de raad aan? (kopie)” weggehaald. Door Griffie (griffie)" in text(page)
    assert (await press(griffier, page, f"{at}/terug")).status_code == 303
    assert edits.find(await asked(), "question-1") is not None


async def test_an_answer_keeps_its_value_when_its_words_change(griffier, at, asked) -> None:
    await add(griffier, at, "choice", label=PARK, options="Bos\nPlein\nVijver")
    page = await griffier.get(f"{at}/question-1")
    await press(griffier, page, f"{at}/question-1", options="Weide\nBos\nPleintje\nVijver")
    values = [(o.value, o.label) for o in edits.find(await asked(), "question-1").options]
    assert values == [("o4", "Weide"), ("o1", "Bos"), ("o2", "Pleintje"), ("o3", "Vijver")]


async def test_a_question_goes_to_another_page_but_a_drafted_one_stays(griffier, at, asked) -> None:
    await add(griffier, at, "open", label=PARK)
    page = await griffier.get(f"{at}/question-1")
    await press(griffier, page, f"{at}/question-1", point="geheel")
    assert edits.find(await asked(), "question-1").decision_point is None
    assert "point" not in form(await griffier.get(f"{at}/1.advice"), f"{at}/1.advice")


async def test_a_question_hangs_on_answers_to_an_earlier_one_and_is_let_go_again(
    griffier, at, asked
) -> None:
    here = f"{at}/2.advice/voorwaarde"
    page = await griffier.get(f"{here}?bij=1.stance")
    fields = condition(page, "1.stance", "against", "strongly_against")
    assert (await griffier.post(here, data=fields)).status_code == 303
    hung = edits.find(await asked(), "2.advice").show_if
    assert hung == Condition("1.stance", ("against", "strongly_against"))
    said = text(await griffier.get(at))
    assert "Alleen na “Tegen” of “Helemaal tegen” op “Wat vindt u van dit punt?”" in said
    always = {**condition(await griffier.get(here), "1.stance"), "doe": ["altijd"]}
    await griffier.post(here, data=always)
    assert edits.find(await asked(), "2.advice").show_if is None


async def test_a_condition_needs_an_answer_and_an_earlier_question(griffier, at, asked) -> None:
    here = f"{at}/1.advice/voorwaarde"
    for other, answers in (("1.stance", []), ("2.stance", ["for"]), ("1.stance", ["no_such"])):
        page = await griffier.get(f"{here}?bij=1.stance")
        reply = await griffier.post(here, data=condition(page, other, *answers))
        assert reply.status_code == 422
    assert edits.find(await asked(), "1.advice").show_if is None
    assert "Wij stellen haar daarom altijd" in text(await griffier.get(f"{at}/1.stance/voorwaarde"))


async def test_what_a_move_breaks_stands_at_the_question_and_stops_opening(
    griffier, at, draft
) -> None:
    here = f"{at}/1.advice/voorwaarde"
    page = await griffier.get(f"{here}?bij=1.stance")
    await griffier.post(here, data=condition(page, "1.stance", "for"))
    await do(griffier, at, "1.advice", "omhoog")
    assert text(await griffier.get(at)).count("hangt aan een vraag die pas later komt") == 2
    desk = f"/griffie/raadplegingen/{draft.id}"
    page = await griffier.get(desk)
    assert f'href="{at}#vraag-1-advice"' in page.text
    opening = await griffier.get(f"{desk}/openen")
    refused = await press(griffier, opening, f"{desk}/openen", closes_on="2036-05-01")
    assert refused.status_code == 422
    assert "pas later komt" in text(refused)


async def test_of_two_griffiers_at_once_both_keep_what_they_did(griffier, at, asked) -> None:
    mine = await griffier.get(f"{at}/1.advice")
    theirs = await griffier.get(f"{at}/1.advice")
    await press(griffier, theirs, f"{at}/1.advice", label="Van een ander")
    reply = await press(griffier, mine, f"{at}/1.advice", label="Van mij")
    assert reply.status_code == 409
    assert "Van een ander" in text(reply)
    assert form(reply, f"{at}/1.advice")["label"] == ["Van mij"]
    assert edits.find(await asked(), "1.advice").label == "Van een ander"
    assert (await press(griffier, reply, f"{at}/1.advice")).status_code == 303
    assert edits.find(await asked(), "1.advice").label == "Van mij"


async def test_what_was_typed_for_a_question_that_went_can_become_a_new_one(
    griffier, at, asked
) -> None:
    mine = await griffier.get(f"{at}/1.touched")
    await do(griffier, at, "1.touched", "weghalen")
    reply = await press(griffier, mine, f"{at}/1.touched", label="Van mij")
    assert reply.status_code == 409
    assert (await press(griffier, reply, f"{at}/nieuw")).status_code == 303
    assert edits.find(await asked(), "question-1") == OpenQuestion(
        "question-1", "Van mij", 1, description=edits_description(mine)
    )


def edits_description(page: httpx.Response) -> str:
    return form(page, str(page.url.path))["description"][0]


async def test_a_button_of_an_old_page_does_nothing_and_says_so(griffier, at, asked) -> None:
    old = await griffier.get(at)
    await do(griffier, at, "1.advice", "omhoog")
    now = await asked()
    for action, given in (
        (f"{at}/1.touched/doen", {"doe": "weghalen"}),
        (f"{at}/1.advice/doen", {"doe": "omhoog"}),
    ):
        reply = await press(griffier, old, action, **given)
        assert reply.status_code == 409
        assert "niet uitgevoerd" in text(reply)
    assert await asked() == now


async def test_after_opening_the_list_is_there_and_nothing_can_be_changed(
    griffier, at, sessions, draft, asked
) -> None:
    page = await griffier.get(at)
    edit = await griffier.get(f"{at}/1.advice")
    async with sessions.begin() as db:
        closes = await council.now(db) + dt.timedelta(days=30)
        await actions.open_(db, await make_griffier(db), draft.id, 1, closes)
    before = await asked()
    shown = await griffier.get(at)
    assert "De vragen liggen vast" in text(shown)
    assert "/doen" not in shown.text
    for reply in (
        await griffier.get(f"{at}/1.advice"),
        await griffier.get(f"{at}/nieuw"),
        await press(griffier, page, f"{at}/1.advice/doen", doe="weghalen"),
        await press(griffier, edit, f"{at}/1.advice", label="Anders"),
    ):
        assert reply.status_code == 409
    assert await asked() == before


async def test_the_audit_office_reads_and_changes_nothing(signed_in, at) -> None:
    reader = await signed_in(Role.REKENKAMER)
    page = await reader.get(at)
    assert page.status_code == 200
    assert "/doen" not in page.text
    assert (await reader.get(f"{at}/1.advice")).status_code == 403


async def test_the_preview_shows_every_page_and_sends_nothing(griffier, at, draft) -> None:
    await add(griffier, at, "scale", "geheel", label="Hoe veilig is het hier?")
    page = await griffier.get(f"/griffie/raadplegingen/{draft.id}/voorbeeld")
    said = text(page)
    assert "Dit is een voorbeeld" in said
    assert said.count("Wat vindt u van dit punt?") == 2
    assert "Hoe veilig is het hier?" in said
    assert page.text.count("<form") == page.text.count('action="/uitloggen"')


async def test_themes_and_neighbourhoods_are_chosen_on_the_desk(griffier, draft, sessions) -> None:
    desk = f"/griffie/raadplegingen/{draft.id}"
    fields = form(await griffier.get(desk), f"{desk}/indeling")
    reply = await griffier.post(f"{desk}/indeling", data={**fields, "themes": ["groen", "wonen"]})
    assert reply.status_code == 303
    async with sessions() as db:
        assert (await queries.get(db, draft.id)).themes == ["groen", "wonen"]
    assert form(await griffier.get(desk), f"{desk}/indeling")["themes"] == ["groen", "wonen"]
