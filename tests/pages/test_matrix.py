# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Every page and every state after a mistake, on every screen, at every width, in each language.

1280 pixels at 400 % is a window of 320 pixels with four device pixels to each.
"""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from backend.accounts.roles import Role
from backend.web.languages import LANGUAGES
from tests.pages.checkers import NARROW, SCREENS, WIDE, Gallery, faults_on
from tests.pages.conftest import EVERYTHING_SLUG, Site
from tests.pages.refusals import client, refusals
from tests.pages.resident import Person, sign_in
from tests.pages.test_every_page import pages
from tests.security.town import PASSWORD

pytestmark = [pytest.mark.pages, pytest.mark.soak]
WAYS = {"as it is": {}, "at 400 %": {"device_scale_factor": 4}}


@pytest.fixture(params=LANGUAGES)
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(params=WAYS, ids=str)
def person(
    request: pytest.FixtureRequest, chromium: Browser, own: Site, gallery: Gallery, language: str
) -> Iterator[Person]:
    person = Person(chromium, own, gallery, **WAYS[request.param])
    sign_in(person, Role.GRIFFIE, PASSWORD)
    person.go(f"/?taal={language}")
    assert person.page.locator("html").get_attribute("lang") == language
    yield person
    person.done()


def everywhere(person: Person, name: str) -> None:
    zoomed = person.page.evaluate("devicePixelRatio") == WAYS["at 400 %"]["device_scale_factor"]
    widths = (NARROW,) if zoomed else (NARROW, WIDE)
    found = faults_on(person.page, *SCREENS, widths=widths)
    person.problems += [f"{name} {fault}" for fault in found]


def test_every_page(person: Person) -> None:
    for _, path in pages(person.site):
        person.go(path)
        everywhere(person, path)


def test_every_form_after_a_mistake(person: Person) -> None:
    with client(person.site, person.context) as browser:
        for refusal in refusals(person.site, browser):
            person.page.set_content(refusal.html)
            everywhere(person, refusal.name)


def test_every_page_of_the_residents_form(person: Person) -> None:
    """By the names of fields, which are the same in every language."""
    page = person.page

    def tick(name: str, value: str) -> None:
        box = page.locator(f"[name='{name}'][value='{value}']")
        page.locator(f"label[for='{box.get_attribute('id')}']").first.click()

    def press(value: str, name: str) -> None:
        with page.expect_navigation():
            page.locator(f"main button[value={value}]").click()
        everywhere(person, name)

    person.go(f"/raadplegingen/{EVERYTHING_SLUG}/meedoen")
    everywhere(person, "point 1")
    for toy in ("schommel", "wip", "no_opinion", "other"):
        tick("1.toys", toy)
    tick("1.safe", "4")
    press("volgende", "point 1, mistakes")
    for toy in ("schommel", "wip", "no_opinion"):
        tick("1.toys", toy)
    page.fill("[name='1.toys.other']", "Mijn nummer is 123456782.")
    tick("1.stance", "for_if")
    press("volgende", "point 1, warning")
    press("volgende", "point 2")
    press("volgende", "point 2, mistakes")
    tick("2.stance", "for")
    page.fill("[name='2.cost']", "1.250")
    tick("2.why.skip", "ja")
    tick("2.when", "nu")
    press("volgende", "the whole")
    tick("auto", "ja")
    press("volgende", "oneself")
    tick("parking", "ja")
    press("volgende", "check")
    press("pagina-3", "the whole, again")
    tick("auto", "nee")
    press("controleren", "check, something left out")
    press("versturen", "thanks")
    code = page.locator(".raadgever-code").inner_text()
    person.go("/mijn-inzending")
    page.fill("[name=code]", code)
    with page.expect_navigation():
        page.locator("main form button").first.click()
    everywhere(person, "mine")
    press("intrekken", "withdraw")
    press("bekijken", "mine, again")
    press("wijzigen", "change")
    page.evaluate("document.querySelector('[name=stand]').value = 'stuk'")
    press("pagina-1", "stuck")
    person.go("/mijn-inzending")
    page.fill("[name=code]", code)
    with page.expect_navigation():
        page.locator("main form button").first.click()
    press("intrekken", "withdraw")
    press("echt-intrekken", "withdrawn")
