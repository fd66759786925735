# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""A summary at the griffie's desk and in public: one stored result, the same in every form."""

import hashlib
import html
import io
import json
import sys
from pathlib import Path
from uuid import UUID, uuid4

import anyio
import asyncpg
import msgspec
import polars as pl
import pytest
from sqlalchemy import delete, select

from backend.errors import NotHere
from backend.participation.tables import AnswerText, Entry
from backend.results import actions, queries
from backend.results.content import decode, encode
from backend.results.tables import Result, Summary, Verbatim
from backend.web.languages import gettext, spoken
from tests.backend.agenda.made import make_griffier
from tests.backend.results.again import FORMS, recounted
from tests.backend.results.made import conclude, say
from tests.browse import form
from tests.faults.processes import ROOT, environ

pytestmark = pytest.mark.anyio
IN_DUTCH = "De samenvatting is in het Nederlands vastgesteld."
ADVICES = [f'Advies nummer {number}; met "aanhaling", é en 1 + 1.' for number in range(5)]


@pytest.fixture
async def concluded(sessions, park):
    """Five advices for, three against; fifteen people of 65+ and three young ones."""
    for number, advice in enumerate(ADVICES):
        await say(sessions, park, "for", advice, "65+", channel="paper" if number % 2 else "web")
    for _ in range(10):
        await say(sessions, park, "for", age="65+")
    for number in range(3):
        await say(sessions, park, "against", f"=SOM({number}) is te duur, a@b.example", "15-24")
    for _ in range(12):
        await say(sessions, park, "neutral")
    await conclude(sessions, park)
    return park


@pytest.fixture
def desk(concluded) -> str:
    return f"/griffie/raadplegingen/{concluded.id}"


@pytest.fixture
async def final(concluded, sessions):
    async with sessions.begin() as db:
        griffier = await make_griffier(db)
        await actions.finalise(db, griffier, concluded.id, "Merenburg")
    return concluded


async def shown_quotes(sessions, park, side: str = "for"):
    async with sessions() as db:
        result = (await db.scalars(select(Result).where(Result.consultation_id == park.id))).one()
        return [one for one in await queries.drawn(db, result.id, 2) if one.side == side]


async def decide(griffie, desk: str, verbatim: UUID, choice: str, reason: str = ""):
    fields = form(await griffie.get(f"{desk}/samenvatting"), f"{desk}/citaten")
    sent = {**fields, "verbatim": str(verbatim), "choice": choice, "reason": reason}
    return await griffie.post(f"{desk}/citaten", data=sent)


async def test_a_refused_quotation_makes_place_for_the_next_one_drawn(
    *, sessions, concluded, desk, signed_in
) -> None:
    griffie = await signed_in("griffie")
    said = (await griffie.get(f"{desk}/samenvatting")).text
    assert "is te duur, <mark>a@b.example</mark></p>" in said
    assert "iets persoonlijks in te staan: een e-mailadres." in said
    first, second = await shown_quotes(sessions, concluded)
    unexplained = await decide(griffie, desk, first.id, "refuse")
    assert unexplained.status_code == 422
    assert "Schrijf op waarom dit citaat niet openbaar kan." in unexplained.text
    at_fault = unexplained.text.partition(f'id="citaat-{first.id}"')[2].partition("</article>")[0]
    assert 'href="#veld-reason"' in unexplained.text
    assert 'id="veld-reason"' in at_fault, "the link of the error leads to the quotation itself"
    long = await decide(griffie, desk, first.id, "refuse", "Er staat een naam in. " * 50)
    assert "Er staat een naam in. Er staat" in long.text, "nothing that was typed is lost"
    gone = await decide(griffie, desk, first.id, "refuse", "Er staat een naam in.")
    assert gone.headers["location"].endswith(f"#citaat-{first.id}"), "back to where one was reading"
    refused, same, next_one = await shown_quotes(sessions, concluded)
    assert (refused.released, refused.reason) == (False, "Er staat een naam in.")
    assert (same.id, [second.rank, next_one.rank]) == (second.id, [1, 2])
    for quote in (second, next_one):
        assert (await decide(griffie, desk, quote.id, "release")).is_redirect
    await griffie.post(
        f"{desk}/definitief",
        data=form(await griffie.get(f"{desk}/definitief"), f"{desk}/definitief"),
    )
    page = html.unescape((await griffie.get("/raadplegingen/park/samenvatting")).text)
    assert (second.text in page, next_one.text in page, first.text in page) == (True, True, False)


async def test_only_what_a_person_released_is_public(final, resident) -> None:
    page = html.unescape((await resident.get("/raadplegingen/park/samenvatting")).text)
    assert not [advice for advice in ADVICES if advice in page]


