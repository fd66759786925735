# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
import pytest

from tests.asked import EVERYTHING
from tests.browse import text
from tests.make import make_consultation

pytestmark = pytest.mark.anyio
PAPER = "/raadplegingen/park/vragen"


async def test_all_questions_stand_on_paper_with_where_to_bring_it(resident, sessions) -> None:
    async with sessions.begin() as db:
        await make_consultation(db, slug="park", questionnaire=EVERYTHING)
    offered = await resident.get("/raadplegingen/park")
    assert f'href="{PAPER}"' in offered.text
    page = await resident.get(PAPER)
    for question in EVERYTHING.questions:
        assert question.label in page.text
    for needed in (
        "Een heel getal van -10 tot en met 5.000.",
        "Kies ten hoogste 2 antwoorden.",
        "Alleen invullen als u bij “Hebt u een auto?” koos voor “Ja”.",
        "1: Heel onveilig 2 3 4 5: Heel veilig Dat weet ik niet",
        "Voor, mits (onder een voorwaarde) Schrijf hieronder op wat uw voorwaarde is.",
        "Anders, namelijk:",
        "Dat zeg ik liever niet",
        "Het moet er zijn op",
        "Dit is geen zienswijze of bezwaar",
    ):
        assert needed in text(page), needed
    assert "<form" not in page.text
    assert "<input" not in page.text


async def test_after_closing_the_paper_says_so_and_a_draft_has_none(resident, sessions) -> None:
    async with sessions.begin() as db:
        await make_consultation(db, slug="park", stage="closed")
        await make_consultation(db, slug="concept", stage="draft")
    assert "U kunt ze niet meer inleveren" in text(await resident.get(PAPER))
    assert (await resident.get("/raadplegingen/concept/vragen")).status_code == 404
