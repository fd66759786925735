# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""The language of a page: Dutch, unless somebody chose another.

Our messages are the Dutch sentences themselves (gettext), so Dutch needs no catalogue, and
`make check` refuses a sentence that another language lacks. What somebody wrote is Dutch on every
page (`Stored`, and the filter `dutch`); docs/decisions/0014 says what else is. A choice is
`?taal=en`, kept in a cookie that holds nothing else; the language of the browser is not asked,
because a municipality answers in Dutch and many a Dutch browser was set up in English.
"""

import gettext as gnu
import io
from collections.abc import Generator, Iterable
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from http.cookies import CookieError, SimpleCookie
from pathlib import Path
from urllib.parse import parse_qs

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from litestar.types import ASGIApp, HTTPScope, Message, Receive, Scope, Send

FOLDER = Path(__file__).parent.parent / "locale"
LANGUAGES = {"nl": "Nederlands", "en": "English"}
ONWARD = {"nl": "Verder in het Nederlands", "en": "Go on in English"}
"""On the button of a page that a link cannot show again; each in its own language."""
DUTCH = "nl"
ASKED = "taal"
COOKIE = "__Host-taal"
KEPT = frozenset(
    {
        *("zoek", "thema", "wijk", "pagina"),
        *("bij", "grond", "punt", "soort", "vergadering", "vraag"),
        *("actie", "object", "tot", "uitslag", "van", "voor", "wie"),
    }
)
"""What our pages read in an address. Anything else may be a code that somebody pasted there: it
is not said again in a link."""
_YEAR = 365 * 24 * 3600

_current: ContextVar[str] = ContextVar("language", default=DUTCH)
# What was asked for, when asking again shows the same page: not after a form was sent.
_query: ContextVar[bytes | None] = ContextVar("query", default=None)


def current() -> str:
    return _current.get()


@contextmanager
def spoken(language: str) -> Generator[None]:
    """Speak this language for a while."""
    token = _current.set(language)
    try:
        yield
    finally:
        _current.reset(token)


@cache
def catalogue(language: str) -> gnu.NullTranslations:
    """Compiled when it is first needed: a compiled catalogue in the repository could be stale."""
    if language == DUTCH:
        return gnu.NullTranslations()
    with (FOLDER / language / "LC_MESSAGES" / "messages.po").open("rb") as file:
        messages = read_po(file, locale=language)
    compiled = io.BytesIO()
    write_mo(compiled, messages)
    compiled.seek(0)
    return gnu.GNUTranslations(compiled)


def gettext(message: str) -> str:
    """In the language of this request. An empty message is empty, not the catalogue's header."""
    return catalogue(current()).gettext(message) if message else ""


def ngettext(one: str, many: str, n: int) -> str:
    return catalogue(current()).ngettext(one, many, n)


def marked(message: str) -> str:
    """For what is said at import and translated when shown: found by extraction, returned as is."""
    return message


class Stored(str):
    """What somebody wrote, in Dutch. A page in another language says so where it shows it."""

    __slots__ = ()


def stored(text: str) -> str:
    """Nothing stays the plain nothing, which the API leaves out."""
    return Stored(text) if text else ""


def told(text: str) -> str:
    """One of our own standard sentences, translated; what somebody wrote as it is, and `Stored`."""
    said = gettext(text)
    return stored(text) if said == text else said


def other_languages() -> list[tuple[str, str]]:
    """Code of each other language, and what a button to go on in it says."""
    return [(code, text) for code, text in ONWARD.items() if code != current()]


def in_other_languages() -> list[tuple[str, str, str]]:
    """Code, name and address of this page in each other language; what we know of the query stays.

    Nothing for the answer to a form.
    """
    query = _query.get()
    if query is None:
        return []
    parts = query.decode("latin-1").split("&")
    kept = [part for part in parts if part.partition("=")[0] in KEPT]
    return [
        (code, name, "?" + "&".join([f"{ASKED}={code}", *kept]))
        for code, name in LANGUAGES.items()
        if code != current()
    ]


def _asked(scope: HTTPScope) -> str | None:
    """The language in the address, when it is one of ours."""
    try:
        query = parse_qs(scope["query_string"].decode("latin-1"), max_num_fields=100)
    except ValueError:
        return None
    return next((each for each in query.get(ASKED, ()) if each in LANGUAGES), None)


def _kept(scope: HTTPScope) -> str:
    for name, value in scope["headers"]:
        if name == b"cookie" and COOKIE.encode() in value:
            try:
                found = SimpleCookie(value.decode("latin-1")).get(COOKIE)
            except CookieError:
                continue
            if found and found.value in LANGUAGES:
                return found.value
    return DUTCH


def _headers(
    given: Iterable[tuple[bytes, bytes]], language: str, *, keep: bool
) -> list[tuple[bytes, bytes]]:
    """What the application gave, and ours; `Vary` stays one header.

    Not on what only a browser keeps: the receipt's cookie would make it forget the page before.
    """
    given = list(given)
    private = any(n.lower() == b"cache-control" and b"private" in value for n, value in given)
    varies = [value for name, value in given if name.lower() == b"vary"]
    headers = [(name, value) for name, value in given if name.lower() != b"vary"]
    headers += [
        (b"content-language", language.encode()),
        *([] if private else [(b"vary", b", ".join([*varies, b"Cookie"]))]),
    ]
    if keep:
        how = f"Path=/; Max-Age={_YEAR}; SameSite=Lax; Secure; HttpOnly"
        headers.append((b"set-cookie", f"{COOKIE}={language}; {how}".encode()))
    return headers


def wanted(scope: HTTPScope) -> str:
    """Of this request: what its address asks, or else what was chosen before."""
    return _asked(scope) or _kept(scope)


class Languages:
    """Around the application: sets the language of a request and keeps a choice."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"].startswith("/static/"):
            await self.app(scope, receive, send)
            return
        asked = _asked(scope)
        language = asked or _kept(scope)

        async def labelled(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = _headers(message["headers"], language, keep=bool(asked))
            await send(message)

        again = scope["query_string"] if scope["method"] in {"GET", "HEAD"} else None
        token = _query.set(again)
        try:
            with spoken(language):
                await self.app(scope, receive, labelled)
        finally:
            _query.reset(token)
