# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Whole journeys of a resident of seventy on a telephone, each from the overview to its end."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from backend.accounts.roles import Role
from tests.pages.checkers import Gallery
from tests.pages.conftest import EVERYTHING_SLUG, TITLES, Site
from tests.pages.resident import Person, sign_in
from tests.security.town import PASSWORD

pytestmark = pytest.mark.pages
CODE = re.compile(r"[0-9A-Z]{5}(-[0-9A-Z]{5}){3}-[0-9A-Z]")
STANCE = "Wat vindt u van dit punt?"
ADVICE = "Alleen als er bankjes komen.\nEn een fontein."


@pytest.fixture
def resident(chromium: Browser, own: Site, gallery: Gallery) -> Iterator[Person]:
    yield (person := Person(chromium, own, gallery))
    person.done()


def begin(person: Person, slug: str = EVERYTHING_SLUG) -> None:
    """From the front page, by what the links say."""
    person.go("/")
    person.follow(TITLES[slug])
    person.reads("U hoeft niet in te loggen.", "Wat gebeurt er met uw reactie?")
    person.follow("Doe mee")
    person.is_at("Punt 1")
    person.reads("Stap 1 van 5")


def fill_in(person: Person, slug: str = EVERYTHING_SLUG) -> None:
    """Every page with something of each kind, up to the check page."""
    begin(person, slug)
    person.choose(STANCE, "Voor, mits (onder een voorwaarde)")
    person.write("Onder welke voorwaarde?", ADVICE)
    person.choose("Hoe veilig is de Meerkade nu?", "4 van 5")
    person.choose("Wat mag er op de speelplek komen?", "Een schommel", "Een wip")
    person.press("Volgende")
    person.is_at("Punt 2")
    person.choose(STANCE, "Tegen")
    person.write("Hoeveel mag dit u per jaar kosten?", "1.250")
    person.write("Waarom dat bedrag?", "Meer heb ik niet.")
    person.choose("Wanneer moet het af zijn?", "Volgend jaar")
    person.press("Volgende")
    person.is_at("Over het hele voorstel")
    person.choose("Hebt u een auto?", "Ja")
    person.choose("Welk cijfer geeft u het plan?", "7 van 10")
    person.press("Volgende")
    person.is_at("Over uzelf")
    person.choose("Hoe oud bent u?", "65 jaar of ouder")
    person.press("Controleer uw antwoorden")
    person.is_at("Controleer uw antwoorden")


def send(person: Person) -> str:
    """The receipt code that one is told to keep."""
    person.press("Versturen")
    person.is_at("Bedankt voor uw advies")
    code = person.page.locator(".raadgever-code").inner_text()
    assert CODE.fullmatch(code)
    assert code not in person.page.url
    return code


def find_again(person: Person, code: str) -> None:
    person.go("/")
    person.follow("Mijn reactie", exact=True)
    person.write("Uw code", code.lower().replace("-", " "))
    person.press("Bekijk mijn reactie")


def counted(chromium: Browser, site: Site, gallery: Gallery) -> list[int]:
    """Received, counted, replaced, withdrawn and set aside, as the griffie sees it."""
    griffier = Person(chromium, site, gallery)
    sign_in(griffier, Role.GRIFFIE, PASSWORD)
    consultation = site.filled.consultations[EVERYTHING_SLUG]
    griffier.go(f"/griffie/raadplegingen/{consultation}/inzendingen")
    rows = griffier.page.locator("table").first.locator("tbody tr").all()
    lines = [[int(cell) for cell in row.locator("td").all_inner_texts()[1:]] for row in rows]
    griffier.done()
    return [sum(column) for column in zip(*lines, strict=True)] or [0] * 5


