# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""How the pages look on screens that are set to something else, on paper, and over a thin line."""

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.pages.checkers import OTHERWISE, SHEET, Gallery, faults_on
from tests.pages.conftest import EVERYTHING_SLUG, TITLES, Site
from tests.pages.resident import Person

pytestmark = pytest.mark.pages
HEAVIEST = 100_000  # bytes over the wire for a page of questions, everything included
DARK = {"color_scheme": "dark"}
FORCED = {"forced_colors": "active"}


def _paths(site: Site) -> list[str]:
    slugs = site.filled.slugs
    return [
        "/",
        f"/raadplegingen/{slugs['open']}/meedoen",
        f"/raadplegingen/{slugs['final']}/samenvatting",
        f"/vergaderingen/{site.filled.meeting}",
        "/privacy",
        "/mijn-inzending",
    ]


def test_axe_finds_nothing_on_a_screen_that_is_set_otherwise(
    chromium: Browser, own: Site, gallery: Gallery
) -> None:
    """A few pages of each kind; `make soak` has all of them, everywhere."""
    person = Person(chromium, own, gallery)
    for path in _paths(own):
        person.go(path)
        if path == "/mijn-inzending":
            person.press("Bekijk mijn reactie")
        person.problems += [f"{path} {fault}" for fault in faults_on(person.page, *OTHERWISE)]
    person.done()


def _style(found: Locator, name: str) -> str:
    return str(found.evaluate(f"element => getComputedStyle(element)['{name}']"))


def _brightness(colour: str) -> int:
    return sum(int(part) for part in re.findall(r"\d+", colour)[:3])


# A chart is paper in any light: it is also what stands in the PDF.
WHITE = """() => [...document.querySelectorAll('body, body *:not(img)')].filter(one => {
  const style = getComputedStyle(one);
  return /rgb\\(255, 255, 255\\)|white/.test(style.backgroundColor + style.backgroundImage)
}).map(one => one.outerHTML.slice(0, 120))"""


def test_a_dark_screen_gets_a_dark_page_and_paper_stays_white(chromium: Browser, own: Site) -> None:
    context = chromium.new_context(**DARK)
    page = context.new_page()
    page.goto(f"{own.base}/privacy")
    body, text = page.locator(".utrecht-page-body"), page.locator("main p").first
    assert _brightness(_style(body, "backgroundColor")) < 100
    assert _brightness(_style(text, "color")) > 600
    page.goto(f"{own.base}/raadplegingen/{own.filled.slugs['final']}/samenvatting")
    assert page.evaluate(WHITE) == []
    page.emulate_media(media="print", color_scheme="dark")
    assert _brightness(_style(body, "backgroundColor")) > 700
    assert _brightness(_style(text, "color")) < 200
    context.close()


def test_who_wants_no_motion_gets_none(chromium: Browser, own: Site) -> None:
    context = chromium.new_context(reduced_motion="reduce")
    page = context.new_page()
    page.goto(f"{own.base}/raadplegingen/{own.filled.slugs['open']}")
    moving = page.evaluate(
        "[...document.querySelectorAll('*')].filter(one => {"
        " const style = getComputedStyle(one);"
        " return style.animationName !== 'none' || parseFloat(style.transitionDuration) > 0"
        "}).length"
    )
    assert moving == 0
    context.close()


def test_forced_colours_leave_every_sign_a_shape(chromium: Browser, own: Site) -> None:
    context = chromium.new_context(**FORCED)
    page = context.new_page()
    slugs = own.filled.slugs
    page.goto(f"{own.base}/raadplegingen/{slugs['open']}/meedoen")
    tiles = page.locator(".raadgever-option")
    tiles.nth(1).locator("label").click()  # it covers the tile
    assert _style(tiles.nth(1), "outlineStyle") == "solid"
    assert _style(tiles.nth(0), "outlineStyle") == "none"
    button = page.locator("main button").first
    button.focus()
    assert float(_style(button, "outlineWidth").removesuffix("px")) >= 3
    page.goto(f"{own.base}/raadplegingen/{slugs['final']}/samenvatting")
    # Colours in a picture stay, the hatching with them; and the same figures stand in a table.
    swatches = page.locator(".raadgever-stances__swatch rect").all()
    assert len({_style(one, "fill") for one in swatches}) >= 6
    bars = page.locator(".raadgever-stances__bar").count()
    assert bars
    assert page.locator(".raadgever-stances table").count() >= bars
    page.goto(f"{own.base}/vergaderingen/{own.filled.meeting}")
    badge = page.locator(".raadgever-badge").first
    assert _style(badge, "borderTopStyle") == "solid"
    expect(badge).to_have_text(re.compile(r"\w"))
    context.close()


