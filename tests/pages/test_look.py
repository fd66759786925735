# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""How the pages look on screens that are set to something else, on paper, and over a thin line."""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from tests.pages.checkers import faults
from tests.pages.conftest import NARROW, Site
from tests.pages.test_accessible import _sign_in

pytestmark = pytest.mark.pages
HEAVIEST = 100_000  # bytes over the wire for a page of questions, everything included
DARK = {"color_scheme": "dark"}
FORCED = {"forced_colors": "active"}
SCREENS = {
    "dark": DARK,
    "forced colours": FORCED,
    "more contrast, dark": {**DARK, "contrast": "more"},
}


def _paths(site: Site) -> list[str]:
    slugs = site.filled.slugs
    item = site.filled.items["final"]
    return [
        "/",
        f"/raadplegingen/{slugs['open']}",
        f"/raadplegingen/{slugs['open']}/meedoen",
        f"/raadplegingen/{slugs['final']}/samenvatting",
        "/mijn-inzending",
        f"/agendapunten/{item}",
        "/privacy",
        f"/griffie/agendapunten/{item}",
        "/griffie/beloften",
    ]


@pytest.fixture(scope="module", params=SCREENS, ids=str)
def screen(request, chromium: Browser, live: Site) -> Iterator[BrowserContext]:
    context = chromium.new_context(bypass_csp=True, **SCREENS[request.param])
    _sign_in(context, live)
    yield context
    context.close()


def test_axe_finds_nothing_on_a_screen_that_is_set_otherwise(
    screen: BrowserContext, live: Site
) -> None:
    page = screen.new_page()
    problems: list[str] = []
    page.set_viewport_size({"width": NARROW, "height": 900})
    paths = _paths(live)
    # Colours are what differs: all kinds of pages on the dark screen, a few on the others.
    whole = page.evaluate("matchMedia('(prefers-contrast: no-preference)').matches")
    for path in paths if whole else paths[:4]:
        reply = page.goto(live.base + path)
        assert reply is not None
        assert reply.status == 200, path
        problems += [f"{path}: {fault}" for fault in faults(page)]
    page.goto(f"{live.base}/mijn-inzending")
    page.locator("main button").first.click()
    expect(page.locator("#fouten")).to_be_visible()
    problems += [f"after a mistake: {fault}" for fault in faults(page)]
    assert problems == []
    page.close()


def _style(found: Locator, name: str) -> str:
    return str(found.evaluate(f"element => getComputedStyle(element)['{name}']"))


def _brightness(colour: str) -> int:
    return sum(int(part) for part in re.findall(r"\d+", colour)[:3])


WHITE = """() => [...document.querySelectorAll('body, body *')].filter(one => {
  const style = getComputedStyle(one);
  return /rgb\\(255, 255, 255\\)|white/.test(style.backgroundColor + style.backgroundImage)
}).map(one => one.outerHTML.slice(0, 120))"""


def test_a_dark_screen_gets_a_dark_page_and_paper_stays_white(
    chromium: Browser, live: Site
) -> None:
    context = chromium.new_context(**DARK)
    page = context.new_page()
    page.goto(f"{live.base}/privacy")
    body, text = page.locator(".utrecht-page-body"), page.locator("main p").first
    assert _brightness(_style(body, "backgroundColor")) < 100
    assert _brightness(_style(text, "color")) > 600
    page.goto(f"{live.base}/raadplegingen/{live.filled.slugs['final']}/samenvatting")
    assert page.evaluate(WHITE) == []
    page.emulate_media(media="print", color_scheme="dark")
    assert _brightness(_style(body, "backgroundColor")) > 700
    assert _brightness(_style(text, "color")) < 200
    context.close()


def test_who_wants_no_motion_gets_none(chromium: Browser, live: Site) -> None:
    context = chromium.new_context(reduced_motion="reduce")
    page = context.new_page()
    page.goto(f"{live.base}/raadplegingen/{live.filled.slugs['open']}")
    moving = page.evaluate(
        "[...document.querySelectorAll('*')].filter(one => {"
        " const style = getComputedStyle(one);"
        " return style.animationName !== 'none' || parseFloat(style.transitionDuration) > 0"
        "}).length"
    )
    assert moving == 0
    context.close()


