# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""BIO2 8.15.01 and 8.15.03: what staff did and were refused can be looked up, and the whole chain
behind an agenda item with it."""

import csv
import datetime as dt
import io
import re

import pytest
from sqlalchemy import func, select

from backend.accounts.roles import Role
from backend.accounts.routes import ROUTES
from backend.audit.actions import SYSTEM, note
from backend.audit.tables import AuditLine
from backend.inspection import trail
from backend.inspection.trail import Filter
from backend.inspection.trail_details import details, names
from backend.inspection.trail_fields import FIELDS
from backend.web.pages import ZONE, clocked, day
from tests.browse import text

pytestmark = pytest.mark.anyio
LOG = "/griffie/logboek"


async def rekenkamer(street, filled):
    return street.browser(await street.token(filled, Role.REKENKAMER))


async def lines_of(auditor, **query: str) -> list[dict[str, object]]:
    return (await auditor.get(f"{LOG}.json", params=query)).json()


async def test_every_refusal_to_somebody_who_is_signed_in_is_a_line(street, filled) -> None:
    before = await street.rows()
    item = filled.items["draft"]
    path = f"/griffie/agendapunten/{item}/uitzondering"
    token = await street.token(filled, Role.RAADSLID)
    browser = street.browser(token)
    assert (await browser.post(path, data={"csrf": street.csrf(token)})).status_code == 403
    griffie = street.browser(await street.token(filled, Role.GRIFFIE))
    assert (await griffie.get("/beheer/accounts")).status_code == 403
    auditor = await rekenkamer(street, filled)
    mine, last = (await lines_of(auditor, uitslag="geweigerd"))[-2:]
    assert (mine["actie"], mine["object"], mine["objectnummer"]) == (
        "uitzondering",
        "agendapunt",
        str(item),
    )
    assert (mine["herkomst"], mine["accountnummer"]) == (
        "192.0.2.7",
        str(filled.accounts[Role.RAADSLID]),
    )
    assert (last["actie"], last["object"]) == ("lezen", "account")
    assert await street.rows() == before, "and nothing else was written"


async def test_a_line_says_the_six_things_and_is_found_by_each(street, filled) -> None:
    auditor = await rekenkamer(street, filled)
    item = str(filled.items["excepted"])
    (found,) = await lines_of(auditor, zoek=item, actie="uitzonderen")
    assert found["wie"].endswith("(griffie)")
    day = str(dt.datetime.fromisoformat(str(found["tijd"])).astimezone(ZONE).date())
    for query in (
        {"wie": "griffie", "object": "agendapunt", "actie": "uitzonderen"},
        {"zoek": "REDACTIONEEL", "van": day, "tot": day},
        {"zoek": "192.0.2.1", "uitslag": "gelukt", "actie": "uitzonderen"},
    ):
        assert found in await lines_of(auditor, **query), query
    for words in ("uitzondering", "Uitzonderingen"):
        assert found in await lines_of(auditor, zoek=words, actie="uitzonderen"), words
    assert await lines_of(auditor, van="2099-01-01") == []
    assert await lines_of(auditor, zoek="%") == [], "a sign is a sign"
    english = await auditor.get(LOG, params={"zoek": item, "actie": "uitzonderen", "taal": "en"})
    assert "make exception , agenda item" in text(english)
    await auditor.get(LOG, params={"taal": "nl"})
    page = await auditor.get(LOG, params={"van": "gisteren", "zoek": item, "actie": "uitzonderen"})
    assert "Een datum schrijft u zo" in text(page)
    assert "1 regel." in text(page)


async def test_the_page_says_in_words_and_local_time_what_the_files_say_by_name(
    street, filled
) -> None:
    auditor = await rekenkamer(street, filled)
    item = str(filled.items["excepted"])
    (found,) = await lines_of(auditor, zoek=item, actie="uitzonderen")
    assert found["bijzonderheden"]["grond"] == "redactioneel"
    at = dt.datetime.fromisoformat(str(found["tijd"]))
    assert at.utcoffset() is not None
    page = text(await auditor.get(LOG, params={"zoek": item, "actie": "uitzonderen"}))
    assert "grond: Redactionele wijziging" in page
    assert clocked(at) in page
    assert "redactioneel" not in page.split("1 regel.")[1]
    for words in ("redactioneel", "Redactionele wijziging"):
        assert found in await lines_of(auditor, zoek=words, actie="uitzonderen"), words
    seat = await lines_of(auditor, actie="lid toevoegen")
    assert "eerste_dag" in seat[0]["bijzonderheden"]
    for words in ("eerste dag", "eerste_dag"):
        assert seat[0] in await lines_of(auditor, zoek=words), words
    page = text(await auditor.get(LOG, params={"actie": "lid toevoegen"}))
    assert (
        f"eerste dag: {day(dt.date.fromisoformat(seat[0]['bijzonderheden']['eerste_dag']))}" in page
    )


async def test_no_line_shows_a_name_of_the_inside(street, filled) -> None:
    async with street.sessions() as db:
        lines = (await db.scalars(select(AuditLine))).all()
        named = await names(db, lines)

    def fields(given: object) -> set[str]:
        if not isinstance(given, dict):
            return set()
        return set(given).union(*(fields(value) for value in given.values()))

    assert set().union(*(fields(line.detail) for line in lines)) - set(FIELDS) == set()
    for line in lines:
        for name, value in details(line, named):
            assert "_" not in name
            assert not re.search(r"[\[\]{}]|T\d\d:|[0-9]\+00:00", value), (name, value)


async def test_a_line_about_a_thing_is_read_whatever_the_thing_is_called(street, filled) -> None:
    """“name” is a word in Dutch words too, such as “overname”."""
    async with street.sessions.begin() as db:
        was_now = ["Overname van de bibliotheek", "Opname van geluid"]
        note(db, SYSTEM, "wijzigen", "agendapunt", None, wat={"title": was_now})
    page = await (await rekenkamer(street, filled)).get(LOG)
    assert (page.status_code, "Overname van de bibliotheek" in text(page)) == (200, True)


async def test_pages_and_files_hold_every_line_once(street, filled, monkeypatch) -> None:
    monkeypatch.setattr(trail, "PER_PAGE", 7)
    monkeypatch.setattr(trail, "_PER_DRAW", 5)
    auditor = await rekenkamer(street, filled)
    exported = [line["nummer"] for line in await lines_of(auditor, object="account")]
    assert exported == sorted(set(exported))
    async with street.sessions() as db:
        counted = select(func.count()).where(AuditLine.object == "account")
        assert len(exported) == (await db.scalars(counted)).one()
        read: list[int] = []
        before, more = 0, True
        while more:
            found, more = await trail.page(db, trail.Asked(Filter(about="account"), before, ()))
            read += [line.id for line in found]
            before = read[-1]
    assert read == exported[::-1]
    table = (await auditor.get(f"{LOG}.csv", params={"object": "account"})).content
    rows = list(csv.DictReader(io.StringIO(table.decode("utf-8-sig")), delimiter=";"))
    assert [int(row["nummer"]) for row in rows] == exported


async def test_the_chain_leads_from_the_first_version_to_what_was_attached(street, filled) -> None:
    auditor = await rekenkamer(street, filled)
    path = f"/griffie/agendapunten/{filled.items['final']}/keten"
    chain = (await auditor.get(f"{path}.json")).json()
    steps = chain["stappen"]
    first = list(dict.fromkeys(step["stap"] for step in steps))
    assert first[:6] == [
        "documentversie",
        "ingedeeld",
        "klaargezet",
        "geopend",
        "gesloten",
        "geteld",
    ]
    assert set(first[6:]) == {
        "samengevat",
        "citaat vrijgegeven",
        "citaat geweigerd",
        "vastgesteld",
        "toegevoegd",
        "adviesraad gevraagd",
        "andere mening",
        "niet afgewacht",
        "oordeel",
        "antwoord op oordeel",
        "verbeterd",
        "vergadering verplaatst",
    }
    assert first.index("adviesraad gevraagd") < first.index("oordeel") < first.index("verbeterd")
    assert all(step["door"] and step["op"] for step in steps)
    (total,) = [step["optelling"] for step in steps if step["stap"] == "geteld"]
    parts = ("geteld", "vervangen", "ingetrokken", "apartGelegd")
    assert total["ontvangen"] == sum(total[part] for part in parts) > total["geteld"] > 0
    marks = [step["kenmerk"] for step in steps if step["stap"] in {"geopend", "geteld"}]
    assert all(len(mark) == 64 for mark in marks)
    page = text(await auditor.get(path))
    assert "Bezwaar" in page
    assert "1.advice" not in page
    waiting = f"/griffie/agendapunten/{filled.items['waiting']}/keten.json"
    held = (await auditor.get(waiting)).json()["stappen"]
    assert held[-2]["stap"] == "embargo"  # since then the meeting moved
    assert f"Ontvangen {total['ontvangen']} = geteld {total['geteld']}" in page
    for step in steps:
        # A public page would be missing while a summary is under embargo.
        assert step["adres"].startswith("/griffie/"), step
        assert (await auditor.get(step["adres"])).status_code == 200, step


async def test_an_open_consultation_shows_no_count_in_its_chain(street, filled) -> None:
    auditor = await rekenkamer(street, filled)
    path = f"/griffie/agendapunten/{filled.items['open']}/keten.json"
    steps = (await auditor.get(path)).json()["stappen"]
    last = [step["stap"] for step in steps[-3:]]
    assert last == ["geopend", "verlengd", "vergadering verplaatst"]
    excepted = f"/griffie/agendapunten/{filled.items['excepted']}/keten.json"
    steps = (await auditor.get(excepted)).json()["stappen"]
    assert {"uitzondering", "hoofdstuk gekozen"} <= {step["stap"] for step in steps}


def test_the_audit_office_changes_nothing_but_its_own_account() -> None:
    changes = {path for (method, path), roles in ROUTES.items()
               if method != "GET" and Role.REKENKAMER in roles}  # fmt: skip
    assert all(path.startswith("/mijn-account") or path == "/uitloggen" for path in changes)
    reads = {path for (method, path), roles in ROUTES.items()
             if method == "GET" and Role.REKENKAMER in roles}  # fmt: skip
    assert not [path for path in reads if path.startswith("/beheer")]


@pytest.mark.parametrize("role", list(Role))
async def test_the_menu_holds_nothing_that_is_refused(street, filled, role) -> None:
    browser = street.browser(await street.token(filled, role))
    page = await browser.get("/mijn-account")
    menu = page.text.split("<nav", 2)[1].split("</nav>")[0]
    links = [part.split('"')[0] for part in menu.split('href="')[1:]]
    assert links
    for link in links:
        assert (await browser.get(link)).status_code in {200, 303}, link
