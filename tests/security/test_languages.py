# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Every word on every page is translated, or says that it is Dutch.

English is replaced by a language of this test alone: each message of the catalogue between marks.
What stands on a page outside marks was never marked for translation, or somebody wrote it: then an
element around it must say `lang="nl"`, or `lang=""` for what a resident typed, in whatever
language that is. Inside a sentence of ours there may be words that somebody wrote.
"""

import gettext as gnu
import re
from collections.abc import AsyncIterator, Iterator
from html.parser import HTMLParser

import httpx
import pytest

from backend.accounts.roles import Role
from backend.web import languages
from tests import catalogue
from tests.security.conftest import House
from tests.security.forms import CHOSEN, Form, forms_on, template_of
from tests.security.routes import READS, every_path
from tests.security.town import TOWN, Filled, plainly

pytestmark = pytest.mark.anyio
OPEN, CLOSE = "⟦", "⟧"
SAID = ("title", "aria-label", "placeholder", "alt", "aria-description", "data-bezig")
"""Attributes that people read or hear; the last by a script."""
TYPED = "textarea"
"""Holds what somebody types, in whatever language that is."""
NOT_SHOWN = frozenset({"script", "style", "code", TYPED})
VOID = frozenset({"br", "hr", "img", "input", "link", "meta", "wbr"})
MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
DAYS = "Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday"
THE_SAME = (
    r"Raadgever",  # the name of the program
    re.escape(TOWN),  # from the settings, as the next three
    r"14.0999",
    r"griffie@merenburg\.example",
    r"Raadhuisplein 1",
    rf"(({DAYS}) )?\d{{1,2}} ({MONTHS}) 20\d\d( at \d\d:\d\d)?",  # by Babel, so in English
    r"\d+ kB",  # the size of a file
    r"-?\d{1,3}(,\d{3})*(\.\d\d?)?%?",  # from a thousand on with its separator
    r"[0-9a-f]{10,64}",  # marks and hashes
    r"https?://\S+",
    r"Nederlands|English",  # each language by its own name
    r"__Host-\w+",  # cookies
    r"CSV|JSON",
    r"20\d\d",  # a year
    r"WK0\d",  # the code of a neighbourhood
    re.escape(plainly("naam")),  # what a member of staff is called
    r"Guusje de Griffier",  # and the second one, who confirms
)
SAME = re.compile("|".join(rf"(?<![\w.,])(?:{one})(?![.,]?\w)" for one in THE_SAME))
WRITTEN = re.compile(re.escape(plainly("@")).replace("@", r"\w+").partition(",")[0] + r"[^|]*")
"""At the start of a title, the one place that can hold no element."""
MARK = re.compile(f"([{OPEN}{CLOSE}])")
LETTERS = re.compile(r"[^\W_]")


class Pseudo(gnu.NullTranslations):
    """Knows what the English catalogue knows, and nothing else."""

    def __init__(self) -> None:
        super().__init__()
        messages = [message.id for message in catalogue.read("en") if message.id]
        self.known = {part for one in messages for part in ([one] if isinstance(one, str) else one)}

    def gettext(self, message: str) -> str:
        return f"{OPEN}{message}{CLOSE}" if message in self.known else message

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return self.gettext(msgid1 if n == 1 else msgid2)


def _outside(text: str, deep: int = 0) -> tuple[str, int]:
    """What is left of it outside all marks, and how deep in marks it ends."""
    left = ""
    for part in MARK.split(text):
        left += part if not deep and part != OPEN else ""
        deep += (part == OPEN) - (part == CLOSE)
    return " ".join(left.split()), deep


class _Reader(HTMLParser):
    """Every text that is shown or read out in another language than it says."""

    def __init__(self) -> None:
        super().__init__()
        self._around: list[tuple[str, str]] = [("", "")]
        self._deep = 0
        self.found: list[str] = []

    def _look(self, where: str, language: str, left: str, text: str) -> None:
        if where == "title":
            left = WRITTEN.sub("", left)
        wrong = OPEN in text if language == languages.DUTCH else LETTERS.search(SAME.sub("", left))
        if language and wrong:
            self.found.append(f"<{where} {language}> {' '.join(text.split())[:120]}")

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        language = given.get("lang", self._around[-1][1])
        for name in SAID:
            if name in given:
                self._look(f"{tag} {name}", language, _outside(given[name])[0], given[name])
        if tag not in VOID:
            self._around.append((tag, language))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self._around.pop()

    def handle_endtag(self, tag: str) -> None:
        assert self._around.pop()[0] == tag

    def handle_data(self, data: str) -> None:
        tag, language = self._around[-1]
        if tag in NOT_SHOWN:
            return
        left, self._deep = _outside(data, self._deep)
        self._look(tag, language, left, data)


def strangers(html: str) -> list[str]:
    reader = _Reader()
    reader.feed(html)
    return reader.found


def _paths(filled: Filled, role: Role | None) -> Iterator[str]:
    """Everything for a resident and for the griffie; of the other roles what they may see too."""
    changing = str(filled.consultations["draft"])
    for route, path in every_path(filled, READS, all_rows=role in {None, Role.GRIFFIE}):
        one_of_many = "key" in route.parameters() and changing not in path
        if bool(route.roles) == bool(role) and not one_of_many:
            yield path
    if role is Role.GRIFFIE:
        draft = f"/griffie/raadplegingen/{filled.consultations['draft']}"
        yield from (f"{draft}{rest}" for rest in CHOSEN)


async def _pages(house: House, filled: Filled) -> AsyncIterator[httpx.Response]:
    for role in (None, *Role):
        token = await house.token(filled, role) if role else ""
        browser = house.browser(f"{token}; {languages.COOKIE}=en")
        for path in _paths(filled, role):
            yield await browser.get(path)
    mine = await browser.post("/mijn-inzending", data={"code": filled.codes[0]})
    yield mine
    proof = forms_on(mine)[0].fields["bewijs"].values[0]
    for deed in ("intrekken", "wijzigen"):
        yield await browser.post("/mijn-inzending", data={"bewijs": proof, "actie": deed})


async def _imports(house: House, filled: Filled) -> AsyncIterator[httpx.Response]:
    """A file with a row that fits, one that does not, and a column that nobody knows."""
    token = await house.token(filled, Role.GRIFFIE)
    browser = house.browser(f"{token}; {languages.COOKIE}=en")
    path = f"/griffie/raadplegingen/{filled.consultations['open']}/inlezen"
    rows = b"id;1.stance;question-1;Iets\n1;for;o1;x\n2;raar;raar;y\n3;;;\n4;for\n"
    page = await browser.post(
        path,
        data={"csrf": house.csrf(token), "naar": "koppelen"},
        files={"bestand": ("x.csv", rows)},
    )
    yield page
    form = next(form for form in forms_on(page) if "k0" in form.fields).filled()
    for button in ("proberen", "inlezen"):
        data = {**form, "csrf": [house.csrf(token)], "naar": [button]}
        yield await browser.post(path, data=data)
    yield await browser.post(
        path,
        data={"csrf": house.csrf(token), "naar": "koppelen"},
        files={"bestand": ("x.csv", b"%PDF-1.7"), "koppeling": ("x.json", b"[")},
    )


def _visible(form: Form) -> list[str]:
    return [n for n, f in form.fields.items() if f.kind not in {"hidden", "submit", "button"}]


async def _refusals(
    house: House, filled: Filled, forms: dict[str, Form]
) -> AsyncIterator[httpx.Response]:
    """Every form with nothing in it, and with what no field takes."""
    token = await house.token(filled, Role.GRIFFIE)
    browser = house.browser(f"{token}; {languages.COOKIE}=en")
    for text in ("", "\x01"):
        for form in forms.values():
            wrong = {name: [text] for name in _visible(form)}
            csrf = {"csrf": [house.csrf(token)]} if "csrf" in form.fields else {}
            if wrong:
                yield await browser.post(form.action, data={**form.filled(), **wrong, **csrf})


async def test_every_page_and_every_refusal_is_in_the_language_of_the_reader(
    house, filled, monkeypatch
) -> None:
    known = {languages.DUTCH: gnu.NullTranslations(), "en": Pseudo()}
    monkeypatch.setattr(languages, "catalogue", known.__getitem__)
    found: dict[str, list[str]] = {}
    forms: dict[str, Form] = {}
    statuses: list[int] = []

    def read(reply: httpx.Response) -> None:
        if "text/html" not in reply.headers.get("content-type", "") or not reply.text:
            return
        statuses.append(reply.status_code)
        assert reply.headers["content-language"] == "en"
        for text in strangers(reply.text):
            found.setdefault(text, []).append(f"{reply.status_code} {reply.url.path}")

    async for reply in _pages(house, filled):
        read(reply)
        for form in forms_on(reply):
            forms.setdefault(f"{template_of(form.action)} {sorted(form.fields)}", form)
    async for reply in _refusals(house, filled, forms):
        read(reply)
    async for reply in _imports(house, filled):
        read(reply)
    told = "\n".join(f"{text}\n    {', '.join(pages[:3])}" for text, pages in found.items())
    assert not found, told
    assert {200, 403, 404, 409, 422} <= set(statuses), set(statuses)
    assert max(statuses) < 500
    assert statuses.count(200) > 100
    assert statuses.count(422) > 30


def test_the_test_sees_what_was_not_translated() -> None:
    page = """<html lang="en"><title>⟦Wel⟧ | Raadgever</title><p>⟦Wel⟧ 3 May 2026, 1,234</p>
    <p lang="nl">Wel</p><p lang="">Wel</p><p>⟦Wel <b>wel {⟦ook⟧}</b> wel⟧ niet 1</p>
    <img alt="niet 2"><button title="⟦Wel⟧">niet 3</button><i>3 mei 2026</i><b>12.345</b>
    <select><option lang="nl">Wel</option><option>niet 6</option></select><br><u>1234</u>
    <textarea>Wel</textarea><p lang="nl">⟦niet 8⟧</p></html>"""
    assert [text.partition("> ")[2] for text in strangers(page)] == [
        "wel⟧ niet 1", "niet 2", "niet 3", "3 mei 2026", "12.345", "niet 6", "1234", "⟦niet 8⟧",
    ]  # fmt: skip
