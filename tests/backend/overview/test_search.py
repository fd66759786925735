# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
import html
import json
import re

import asyncpg
import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.ext.asyncio import AsyncSession

from backend.overview import words
from backend.overview.filters import LAST_PAGE, LONGEST, Filter, read
from backend.participation.standard import THEMES
from surveys.text import UNPRINTABLE
from tests.backend.overview.made import about
from tests.browse import form, text

pytestmark = pytest.mark.anyio
ALL = "/raadplegingen"
MANY = 4000


def titles(page: httpx.Response) -> list[str]:
    assert page.status_code == 200, page.text
    return [html.unescape(one) for one in re.findall(r'card__title"><a [^>]+>(.*?)</a>', page.text)]


@pytest.fixture
async def plans(sessions) -> None:
    """All are about a park at the Meerkade; only the first has a point that closes it."""
    async with sessions.begin() as db:
        await about(db, "a", "Betaald parkeren in het centrum", days=3, points=3)
        await about(db, "b", "De sporthal", days=5)
        await about(db, "c", "Windmolens langs de rivier", stage="closed")


@pytest.mark.parametrize(
    ("sought", "found"),
    [
        ("sporthal", ["De sporthal"]),
        ("PARKEREN", ["Betaald parkeren in het centrum"]),
        ("windmolen", ["Windmolens langs de rivier"]),
        ("de windmolens", ["Windmolens langs de rivier"]),
        ("wind", ["Windmolens langs de rivier"]),
        ("rivier windm", ["Windmolens langs de rivier"]),
        ("afsluiten sluiten", []),
        ("sluiten", ["Betaald parkeren in het centrum"]),
        ("sporthal or windmolens", ["De sporthal", "Windmolens langs de rivier"]),
        ("meerkade -windmolens", ["Betaald parkeren in het centrum", "De sporthal"]),
        ('"langs de rivier"', ["Windmolens langs de rivier"]),
        ('"rivier langs"', []),
        ("sporthal windmolens", []),
        ("spo", ["De sporthal"]),
        ("sp", []),
        ("hal", []),
    ],
)
async def test_words_are_found_as_dutch_and_the_last_by_its_beginning(
    resident, plans, sought, found
) -> None:
    page = await resident.get(ALL, params={"zoek": sought})
    assert titles(page) == found
    assert form(page, ALL)["zoek"] == [sought]
    (number,) = re.findall(r'role="status">(\w+) raadpleging', page.text)
    assert number == (str(len(found)) if found else "Geen")


@pytest.mark.parametrize("sought", ["de het een", "!!", "---", "& | ! ( ) : *", "'", "\u00a0\\"])
async def test_words_that_say_nothing_get_an_answer_that_helps(resident, plans, sought) -> None:
    page = await resident.get(ALL, params={"zoek": sought})
    assert titles(page) == []
    assert "kunnen we niet zoeken" in text(page)
    assert "Bekijk alle raadplegingen" in text(page)
    assert "Nu kunt u meedoen" not in page.text


async def test_a_very_long_search_uses_its_beginning_and_says_so(resident, plans) -> None:
    page = await resident.get(ALL, params={"zoek": "sporthal " + "x" * 5000})
    assert page.status_code == 200
    assert "Wij gebruiken de eerste 200 tekens" in text(page)


odd = st.text(
    st.one_of(
        st.characters(),
        st.sampled_from("\"'\\-:*&|!()<>%_\x00\x1a\ufffe\u202e "),
        st.sampled_from("abcparkmeerkade"),
    ),
    max_size=60,
)


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.fixed_dictionaries(dict.fromkeys(("zoek", "thema", "wijk", "pagina"), odd)))
async def test_no_address_whatsoever_breaks_the_overview(resident, plans, params) -> None:
    sent = [(name, value.encode("utf-8", "surrogatepass")) for name, value in params.items()]
    reply = await resident.get(ALL, params=httpx.QueryParams(_quoted(sent)))
    assert reply.status_code == 200
    news = await resident.get(f"{ALL}.rss", params=httpx.QueryParams(_quoted(sent)))
    assert news.status_code == 200
    machine = await resident.get(f"/api/v1{ALL}", params=httpx.QueryParams(_quoted(sent)))
    assert machine.status_code in {200, 400}
    json.loads(machine.content)


