# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Who took part, weights and margins: the same in every form, or the reason why not."""

import csv
import io
import json

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from backend.audit.actions import SYSTEM
from backend.consultations import actions as consultations
from backend.population import actions as population
from backend.results import actions
from backend.results.content import decode
from backend.results.outputs import paper
from backend.results.tables import Summary
from surveys.population import AGE, Margin, Population, Target
from surveys.reviewed import Section
from surveys.template import AGE_BANDS
from tests.backend.agenda.made import make_griffier
from tests.backend.results.made import conclude, keep, result_of, say
from tests.browse import text as words

pytestmark = pytest.mark.anyio
PATH = "/raadplegingen/park/samenvatting"
SIZES = (140, 300, 330, 230)
TOWN = Population(
    "Verzonnen telling",
    2026,
    (
        Margin(
            AGE,
            "15+",
            tuple(Target(o.value, o.label, n) for o, n in zip(AGE_BANDS, SIZES, strict=True)),
        ),
    ),
)
SAY_SO = "INSERT INTO letter_lot (consultation_id, drawn_from, made_by) VALUES (:c, 9, :b)"
CAME = {"15-24": 12, "25-44": 30, "45-64": 36, "65+": 62}
"""One hundred and forty, of whom the young and the old are not as many as in the town."""


async def publish(sessions) -> None:
    async with sessions.begin() as db:
        await population.publish(db, await make_griffier(db), TOWN, None)


async def answer(sessions, park, came: dict[str, int]) -> None:
    for age, often in came.items():
        for number in range(often):
            await say(sessions, park, "for" if number % 3 else "against", age=age)


async def finalise(sessions, park) -> None:
    await conclude(sessions, park)
    async with sessions.begin() as db:
        await actions.finalise(db, await make_griffier(db), park.id, "Merenburg")
    await keep(sessions)


async def test_every_form_of_a_summary_tells_the_same_of_who_took_part(
    sessions, park, resident
) -> None:
    await publish(sessions)
    await answer(sessions, park, CAME)
    await finalise(sessions, park)
    stored = json.loads((await resident.get(f"{PATH}.json")).content)["figures"]["participation"]
    missing = "Mensen van 65 jaar of ouder zijn 23% van de inwoners vanaf 15 jaar en 44% van de"
    assert missing + " reacties." in stored["said"]
    page = await resident.get(PATH)
    assert page.text.count(missing) == 2  # in short, and where the tables are
    assert "Verzonnen telling, 2026." in words(page)
    assert "We noemen geen foutmarge." in words(page)
    rows = list(csv.reader(io.StringIO((await resident.get(f"{PATH}.csv")).text), delimiter=";"))
    shares = {row[2]: row[5] for row in rows if row[0] == "inwoners" and row[3] == "reactions"}
    assert shares == {
        " + ".join(share["groups"]): str(share["permille"])
        for share in stored["compared"][0]["shares"]
    }
    (weighed,) = (row for row in rows if (row[0], row[3]) == ("weging", "weighted_share"))
    weighted = stored["weighed"]["points"][0]["weighted"]
    assert weighed[5] == ("" if weighted is None else str(weighted))
    assert stored["weighed"]["people"] == 140


async def test_the_paper_says_it_too(sessions, park) -> None:
    await publish(sessions)
    await answer(sessions, park, CAME)
    await finalise(sessions, park)
    async with sessions() as db:
        content = decode((await db.scalars(select(Summary.content))).one())
    said = [block.text for block in paper.blocks(content, Section(version=1), {}, ())]
    assert any("en 44% van de reacties." in line for line in said)
    assert "Voor onderzoekers" in said
    assert "Geteld en gewogen" in said


async def test_three_answers_make_no_figure_on_who_took_part(sessions, park, resident) -> None:
    await publish(sessions)
    await answer(sessions, park, {"15-24": 3})
    await finalise(sessions, park)
    page = words(await resident.get(PATH))
    assert "Er reageerden te weinig mensen om te laten zien uit welke groep ze komen." in page
    assert "We hebben niet gewogen." in page
    assert "% van de inwoners" not in page


async def test_without_figures_of_the_town_the_page_says_that_it_cannot_tell(
    sessions, park, resident
) -> None:
    await answer(sessions, park, {"15-24": 12})
    await finalise(sessions, park)
    page = words(await resident.get(PATH))
    assert "De gemeente heeft geen cijfers over haar inwoners ingelezen." in page
    assert (await result_of(sessions, park)).participation is None


async def test_figures_of_the_town_that_came_after_closing_are_not_used(sessions, park) -> None:
    """Nobody chooses them for what they would show."""
    await answer(sessions, park, {"15-24": 12})
    async with sessions.begin() as db:
        await consultations.close(db, SYSTEM, park.id)
    await publish(sessions)
    await keep(sessions)
    assert (await result_of(sessions, park)).participation is None


async def test_the_database_lets_nobody_say_after_opening_that_people_were_drawn(
    sessions, park
) -> None:
    async with sessions.begin() as db:
        griffier = await make_griffier(db)
    with pytest.raises(DBAPIError, match="before a consultation opens"):
        async with sessions.begin() as db:
            await db.execute(
                text(SAY_SO),
                {"c": park.id, "b": griffier.id},
            )