def _send(page: Page, site: Site) -> None:
    page.goto(f"{site.base}/raadplegingen/{site.filled.slugs['open']}/meedoen")
    page.locator("textarea").first.fill("Een lang woord: arbeidsongeschiktheidsverzekering " * 9)
    for _ in range(10):
        if page.get_by_role("button", name="Versturen").count():
            break
        with page.expect_navigation():  # or the old page would be asked for "Versturen" once more
            page.locator("button[value=volgende]").click()
    page.get_by_role("button", name="Versturen").click()
    expect(page.locator(".raadgever-code")).to_be_visible()


def _sheets(pdf: bytes) -> int:
    assert pdf.startswith(b"%PDF")
    return len(re.findall(rb"/Type\s*/Page\b(?!s)", pdf))


CUT_OFF = """() => [...document.querySelectorAll('main *')].filter(one => {
  const box = one.getBoundingClientRect();
  return box.width && (box.right > document.documentElement.clientWidth + 1
    || getComputedStyle(one).overflowX === 'auto' && one.scrollWidth > one.clientWidth + 1)
}).map(one => one.outerHTML.slice(0, 120))"""
PAPER = {"width": SHEET, "height": 970}


def test_a_receipt_and_a_summary_fit_on_paper(chromium: Browser, own: Site) -> None:
    context = chromium.new_context(viewport=PAPER)
    page = context.new_page()
    _send(page, own)
    slugs = own.filled.slugs
    for path in ("", f"/raadplegingen/{slugs['final']}/samenvatting", "/privacy"):
        if path:
            page.goto(own.base + path)
        page.emulate_media(media="print")
        for gone in (".utrecht-nav-bar", ".utrecht-skip-link", ".raadgever-no-print"):
            expect(page.locator(gone).first).to_be_hidden()
        expect(page.get_by_text("Gemeente Merenburg").first).to_be_visible()
        expect(page.locator("footer")).to_contain_text("14\u00a00999")
        assert page.evaluate(CUT_OFF) == [], path
        # One sheet for the whole would be a page that was cut off at its end.
        high = page.evaluate("document.documentElement.scrollHeight")
        assert 1 <= _sheets(page.pdf(format="A4")) <= high // PAPER["height"] + 2
        page.emulate_media(media="screen")
    context.close()


def test_an_agenda_item_for_the_council_is_one_sheet(chromium: Browser, live: Site) -> None:
    page = chromium.new_page(viewport=PAPER)
    for fate in ("final", "excepted", "open"):
        page.goto(f"{live.base}/agendapunten/{live.filled.items[fate]}/een-pagina")
        page.emulate_media(media="print")
        assert page.evaluate(CUT_OFF) == [], fate
        assert _sheets(page.pdf(format="A4")) == 1, fate
    page.close()


MANY_LONG = """() => {
  const sheet = document.querySelector('.raadgever-onepage');
  const points = sheet.querySelector('.raadgever-onepage__points');
  sheet.classList.add('raadgever-onepage--many');
  const one = points.firstElementChild;
  for (const quote of one.querySelectorAll('.raadgever-onepage__quote p')) {
    quote.textContent = 'Plant bomen langs de kade. '.repeat(3);
  }
  one.querySelector('h2').textContent = 'De raad besluit hierover. '.repeat(5);
  const copies = Array.from({length: 8}, () => one.cloneNode(true));
  points.replaceChildren(...copies);
  const sizes = [...sheet.querySelectorAll('p, h2')].map(p => getComputedStyle(p).fontSize);
  return Math.min(...sizes.map(parseFloat));
}"""


def test_eight_long_points_are_one_sheet_that_can_be_read(chromium: Browser, live: Site) -> None:
    page = chromium.new_page(viewport=PAPER)
    page.goto(f"{live.base}/agendapunten/{live.filled.items['final']}/een-pagina")
    page.emulate_media(media="print")
    points_of_type = page.evaluate(MANY_LONG) * 72 / 96
    assert points_of_type >= 8 - 0.01
    assert page.evaluate(CUT_OFF) == []
    assert _sheets(page.pdf(format="A4")) == 1
    page.close()


def test_on_paper_a_link_to_elsewhere_has_its_address(chromium: Browser, own: Site) -> None:
    context = chromium.new_context()
    page = context.new_page()
    page.goto(f"{own.base}/toegankelijkheid")
    page.emulate_media(media="print")
    link = page.locator("main a[href^=http]").first
    after = link.evaluate("one => getComputedStyle(one, '::after').content")
    assert "nationaleombudsman.nl" in after
    context.close()


