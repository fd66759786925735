# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Somebody who reads English takes part: one choice on the overview, and all that follows."""

import pytest
from msgspec import structs

from surveys.questions import ChoiceQuestion, Option
from surveys.template import draft
from tests.browse import form, text
from tests.journeys.test_taking_part import follow
from tests.make import make_consultation
from tests.pressing import action, code_on, press

pytestmark = pytest.mark.anyio
TITLE = "Een park aan de Meerkade"


async def test_another_language_halfway_loses_nothing_that_was_typed(resident, sessions) -> None:
    async with sessions.begin() as db:
        await make_consultation(db, slug="park", title=TITLE)
    at = f"{action('park')}?taal=en"
    page = await resident.get(action("park"))
    assert f'formaction="{at}"' in page.text
    assert 'href="?taal=' not in page.text, "a link would lose what was typed"
    too_long = "Bomen! " * 700
    typed = {**form(page, action("park")), "1.advice": too_long, "naar": "hier"}
    page = await resident.post(at, data=typed)
    assert page.status_code == 200
    assert "Point 1" in text(page)
    assert form(page, action("park"))["1.advice"] == [too_long]
    page = await press(resident, page, "volgende", q1__advice="Trees.")
    page = await press(resident, page, "controleren")
    typed = {**form(page, action("park")), "naar": "hier"}
    page = await resident.post(f"{action('park')}?taal=nl", data=typed)
    assert "Controleer uw antwoorden" in text(page)
    assert "Trees." in text(page)
    sent = await press(resident, page, "versturen")
    code = code_on(await resident.get(sent.headers["location"]))
    page = await resident.post("/mijn-inzending", data={"code": code})
    typed = {**form(page, "/mijn-inzending"), "actie": "bekijken"}
    page = await resident.post("/mijn-inzending?taal=en", data=typed)
    assert "Received. Your response counts." in text(page)


async def test_a_form_in_english_from_the_overview_to_the_receipt(resident, sessions) -> None:
    usual = draft([1], [])
    options = (Option("o1", "Bomen"), Option("o2", "Bankjes"))
    own = ChoiceQuestion("question-1", "Wat mist u het meest?", options, 1, other=True)
    asked = structs.replace(usual, questions=(own, *usual.questions))
    async with sessions.begin() as db:
        await make_consultation(db, slug="park", title=TITLE, points=1, questionnaire=asked)

    # Given somebody who chose English once; the proposal itself stays Dutch and says so
    page = await resident.get("/?taal=en")
    assert '<html lang="en"' in page.text
    assert f'<span lang="nl">{TITLE}</span>' in page.text
    page = await resident.get("/raadplegingen/park")
    assert "You may answer in any language." in text(page)
    page = await follow(resident, page, "Take part")
    assert "Step 1 of 3" in text(page)
    assert "What do you think of this point?" in text(page)
    assert '<span lang="nl">Wat mist u het meest?</span>' in page.text
    assert '<span lang="nl">Bankjes</span>' in page.text

    # When they forget to say what they mean, the page tells them in English
    page = await press(resident, page, "volgende", **{"qquestion-1": "other"}, q1__stance="for_if")
    assert page.status_code == 422
    assert "Error: " in page.text
    assert "You chose “Other (please specify)”." in text(page)
    page = await press(
        resident,
        page,
        "volgende",
        **{"qquestion-1": "o2"},
        q1__advice="Plant trees that give shade.",
    )
    page = await press(resident, page, "volgende", age_band="25-44")

    # Then they check it, send it, and keep a receipt that they can read
    assert "Check your answers" in text(page)
    assert "For, provided that (on a condition)" in text(page)
    assert "25 to 44 years" in text(page)
    assert 'lang="">Plant trees that give shade.' in page.text
    sent = await press(resident, page, "versturen")
    page = await resident.get(sent.headers["location"])
    assert "Thank you" in text(page)
    code = code_on(page)
    page = await resident.post("/mijn-inzending", data={"code": code})
    assert "Received. Your response counts." in text(page)
    assert '<span lang="nl">Bankjes</span>' in page.text

    # And back in Dutch it is the same response
    page = await resident.get("/mijn-inzending?taal=nl")
    page = await resident.post("/mijn-inzending", data={"code": code})
    assert "Uw reactie telt mee" in text(page)
    assert 'lang="nl">Bankjes' not in page.text