def test_forced_colours_leave_every_sign_a_shape(chromium: Browser, live: Site) -> None:
    context = chromium.new_context(**FORCED)
    page = context.new_page()
    slugs = live.filled.slugs
    page.goto(f"{live.base}/raadplegingen/{slugs['open']}/meedoen")
    tiles = page.locator(".raadgever-option")
    tiles.nth(1).locator("label").click()  # it covers the tile
    assert _style(tiles.nth(1), "outlineStyle") == "solid"
    assert _style(tiles.nth(0), "outlineStyle") == "none"
    button = page.locator("main button").first
    button.focus()
    assert float(_style(button, "outlineWidth").removesuffix("px")) >= 3
    page.goto(f"{live.base}/raadplegingen/{slugs['final']}/samenvatting")
    # Colours in a picture stay, the hatching with them; and the same figures stand in a table.
    swatches = page.locator(".raadgever-stances__swatch rect").all()
    assert len({_style(one, "fill") for one in swatches}) >= 6
    bars = page.locator(".raadgever-stances__bar").count()
    assert bars
    assert page.locator(".raadgever-stances table").count() >= bars
    page.goto(f"{live.base}/vergaderingen/{live.filled.meeting}")
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
PAPER = {"width": 642, "height": 970}  # A4 in CSS pixels, within margins of two centimetres


def test_a_receipt_and_a_summary_fit_on_paper(chromium: Browser, live: Site) -> None:
    context = chromium.new_context(viewport=PAPER)
    page = context.new_page()
    _send(page, live)
    slugs = live.filled.slugs
    for path in ("", f"/raadplegingen/{slugs['final']}/samenvatting", "/privacy"):
        if path:
            page.goto(live.base + path)
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


def test_on_paper_a_link_to_elsewhere_has_its_address(chromium: Browser, live: Site) -> None:
    context = chromium.new_context()
    page = context.new_page()
    page.goto(f"{live.base}/toegankelijkheid")
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
    chromium: Browser, live: Site, record_property
) -> None:
    context = chromium.new_context()
    page = context.new_page()
    slug = live.filled.slugs["open"]
    for path in (f"/raadplegingen/{slug}/meedoen", f"/raadplegingen/{slug}", "/"):
        sizes = _fetched(page, live.base + path)
        assert {urlsplit(one).netloc for one in sizes} == {urlsplit(live.base).netloc}
        assert len(sizes) >= 3, "a page, a stylesheet and a font"
        record_property(f"bytes of {path}", sum(sizes.values()))
        assert sum(sizes.values()) < HEAVIEST, sizes
    context.close()


def _visible_focus(page: Page) -> dict[str, str]:
    return page.evaluate(
        "() => { const one = document.activeElement, style = getComputedStyle(one);"
        " return {tag: one.tagName, type: one.type || '', name: one.name || '',"
        " value: one.value || '', width: style.outlineWidth, line: style.outlineStyle} }"
    )


def _tab_to(page: Page, tag: str, value: str = "") -> None:
    """With the tabulator only, and everything on the way shows that it has the focus."""
    for _ in range(60):
        page.keyboard.press("Tab")
        at = _visible_focus(page)
        if at["tag"] == "BODY":
            continue
        assert at["line"] != "none", at
        assert float(at["width"].removesuffix("px")) >= 2, at
        if at["tag"] == tag and value in ("", at["value"]):
            return
    pytest.fail(f"no {tag} {value} within sixty presses")


def test_a_resident_answers_with_the_keyboard_only(chromium: Browser, live: Site) -> None:
    context = chromium.new_context(java_script_enabled=True)
    page = context.new_page()
    page.goto(f"{live.base}/raadplegingen/{live.filled.slugs['open']}/meedoen")
    page.keyboard.press("Tab")
    expect(page.locator(".utrecht-skip-link")).to_be_focused()
    page.keyboard.press("Enter")
    _tab_to(page, "INPUT")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    assert page.locator("input:checked").count() == 1
    _tab_to(page, "TEXTAREA")
    page.keyboard.type("Zorg voor bankjes.")
    for _ in range(10):
        if page.get_by_role("button", name="Versturen").count():
            break
        _tab_to(page, "BUTTON", "volgende")
        with page.expect_navigation():
            page.keyboard.press("Enter")
    for _ in range(60):
        page.keyboard.press("Tab")
        if "Versturen" in (page.evaluate("document.activeElement.textContent") or "")[:30]:
            break
    page.keyboard.press("Enter")
    expect(page.locator(".raadgever-code")).to_be_visible()
    context.close()
