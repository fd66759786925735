# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""The resident's form with every type of question, in a browser: each page, wrong and right."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Dialog, Page, expect

from tests.pages import checkers
from tests.pages.conftest import EVERYTHING_SLUG, NARROW, TURNINGS_SLUG, WIDE, Site

pytestmark = pytest.mark.pages
BSN = "Mijn nummer is 123456782."
SHOTS = os.environ.get("RAADGEVER_SHOTS", "")
"""A folder for pictures of every page, for who wants to look."""


class Walk:
    """Somebody who walks the whole form; what each page came to is kept under its name."""

    def __init__(self, page: Page, seen: dict[str, str], width: int) -> None:
        self.page, self.seen, self.width = page, seen, width
        self.problems: list[str] = []

    def look(self, name: str, html: str) -> None:
        name = f"{name}-{self.width}"
        self.problems += [f"{name}: {fault}" for fault in checkers.faults(self.page)]
        self.seen[name] = html
        if SHOTS:
            self.page.screenshot(path=Path(SHOTS) / f"{name}.png", full_page=True)

    def go(self, name: str, path: str) -> None:
        reply = self.page.goto(path)
        assert reply is not None
        self.look(name, reply.text())

    def press(self, button: str, name: str) -> None:
        with self.page.expect_navigation() as found:
            self.page.locator(f"main button[value={button}]").click()
        self.look(name, found.value.text())

    # On the words: they lie over the whole tile, so that anywhere can be pressed. A second time
    # takes a tick away.
    def tick(self, field: str, value: str) -> None:
        box = self.page.locator(f"[name='{field}'][value='{value}']")
        self.page.locator(f"label[for='{box.get_attribute('id')}']").first.click()


def walked(page: Page, live: Site, seen: dict[str, str], width: int, *, scripts: bool) -> list[str]:
    page.set_viewport_size({"width": width, "height": 900})
    walk = Walk(page, seen, width)
    base = f"{live.base}/raadplegingen/{EVERYTHING_SLUG}"
    walk.go("papier", f"{base}/vragen")
    walk.go("punt1", f"{base}/meedoen")
    for toy in ("schommel", "wip", "no_opinion", "other"):
        walk.tick("1.toys", toy)
    walk.tick("1.safe", "4")
    walk.press("volgende", "punt1-fout")
    for toy in ("schommel", "wip", "no_opinion"):
        walk.tick("1.toys", toy)
    page.fill("[name='1.toys.other']", BSN)
    walk.tick("1.stance", "for_if")
    page.fill("[name='1.condition']", "Als er bankjes komen.")
    walk.press("volgende", "punt1-let-op")
    walk.press("volgende", "punt2")
    walk.press("volgende", "punt2-fout")
    walk.tick("2.stance", "for")
    page.fill("[name='2.cost']", "1.250")
    walk.tick("2.why.skip", "ja")
    walk.tick("2.when", "nu")
    walk.press("volgende", "geheel")
    walk.tick("auto", "ja")
    walk.press("volgende", "uzelf")
    walk.tick("parking", "ja")
    walk.press("volgende", "controle")
    walk.press("pagina-3", "geheel-nogmaals")
    walk.tick("auto", "nee")
    walk.press("controleren", "controle-weggelaten")
    assert "Dit versturen we niet" in page.inner_text("main")
    if scripts:
        walk.press("versturen", "bedankt")
        code = page.locator(".raadgever-code").inner_text()
        page.goto(f"{live.base}/mijn-inzending")
        page.fill("[name=code]", code)
        page.locator("main form button").first.click()
        walk.look("mijn", page.content())
    return walk.problems


@pytest.fixture(scope="module")
def seen(chromium: Browser, live: Site) -> dict[str, str]:
    html: dict[str, str] = {}
    problems: list[str] = []
    for width, scripts in ((NARROW, True), (WIDE, True)):
        context = chromium.new_context(bypass_csp=True)
        page = context.new_page()
        said: list[str] = []
        page.on("console", lambda message, said=said: said.append(message.text))
        problems += walked(page, live, html, width, scripts=scripts)
        assert [line for line in said if "status of 422" not in line] == []
        context.close()
    assert problems == []
    return html


def test_axe_finds_nothing_on_any_page_of_the_form(seen: dict[str, str]) -> None:
    assert len(seen) > 20


def test_the_nu_checker_finds_no_error_in_the_form(
    seen: dict[str, str], tmp_path: Path, java: str
) -> None:
    served = {name: html for name, html in seen.items() if not name.startswith("mijn")}
    assert checkers.nu(checkers.saved(served, tmp_path), java) == []


def test_html_validate_finds_no_error_in_the_form(seen: dict[str, str], tmp_path: Path) -> None:
    served = {name: html for name, html in seen.items() if not name.startswith("mijn")}
    assert checkers.html_validate(checkers.saved(served, tmp_path), tmp_path) == ""