def test_a_first_answer(resident: Person) -> None:
    fill_in(resident)
    resident.look("check", heard=True)
    resident.reads(
        "Pas daarna krijgt de gemeente uw antwoorden.", "Alleen als er bankjes komen.", "1.250 euro"
    )
    resident.press("Wijzig uw antwoord bij punt 1")
    field = resident.page.get_by_role("textbox", name="Onder welke voorwaarde?")
    expect(field).to_have_value(ADVICE)
    resident.look("point-filled", heard=True)
    resident.choose(STANCE, "Helemaal voor")
    resident.choose("Wat mag er op de speelplek komen?", "Een wip")
    resident.press("Terug naar de controle")
    resident.reads("Helemaal voor", "Een schommel")
    expect(resident.main).not_to_contain_text("Een wip")
    code = send(resident)
    resident.look("thanks", heard=True)
    resident.reads("Bewaar deze code", "Helemaal voor", "Hoe oud bent u?")
    resident.page.emulate_media(media="print")
    expect(resident.page.locator(".raadgever-code")).to_be_visible()
    expect(resident.page.locator(".utrecht-nav-bar")).to_be_hidden()
    resident.page.emulate_media(media="screen")
    find_again(resident, code)
    resident.reads("Ontvangen. Uw reactie telt mee.", "Helemaal voor", "Meer heb ik niet.")
    resident.look("mine", heard=True)


def test_the_back_button_loses_nothing(resident: Person) -> None:
    """As in a browser that keeps no page alive: what it shows comes from its cache."""
    resident.page.on("dialog", lambda dialog: dialog.accept())
    fill_in(resident)
    for heading in ("Over uzelf", "Over het hele voorstel", "Punt 2", "Punt 1"):
        resident.page.go_back()
        resident.is_at(heading)
    ticked = resident.page.get_by_role("radio", name="Voor, mits (onder een voorwaarde)")
    expect(ticked).to_be_checked()
    field = resident.page.get_by_role("textbox", name="Onder welke voorwaarde?")
    expect(field).to_have_value(ADVICE)
    field.fill("Alleen als het stil blijft.")
    resident.press("Volgende")
    resident.press("Terug naar de controle")
    resident.reads("Alleen als het stil blijft.", "1.250 euro", "65 jaar of ouder")
    assert resident.page.evaluate("sessionStorage.length") == 1
    code = send(resident)
    assert resident.page.evaluate("sessionStorage.length") == 0, "the next one is somebody else"
    resident.page.go_back()
    resident.is_at("Controleer uw antwoorden")
    assert send(resident) == code, "sent twice is sent once"


def test_an_answer_is_changed_and_counts_once(
    resident: Person, chromium: Browser, own: Site, gallery: Gallery
) -> None:
    before = counted(chromium, own, gallery)
    fill_in(resident)
    code = send(resident)
    find_again(resident, code)
    resident.press("Wijzig mijn antwoorden")
    resident.is_at("Wijzig uw antwoorden")
    resident.look("change", heard=True)
    resident.press("Wijzig uw antwoord bij punt 2")
    resident.choose(STANCE, "Neutraal")
    resident.write("Waarom dat bedrag?", "Bij nader inzien.")
    resident.press("Terug naar de controle")
    resident.reads("Neutraal", "Bij nader inzien.")
    resident.press("Wijziging versturen")
    resident.reads("Uw wijziging is ontvangen", code)
    resident.look("thanks-changed", heard=True)
    find_again(resident, code)
    resident.reads("alleen de laatste versie telt", "Bij nader inzien.")
    expect(resident.main).not_to_contain_text("Meer heb ik niet.")
    resident.look("mine-changed", heard=True)
    after = counted(chromium, own, gallery)
    assert [b - a for a, b in zip(before, after, strict=True)] == [2, 1, 1, 0, 0]


