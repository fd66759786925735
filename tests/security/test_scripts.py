# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""trust.md 2.5, checks 2 and 18 (with 19, 20): a town full of scripts, looked at in Chromium.

Every free text of every kind is a payload. No page may open a dialog, make an element that we did
not, ask another host for anything, or break its own content security policy.
"""

import os
import re
from collections.abc import AsyncIterator
from itertools import islice

import pytest
from playwright.sync_api import sync_playwright

from backend import database, settings
from tests.browsers import chromium
from tests.security.conftest import SECRET, create, drop, environ
from tests.security.forms import FILLING
from tests.security.live import Live, free_port, serving
from tests.security.routes import READS, paths
from tests.security.town import PASSWORD, Filled, fill, one_by_one

pytestmark = [pytest.mark.pages, pytest.mark.usefixtures("anyio_backend")]
PAYLOADS = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '"><svg onload=alert(1)>',
    "'\"><iframe srcdoc='<script>parent.alert(1)</script>'></iframe>",
    "</textarea><script>alert(1)</script>",
    "</title><script>alert(1)</script>",
    "</option></select><img src=x onerror=alert(1)>",
    '" autofocus onfocus=alert(1) x="',
    "' onmouseover=alert(1) x='",
    "javascript:alert(1)",
    "<a href=javascript:alert(1)>klik</a>",
    "{{ 7*191 }}${7*191}#{7*191}",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
    "<link rel=stylesheet href=https://kwaad.example/x.css>",
    "<base href=https://kwaad.example/>",
    "<meta http-equiv=refresh content='0;url=https://kwaad.example/'>",
    "<form action=https://kwaad.example><button>ok</button></form>",
    "\u003cscript\u003ealert(1)\u003c/script\u003e",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "<style>*{background:url(https://kwaad.example/y)}</style>",
)
ARGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="module")
async def hostile(servers, template, tmp_path_factory) -> AsyncIterator[tuple[Live, Filled]]:
    """The site with scripts in everything, and its rows."""
    if chromium() is None:
        assert not os.environ.get("CI"), "install chromium"
        pytest.skip("no Chromium: python -m tests.browsers installs it where it may")
    name = await create(servers, template)
    address = f"http://127.0.0.1:{free_port()}"
    given = {**environ(servers, name, address), "RAADGEVER_MUNICIPALITY": f"Meer{PAYLOADS[1]}"}
    town = settings.read(given)
    engine = database.connect(town.database_url, pool=4)
    filled = await fill(database.sessions_of(engine), SECRET.encode(), one_by_one(PAYLOADS))
    await engine.dispose()
    log = tmp_path_factory.mktemp("scripts") / "log"
    with serving(given, log) as live:
        yield live, filled
    await drop(servers, name)


class Watch:
    """Everything that a page must not do."""

    def __init__(self, context, base: str) -> None:
        self.bad: list[str] = []
        self.seen: list[str] = []
        context.on("dialog", self._dialog)
        context.on("console", self._console)
        context.on("weberror", lambda error: self.bad.append(f"error: {error.error}"))
        context.on("request", lambda request: self._request(request.url, base))
        context.on("page", lambda page: self.seen.append(page.url))

    def _dialog(self, dialog) -> None:
        self.bad.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def _console(self, message) -> None:
        # A refused form answers 422, which Chromium calls an error; a policy it names by name.
        if "Content Security Policy" in message.text or "status of" not in message.text:
            self.bad.append(f"console: {message.type} {message.text}")

    def _request(self, url: str, base: str) -> None:
        if not url.startswith(base + "/"):
            self.bad.append(f"request: {url}")


FOREIGN = """
() => [...document.querySelectorAll('*')].flatMap(element => [
  ...(['SCRIPT','IFRAME','OBJECT','EMBED','BASE','STYLE','MGLYPH','MATH'].includes(element.tagName)
      && !(element.tagName === 'SCRIPT' && element.text === ''
           && /^\\/static\\/(raadgever|opgave)-\\w+\\.js$/.test(element.getAttribute('src')))
      ? [element.outerHTML] : []),
  ...[...element.attributes].filter(a => a.name.startsWith('on')
      || a.name === 'style' || /^\\s*(javascript|data|vbscript):/i.test(a.value)
         && ['href', 'src', 'action', 'formaction'].includes(a.name))
      .map(a => `${element.tagName} ${a.name}=${a.value}`),
  ...(element.tagName === 'FORM' && !element.action.startsWith(location.origin)
      ? [element.outerHTML] : []),
])
"""


PRESS = """
form => {
  form.noValidate = true
  form.requestSubmit(form.querySelector('button[type=submit]'))
}
"""


@pytest.fixture
def browser(hostile):
    live, _ = hostile
    with sync_playwright() as playwright:
        chrome = playwright.chromium.launch(executable_path=chromium(), args=ARGS)

        def context(*, staff: bool = False):
            made = chrome.new_context(base_url=live.base)
            made.set_default_timeout(10_000)
            watch = Watch(made, live.base)
            if staff:
                page = made.new_page()
                sign_in(page)
                page.close()
            return made, watch

        yield context
        chrome.close()


def look(page, path: str) -> int:
    reply = page.goto(path, wait_until="load")
    assert reply is not None
    page.evaluate("() => new Promise(requestAnimationFrame)")
    if "html" in reply.headers["content-type"]:
        assert page.evaluate(FOREIGN) == [], path
        assert "1337" not in page.inner_text("body"), "a template in a text was carried out"
    return reply.status


def sign_in(page) -> None:
    look(page, "/inloggen")
    page.fill("input[name=username]", "griffie")
    page.fill("input[name=password]", PASSWORD)
    with page.expect_navigation():
        page.locator("main form button").first.click()
    assert page.url.endswith("/griffie"), page.inner_text("main")


NOT_PAGES = re.compile(
    r"\.(json|csv|rss|ics|txt|webp)$|^/api/|^/(gezond|levend)$|^/logboek/(tile/|checkpoint$)"
)


def test_checks_2_and_18_no_page_runs_what_somebody_wrote(hostile, browser) -> None:
    live, filled = hostile
    for staff in (False, True):
        context, watch = browser(staff=staff)
        page = context.new_page()
        opened = 0
        for route in [route for route in READS if bool(route.roles) == staff]:
            for path in islice(paths(route, filled), 4):
                opened += not NOT_PAGES.search(path) and look(page, path) == 200
        assert opened >= 8, opened
        assert watch.bad == []
        context.close()
    assert live.lines()


def test_check_18_what_is_refused_is_shown_again_as_text(hostile, browser) -> None:
    """Every form of the griffie, sent by pressing its own button, with payloads everywhere."""
    _, filled = hostile
    context, watch = browser(staff=True)
    page = context.new_page()
    pressed = 0
    for path in (
        f"/griffie/agendapunten/{filled.items['draft']}/uitzondering",
        f"/griffie/documenten/{filled.documents['unclassified']}",
        "/griffie/spelregels",
        f"/griffie/raadplegingen/{filled.consultations['draft']}",
        f"/griffie/raadplegingen/{filled.consultations['open']}/invoer",
        f"/griffie/raadplegingen/{filled.consultations['open']}/inzendingen",
        f"/griffie/raadplegingen/{filled.consultations['unfinished']}/samenvatting",
    ):
        look(page, path)
        number = page.locator("main form").count()
        for place in range(number):
            look(page, path)
            if page.locator("main form").count() <= place:
                break  # what was sent changed what can be done here
            form = page.locator("main form").nth(place)
            typed = "input[type=text]:visible, input:not([type]):visible, textarea:visible"
            for field in form.locator(typed).all():
                field.fill(f"{PAYLOADS[pressed % len(PAYLOADS)]} {FILLING['text']}")
            with page.expect_navigation():
                form.evaluate(PRESS)
            assert page.evaluate(FOREIGN) == [], path
            pressed += 1
    assert pressed >= 7
    assert watch.bad == []
    context.close()


def test_checks_18_and_19_a_resident_who_types_scripts_sees_them_back_as_text(
    hostile, browser
) -> None:
    """From the form to the receipt to finding it back, in a browser: our own policy lets it by."""
    live, filled = hostile
    context, watch = browser()
    page = context.new_page()
    look(page, f"/raadplegingen/{filled.slugs['open']}/meedoen")
    for step in range(8):
        for number, field in enumerate(page.locator("main textarea").all()):
            field.fill(PAYLOADS[(step + number) % len(PAYLOADS)])
        onward = ("versturen", "controleren", "volgende")
        buttons = [page.locator(f"main form button[value={value}]") for value in onward]
        forward = next(button for button in buttons if button.count())
        with page.expect_navigation():
            forward.first.click()
        assert page.evaluate(FOREIGN) == []
        if page.url.endswith("/bedankt"):
            break
    else:
        raise AssertionError(page.inner_text("main"))
    assert page.url.endswith("/bedankt"), page.url
    look(page, "/mijn-inzending")
    page.fill("input[name=code]", filled.codes[2])
    with page.expect_navigation():
        page.locator("main form button").first.click()
    assert page.evaluate(FOREIGN) == []
    for query in PAYLOADS[:4]:
        look(page, f"/?pagina={query}&next={query}")
        look(page, f"/raadplegingen/{query.replace('/', '%2F')}")
    assert watch.bad == []
    assert live.lines()
    context.close()


def test_check_9_signing_in_and_out_works_in_a_real_browser(hostile, browser) -> None:
    """Cookies with `__Host-`, and forms past the check on where a request came from."""
    context, watch = browser()
    page = context.new_page()
    sign_in(page)
    with page.expect_navigation():
        page.locator("form[action='/uitloggen'] button").first.click()
    assert look(page, "/griffie/raadplegingen") == 200
    assert page.url.endswith("/inloggen")
    assert watch.bad == []
    context.close()
