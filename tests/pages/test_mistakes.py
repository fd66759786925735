# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""The journey with every kind of mistake: each is said, at its field, and no answer is lost."""

import re
import time
from collections.abc import Iterator
from typing import get_args

import pytest
from itsdangerous import TimestampSigner
from msgspec import structs
from playwright.sync_api import Browser, expect

from backend.accounts.roles import Role
from backend.participation import seal, wording
from surveys.reading import Flaw
from tests.pages.checkers import Gallery
from tests.pages.conftest import CLOSING_SLUG, TITLES, TURNINGS_SLUG, Site
from tests.pages.resident import Person, sign_in
from tests.pages.test_journeys import STANCE, begin, fill_in, find_again, send
from tests.security.conftest import SECRET
from tests.security.town import PASSWORD

pytestmark = pytest.mark.pages
BSN = "Mijn nummer is 123456782."
ARABIC = "نحن نريد حديقة"
HTML = "<b>Niet</b> doen & <script>alert(1)</script>"
FORMULA = '=HYPERLINK("https://kwaad.example";"klik")'
LOUD = "HIER WORDT NIET NAAR ONS GELUISTERD"
OTHER = "Vul in wat u bedoelt"
TOYS = "Wat mag er op de speelplek komen?"


@pytest.fixture
def resident(chromium: Browser, own: Site, gallery: Gallery) -> Iterator[Person]:
    yield (person := Person(chromium, own, gallery))
    person.done()


def refused(person: Person, name: str, *sentences: str) -> None:
    """The page says what is wrong, on top and at each field, and so does its title."""
    things = f"{len(sentences)} dingen" if len(sentences) > 1 else "1 ding"
    expect(person.page).to_have_title(re.compile("^Fout: "))
    summary = person.page.locator("#fouten")
    expect(summary).to_be_focused()
    expect(summary).to_contain_text(f"{things} niet goed ingevuld")
    for sentence, link in zip(sentences, summary.locator("a").all(), strict=True):
        expect(link).to_contain_text(sentence)
        field = person.page.locator(link.get_attribute("href") or "-")
        expect(field).to_be_visible()
        described = field.evaluate(
            "one => [one, one.closest('fieldset')].map(part => part?.getAttribute("
            "'aria-describedby') ?? '').join(' ').trim().split(/\\s+/).map(id =>"
            " document.getElementById(id)?.textContent).join(' ')"
        )
        assert sentence in described, sentence
    person.look(name, heard=True)


def tampered(person: Person, script: str) -> None:
    """What no person can do, and a program between them and us can."""
    person.page.evaluate(script)


def _mistakes_in_choosing(resident: Person) -> None:
    page = resident.page
    resident.look("point", heard=True)
    # A choice that we never offered, two where one may be given, and two that exclude each other.
    resident.choose(STANCE, "Voor")
    resident.choose(TOYS, "Een wip", "Dat weet ik niet")
    tampered(resident, "document.querySelector('[name=\"1.stance\"][value=for]').value = 'vast'")
    tampered(
        resident,
        "document.querySelectorAll('[name=\"1.safe\"]').forEach((one, place) => {"
        " if (place < 2) { one.type = 'checkbox'; one.checked = true } })",
    )
    resident.press("Volgende")
    refused(
        resident,
        "mistake-tampered",
        "Kies een van de antwoorden die er staan.",
        "Geef hier één antwoord.",
        "U koos “Dat weet ik niet” en ook een ander antwoord.",
    )
    # An answer where none is asked, and more than may be chosen.
    resident.choose(STANCE, "Voor, mits (onder een voorwaarde)")
    resident.write("Onder welke voorwaarde?", "Wel een voorwaarde.")
    resident.choose(STANCE, "Tegen")
    resident.choose("Hoe veilig is de Meerkade nu?", "4 van 5")
    resident.choose(TOYS, "Dat weet ik niet", "Een schommel", "Een glijbaan")
    tampered(resident, "document.querySelector('[name=\"1.condition\"]').disabled = false")
    resident.press("Volgende")
    refused(
        resident,
        "mistake-hidden",
        "U vulde dit in, maar deze vraag geldt alleen als u bij",
        "U koos 3 antwoorden. Kies ten hoogste 2 antwoorden.",
    )
    expect(page.get_by_role("radio", name="4 van 5")).to_be_checked()
    expect(page.get_by_role("textbox", name="voorwaarde")).to_have_value("Wel een voorwaarde.")
    resident.write("Onder welke voorwaarde?", "")
    resident.choose(TOYS, "Een schommel", "Een glijbaan", "Anders, namelijk")
    resident.press("Volgende")
    refused(resident, "mistake-other-empty", "Schrijf op wat u bedoelt")
    resident.write(OTHER, "Een fontein")
    resident.choose(TOYS, "Anders, namelijk")
    resident.press("Volgende")
    refused(resident, "mistake-other-not-chosen", "Kies dan ook “Anders, namelijk”")
    resident.choose(TOYS, "Anders, namelijk")
    resident.write(OTHER, BSN)
    resident.press("Volgende")
    # Not an error: said once, and pressing on is enough.
    expect(page).to_have_title(re.compile("^Let op: "))
    expect(page.locator("#let-op")).to_be_focused()
    resident.reads("Kijk hier nog even naar", "lijkt op een burgerservicenummer")
    resident.look("warning", heard=True)
    resident.press("Volgende")


