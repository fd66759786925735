# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""The language of a page: Dutch, unless somebody chose another."""

import asyncio
import datetime as dt
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.inspection import trail
from backend.overview import filters
from backend.web import languages
from backend.web.languages import COOKIE, DUTCH, Languages
from backend.web.pages import day, moment, number

THEN = dt.datetime(2026, 12, 3, 18, 30, tzinfo=dt.UTC)


async def visit(query: bytes = b"", cookie: bytes = b"") -> tuple[str, list[tuple[bytes, bytes]]]:
    """The language that the application saw, and the headers of its answer."""
    seen: list[str] = []
    sent: list[tuple[bytes, bytes]] = []

    async def application(_scope, _receive, send) -> None:
        seen.append(languages.current())
        await send({"type": "http.response.start", "status": 200, "headers": []})

    async def send(message) -> None:
        sent.extend(message["headers"])

    headers = [(b"cookie", cookie)] if cookie else []
    scope = {
        "type": "http",
        "method": "GET",
        "path": "/",
        "query_string": query,
        "headers": headers,
    }
    await Languages(application)(scope, None, send)
    assert languages.current() == DUTCH, "the next request starts afresh"
    return seen[0], sent


@pytest.mark.anyio
@pytest.mark.parametrize(
    ("query", "cookie", "language"),
    [
        (b"", b"", "nl"),
        (b"taal=en", b"", "en"),
        (b"taal=xx", b"", "nl"),
        (b"", b"__Host-taal=en", "en"),
        (b"", b"a=b; __Host-taal=en", "en"),
        (b"", b"__Host-taal=../../etc", "nl"),
        (b"taal=nl", b"__Host-taal=en", "nl"),
        (b"&".join(b"a=b" for _ in range(200)), b"", "nl"),
    ],
)
async def test_a_choice_is_kept_and_anything_else_is_dutch(query, cookie, language) -> None:
    seen, headers = await visit(query, cookie)
    assert seen == language
    assert (b"content-language", language.encode()) in headers
    assert (b"vary", b"Cookie") in headers
    kept = [value.decode() for name, value in headers if name == b"set-cookie"]
    if query in {b"taal=en", b"taal=nl"}:
        assert kept[0].startswith(f"{COOKIE}={language}; Path=/; ")
        assert "Secure" in kept[0]
    else:
        assert kept == []


@given(st.binary(max_size=60), st.binary(max_size=60))
def test_no_address_and_no_cookie_breaks_it(query, cookie) -> None:
    assert asyncio.run(visit(query, cookie))[0] in languages.LANGUAGES


def test_dates_and_numbers_are_written_as_the_language_does() -> None:
    assert moment(THEN) == "donderdag 3 december 2026 om 19.30 uur"
    assert number(12345) == "12.345"
    with languages.spoken("en"):
        assert moment(THEN) == "Thursday 3 December 2026 at 19:30"
        assert day(THEN) == "3 December 2026"
        assert number(12345) == "12,345"


def test_a_sentence_that_was_never_translated_is_read_in_dutch() -> None:
    with languages.spoken("en"):
        assert languages.gettext("Nooit vertaald.") == "Nooit vertaald."
        assert languages.gettext("") == ""
        assert languages.ngettext("1 reactie", "{n} reacties", 1) == "1 reactie"


@pytest.mark.anyio
async def test_every_page_leads_to_itself_in_the_other_language(resident) -> None:
    page = (await resident.get("/vergaderingen?pagina=2")).text
    assert '<html lang="nl"' in page
    assert '<a class="raadgever-nav__link" href="?taal=en&amp;pagina=2" lang="en"' in page
    page = (await resident.get("/vergaderingen?taal=en&pagina=2")).text
    assert '<html lang="en"' in page
    assert 'href="?taal=nl&amp;pagina=2" lang="nl" hreflang="nl">Nederlands</a>' in page
    assert re.search(r'href="\?taal=en', page) is None


@pytest.mark.anyio
async def test_what_no_page_of_ours_reads_is_not_said_again_in_the_link(resident) -> None:
    page = (await resident.get("/mijn-inzending?code=ABCDE-FGHJK&pagina=2")).text
    assert "ABCDE" not in page
    assert 'href="?taal=en&amp;pagina=2"' in page
    read = {*trail.TEXTS, *trail.DAYS, filters.WORDS, filters.THEME, filters.HOOD, filters.PAGE}
    assert read <= languages.KEPT


@pytest.mark.anyio
async def test_a_page_that_answers_a_form_has_no_link_that_would_not_lead_back(resident) -> None:
    page = await resident.post("/inloggen", data={"username": "", "password": ""})
    assert page.status_code == 422
    assert "?taal=" not in page.text


@pytest.mark.anyio
async def test_what_stood_in_the_address_is_text_in_the_link(resident) -> None:
    page = (await resident.get('/hoe-werkt-dit?a="><script>')).text
    assert "<script" not in page


@pytest.mark.anyio
async def test_a_cache_is_told_what_it_varies_on_in_one_header(resident) -> None:
    reply = await resident.get("/privacy", headers={"accept-encoding": "gzip"})
    assert reply.headers.get_list("vary") == ["Accept-Encoding, Cookie"]