def test_an_answer_is_withdrawn_and_gone(
    resident: Person, chromium: Browser, own: Site, gallery: Gallery
) -> None:
    before = counted(chromium, own, gallery)
    fill_in(resident)
    code = send(resident)
    find_again(resident, code)
    left_open = resident.page
    resident.tab()
    find_again(resident, code)
    resident.press("Trek mijn reactie in")
    resident.is_at("Wilt u uw reactie intrekken?")
    resident.look("withdraw", heard=True)
    resident.press("Nee, ga terug")
    resident.reads("Ontvangen. Uw reactie telt mee.")
    resident.press("Trek mijn reactie in")
    resident.press("Ja, trek mijn reactie in")
    resident.reads("Uw antwoorden zijn gewist", "Ze tellen niet mee.")
    resident.look("withdrawn", heard=True)
    resident.page = left_open
    resident.press("Wijzig mijn antwoorden")
    resident.reads("U hebt deze reactie ingetrokken")
    expect(resident.main).not_to_contain_text("Alleen als er bankjes komen.")
    find_again(resident, code)
    resident.reads("De antwoorden zijn gewist en tellen niet mee.")
    resident.look("mine-withdrawn", heard=True)
    after = counted(chromium, own, gallery)
    assert [b - a for a, b in zip(before, after, strict=True)] == [1, 0, 0, 1, 0]


def test_the_same_form_in_two_tabs_is_one_answer(resident: Person) -> None:
    fill_in(resident)
    first = resident.page
    stand = first.locator("[name=stand]").input_value()
    resident.tab()
    fill_in(resident)
    resident.page.evaluate(
        "stand => { document.querySelector('[name=stand]').value = stand }", stand
    )
    code = send(resident)
    resident.page = first
    assert send(resident) == code
    # And changed after it was sent.
    first.go_back()
    resident.press("Wijzig uw antwoord bij punt 2")
    resident.write("Waarom dat bedrag?", "Toch iets anders.")
    resident.press("Terug naar de controle")
    resident.press("Versturen")
    resident.is_at("Dit formulier is al verstuurd, met andere antwoorden.")
    resident.reads("Toch iets anders.", "Wat u eerder stuurde, is bewaard.")
    resident.look("sent-before", heard=True)
    find_again(resident, code)
    resident.reads("Meer heb ik niet.")


def test_without_javascript(chromium: Browser, own: Site, gallery: Gallery) -> None:
    person = Person(chromium, own, gallery, java_script_enabled=False)
    begin(person)
    person.choose(STANCE, "Tegen")
    person.write("Onder welke voorwaarde?", "Geldt nu niet.")
    person.press("Volgende")
    expect(person.page).to_have_title(re.compile("^Fout: Punt 1"))
    person.reads("Er is nog 1 ding niet goed ingevuld", "U vulde dit in, maar deze vraag geldt")
    person.write("Onder welke voorwaarde?", "")
    person.choose("Wat mag er op de speelplek komen?", "Een glijbaan")
    person.press("Volgende")
    person.choose(STANCE, "Voor")
    person.write("Hoeveel mag dit u per jaar kosten?", "100")
    person.write("Waarom dat bedrag?", "Dat kan ik missen.")
    person.choose("Wanneer moet het af zijn?", "Dit jaar")
    person.press("Volgende")
    person.press("Vorige")
    expect(person.page.get_by_role("textbox", name="Waarom")).to_have_value("Dat kan ik missen.")
    for button in ("Volgende", "Volgende", "Controleer uw antwoorden"):
        person.press(button)
    code = send(person)
    find_again(person, code)
    person.reads("Een glijbaan", "Dat kan ik missen.")
    person.press("Wijzig mijn antwoorden")
    person.press("Wijzig uw antwoord bij punt 2")
    person.write("Waarom dat bedrag?", "Liever minder.")
    person.press("Terug naar de controle")
    person.press("Wijziging versturen")
    person.reads("Uw wijziging is ontvangen")
    find_again(person, code)
    person.press("Trek mijn reactie in")
    person.press("Ja, trek mijn reactie in")
    person.reads("Uw antwoorden zijn gewist")
    person.done()