def _fetched(page: Page, address: str) -> dict[str, int]:
    """Address to bytes over the wire, headers included, as the browser's network counts them."""
    session = page.context.new_cdp_session(page)
    addresses: dict[str, str] = {}
    sizes: dict[str, int] = {}
    session.on(
        "Network.requestWillBeSent",
        lambda event: addresses.update({event["requestId"]: event["request"]["url"]}),
    )
    session.on(
        "Network.loadingFinished",
        lambda event: sizes.update({event["requestId"]: int(event["encodedDataLength"])}),
    )
    session.send("Network.enable")
    session.send("Network.setCacheDisabled", {"cacheDisabled": True})
    page.goto(address, wait_until="networkidle")
    return {addresses[number]: size for number, size in sizes.items()}


def test_a_page_of_questions_is_light_and_comes_from_one_place(
    chromium: Browser, own: Site, record_property
) -> None:
    context = chromium.new_context()
    page = context.new_page()
    slug = own.filled.slugs["open"]
    for path in (f"/raadplegingen/{slug}/meedoen", f"/raadplegingen/{slug}", "/"):
        sizes = _fetched(page, own.base + path)
        assert {urlsplit(one).netloc for one in sizes} == {urlsplit(own.base).netloc}
        assert len(sizes) >= 3, "a page, a stylesheet and a font"
        record_property(f"bytes of {path}", sum(sizes.values()))
        assert sum(sizes.values()) < HEAVIEST, sizes
    context.close()


AT = """() => {
  const one = document.activeElement, style = getComputedStyle(one);
  const box = one.getBoundingClientRect();
  const over = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
  return {tag: one.tagName, name: one.name || '', words: (one.textContent || '').trim(),
    width: parseFloat(style.outlineWidth), line: style.outlineStyle,
    seen: !over || one.contains(over) || over.contains(one) || over.htmlFor === one.id}
}"""


def _at(page: Page) -> dict[str, Any]:
    found: dict[str, Any] = page.evaluate(AT)
    return found


def _tab_until(page: Page, there: Callable[[dict[str, Any]], bool], what: str) -> None:
    """With the tabulator only. What is on the way is in sight and shows its focus."""
    for _ in range(60):
        page.keyboard.press("Tab")
        at = _at(page)
        if at["tag"] == "BODY":
            continue
        assert at["line"] != "none", at
        assert at["width"] >= 2, at
        assert at["seen"], at
        if there(at):
            return
    pytest.fail(f"no {what} within sixty presses")


def _press_on(page: Page, words: str) -> None:
    """Tab to what says this, and Enter."""
    _tab_until(page, lambda at: at["words"].startswith(words), words)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def test_a_resident_answers_with_the_keyboard_only(chromium: Browser, own: Site) -> None:
    """From the overview to the receipt, past a mistake, and back with the code."""
    context = chromium.new_context(base_url=own.base, viewport={"width": 320, "height": 700})
    page = context.new_page()
    page.goto("/")
    page.keyboard.press("Tab")
    expect(page.locator(".utrecht-skip-link")).to_be_focused()
    page.keyboard.press("Enter")
    _press_on(page, TITLES[EVERYTHING_SLUG])
    _press_on(page, "Doe mee")
    _tab_until(page, lambda at: at["name"] == "1.stance", "stance")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("radio", name="Voor, mits (onder een voorwaarde)")).to_be_checked()
    _tab_until(page, lambda at: at["name"] == "1.condition", "condition")
    page.keyboard.type("Zorg voor bankjes.")
    _press_on(page, "Volgende")
    _press_on(page, "Volgende")
    expect(page.locator("#fouten")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert _at(page)["name"] == "2.stance"
    page.keyboard.press("Space")
    for name, keys in (("2.cost", "100"), ("2.why", "Genoeg."), ("2.when", " ")):
        _tab_until(page, lambda at, name=name: at["name"] == name, name)
        page.keyboard.type(keys)
    for words in ("Volgende", "Volgende", "Controleer uw antwoorden", "Versturen"):
        _press_on(page, words)
    code = page.locator(".raadgever-code").inner_text()
    _press_on(page, "terugzien, wijzigen of intrekken")
    _tab_until(page, lambda at: at["name"] == "code", "code")
    page.keyboard.type(code)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.locator("main")).to_contain_text("Zorg voor bankjes.")
    context.close()
