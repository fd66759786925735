# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
import datetime as dt
import re

import pytest

from backend.accounts import sessions as staff_sessions
from backend.council import queries
from backend.participation import seal
from backend.web import languages
from tests.browse import text

pytestmark = pytest.mark.anyio


@pytest.mark.parametrize("page", ["/hoe-werkt-dit", "/toegankelijkheid", "/privacy", "/spelregels"])
async def test_every_page_that_explains_has_a_title_and_somebody_to_call(resident, page) -> None:
    reply = await resident.get(page)
    assert reply.status_code == 200
    assert reply.text.count("<h1") == 1
    assert "14 0999" in text(reply)


async def test_the_accessibility_statement_does_not_claim_what_nobody_checked(resident) -> None:
    said = text(await resident.get("/toegankelijkheid"))
    assert "Dit is een concept" in said
    assert "nog niet gedaan" in said
    assert "voldoet volledig" not in said


async def test_the_accessibility_statement_has_every_part_of_the_dutch_model(resident) -> None:
    said = text(await resident.get("/toegankelijkheid"))
    for part in (
        "Besluit digitale toegankelijkheid overheid",
        "WCAG 2.2, niveau A en AA",
        "Nog niet vastgesteld",
        "Wat nog niet goed is",
        "Binnen vijf werkdagen",
        "Binnen drie weken",
        "griffie@merenburg.example",
        "Nationale ombudsman",
        "WCAG-EM",
    ):
        assert part in said
    assert "De kleuren van de gemeente" not in said  # ours fall short nowhere


async def test_the_privacy_page_names_every_cookie_and_says_what_is_not_deleted(resident) -> None:
    page = await resident.get("/privacy")
    said = text(page)
    named = set(re.findall(r"__Host-[a-z]+", page.text))
    assert named == {seal.COOKIE, staff_sessions.COOKIE, languages.COOKIE}
    assert seal.RECEIPT_SECONDS == 30 * 60
    assert "een half uur" in said
    assert "Raadgever wist ze niet vanzelf" in said
    assert "BSN" in said
    assert "artikel 6, lid 1, onder e" in said
    assert "Autoriteit Persoonsgegevens" in said


async def test_every_link_on_the_explaining_pages_leads_somewhere(resident) -> None:
    for page in ("/hoe-werkt-dit", "/toegankelijkheid", "/privacy", "/spelregels"):
        places = set(re.findall(r'href="(/[^"#]*)"', (await resident.get(page)).text))
        for place in places:
            assert (await resident.get(place)).status_code == 200, place


async def test_finders_of_leaks_know_whom_to_tell_for_less_than_a_year(resident, sessions) -> None:
    reply = await resident.get("/.well-known/security.txt")
    assert reply.headers["content-type"] == "text/plain; charset=utf-8"
    fields = dict(line.split(": ", 1) for line in reply.text.splitlines())
    assert fields["Contact"] == "mailto:griffie@merenburg.example"
    assert fields["Preferred-Languages"] == "nl, en"
    assert fields["Canonical"] == "https://raadgever.test/.well-known/security.txt"
    async with sessions.begin() as db:
        now = await queries.now(db)
    expires = dt.datetime.fromisoformat(fields["Expires"])
    assert now + dt.timedelta(days=30) < expires < now + dt.timedelta(days=365)


async def test_crawlers_stay_out_of_the_offices(resident) -> None:
    reply = await resident.get("/robots.txt")
    assert reply.headers["content-type"] == "text/plain; charset=utf-8"
    assert "Disallow: /griffie\n" in reply.text