def _mistakes_in_typing(resident: Person) -> None:
    resident.is_at("Punt 2")
    resident.press("Volgende")
    refused(resident, "mistake-required", *["Beantwoord deze vraag. Weet u het niet?"] * 4)
    resident.choose(STANCE, "Geen mening")
    resident.write("Hoeveel mag dit u per jaar kosten?", "twaalf")
    resident.write("Waarom dat bedrag?", "x" * 301)
    resident.choose("Wanneer moet het af zijn?", "Anders, namelijk")
    tampered(resident, "document.querySelector('[name=\"2.when.other\"]').value = 'ooit\\u0001'")
    resident.press("Volgende")
    refused(
        resident,
        "mistake-typed",
        "Vul in: een heel getal van -10 tot en met 5.000.",
        "Dit is te lang: 301 tekens. Er passen er 300.",
        "Hier staan tekens in die wij niet kunnen lezen.",
    )
    resident.write("Hoeveel mag dit u per jaar kosten?", "9999")
    resident.write("Waarom dat bedrag?", ARABIC)
    resident.write(OTHER, LOUD)
    resident.press("Volgende")
    refused(resident, "mistake-out-of-range", "een heel getal van -10 tot en met 5.000.")
    resident.write("Hoeveel mag dit u per jaar kosten?", "12")
    resident.press("Volgende")


def test_every_kind_of_mistake_in_an_answer(resident: Person) -> None:
    page = resident.page
    begin(resident)
    _mistakes_in_choosing(resident)
    _mistakes_in_typing(resident)
    resident.look("general", heard=True)
    resident.write("Wat wilt u nog meer zeggen?", f"{HTML}\n{FORMULA}")
    tampered(
        resident,
        "document.querySelector('main form').insertAdjacentHTML('beforeend',"
        " '<input type=hidden name=\"9.geheim\" value=ja>')",
    )
    resident.press("Volgende")
    resident.look("about", heard=True)
    resident.press("Controleer uw antwoorden")
    expect(page.locator("#fouten")).to_contain_text("Deze vraag hoort niet bij deze raadpleging.")
    resident.look("mistake-unknown", heard=True)
    resident.reads(ARABIC, LOUD, HTML, FORMULA, BSN)
    code = send(resident)
    find_again(resident, code)
    resident.reads(ARABIC, LOUD, HTML, FORMULA, BSN)


def test_every_kind_of_mistake_has_a_sentence() -> None:
    """A new kind belongs in the journey above."""
    assert len(get_args(Flaw)) == 13
    assert all(wording.flaw(kind) for kind in get_args(Flaw))


