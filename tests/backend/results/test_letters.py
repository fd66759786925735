# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""A letter that many people sent: counted like any other, and told apart."""

import csv
import io

import pytest

from backend.results import actions
from tests.backend.agenda.made import make_griffier
from tests.backend.results.made import conclude, result_of, say, stances, withdraw

pytestmark = pytest.mark.anyio

LETTER = (
    "Geachte raad, wij wonen al jaren naast het park en wij zien elke avond dat er te hard wordt"
    " gereden, dat het licht kapot is en dat kinderen niet veilig naar {} kunnen lopen."
)
PLACES = ("school", "huis", "de voetbal", "opa", "het plein", "de winkel", "het zwembad")


@pytest.fixture
async def letters(sessions, park):
    """Six for and one against with the letter, one of the six took it back; four without it."""
    for place in PLACES[:5]:
        await say(sessions, park, "for", LETTER.format(place))
    gone = await say(sessions, park, "for", LETTER.format(PLACES[5]))
    await say(sessions, park, "against", LETTER.format(PLACES[6]))
    for number in range(3):
        await say(sessions, park, "against", f"Dit kost {number} bomen, en dat is mij te veel.")
    await say(sessions, park, "for")
    await withdraw(sessions, park, gone)
    await conclude(sessions, park)
    return park


async def test_a_letter_is_counted_with_the_others_and_both_totals_are_there(
    sessions, letters
) -> None:
    found = await result_of(sessions, letters)
    assert stances(found) == {"for": 6, "against": 4}
    [letter] = found.letters
    assert (letter.question, letter.decision_point, letter.senders) == ("1.advice", 1, 6)
    assert (letter.in_favour, letter.opposed) == (5, 1)
    assert (letter.others_in_favour, letter.others_opposed) == (1, 3)


async def test_the_summary_says_so_in_every_form(sessions, letters, resident) -> None:
    async with sessions.begin() as db:
        await actions.finalise(db, await make_griffier(db), letters.id, "Merenburg")
    said = (
        "In 6 reacties staat bijna dezelfde tekst als advies over beslispunt 1. Die tellen gewoon"
        " mee. Van die reacties zijn er 5 voor en 1 tegen. Zonder die reacties is er 1 voor en 3"
        " tegen."
    )
    page = await resident.get("/raadplegingen/park/samenvatting")
    assert said in page.text
    table = await resident.get("/raadplegingen/park/samenvatting.csv")
    rows = list(csv.DictReader(io.StringIO(table.text.removeprefix("\ufeff")), delimiter=";"))
    assert said in [row["tekst"] for row in rows if row["onderdeel"] == "zin"]
    brief = {row["maat"]: row["aantal"] for row in rows if row["onderdeel"] == "brief"}
    assert brief == {
        "senders": "6",
        "in_favour": "5",
        "opposed": "1",
        "others_in_favour": "1",
        "others_opposed": "3",
    }


async def test_people_who_agree_in_their_own_words_sent_no_letter(sessions, park) -> None:
    for number in range(9):
        await say(sessions, park, "for", f"Meer bomen in het park graag. Ik heet niet {number}.")
    await conclude(sessions, park)
    assert (await result_of(sessions, park)).letters == ()
