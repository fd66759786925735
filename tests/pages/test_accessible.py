# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""axe, the Nu checker and html-validate on every page, for everybody and for staff."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext

from backend.accounts.roles import ROUTES, Role
from tests.pages import checkers
from tests.pages.conftest import NARROW, WIDE, Site
from tests.security.routes import ALL, every_path
from tests.security.town import PASSWORD

pytestmark = pytest.mark.pages
MACHINES = (
    "/api/",
    "/gezond",
    ".csv",
    ".json",
    ".rss",
    ".ics",
    ".txt",
    ".webp",
    ".svg",
    "/uitloggen",
)


def _pages(site: Site) -> list[tuple[str, str]]:
    """Every GET route that is a page, with who may see it."""
    found: list[tuple[str, str]] = []
    several = [route for route in ALL if "slug" in route.parameters()]
    for route, path in (
        *every_path(site.filled, ALL),
        *every_path(site.filled, tuple(several), all_rows=True),
    ):
        roles = ROUTES[(route.method, route.path)]
        if route.method != "GET" or any(part in path for part in MACHINES):
            continue
        who = Role.GRIFFIE if Role.GRIFFIE in roles else min(roles, default="")
        found.append((str(who), path))
    return sorted(set(found))


def _signed_in(browser: Browser, site: Site, who: str) -> BrowserContext:
    # axe is put into the page from outside, which the page's own policy would forbid.
    context = browser.new_context(bypass_csp=True)
    page = context.new_page()
    page.goto(f"{site.base}/inloggen")
    page.fill("[name=username]", who)
    page.fill("[name=password]", PASSWORD)
    page.click("main button")
    page.wait_for_url(lambda address: "/inloggen" not in address)
    page.close()
    return context


@pytest.fixture(scope="module")
def seen(chromium: Browser, live: Site) -> dict[str, str]:
    """Path to HTML of every page, each looked at narrow, and the public ones wide as well."""
    html: dict[str, str] = {}
    problems: list[str] = []
    said: list[str] = []
    found = _pages(live)
    for role in sorted({who or Role.GRIFFIE for who, _ in found}):
        context = _signed_in(chromium, live, role)
        page = context.new_page()
        page.on("console", lambda message: said.append(message.text))
        for who, path in [each for each in found if (each[0] or Role.GRIFFIE) == role]:
            for width in (NARROW,) if who else (NARROW, WIDE):
                page.set_viewport_size({"width": width, "height": 900})
                reply = page.goto(live.base + path)
                assert reply is not None
                problems += [f"{path} {width}: {fault}" for fault in checkers.faults(page)]
                html[path] = reply.text()
        context.close()
    assert problems == []
    assert [line for line in said if "Content Security Policy" in line] == []
    return html


def test_axe_finds_nothing_on_any_page(seen: dict[str, str]) -> None:
    assert len(seen) > 25


def test_the_nu_checker_finds_no_error(seen: dict[str, str], tmp_path: Path, java: str) -> None:
    assert checkers.nu(checkers.saved(seen, tmp_path), java) == []


def test_html_validate_finds_no_error(seen: dict[str, str], tmp_path: Path) -> None:
    assert checkers.html_validate(checkers.saved(seen, tmp_path), tmp_path) == ""
