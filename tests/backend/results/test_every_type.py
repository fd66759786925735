# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""People answer a questionnaire with every type of question, and its figures are read back."""

import hashlib
import html
import io
import json
import re
import sys
from pathlib import Path
from uuid import uuid4

import anyio
import msgspec
import polars as pl
import pytest
from sqlalchemy import select

from backend.results import actions, queries
from backend.results.content import decode
from backend.results.rendering import as_csv
from backend.results.tables import Result
from surveys.questionnaire import Questionnaire
from surveys.reviewed import Section
from tests.analysis.made import EVERY_TYPE
from tests.backend.agenda.made import make_griffier
from tests.backend.results.again import FORMS
from tests.backend.results.made import conclude, keep
from tests.browse import form, text
from tests.faults.processes import ROOT, environ
from tests.make import draft, make_consultation

pytestmark = pytest.mark.anyio
PATH = "/raadplegingen/park/samenvatting"
ASKED = Questionnaire((*draft([1, 2], []).questions, *EVERY_TYPE))
BRIDGE = "Over de brug, met het pontje & <b>lopend</b>."
WHY = "=Omdat de vrachtwagens er 's nachts staan."
SAID: list[dict[str, str | list[str]]] = [
    *(
        {"1.stance": "for", "way": "fiets", "calm": step, "wishes": ["water", "bomen"]}
        for step in ("1", "2", "2", "4")
    ),
    *({"wishes": "bomen", "trees": number} for number in ("3", "12", "12")),
    {"wishes": "bomen", "trees": "", "trees.skip": "ja"},
    {"way": "other", "way.other": BRIDGE, "calm": "1", "why": WHY},
    {"way": "fiets", "calm": "2", "why.skip": "ja"},
    {"way": "auto", "plan": "strongly_against"},
    {"way": "no_opinion", "wishes": "no_opinion", "trees": "-3"},
]


def required(given: dict[str, str | list[str]]) -> dict[str, str | list[str]]:
    """What has to be said to be sent at all: a number, or why."""
    more = {}
    if "bomen" in given.get("wishes", "") and not given.keys() & {"trees", "trees.skip"}:
        more["trees.skip"] = "ja"
    if given.get("calm") in {"1", "2"} and not given.keys() & {"why", "why.skip"}:
        more["why.skip"] = "ja"
    return given | more


@pytest.fixture
async def consultation(sessions):
    async with sessions.begin() as db:
        return await make_consultation(db, slug="park", points=2, questionnaire=ASKED)


@pytest.fixture
async def concluded(consultation, sessions, resident):
    """Sent to the API one by one, and counted in two batches."""
    for place, given in enumerate(SAID):
        sent = {"sleutel": str(uuid4()), "antwoorden": required(given)}
        reply = await resident.post("/api/v1/raadplegingen/park/inzendingen", json=sent)
        assert reply.status_code == 201, reply.text
        if place == 5:
            assert await keep(sessions) == 1
    await conclude(sessions, consultation)
    return consultation


@pytest.fixture
async def final(concluded, sessions):
    """Made final with every text released."""
    async with sessions.begin() as db:
        griffier = await make_griffier(db)
        result = (await db.scalars(select(Result))).one()
        for one in await queries.drawn(db, result.id, 2):
            await actions.decide(db, griffier, concluded.id, one.id, released=True, reason="")
        await db.flush()
        await actions.finalise(db, griffier, concluded.id, "Merenburg")
    return concluded


async def questions(resident) -> dict[str, dict]:
    found = (await resident.get(f"{PATH}.json")).json()
    return {question["key"]: question for question in found["figures"]["questions"]}


def often(question: dict) -> dict[str, int]:
    return {option["value"]: option["n"] for option in question["options"] if option["n"]}


async def test_every_answer_is_in_the_figures_and_they_close(final, resident) -> None:
    found = await questions(resident)
    assert {key: often(question) for key, question in found.items()} == {
        "way": {"fiets": 5, "auto": 1, "other": 1},
        "calm": {"1": 2, "2": 3, "4": 1},
        "why": {},
        "plan": {"strongly_against": 1},
        "wishes": {"bomen": 8, "water": 4},
        "trees": {"-3..1": 1, "2..6": 1, "12..16": 2},
    }
    sums = ("answered", "no_opinion", "left_empty", "not_asked")
    assert {key: [question[name] for name in sums] for key, question in found.items()} == {
        "way": [7, 1, 4, 0],
        "calm": [6, 0, 0, 6],
        "why": [1, 4, 0, 7],
        "plan": [1, 0, 11, 0],
        "wishes": [8, 1, 3, 0],
        "trees": [4, 5, 0, 3],
    }
    assert found["way"]["others"] == 1
    assert found["trees"]["spread"]["median"] == {"lower": 3, "upper": 12}
    assert found["wishes"]["options"][0]["permille"] == 1000
    assert '"mean"' not in json.dumps(found)


