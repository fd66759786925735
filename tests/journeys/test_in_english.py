# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Somebody who reads English takes part: one choice on the overview, and all that follows."""

import pytest
from msgspec import structs

from surveys.questions import ChoiceQuestion, Option
from surveys.template import draft
from tests.browse import text
from tests.journeys.test_taking_part import follow
from tests.make import make_consultation
from tests.pressing import code_on, press

pytestmark = pytest.mark.anyio
TITLE = "Een park aan de Meerkade"


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