def _quoted(pairs: list[tuple[str, bytes]]) -> str:
    return "&".join(f"{name}=" + "".join(f"%{b:02x}" for b in value) for name, value in pairs)


@given(query=st.binary(max_size=80))
def test_no_bytes_whatsoever_are_too_odd_to_read(query) -> None:
    asked = read(query + b"&zoek=" + query, THEMES, {"WK01"})
    assert len(asked.filter.words) <= LONGEST
    assert not UNPRINTABLE.search(asked.filter.words)
    assert asked.filter.theme in {"", *THEMES}
    assert asked.filter.hood in {"", "WK01"}
    assert 1 <= asked.page <= LAST_PAGE
    again = read(asked.filter.address("", asked.page).removeprefix("?").encode(), THEMES, {"WK01"})
    assert (again.filter, again.page) == (asked.filter, asked.page)


async def test_a_search_among_thousands_goes_by_the_index(sessions, owner_dsn) -> None:
    """The expression of the query is the expression of the index, or this is a walk past all."""
    owner = await asyncpg.connect(owner_dsn)
    try:
        await owner.execute(FILL, MANY)
        await owner.execute("ANALYZE")
    finally:
        await owner.close()
    for wanted in (Filter("waterschap"), Filter("uitleg")):
        async with sessions() as db:
            plan = await explained(db, wanted)
            assert len(await words.versions(db, wanted)) in {MANY, MANY // 500}
        assert "ix_document_version_words" in plan
        assert "ix_decision_point_words" in plan
        assert "Seq Scan" not in plan


async def explained(db: AsyncSession, wanted: Filter) -> str:
    """How the database would look this up."""
    connection = await db.connection()
    literal = {"literal_binds": True}
    sql = words.matching(wanted).compile(dialect=connection.dialect, compile_kwargs=literal)
    await connection.exec_driver_sql("SET LOCAL enable_seqscan TO off")
    plan = await connection.exec_driver_sql(f"EXPLAIN {sql}")
    return "\n".join(row[0] for row in plan)


@pytest.mark.parametrize(
    ("name", "ours"),
    [("ix_document_version_words", words.OF_TEXT), ("ix_decision_point_words", words.OF_POINT)],
)
async def test_the_expression_is_that_of_the_index(owner_dsn, name, ours) -> None:
    owner = await asyncpg.connect(owner_dsn)
    try:
        definition = await owner.fetchval("SELECT pg_get_indexdef($1::regclass)", name)
    finally:
        await owner.close()
    bare = re.sub(r"[()]|document_version\.|decision_point\.", "", str(ours))
    assert re.sub(r"[()]", "", definition).endswith(bare)


FILL = """
    WITH made AS (
      INSERT INTO document (id, source, source_id, kind)
      SELECT gen_random_uuid(), 'veel', n::text, 'raadsvoorstel' FROM generate_series(1, $1) n
      RETURNING id, source_id::int AS n
    ), versions AS (
      INSERT INTO document_version (id, document_id, number, hash, title, plain_text,
                                    source_version)
      SELECT gen_random_uuid(), id, 1, sha256(id::text::bytea), 'Voorstel ' || n,
             'De gemeente wil in straat ' || n || ' iets doen'
             || CASE WHEN n % 500 = 0 THEN ' met het waterschap' ELSE '' END
             || repeat(' en dan komt er nog meer uitleg over het plan ' || n, 40), '1'
      FROM made RETURNING id, document_id
    )
    INSERT INTO decision_point (document_version_id, number, text)
    SELECT id, p, 'De raad besluit over punt ' || p || ' van ' || id
    FROM versions, generate_series(1, 4) p
"""