async def test_the_table_holds_every_option_of_every_channel(final, resident) -> None:
    found = await questions(resident)
    data = (await resident.get(f"{PATH}.csv")).content
    table = pl.read_csv(io.BytesIO(data), separator=";", infer_schema=False)
    for key, question in found.items():
        rows = table.filter(pl.col("vraag") == key)
        for channel in (None, "web"):
            group = pl.col("groep").is_null() if channel is None else pl.col("groep") == channel
            given = rows.filter((pl.col("onderdeel") == "antwoord") & group)
            counted = zip(given["maat"].to_list(), given["aantal"].to_list(), strict=True)
            said = {option["value"]: option["n"] for option in question["options"]}
            assert {maat.removeprefix("'"): int(n) for maat, n in counted} == said
            sums = rows.filter((pl.col("onderdeel") == "telling") & group)
            for name, n in sums.select("maat", "aantal").iter_rows():
                assert int(n) == question[name]
    middle = table.filter((pl.col("onderdeel") == "midden") & (pl.col("vraag") == "trees"))
    assert dict(middle.select("maat", "aantal").iter_rows())["median:upper"] == "12"
    assert not [cell for cell in table["tekst"].drop_nulls() if cell.startswith(("=", "+", "@"))]


async def test_the_page_says_it_in_words_and_in_a_table(final, resident) -> None:
    page = (await resident.get(PATH)).text
    words = html.unescape(text(await resident.get(PATH)))
    for said in (
        'is "Bomen" het vaakst aangekruist: in 8 reacties.',
        "In 2 reacties staat 3 bomen of minder, in 2 reacties 12 bomen of meer.",
        "op een schaal van 1 tot en met 5.",
        "Antwoord gegeven: 4. Weet ik niet: 5. Leeg gelaten: 0.",
        "Niet gevraagd, door een eerder antwoord: 3.",
        "Over het hele voorstel",
    ):
        assert said in words
    assert words.count("is het middelste antwoord 2, op een schaal") == 1, "once, at its question"
    row = re.search(r"<tr[^>]*>\s*<th[^>]*><span>Bomen</span>.*?</tr>", page, re.DOTALL)
    assert row
    assert 'width="1000"' in row[0]
    assert "100,0%" in row[0]
    assert "aria-hidden" in row[0]
    captions = re.findall(r'aria-label="(Tabel: [^"]+)"', page)
    assert len(captions) == len(set(captions)), "two tables with one name"


async def test_words_after_anders_are_public_when_a_person_released_them(
    final, resident, sessions, signed_in
) -> None:
    page = html.unescape((await resident.get(PATH)).text)
    assert BRIDGE in page
    assert "<b>lopend</b>" not in (await resident.get(PATH)).text
    quoted = (await resident.get(f"{PATH}.json")).json()["quotations"]
    assert {(one["question"], one["text"]) for one in quoted} == {("way", BRIDGE), ("why", WHY)}


async def test_the_griffie_reads_them_first_and_can_refuse(concluded, resident, signed_in) -> None:
    griffie = await signed_in("griffie")
    desk = f"/griffie/raadplegingen/{concluded.id}"
    page = await griffie.get(f"{desk}/samenvatting")
    assert "Hoe komt u langs het park? (anders, namelijk)" in text(page)
    assert BRIDGE in html.unescape(page.text)
    final = await griffie.get(f"{desk}/definitief")
    await griffie.post(f"{desk}/definitief", data=form(final, f"{desk}/definitief"))
    assert BRIDGE not in html.unescape((await resident.get(PATH)).text)
    assert (await resident.get(f"{PATH}.json")).json()["quotations"] == []


async def test_made_by_another_process_it_is_byte_for_byte_the_same(
    *, final, town, resident, tmp_path: Path
) -> None:
    made = {name: (await resident.get(f"{PATH}{name}")).content for name in FORMS}
    beside = await resident.get(PATH.replace("samenvatting", "adviesraad.json"))
    section = msgspec.json.decode(beside.content, type=Section)
    assert as_csv(decode(made[".json"]), section) == made[".csv"]
    home = {"RAADGEVER_ADDRESS": town.municipality.address}
    other = environ(town, tmp_path, PYTHONHASHSEED="4711", POLARS_MAX_THREADS="1", **home)
    ran = await anyio.run_process(
        [sys.executable, "-m", "tests.backend.results.again", "park"], cwd=ROOT, env=other
    )
    again = json.loads(ran.stdout.splitlines()[-1])
    assert {name: again[name] for name in FORMS} == {
        name: hashlib.sha256(data).hexdigest() for name, data in made.items()
    }
