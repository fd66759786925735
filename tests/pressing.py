# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Taking part as somebody without JavaScript: fill in what is on the page, press a button."""

from collections.abc import Mapping, Sequence

import httpx

from tests.browse import form


def action(slug: str) -> str:
    return f"/raadplegingen/{slug}/meedoen"


async def press(
    browser: httpx.AsyncClient,
    page: httpx.Response,
    button: str,
    slug: str = "park",
    **given: str | list[str],
) -> httpx.Response:
    """`given` names fields with two underscores for the dot: `q1__stance="for"`."""
    fields = form(page, action(slug))
    for name, value in given.items():
        texts = [value] if isinstance(value, str) else value
        fields[name.removeprefix("q").replace("__", ".")] = texts
    return await browser.post(action(slug), data={**fields, "naar": button})


async def fill(
    browser: httpx.AsyncClient, pages: Sequence[Mapping[str, str | list[str]]], slug: str = "park"
) -> httpx.Response:
    """From the first page to the check page, one dict of answers per page."""
    page = await browser.get(action(slug))
    for given in pages:
        page = await press(browser, page, "volgende", slug, **given)
        assert page.status_code == 200, page.text
    return page


async def take_part(
    browser: httpx.AsyncClient, pages: Sequence[Mapping[str, str | list[str]]], slug: str = "park"
) -> httpx.Response:
    """The whole way, to the page with the receipt."""
    sent = await press(browser, await fill(browser, pages, slug), "versturen", slug)
    assert sent.status_code == 303, sent.text
    return await browser.get(sent.headers["location"])


def code_on(page: httpx.Response) -> str:
    return page.text.partition('raadgever-code">')[2].partition("<")[0]