async def test_a_withdrawn_answer_is_not_quoted_however_late(
    *, sessions, concluded, desk, signed_in
) -> None:
    griffie = await signed_in("griffie")
    first, second = await shown_quotes(sessions, concluded)
    await decide(griffie, desk, first.id, "release")
    async with sessions.begin() as db:
        entry = await db.get_one(Entry, (await db.get_one(Verbatim, first.id)).entry_id)
        db.add(
            Entry(
                consultation_id=entry.consultation_id,
                response_id=entry.response_id,
                cancels_id=entry.id,
                kind="withdrawal",
                channel="web",
                form_key=uuid4(),
                body_hash=b"",
            )
        )
        await db.flush()
        await db.execute(delete(AnswerText).where(AnswerText.entry_id == entry.id))
    assert [one.rank for one in await shown_quotes(sessions, concluded)] == [1, 2]
    late = await decide(griffie, desk, first.id, "release")
    assert late.status_code == 404
    async with sessions.begin() as db:
        griffier = await make_griffier(db)
        with pytest.raises(NotHere):
            await actions.decide(db, griffier, concluded.id, first.id, released=True, reason="")
        summary = await actions.finalise(db, griffier, concluded.id, "Merenburg")
        assert decode(summary.content or b"").quotations == ()
    assert second.text not in (await griffie.get("/raadplegingen/park/samenvatting")).text


async def test_two_griffiers_who_write_at_once_both_see_both_texts(desk, signed_in) -> None:
    one, other = await signed_in("griffie"), await signed_in("griffie")
    to = f"{desk}/begeleidende-tekst"
    mine, theirs = [form(await who.get(f"{desk}/samenvatting"), to) for who in (one, other)]
    saved = await one.post(to, data={**mine, "accompanying_text": "De eerste tekst."})
    assert saved.status_code == 303
    late = await other.post(to, data={**theirs, "accompanying_text": "De tweede tekst."})
    assert late.status_code == 409
    assert "De eerste tekst." in late.text
    again = form(late, to)
    assert again["accompanying_text"] == ["De tweede tekst."]
    assert (await other.post(to, data=again)).status_code == 303
    assert "De tweede tekst." in (await one.get(f"{desk}/samenvatting")).text


async def test_a_final_summary_takes_no_more_words(final, signed_in) -> None:
    griffie = await signed_in("griffie")
    desk = f"/griffie/raadplegingen/{final.id}"
    page = await griffie.get(f"{desk}/samenvatting")
    csrf = form(page, "/uitloggen")["csrf"]
    for path, data in (
        ("begeleidende-tekst", {"revision": "1", "accompanying_text": "Toch nog iets."}),
        ("definitief", {}),
    ):
        late = await griffie.post(f"{desk}/{path}", data={**data, "csrf": csrf})
        assert late.status_code == 409
        assert "al definitief" in late.text


async def test_nothing_under_a_final_summary_can_be_changed_by_the_application(
    final, application
) -> None:
    for statement in (
        "UPDATE summary SET accompanying_text = 'anders'",
        "UPDATE summary SET content = '\\x00'",
        "UPDATE summary SET finalised_at = NULL, finalised_by = NULL, content = NULL",
        "DELETE FROM summary",
        "UPDATE sentence SET text = 'anders'",
        "DELETE FROM sentence",
        "UPDATE citation SET count = 0, members = ''",
        "DELETE FROM citation",
        "UPDATE result SET counted = 0",
        "DELETE FROM result",
        "UPDATE batch_count SET count = '\\x00'",
        "DELETE FROM verbatim",
        "UPDATE release SET released = true",
        "TRUNCATE summary, sentence, citation, result, verbatim, release, attachment",
    ):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await application.execute(statement)


async def test_made_twice_and_by_another_process_it_is_byte_for_byte_the_same(
    *, final, town, sessions, resident, tmp_path: Path
) -> None:
    made: dict[str, str] = {}
    for name in FORMS:
        path = f"/raadplegingen/park/samenvatting{name}"
        first, second = [(await resident.get(path)).content for _ in range(2)]
        assert first == second
        made[name] = hashlib.sha256(first).hexdigest()
    async with sessions() as db:
        figures = await recounted(db, "park")
        result = (await db.scalars(select(Result))).one()
        summary = (await db.scalars(select(Summary))).one()
    assert figures == result.figures
    assert made[".json"] == hashlib.sha256(summary.content or b"").hexdigest()
    home = {"RAADGEVER_ADDRESS": town.municipality.address}
    other = environ(
        town, tmp_path, PYTHONHASHSEED="4711", POLARS_MAX_THREADS="1", TZ="Asia/Tokyo", **home
    )
    ran = await anyio.run_process(
        [sys.executable, "-m", "tests.backend.results.again", "park"],
        cwd=ROOT,
        env=other,
    )
    assert json.loads(ran.stdout.splitlines()[-1]) == {
        **made,
        "figures": hashlib.sha256(figures).hexdigest(),
    }


