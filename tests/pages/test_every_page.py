# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""axe on every page and on every form after a mistake; what a resident's page sounds like is kept.

Staff's pages at 320 pixels here, and at every width in `make soak`.
"""

import pytest
from playwright.sync_api import Browser

from backend.accounts.roles import Role
from backend.accounts.routes import ROUTES
from tests.pages.checkers import NARROW, Gallery
from tests.pages.conftest import EVERYTHING_SLUG, Site
from tests.pages.refusals import client, refusals
from tests.pages.resident import Person, sign_in
from tests.security.routes import ALL, every_path
from tests.security.town import PASSWORD

pytestmark = pytest.mark.pages
MACHINES = (
    *("/api/", "/gezond", "/levend", "/uitloggen", "/logboek/groei/"),
    *("/logboek/tile/", "/logboek/checkpoint"),
    *(".csv", ".json", ".rss", ".ics", ".txt", ".webp", ".svg", ".xlsx", ".parquet", ".pdf"),
)


def pages(site: Site) -> list[tuple[str, str]]:
    """Every GET route that is a page, with one who may see it; the griffie where she may."""
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


def heard_as(site: Site) -> dict[str, str]:
    """Address to the name of its snapshot; what one only comes to on the way is in the journeys."""
    slugs, items = site.filled.slugs, site.filled.items
    return {
        "/": "overview",
        f"/raadplegingen/{slugs['open']}": "consultation",
        f"/raadplegingen/{slugs['final']}": "consultation-closed",
        f"/raadplegingen/{EVERYTHING_SLUG}/vragen": "paper",
        f"/raadplegingen/{slugs['final']}/samenvatting": "summary",
        f"/agendapunten/{items['final']}": "agenda-item",
        f"/agendapunten/{items['excepted']}": "agenda-item-excepted",
        f"/agendapunten/{items['final']}/een-pagina": "one-page",
        f"/vergaderingen/{site.filled.meeting}": "meeting",
        "/vergaderingen": "meetings",
        "/uitzonderingen": "exceptions",
        "/spelregels": "rules",
        "/privacy": "privacy",
        "/toegankelijkheid": "accessibility",
        "/hoe-werkt-dit": "how-it-works",
        "/logboek": "log",
        "/mijn-inzending": "code",
        "/raadplegingen?zoek=meerkade": "search",
        "/raadplegingen?zoek=zeppelin": "search-nothing",
        "/raadplegingen/bestaat-niet": "not-found",
    }


def test_everybodys_pages_are_without_fault_and_sound_as_kept(
    chromium: Browser, live: Site, gallery: Gallery
) -> None:
    person = Person(chromium, live, gallery)
    heard = heard_as(live)
    public = {path for who, path in pages(live) if not who}
    assert len(public) > 25
    for path in sorted(public | set(heard)):
        person.go(path)
        name = heard.get(path, "")
        person.look(name or path, heard=bool(name), whole=name == "overview")
    person.done()


def test_the_pages_of_staff_are_without_fault(
    chromium: Browser, live: Site, gallery: Gallery
) -> None:
    theirs = [(who, path) for who, path in pages(live) if who]
    assert len(theirs) > 25
    for role in sorted({who for who, _ in theirs}):
        person = Person(chromium, live, gallery)
        sign_in(person, Role(role), PASSWORD)
        for path in [path for who, path in theirs if who == role]:
            person.go(path)
            person.look(path, widths=(NARROW,))
        person.done()


def test_every_form_after_a_mistake_is_without_fault(
    chromium: Browser, own: Site, gallery: Gallery
) -> None:
    person = Person(chromium, own, gallery)
    sign_in(person, Role.GRIFFIE, PASSWORD)
    seen: set[int] = set()
    with client(own, person.context) as browser:
        for refusal in refusals(own, browser, mistakes=("long", "stale")):
            seen.add(refusal.status)
            person.page.set_content(refusal.html)
            person.look(refusal.name, html=refusal.html)
    assert {400, 403, 405, 409, 413, 422, 429} <= seen
    person.done()


def test_who_may_not_see_a_page_is_told_so(chromium: Browser, own: Site, gallery: Gallery) -> None:
    person = Person(chromium, own, gallery)
    sign_in(person, Role.RAADSLID, PASSWORD)
    assert person.go("/griffie/spelregels").status == 403
    person.look("forbidden")
    person.done()


def test_the_nu_checker_is_there_to_go_over_all_of_it(java: str) -> None:
    assert java