@pytest.fixture
def page(chromium: Browser, live: Site) -> Iterator[Page]:
    context = chromium.new_context(base_url=live.base, viewport={"width": NARROW, "height": 700})
    yield context.new_page()
    context.close()


def press(page: Page, label: str) -> None:
    """As a person does: on the words, which cover the circle or the box."""
    page.locator("label", has_text=label).first.click()


def begun(page: Page, slug: str = EVERYTHING_SLUG) -> Page:
    page.goto(f"/raadplegingen/{slug}/meedoen")
    return page


def test_a_question_shows_itself_when_it_applies_and_is_not_sent_when_not(page: Page) -> None:
    begun(page)
    condition, other = page.locator("[name='1.condition']"), page.locator("[name='1.toys.other']")
    expect(condition).to_be_hidden()
    expect(other).to_be_hidden()
    press(page, "Voor, mits (onder een voorwaarde)")
    condition.fill("Als er bankjes komen.")
    press(page, "Anders, namelijk")
    expect(other).to_be_visible()
    press(page, "Helemaal tegen")
    expect(condition).to_be_hidden()
    press(page, "Anders, namelijk")
    page.locator("button[value=volgende]").click()
    expect(page.locator("h1")).to_have_text("Punt 2")


def test_an_answer_in_a_question_that_does_not_apply_stays_in_sight_with_what_is_wrong(
    page: Page,
) -> None:
    begun(page)
    press(page, "Anders, namelijk")
    page.locator("button[value=volgende]").click()
    expect(page.locator("#fouten")).to_be_focused()
    press(page, "Anders, namelijk")
    expect(page.locator("[name='1.toys.other']")).to_be_visible()
    page.locator("#fouten a").click()
    expect(page.locator("[name='1.toys.other']")).to_be_focused()


def test_everything_is_there_without_scripts(chromium: Browser, live: Site) -> None:
    context = chromium.new_context(base_url=live.base, java_script_enabled=False)
    page = begun(context.new_page())
    expect(page.locator("[name='1.condition']")).to_be_visible()
    expect(page.locator("[name='1.toys.other']")).to_be_visible()
    context.close()


def test_the_counter_is_quiet_until_the_end_comes_near(page: Page) -> None:
    begun(page)
    press(page, "Voor, mits (onder een voorwaarde)")
    field, line = page.locator("[name='1.condition']"), page.locator(".raadgever-counter").first
    expect(line).to_have_attribute("aria-live", "polite")
    field.fill("x" * 3000)
    page.wait_for_timeout(700)
    expect(line).to_be_hidden()
    field.fill("👍" * 3990 + "\n")
    expect(line).to_have_text("Nog ruimte voor 10 tekens.")
    field.fill("x" * 4002)
    expect(line).to_have_text("2 tekens te veel. Maak uw tekst korter.")


def test_leaving_is_asked_about_only_when_something_was_typed(page: Page) -> None:
    asked: list[str] = []

    def answer(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    page.on("dialog", answer)
    begun(page)
    page.goto("/hoe-werkt-dit")
    assert asked == []
    press(begun(page), "Helemaal voor")
    page.goto("/hoe-werkt-dit")
    assert asked == ["beforeunload"]
    press(begun(page), "Helemaal voor")
    page.locator("button[value=volgende]").click()
    expect(page.locator("h1")).to_have_text("Punt 2")
    assert asked == ["beforeunload"]
    page.locator("h1").click()  # a browser asks only who did something on the page
    page.goto("/hoe-werkt-dit")
    assert asked == ["beforeunload"] * 2


def test_a_service_number_is_warned_about_while_typing_and_not_stopped(page: Page) -> None:
    begun(page)
    press(page, "Voor, mits (onder een voorwaarde)")
    field = page.locator("[name='1.condition']")
    field.fill("Bel 0612345678 of jan@voorbeeld.nl")
    field.blur()
    assert page.locator(".raadgever-warning").count() == 0
    field.fill(BSN)
    field.blur()
    expect(page.locator(".raadgever-warning")).to_contain_text("lijkt op een burgerservicenummer")
    field.fill("Zonder nummer.")
    field.blur()
    expect(page.locator(".raadgever-warning")).to_be_hidden()


def test_a_page_that_does_not_apply_is_passed_by(page: Page) -> None:
    begun(page, TURNINGS_SLUG).get_by_text("Voor", exact=True).first.click()
    page.locator("button[value=volgende]").click()
    expect(page.locator("h1")).to_have_text("Over uzelf")
    page.locator("button[value=vorige]").click()
    expect(page.locator("h1")).to_have_text("Punt 1")


def test_the_script_is_small() -> None:
    assert (checkers.ROOT / "backend/static/raadgever.js").stat().st_size < 4000
