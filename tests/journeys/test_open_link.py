# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""The open link from end to end: a program and a crowd send, two people of the griffie judge, and
the summary prints the totals with and without. Everything over HTTP but opening and counting."""

import io
from uuid import uuid4

import httpx
import msgspec
import pypdf
import pytest
from msgspec import Struct
from openpyxl import load_workbook

from backend.accounts.roles import Role
from backend.protection import Protection
from tests.backend.agenda import made
from tests.backend.participation.solving import solve
from tests.backend.participation.test_judging import Hall
from tests.backend.results.made import conclude, keep
from tests.browse import form, text
from tests.conftest import BASE
from tests.pressing import code_on, fill, press

pytestmark = pytest.mark.anyio
MOST = 3


@pytest.fixture
def town(town):
    return msgspec.structs.replace(town, protection=Protection(most=MOST, cost=2))


class Story(Struct):
    desk: str
    slug: str
    first: Hall
    second: Hall
    resident: httpx.AsyncClient
    crowd: httpx.AsyncClient
    code: str = ""

    @property
    def api(self) -> str:
        return f"/api/v1/raadplegingen/{self.slug}"

    @property
    def summary(self) -> str:
        return f"/raadplegingen/{self.slug}/samenvatting"


async def sends(story: Story, stance: str, told: str, *, solved: bool = False) -> None:
    """One person, behind the proxy of the municipality."""
    body = {"sleutel": str(uuid4()), "antwoorden": {"1.stance": stance, "1.advice": "Bomen."}}
    if solved:
        body["opgave"] = solve((await story.crowd.get(f"{story.api}/opgave")).json())
    forged = {"X-Forwarded-For": f"203.0.113.{uuid4().int % 250}, {told}"}
    sent = await story.crowd.post(f"{story.api}/inzendingen", json=body, headers=forged)
    assert sent.status_code == 201


async def people_and_a_program_send(story: Story) -> None:
    for number in range(4):
        await sends(story, "for", f"192.0.2.{number}")
    for _ in range(MOST + 1):  # a library, where browsers do the sum: nobody has to look at that
        await sends(story, "neutral", "198.51.100.1", solved=True)
    for _ in range(MOST + 2):  # a program with one address; its first ones pass unseen
        await sends(story, "strongly_against", "198.51.100.2")
    page = await fill(story.resident, [{"q1__stance": "against"}, {}], story.slug)
    sent = await press(story.resident, page, "versturen", story.slug, website="spam")
    story.code = code_on(await story.resident.get(sent.headers["location"]))


async def two_people_judge(story: Story) -> None:
    todo = text(await story.first.browser.get("/griffie/te-doen"))
    assert "Beoordeel 3 inzendingen" in todo
    seen = await story.first.page()
    assert "198.51.100" not in seen, "no address is kept"
    assert (await story.first.propose("geen_inwoner")).status_code == 303
    assert (await story.first.press("bevestigen")).status_code == 422, "there is nothing to tick"
    waiting = await story.second.browser.get(story.second.path)
    first = waiting.text.partition('name="voorstel" value="')[2].partition('"')[0]
    csrf = form(waiting, "/uitloggen")["csrf"]
    data = {"csrf": csrf, "voorstel": first, "naar": "afwijzen"}
    done = await story.second.browser.post(story.second.path + "/voorstellen", data=data)
    assert done.status_code == 303
    assert (await story.second.press("bevestigen")).status_code == 303
    mine = await story.resident.post("/mijn-inzending", data={"code": story.code})
    assert "deze reactie kwam niet van een inwoner" in text(mine)


async def it_is_final(story: Story) -> None:
    griffier, to = story.first.browser, f"{story.desk}/definitief"
    page = await griffier.get(f"{story.desk}/samenvatting")
    for _ in range(60):
        if 'name="verbatim"' not in page.text:
            break
        fields = form(page, f"{story.desk}/citaten") | {"choice": ["release"]}
        fields["verbatim"] = fields["verbatim"][:1]
        await griffier.post(f"{story.desk}/citaten", data=fields)
        page = await griffier.get(f"{story.desk}/samenvatting")
    sent = await griffier.post(to, data=form(await griffier.get(to), to))
    assert sent.status_code == 303, text(sent)


async def every_form_prints_both(story: Story) -> None:
    page = text(await story.resident.get(story.summary))
    assert "2 reacties liggen apart, met een reden" in page
    assert "Met en zonder wat apart ligt" in page
    assert "Reacties 12 14" in page
    assert "Helemaal tegen 4 5 Geen mening 0 0" in page
    content = (await story.resident.get(f"{story.summary}.json")).json()
    both = content["figures"]["with_aside"]
    assert (content["figures"]["totals"]["counted"], both["counted"]) == (12, 14)
    table = (await story.resident.get(f"{story.summary}.csv")).content.decode("utf-8-sig")
    assert "stelling;1;;strongly_against;4;" in table
    assert "met apart;1;;strongly_against;5;" in table
    assert "met apart;;;counted;14;" in table
    file = f"{story.summary}/v1/samenvatting-{story.slug}-v1"
    book = load_workbook(io.BytesIO((await story.resident.get(f"{file}.xlsx")).content))
    rows = [tuple(cell.value for cell in row) for row in book["Met en zonder apart"].iter_rows()]
    assert ("Beslispunt 1", "Helemaal tegen", 4, 5) in rows
    paper = pypdf.PdfReader(io.BytesIO((await story.resident.get(f"{file}.pdf")).content))
    said = " ".join(" ".join(one.extract_text() for one in paper.pages).split())
    assert "Helemaal tegen 4 5" in said


async def test_nothing_is_dropped_and_what_is_apart_is_printed(
    *, sessions, signed_in, site, resident
) -> None:
    async with sessions.begin() as db:
        griffier = await made.make_griffier(db)
        await made.hear_at_once(db, griffier)
        spot = await made.make_spot(db, griffier)
        row = await made.make_open(db, griffier, spot.document_id)
    proxied = httpx.ASGITransport(app=site.app, client=("10.0.0.5", 4711))
    async with httpx.AsyncClient(transport=proxied, base_url=BASE) as crowd:
        halls = [Hall(await signed_in(Role.GRIFFIE), row.id) for _ in range(2)]
        desk = f"/griffie/raadplegingen/{row.id}"
        story = Story(desk, row.slug, *halls, resident, crowd)
        await people_and_a_program_send(story)
        await two_people_judge(story)
        await conclude(sessions, row)
        await it_is_final(story)
        await keep(sessions)
        await every_form_prints_both(story)