async def test_the_table_holds_the_very_numbers_of_the_json(final, resident) -> None:
    whole = (await resident.get("/raadplegingen/park/samenvatting.json")).json()["figures"]
    data = (await resident.get("/raadplegingen/park/samenvatting.csv")).content
    table = pl.read_csv(io.BytesIO(data), separator=";", infer_schema=False)

    def rows(part: str, **where: str | None) -> dict[str, int]:
        found = table.filter(pl.col("onderdeel") == part)
        for name, value in where.items():
            column = pl.col(name)
            found = found.filter(column.is_null() if value is None else column == value)
        return {maat: int(n) for maat, n in found.select("maat", "aantal").iter_rows()}

    assert rows("totaal") == whole["totals"]
    for channel in whole["by_channel"]:
        assert rows("kanaal", groep=channel.pop("channel")) == channel
    [point] = whole["points"]
    stances = {share["stance"]: share["n"] for share in point["stances"]}
    assert sum(stances.values()) == 30
    assert rows("stelling", beslispunt="1", groep=None) == stances
    assert rows("saldo") == {"net": point["agreement"]["net"], "of": point["agreement"]["of"]}
    for people in (people for marginal in whole["who"] for people in marginal["shown"]):
        if people["group"] == "65+":
            assert rows("wie", groep="65+") == {"age_band": people["n"]}
    assert not [cell for cell in table["tekst"].drop_nulls() if cell.startswith(("=", "+", "@"))]


async def test_a_group_smaller_than_k_is_in_no_form(final, resident) -> None:
    """Three young people were all against: their row, and any that gives it away, is hidden."""
    whole = (await resident.get("/raadplegingen/park/samenvatting.json")).json()["figures"]
    shown = [cells for crossing in whole["crossings"] for cells in crossing["shown"]]
    assert all(sum(n for n in cells.values() if isinstance(n, int)) >= 10 for cells in shown)
    assert "15-24" not in {cells["group"] for cells in shown}
    young = [who for who in whole["who"] if who["background"] == "age_band"]
    assert "15-24" in young[0]["hidden"]
    assert "15-24" not in {people["group"] for people in young[0]["shown"]}
    data = (await resident.get("/raadplegingen/park/samenvatting.csv")).content
    table = pl.read_csv(io.BytesIO(data), separator=";", infer_schema=False)
    rows = table.filter(pl.col("groep") == "15-24")
    assert rows.height > 0
    assert rows["aantal"].drop_nulls().to_list() == []
    page = (await resident.get("/raadplegingen/park/samenvatting")).text
    lines = [line for line in page.split("<tr") if "15 tot en met 24 jaar" in line]
    assert lines
    assert all("te klein om te tonen" in line for line in lines)


def frozen(page: str) -> str:
    """The summary itself, without the frame that speaks the language of who asks."""
    summary = page.partition('<div lang="nl">')[2].partition("</main>")[0]
    return summary.partition('<section aria-labelledby="bestanden"')[0]


async def test_who_asks_in_english_gets_the_bytes_made_final(final, resident) -> None:
    path = "/raadplegingen/park/samenvatting"
    dutch = {form: (await resident.get(f"{path}{form}?taal=nl")).content for form in FORMS}
    english = {form: (await resident.get(f"{path}{form}?taal=en")).content for form in FORMS}
    assert [dutch[form] == english[form] for form in FORMS] == [False, True, True]
    ours, theirs = dutch[""].decode(), english[""].decode()
    assert frozen(ours) == frozen(theirs)
    assert "Tabel: Hoe de reacties binnenkwamen" in frozen(theirs)
    assert '<html lang="en"' in theirs
    with spoken("en"):
        told = gettext(IN_DUTCH)
    assert (told in theirs, IN_DUTCH in ours) == (True, False)


async def test_a_summary_that_is_made_final_in_english_is_the_dutch_one(
    concluded, sessions, signed_in
) -> None:
    made: dict[str, bytes] = {}
    async with sessions() as db:
        for language in ("nl", "en"):
            with spoken(language):
                draft = await queries.newest(db, concluded.id)
                made[language] = encode(await queries.content(db, draft, "Merenburg"))
    assert made["nl"] == made["en"]
    griffie = await signed_in("griffie")
    path = f"/griffie/raadplegingen/{concluded.id}"
    pages = [await griffie.get(f"{path}/samenvatting?taal={each}") for each in ("nl", "en")]
    (same,) = {frozen(page.text) for page in pages}
    assert "Tabel: " in same
    fields = form(await griffie.get(f"{path}/definitief"), f"{path}/definitief")
    assert (await griffie.post(f"{path}/definitief", data=fields)).is_redirect
    async with sessions() as db:
        summary = await queries.newest(db, concluded.id)
    stored = decode(summary.content)
    assert encode(msgspec.structs.replace(stored, finalised_at=None, address="")) == made["nl"]
