# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Every form that the site shows, found by walking its pages, with something in each field.

The API's bodies come from its own description. A POST route that no page leads to and that is not
described stops the suite (`test_extra_fields.py`).
"""

from collections.abc import AsyncIterator
from html.parser import HTMLParser
from uuid import UUID, uuid4

import httpx
from msgspec import Struct

from backend.accounts.roles import Role
from backend.participation import seal
from surveys.template import AGE_BANDS
from tests.security.conftest import House
from tests.security.routes import FORMS, READS, Route, every_path
from tests.security.town import PASSWORD, Filled

FILLING = {
    "text": "Een gewone zin die lang genoeg is.",
    "textarea": "Een gewone zin die lang genoeg is.",
    "number": "7",
    "date": "2036-05-01",
    "password": "een wachtwoord van niemand",
    "url": "https://raad.example/gehoord",
}
# Buttons that do what a first press on the page would not.
PRESSED = {"naar": "versturen"}
# Pages that one comes to with a choice in the address.
KINDS = ("choices", "scale", "number", "open")
CHOSEN = (
    *(f"/vragen/nieuw?punt=1&soort={kind}" for kind in KINDS),
    "/vragen/nieuw?punt=inwoner",
    "/vragen/2.advice/voorwaarde?bij=1.stance",
)


class Field(Struct):
    """`values` is what can be chosen or stands there already; `free` when anything can be typed."""

    kind: str
    values: list[str] = []
    checked: bool = False

    @property
    def free(self) -> bool:
        return self.kind in FILLING or self.kind == "hidden"


class Form(Struct):
    page: str
    action: str
    method: str
    role: Role = Role.GRIFFIE  # who was signed in when it was found
    fields: dict[str, Field] = {}

    def filled(self) -> dict[str, list[str]]:
        """As somebody would send it who answers everything."""
        return {name: _value(name, field) for name, field in self.fields.items()}

    def hostile(self, text: str, *, hidden: bool = False) -> dict[str, list[str]]:
        """With this text in everything that can be typed, and in what a page only carries along."""
        free = self.free()
        typed = [name for name in free if hidden or self.fields[name].kind != "hidden"]
        return {**self.filled(), **{name: [text] for name in typed}}

    def free(self) -> list[str]:
        """Where anything at all can be put in."""
        return [name for name, field in self.fields.items() if field.free and name != "csrf"]


_WALKED: dict[UUID, dict[str, list[Form]]] = {}


def _value(name: str, field: Field) -> list[str]:
    given = [value for value in field.values if value]
    if field.kind in {"submit", "button"}:
        return [PRESSED.get(name) or given[0]]
    if field.kind in {"hidden", "radio", "checkbox", "select"}:
        return given[:1] or [""]
    if field.kind == "number" and given:
        return given[:1]
    return [FILLING.get(field.kind, FILLING["text"])]


class _Reader(HTMLParser):
    def __init__(self, page: str, role: Role) -> None:
        super().__init__()
        self._page = page
        self._role = role
        self.forms: list[Form] = []
        self._inside = False
        self._select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._inside = True
            self.forms.append(
                Form(
                    self._page,
                    given.get("action", self._page).partition("#")[0],
                    given.get("method", "get"),
                    self._role,
                )
            )
        elif self._inside:
            self._field(tag, given)

    def _field(self, tag: str, given: dict[str, str]) -> None:
        name = given.get("name", "")
        if tag == "option" and self._select:
            self.forms[-1].fields[self._select].values.append(given.get("value", ""))
        if not name or tag not in {"input", "textarea", "select", "button"}:
            return
        self._select = name if tag == "select" else self._select
        kind = (
            given.get("type", "submit" if tag == "button" else "text") if tag != "textarea" else tag
        )
        kind = "select" if tag == "select" else kind
        if kind == "file":  # sent apart; tests/backend/consultations/test_pictures.py
            return
        field = self.forms[-1].fields.setdefault(name, Field(kind))
        if "value" in given:
            field.values.append(given["value"])

    def handle_endtag(self, tag: str) -> None:
        self._inside = self._inside and tag != "form"
        self._select = "" if tag == "select" else self._select


def forms_on(reply: httpx.Response, role: Role = Role.GRIFFIE) -> list[Form]:
    reader = _Reader(reply.url.path, role)
    reader.feed(reply.text)
    return [form for form in reader.forms if form.method == "post"]


def _only(role: Role) -> tuple[Route, ...]:
    return tuple(route for route in READS if route.roles == {role})


async def _pages(house: House, filled: Filled) -> AsyncIterator[tuple[Role, httpx.Response]]:
    token = await house.token(filled, Role.GRIFFIE)
    member = await house.token(filled, Role.ADVIESRAAD)
    keeper = await house.token(filled, Role.BEHEERDER)
    for role, cookie, routes in (
        (Role.GRIFFIE, "", READS),
        (Role.GRIFFIE, token, READS),
        (Role.ADVIESRAAD, member, _only(Role.ADVIESRAAD)),
        (Role.BEHEERDER, keeper, tuple(r for r in READS if Role.BEHEERDER in r.roles)),
    ):
        browser = house.browser(cookie)
        for _, path in every_path(filled, routes, all_rows=True):
            reply = await browser.get(path)
            if reply.status_code == 200 and "text/html" in reply.headers["content-type"]:
                yield role, reply
    for query in CHOSEN:
        draft = f"/griffie/raadplegingen/{filled.consultations['draft']}"
        yield Role.GRIFFIE, await house.browser(token).get(f"{draft}{query}")
    # What one only comes to with a receipt code.
    mine = await house.browser().post("/mijn-inzending", data={"code": filled.codes[0]})
    assert mine.status_code == 200, mine.text
    yield Role.GRIFFIE, mine
    # What one only comes to by sending a form.
    code, sent = filled.codes[0], filled.consultations["open"]
    receipt = f"x; {seal.COOKIE}={seal.seal_receipt(house.town.secret, sent, code)}"
    thanks = await house.browser(receipt).get(f"/raadplegingen/{filled.slugs['open']}/bedankt")
    assert code in thanks.text
    yield Role.GRIFFIE, thanks
    # What one only comes to with a password.
    data = {"username": "careful", "password": PASSWORD}
    halfway = await house.browser().post("/inloggen", data=data)
    assert halfway.status_code == 200, halfway.text
    yield Role.GRIFFIE, halfway
    # What one only comes to by sending a file.
    told = {"csrf": house.csrf(token), "bron": "Eigen telling", "jaar": "2026", "inwoners": "15"}
    ages = "".join(f"leeftijd;{option.value};2500\n" for option in AGE_BANDS)
    table = {"bestand": ("inwoners.csv", f"kenmerk;groep;aantal\n{ages}".encode())}
    looked = await house.browser(token).post("/griffie/bevolking", data=told, files=table)
    assert looked.status_code == 200, looked.text
    yield Role.GRIFFIE, looked


async def every_form(house: House, filled: Filled) -> dict[str, list[Form]]:
    """Route path to the forms that lead there: one for each action, with what is filled in.

    All towns are copies of one, so their forms are the same: walked once.
    """
    if filled.meeting in _WALKED:
        return _WALKED[filled.meeting]
    found: dict[str, dict[tuple[str, ...], Form]] = {}
    async for role, reply in _pages(house, filled):
        for form in forms_on(reply, role):
            place = template_of(form.action)
            found.setdefault(place, {})[form.action, *sorted(form.fields)] = form
    walked = {place: list(forms.values()) for place, forms in found.items()}
    return _WALKED.setdefault(filled.meeting, walked)


def template_of(path: str) -> str:
    """Which POST route a form's action means."""
    for route in FORMS:
        if matches(route, path):
            return route.path
    return path


def matches(route: Route, path: str) -> bool:
    ours, given = route.path.split("/"), path.split("/")
    return len(ours) == len(given) and all(
        one == other or one.startswith("{") for one, other in zip(ours, given, strict=True)
    )


def api_body(path: str, filled: Filled) -> dict[str, object]:
    """A body that is good, for each POST of the API."""
    key, answers = str(uuid4()), {"1.stance": "for", "1.advice": FILLING["text"]}
    code = filled.codes[1]
    match path.rsplit("/", 1)[-1]:
        case "inzendingen":
            return {"sleutel": key, "antwoorden": answers}
        case "wijzigen":
            return {"sleutel": key, "ontvangstcode": code, "antwoorden": answers}
        case "opvragen" | "intrekken":
            return {"ontvangstcode": code}
        case other:
            raise LookupError(f"say in tests/security/forms.py what a good body for {other} is")
