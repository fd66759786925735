# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""A resident takes part, from the overview to a changed mind, without JavaScript."""

import re

import httpx
import pytest
from structlog.testing import capture_logs

from tests.browse import form, text
from tests.make import make_consultation
from tests.pressing import action, code_on, press

pytestmark = pytest.mark.anyio


@pytest.fixture
def asked(resident: httpx.AsyncClient) -> list[str]:
    """Every address that the browser went to, and that it was sent to."""
    seen: list[str] = []

    async def note(reply: httpx.Response) -> None:
        seen.extend([str(reply.request.url), reply.headers.get("location", "")])

    resident.event_hooks["response"].append(note)
    return seen


async def follow(browser: httpx.AsyncClient, page: httpx.Response, words: str) -> httpx.Response:
    """Press the link with these words."""
    href = re.search(rf'href="([^"]+)"[^>]*>{words}</a>', page.text)
    assert href, f"no link {words!r} on {page.url}"
    reply = await browser.get(href[1])
    assert reply.status_code == 200, reply.text
    return reply


async def test_a_first_answer_from_the_overview_to_the_receipt_and_back(
    resident, sessions, asked
) -> None:
    async with sessions.begin() as db:
        await make_consultation(db, slug="park", title="Een park aan de Meerkade")
    with capture_logs() as logged:
        # Given somebody who finds the proposal and reads it
        page = await follow(resident, await resident.get("/"), "Een park aan de Meerkade")
        page = await follow(resident, page, "Doe mee")
        assert "Stap 1 van 4" in text(page)

        # When they answer point by point, go back once, and skip what they like to skip
        page = await press(
            resident,
            page,
            "volgende",
            q1__stance="for_if",
            q1__advice="Plant bomen die schaduw geven.",
            q1__condition="Als er bankjes komen.",
        )
        page = await press(resident, page, "vorige", q2__stance="neutral")
        assert form(page, action("park"))["1.condition"] == ["Als er bankjes komen."]
        page = await press(resident, page, "volgende")
        assert form(page, action("park"))["2.stance"] == ["neutral"]
        page = await press(resident, page, "volgende")
        page = await press(resident, page, "volgende", age_band="65+")

        # Then they can check it all, change one thing and send it
        assert "Controleer uw antwoorden" in page.text
        page = await press(resident, page, "pagina-2")
        page = await press(resident, page, "controleren", q2__stance="for")
        sent = await press(resident, page, "versturen")
        assert (sent.status_code, sent.headers["location"]) == (
            303,
            "/raadplegingen/park/bedankt",
        )
        page = await resident.get(sent.headers["location"])
        code = code_on(page)
        assert "Plant bomen die schaduw geven." in page.text
        assert "Dan kunnen wij hem niet terugvinden" in page.text

        # And the code brings them back: to look, to change, and to withdraw
        page = await resident.post("/mijn-inzending", data={"code": code.lower()})
        assert "Uw reactie telt mee" in page.text
        proof = form(page, "/mijn-inzending")
        page = await resident.post("/mijn-inzending", data={**proof, "actie": "wijzigen"})
        page = await press(resident, page, "pagina-1")
        page = await press(resident, page, "controleren", q1__advice="Plant fruitbomen.")
        sent = await press(resident, page, "versturen")
        page = await resident.get(sent.headers["location"])
        assert code_on(page) == code
        assert "Plant fruitbomen." in page.text
        page = await resident.post("/mijn-inzending", data={**proof, "actie": "intrekken"})
        page = await resident.post("/mijn-inzending", data={**proof, "actie": "echt-intrekken"})
        assert "Uw reactie is ingetrokken" in page.text

    # And nowhere was the code in an address, nor the code or an answer in a log line
    bare = code.replace("-", "")
    for place in (*asked, str(logged)):
        assert code not in place
        assert bare.lower() not in place.lower()
        assert "fruitbomen" not in place
    assert "?" not in "".join(asked)


async def test_no_page_on_the_way_needs_a_script_or_another_site(resident, sessions) -> None:
    async with sessions.begin() as db:
        await make_consultation(db, slug="park")
    pages = [await resident.get(path) for path in ("/", "/raadplegingen/park", "/mijn-inzending")]
    pages.append(await resident.get(action("park")))
    pages.append(await press(resident, pages[-1], "controleren"))
    for page in pages:
        assert page.status_code == 200
        for script in re.findall(r"<script[^>]*>[^<]*", page.text):
            assert re.fullmatch(r'<script src="/static/(raadgever|opgave)-\w+\.js" defer>', script)
        assert " style=" not in page.text
        assert not re.search(r'(src|href|action)="(https?:)?//', page.text)
        kept = "private, no-cache" if page.url.path.endswith("/meedoen") else "no-store"
        assert page.headers["cache-control"] == kept
        assert len(page.content) < 60_000
