# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""What somebody looks for, from the address of the page and back into one."""

import re
from collections.abc import Collection, Mapping
from urllib.parse import parse_qsl, urlencode

import msgspec
from msgspec import Struct

from backend.errors import Flaw, Invalid
from backend.web.languages import gettext
from surveys.alphabet import in_order
from surveys.text import UNPRINTABLE, clean

WORDS, THEME, HOOD, PAGE = "zoek", "thema", "wijk", "pagina"
LONGEST = 200
LAST_PAGE = 1_000_000
# Shorter beginnings would find half of the dictionary.
_BEGINNING = re.compile(r"(?:^|\s)([^\W_]{3,})$")


class Filter(Struct, frozen=True):
    """Empty means: no matter which. `theme` and `hood` are a key and a code that exist."""

    words: str = ""
    theme: str = ""
    hood: str = ""

    def __bool__(self) -> bool:
        return bool(self.words or self.theme or self.hood)

    @property
    def beginning(self) -> tuple[str, str] | None:
        """The last word, which may be half typed, and all before it; None where signs say that
        each word is meant as it stands."""
        found = None if '"' in self.words else _BEGINNING.search(self.words)
        return (self.words[: found.start(1)], found[1]) if found else None

    @property
    def negates(self) -> bool:
        """Some word is meant to be absent."""
        return any(word.startswith("-") for word in self.words.split())

    def without(self, name: str) -> "Filter":
        field = {WORDS: "words", THEME: "theme", HOOD: "hood"}[name]
        return msgspec.structs.replace(self, **{field: ""})

    def address(self, path: str, page: int = 1) -> str:
        """Always the same for the same filter."""
        given = {
            WORDS: self.words,
            THEME: self.theme,
            HOOD: self.hood,
            PAGE: str(page) if page > 1 else "",
        }
        query = urlencode({name: value for name, value in given.items() if value})
        return f"{path}?{query}" if query else path


class Asked(Struct, frozen=True):
    """`remarks`: what of the address we could not use, for whoever reads the page."""

    filter: Filter
    page: int
    remarks: tuple[str, ...]


def _words(given: str) -> str:
    return " ".join(clean(UNPRINTABLE.sub(" ", given)).split())


def _given(query: bytes) -> Mapping[str, str]:
    """The last value of each name. An address may hold anything, so nothing is refused here."""
    text = query.decode("utf-8", errors="replace")
    try:
        pairs = parse_qsl(text, errors="replace", max_num_fields=50)
    except ValueError:
        return {}
    return dict(pairs)


def _page(given: str) -> int:
    """The first page for what is no page; whether a page is too far is up to whoever counts."""
    digits = given.strip()
    if not (digits.isascii() and digits.isdecimal()):
        return 1
    return min(max(int(digits[:12]), 1), LAST_PAGE)


def read(query: bytes, themes: Collection[str], hoods: Collection[str]) -> Asked:
    """From an address that somebody may have kept for years, or mistyped."""
    given = _given(query)
    words, theme, hood = _words(given.get(WORDS, "")), given.get(THEME, ""), given.get(HOOD, "")
    remarks: list[str] = []
    if len(words) > LONGEST:
        words = words[:LONGEST].rstrip()
        remark = gettext("U zocht op een lange tekst. Wij gebruiken de eerste {number} tekens.")
        remarks.append(remark.format(number=LONGEST))
    if theme and theme not in themes:
        theme = ""
        remark = gettext("Het onderwerp in dit adres kennen wij niet. U ziet nu alle onderwerpen.")
        remarks.append(remark)
    if hood and hood not in hoods:
        hood = ""
        remarks.append(gettext("De wijk in dit adres kennen wij niet. U ziet nu alle wijken."))
    return Asked(Filter(words, theme, hood), _page(given.get(PAGE, "")), tuple(remarks))


def exactly(wanted: Filter, themes: Collection[str], hoods: Collection[str]) -> Filter:
    """From a machine, which had better hear that what it asks does not exist."""
    flaws: list[Flaw] = []
    theme, hood = wanted.theme, wanted.hood
    bare = _words(wanted.words)
    if len(bare) > LONGEST:
        said = gettext("Dit is te lang. Er passen {number} tekens.")
        flaws.append(Flaw(WORDS, said.format(number=LONGEST)))
    if theme and theme not in themes:
        flaws.append(Flaw(THEME, gettext("Kies een van: {names}.").format(names=", ".join(themes))))
    if hood and hood not in hoods:
        what = (
            gettext("Kies een van: {names}.").format(names=", ".join(sorted(hoods, key=in_order)))
            if hoods
            else gettext("Er zijn geen wijken.")
        )
        flaws.append(Flaw(HOOD, what))
    if flaws:
        raise Invalid(
            gettext("Dit filter klopt niet."), gettext("Verbeter wat in `errors` staat."), flaws
        )
    return Filter(bare, theme, hood)