def test_nothing_said_is_not_sent(resident: Person) -> None:
    resident.go("/")
    resident.follow(TITLES[TURNINGS_SLUG])
    resident.follow("Doe mee")
    resident.press("Volgende")
    resident.choose("Hoe oud bent u?", "65 jaar of ouder")
    resident.press("Controleer uw antwoorden")
    resident.press("Versturen")
    expect(resident.page.locator("#fouten")).to_be_focused()
    resident.reads("U hebt nog niets gezegd over het voorstel.", "65 jaar of ouder")
    resident.look("nothing-said", heard=True)
    resident.press("Vul alsnog in: punt 1")
    resident.choose(STANCE, "Voor")
    resident.press("Terug naar de controle")
    send(resident)


@pytest.mark.parametrize(
    ("name", "heading"),
    [
        ("broken", "Dit formulier is verlopen."),
        ("other-questions", "De vragen van deze raadpleging zijn veranderd."),
        ("expired", "Dit formulier is verlopen."),
    ],
)
def test_a_form_that_cannot_go_on_gives_everything_back(
    resident: Person, monkeypatch: pytest.MonkeyPatch, name: str, heading: str
) -> None:
    fill_in(resident)
    if name == "expired":  # a change that lay waiting for three hours
        find_again(resident, send(resident))
        resident.press("Wijzig mijn antwoorden")
    resident.press("Wijzig uw antwoord bij punt 2")
    resident.write("Waarom dat bedrag?", ARABIC)
    stand = resident.page.locator("[name=stand]").input_value()
    form = seal.read_form(SECRET.encode(), stand)
    if name == "other-questions":
        form = structs.replace(form, questionnaire="0" * 64)
    if name == "expired":
        past = int(time.time()) - 3 * 3600
        monkeypatch.setattr(TimestampSigner, "get_timestamp", lambda _: past)
    stand = seal.write_form(SECRET.encode(), form)
    resident.page.evaluate(
        "stand => { document.querySelector('[name=stand]').value = stand }",
        stand[:-4] + "AAAA" if name == "broken" else stand,
    )
    resident.press("Terug naar de controle")
    resident.is_at(heading)
    resident.reads(
        "Er is nu niets verstuurd.", "Dit had u ingevuld", ARABIC, "Alleen als er bankjes"
    )
    resident.look(f"stuck-{name}", heard=True)


def test_who_sends_after_closing_gets_everything_back(
    resident: Person, chromium: Browser, own: Site, gallery: Gallery
) -> None:
    fill_in(resident, CLOSING_SLUG)
    sent = resident.tab()
    fill_in(resident, CLOSING_SLUG)
    code = send(resident)
    griffier = Person(chromium, own, gallery)
    sign_in(griffier, Role.GRIFFIE, PASSWORD)
    griffier.go(f"/griffie/raadplegingen/{own.filled.consultations[CLOSING_SLUG]}")
    griffier.follow("Nu sluiten")
    griffier.press("Ja, nu sluiten")
    griffier.done()
    resident.page = next(page for page in resident.context.pages if page is not sent)
    resident.press("Versturen")
    resident.reads("gesloten", "Dit had u ingevuld", "Alleen als er bankjes komen.", "1.250 euro")
    resident.look("stuck-closed", heard=True)
    find_again(resident, code)
    resident.reads("De raadpleging is niet meer open.", "Meer heb ik niet.")
    resident.look("mine-closed", heard=True)


def test_a_code_that_is_not_found_is_asked_again(resident: Person, own: Site) -> None:
    resident.go("/mijn-inzending")
    resident.press("Bekijk mijn reactie")
    refused(resident, "code-empty", "Vul uw code in.")
    code = own.filled.codes[3]
    resident.write("Uw code", code[:-1] + ("A" if code[-1] != "A" else "B"))
    resident.press("Bekijk mijn reactie")
    expect(resident.page.locator("#fouten")).to_be_focused()
    resident.look("code-typo", heard=True)
    resident.write("Uw code", code)
    resident.press("Bekijk mijn reactie")
    resident.is_at("Mijn reactie")
    tampered(resident, "document.querySelector('[name=bewijs]').value = 'oud'")
    resident.press("Wijzig mijn antwoorden")
    refused(resident, "code-waited", "Dit duurde langer dan een half uur.")
