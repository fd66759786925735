# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the script does for who fills in the form, in a browser."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Dialog, Page, expect

from backend.participation import challenges
from tests.pages import checkers
from tests.pages.checkers import NARROW
from tests.pages.conftest import EVERYTHING_SLUG, TURNINGS_SLUG, Site
from tests.security.conftest import SECRET

pytestmark = pytest.mark.pages
BSN = "Mijn nummer is 123456782."


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
    expect(line).to_have_text("Tekens over: 10.")
    field.fill("x" * 4002)
    expect(line).to_have_text("Tekens te veel: 2. Maak uw tekst korter.")


def test_what_the_script_says_is_in_the_language_of_the_page(page: Page) -> None:
    page.goto("/?taal=en")
    press(begun(page), "Other (please specify)")
    page.locator("[name='1.toys.other']").fill("My number is 123456782")
    expect(page.locator(".raadgever-warning")).to_contain_text("citizen service number")


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


def at_the_check_page(page: Page) -> Page:
    begun(page, TURNINGS_SLUG).get_by_text("Voor", exact=True).first.click()
    page.locator("button[value=volgende]").click()
    page.locator("button[value=volgende], button[value=controleren]").first.click()
    expect(page.locator("h1")).to_have_text("Controleer uw antwoorden")
    return page


def test_a_challenge_is_solved_while_somebody_reads(page: Page, live: Site) -> None:
    solved = at_the_check_page(page).locator("input[name=opgave]")
    expect(solved).not_to_have_value("", timeout=30_000)
    consultation = live.filled.consultations[TURNINGS_SLUG]
    assert challenges.read(SECRET.encode(), consultation, solved.input_value())


def test_the_keyboard_never_comes_to_the_field_that_must_stay_empty(page: Page) -> None:
    at_the_check_page(page)
    assert page.locator("#website").count() == 1
    for _ in range(40):
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.id") != "website"
    around = page.locator("#website").locator("xpath=..")
    assert around.evaluate("e => e.offsetWidth") <= 1, "nor does the eye"


@pytest.mark.parametrize(("name", "most"), [("raadgever.js", 5000), ("opgave.js", 2000)])
def test_the_scripts_are_small(name: str, most: int) -> None:
    assert (checkers.ROOT / "backend/static" / name).stat().st_size < most
