# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""The griffie reads in how many residents there are, as a browser does."""

import httpx
import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError

from backend.accounts.roles import Role
from backend.population import queries
from backend.population.tables import PopulationRow
from tests.browse import form
from tests.browse import text as words

pytestmark = pytest.mark.anyio
PAGE = "/griffie/bevolking"
AGES = (
    "kenmerk;groep;aantal\nleeftijd;15-24;1400\nleeftijd;25-44;3000\nleeftijd;45-64;3300\n"
    "leeftijd;65+;2300\n"
)


@pytest.fixture
async def griffier(signed_in) -> httpx.AsyncClient:
    return await signed_in(Role.GRIFFIE)


async def look(griffier: httpx.AsyncClient, table: str, **given: str) -> httpx.Response:
    fields = form(await griffier.get(PAGE), PAGE)
    fields.pop("bestand", None)
    fields |= {"jaar": "2026", "bron": "Eigen telling", **given}
    files = {"bestand": ("inwoners.csv", table.encode(), "text/csv")}
    return await griffier.post(PAGE, data=fields, files=files)


async def publish(griffier: httpx.AsyncClient, seen: httpx.Response) -> httpx.Response:
    return await griffier.post(f"{PAGE}/vastleggen", data=form(seen, f"{PAGE}/vastleggen"))


async def test_a_file_is_looked_at_first_and_counts_when_somebody_says_so(
    griffier, sessions
) -> None:
    seen = await look(griffier, AGES)
    assert seen.status_code == 200
    assert "Er is nog niets bewaard." in words(seen)
    assert "Over geslacht staat er niets in." in words(seen)
    async with sessions() as db:
        assert await queries.history(db) == ()
    assert (await publish(griffier, seen)).status_code == 303
    page = words(await griffier.get(PAGE))
    assert "Deze cijfers gelden nu" in page
    assert "Eigen telling, 2026." in page
    async with sessions() as db:
        (row,) = await queries.history(db)
    assert row.population.margins[0].residents == 10_000
    trail = words(await griffier.get("/griffie/logboek"))
    assert "bevolkingscijfers" in trail


async def test_next_figures_take_their_place_and_the_first_stay_to_be_read(griffier) -> None:
    await publish(griffier, await look(griffier, AGES))
    await publish(griffier, await look(griffier, AGES.replace("1400", "1500"), jaar="2027"))
    page = words(await griffier.get(PAGE))
    assert "Eigen telling, 2027." in page
    assert "Wat eerder gold" in page
    assert "Eigen telling, 2026" in page


async def test_everything_that_is_wrong_is_told_at_once_and_nothing_is_kept(
    griffier, sessions
) -> None:
    wrong = AGES.replace("1400", "veel").replace("leeftijd;65+;2300\n", "leeftijd;oud;0\n")
    seen = await look(griffier, wrong)
    assert seen.status_code == 422
    for what in (
        "“veel” is geen heel getal.",
        "“oud” is geen groep van leeftijd.",
        "Hier staat 0. Een groep zonder inwoners kan niet worden vergeleken.",
        "Deze groepen ontbreken: 65 jaar of ouder.",
    ):
        assert what in words(seen)
    assert "vastleggen" not in seen.text.split("<main")[1].split("Cijfers inlezen")[0]
    async with sessions() as db:
        assert await queries.history(db) == ()


async def test_the_form_says_what_is_missing_and_keeps_what_was_typed(griffier) -> None:
    fields = form(await griffier.get(PAGE), PAGE)
    fields.pop("bestand", None)
    fields |= {"jaar": "volgend jaar", "bron": "Onze eigen telling"}
    seen = await griffier.post(PAGE, data=fields)
    assert seen.status_code == 422
    assert "Kies een bestand." in words(seen)
    assert "Vul een getal in van 1.990 tot en met 2.100." in words(seen)
    assert 'value="Onze eigen telling"' in seen.text


async def test_of_two_who_replace_the_same_figures_the_second_is_told(griffier, sessions) -> None:
    one, two = await look(griffier, AGES), await look(griffier, AGES, bron="Een ander")
    assert (await publish(griffier, one)).status_code == 303
    refused = await publish(griffier, two)
    assert refused.status_code == 409
    assert "Iemand anders heeft intussen cijfers over inwoners ingelezen." in words(refused)
    async with sessions() as db:
        assert len(await queries.history(db)) == 1


@pytest.mark.parametrize(
    "figures",
    [
        "",
        "{}",
        "[]",
        '{"source":"x","year":2026,"margins":[]}',
        '{"source":"CBS","year":1,"margins":[]}',
    ],
)
async def test_figures_that_nobody_looked_at_are_not_taken(griffier, sessions, figures) -> None:
    fields = form(await look(griffier, AGES), f"{PAGE}/vastleggen") | {"cijfers": figures}
    refused = await griffier.post(f"{PAGE}/vastleggen", data=fields)
    assert refused.status_code == 422
    async with sessions() as db:
        assert await queries.history(db) == ()


async def test_the_beheerder_may_as_well_and_the_rekenkamer_only_reads(signed_in) -> None:
    beheerder = await signed_in(Role.BEHEERDER)
    assert (await publish(beheerder, await look(beheerder, AGES))).status_code == 303
    rekenkamer = await signed_in(Role.REKENKAMER)
    seen = await rekenkamer.get(PAGE)
    assert "Eigen telling, 2026." in words(seen)
    assert "Cijfers vervangen" not in words(seen)
    assert (await rekenkamer.post(PAGE)).status_code == 403


async def test_what_was_in_force_at_a_moment_stays_known(griffier, sessions) -> None:
    async with sessions() as db:
        before = (await db.scalars(select(func.clock_timestamp()))).one()
    await publish(griffier, await look(griffier, AGES))
    async with sessions() as db:
        now = (await db.scalars(select(func.clock_timestamp()))).one()
        assert await queries.at(db, before) is None
        found = await queries.at(db, now)
    assert found is not None
    assert found.source == "Eigen telling"


@pytest.mark.parametrize("deed", ["DELETE FROM population", "UPDATE population SET year = 2000"])
async def test_the_database_never_lets_figures_go_or_change(griffier, sessions, deed) -> None:
    await publish(griffier, await look(griffier, AGES))
    with pytest.raises(DBAPIError):
        async with sessions.begin() as db:
            await db.execute(text(deed))
    async with sessions() as db:
        assert (await db.scalars(select(PopulationRow.year))).one() == 2026
