# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Somebody at a screen: opens a page, presses what it says, and every page is looked at closely."""

import os
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Locator, Page, Response, expect

from tests.pages import hearing
from tests.pages.checkers import HEIGHT, NARROW, WIDE, Gallery, faults_at, prepare
from tests.pages.conftest import Site

SHOTS = os.environ.get("RAADGEVER_SHOTS", "")
"""A folder for pictures of every page, for who wants to look."""


class Person:
    """On a telephone, unless told otherwise. `done` says at the end everything that was wrong."""

    def __init__(self, chromium: Browser, site: Site, gallery: Gallery, **screen: Any) -> None:
        self.site, self.gallery = site, gallery
        self.scripts = screen.get("java_script_enabled", True)
        narrow = {"width": NARROW, "height": HEIGHT}
        self.context = chromium.new_context(**{"base_url": site.base, "viewport": narrow, **screen})
        self.context.set_default_timeout(20_000)
        if self.scripts:
            prepare(self.context)
        self.problems: list[str] = []
        self.page = self.tab()

    def tab(self) -> Page:
        """One more, which they go on in."""
        self.page = self.context.new_page()
        self.page.on("console", lambda message: self._complain(message.text))
        self.page.on("pageerror", lambda error: self.problems.append(str(error)))
        self.page.on("response", self._arrived)
        return self.page

    def _complain(self, text: str) -> None:
        if "the server responded with a status of 4" not in text:
            self.problems.append(text)

    def _arrived(self, reply: Response) -> None:
        if reply.request.is_navigation_request():
            self.reply = reply

    def look(
        self,
        name: str,
        *,
        heard: bool = False,
        whole: bool = False,
        html: str = "",
        widths: tuple[int, ...] = (WIDE, NARROW),
    ) -> None:
        """At both widths, unless told otherwise; what was served goes to the gallery."""
        if heard or whole:
            self.problems += hearing.differs(self.page, name, whole=whole)
        if self.scripts:
            self.problems += [f"{name} {one}" for one in faults_at(self.page, *widths)]
        self.gallery.keep(name, html or self.reply.text())
        if SHOTS:
            for width in (WIDE, NARROW):
                self.page.set_viewport_size({"width": width, "height": HEIGHT})
                self.page.screenshot(path=Path(SHOTS) / f"{name}-{width}.png", full_page=True)

    def go(self, path: str) -> Response:
        reply = self.page.goto(path)
        assert reply is not None
        return reply

    def follow(self, link: str, *, exact: bool = False) -> None:
        with self.page.expect_navigation():
            self.page.get_by_role("link", name=link, exact=exact).first.click()

    def press(self, button: str) -> None:
        """By what it says."""
        with self.page.expect_navigation():
            self.page.get_by_role("button", name=button, exact=True).click()

    def choose(self, question: str, *answers: str) -> None:
        """On the words, which cover the circle or the box; a second time takes a tick away."""
        group = self.page.get_by_role("group", name=question).or_(
            self.page.get_by_role("radiogroup", name=question)
        )
        for answer in answers:
            radio = group.get_by_role("radio", name=answer, exact=True)
            box = radio.or_(group.get_by_role("checkbox", name=answer, exact=True))
            self.page.locator(f"label[for='{box.get_attribute('id')}']").click()

    def write(self, label: str, text: str) -> None:
        self.page.get_by_role("textbox", name=label).fill(text)

    @property
    def main(self) -> Locator:
        return self.page.locator("main")

    def reads(self, *sentences: str) -> None:
        for sentence in sentences:
            expect(self.main).to_contain_text(sentence)

    def is_at(self, heading: str) -> None:
        expect(self.page.locator("h1")).to_have_text(heading)

    def done(self) -> None:
        self.context.close()
        assert not self.problems, "\n".join(self.problems)


def sign_in(person: Person, role: str, password: str) -> None:
    person.go("/inloggen")
    person.page.fill("[name=username]", role)
    person.page.fill("[name=password]", password)
    with person.page.expect_navigation():
        person.page.locator("main button").click()
    assert "/inloggen" not in person.page.url
