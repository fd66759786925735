# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Which colours our pages put on which, and whether everybody can tell them apart."""

import re
from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet

from msgspec import Struct

from backend import contrast
from backend.contrast import GRAPHIC, TEXT, Colour

_REFERENCE = re.compile(r"var\(\s*(--[\w-]+)\s*\)")
_PAGE = "--basis-color-default-bg-document"
_LINK = "--utrecht-link-color"
_HEAD = "--utrecht-page-header-background-color"
_NAV = "--utrecht-nav-bar-"
_FOOT = "--utrecht-page-footer-"
_BUTTON = "--utrecht-button-"
_ALERTS = {"info": "uitleg", "ok": "een goed bericht", "warning": "let op", "error": "een fout"}
_BADGES = {
    "groene": "--basis-color-positive-",
    "rode": "--basis-color-negative-",
    "oranje": "--basis-color-warning-",
    "blauwe": "--basis-color-accent-1-",
    "grijze": "--basis-color-default-",
}


class Pair(Struct, frozen=True):
    """`front` on `back`. With several in front the best one counts: a ring of two lines."""

    what: str
    front: tuple[str, ...]
    back: str
    least: float


class Finding(Struct, frozen=True):
    """A pair that falls short. `scheme` is "licht" or "donker"; the names are those to change."""

    scheme: str
    what: str
    ratio: float
    least: float
    front: tuple[str, ...]
    back: str


def _text(what: str, front: str, *backs: str) -> Iterator[Pair]:
    return (Pair(what, (front,), back, TEXT) for back in backs)


def _edge(what: str, front: str, *backs: str) -> Iterator[Pair]:
    return (Pair(what, (front,), back, GRAPHIC) for back in backs)


def _pages() -> Iterator[Pair]:
    accent, default = "--basis-color-accent-1-", "--basis-color-default-"
    soft = (f"{accent}bg-subtle", f"{accent}bg-default")
    yield from _text("tekst", "--utrecht-document-color", _PAGE, *soft)
    yield from _text("koppen", "--utrecht-heading-1-color", _PAGE)
    yield from _text("rustige tekst", f"{default}color-subtle", _PAGE, *soft)
    yield from _text("links", _LINK, _PAGE, *soft)
    yield from _text("links onder de muis", "--utrecht-link-hover-color", _PAGE, *soft)
    yield from _text("de kop van de pagina", "--utrecht-page-header-color",
                     _HEAD)  # fmt: skip
    yield from _text("de naam van de gemeente", f"{default}color-subtle",
                     _HEAD)  # fmt: skip
    yield from _edge("het beeldmerk", f"{accent}color-default",
                     _HEAD)  # fmt: skip
    yield from _text("het menu", f"{_NAV}color", f"{_NAV}background-color",
                     f"{accent}inverse-bg-hover")  # fmt: skip
    yield from _text("de voet van de pagina", f"{_FOOT}color", f"{_FOOT}background-color")
    yield from _text("de link naar de inhoud", "--utrecht-skip-link-color",
                     "--utrecht-skip-link-background-color")  # fmt: skip
    yield from _edge("de voortgang", f"{accent}color-default", _PAGE)


def _buttons() -> Iterator[Pair]:
    kinds = {
        "primary-action-": "de knop",
        "secondary-action-": "de tweede knop",
        "subtle-": "de rustige knop",
        "": "de knop die iets weghaalt",
    }
    for kind, name in kinds.items():
        for state, when in (("", ""), ("hover-", " onder de muis"), ("active-", " bij indrukken")):
            start = f"{_BUTTON}{kind}{state}"
            solid = state or kind == "primary-action-"
            back = f"{start}background-color" if solid else _PAGE
            yield from _text(f"tekst op {name}{when}", f"{start}color", back)
    yield from _text("de knop om uit te loggen", f"{_BUTTON}secondary-action-color", _HEAD)
    yield from _edge("de knop", f"{_BUTTON}primary-action-background-color", _PAGE)
    for kind in ("secondary-action-", ""):
        yield from _edge(f"de rand van {kinds[kind]}", f"{_BUTTON}{kind}border-color", _PAGE)


def _forms() -> Iterator[Pair]:
    field = "--utrecht-textbox-"
    yield from _text("tekst in een veld", f"{field}color", f"{field}background-color",
                     f"{field}invalid-background-color")  # fmt: skip
    yield from _edge("de rand van een veld", f"{field}border-color", _PAGE)
    yield from _edge("de rand van een fout veld", f"{field}invalid-border-color", _PAGE)
    yield from _text(
        "de melding bij een fout veld", "--utrecht-form-field-error-message-color", _PAGE
    )
    yield from _edge(
        "de rand van een gekozen antwoord", "--basis-color-accent-1-color-default", _PAGE
    )


def _signs() -> Iterator[Pair]:
    for kind, name in _ALERTS.items():
        back = f"--utrecht-alert-{kind}-background-color"
        yield from _text(f"tekst in het kader met {name}", f"--utrecht-alert-{kind}-color", back)
        yield from _text(f"links in het kader met {name}", _LINK, back)
        yield from _edge(f"het teken bij {name}", f"--utrecht-alert-icon-{kind}-color", back)
    for name, start in _BADGES.items():
        yield from _text(f"het {name} label", f"{start}color-default", f"{start}bg-default")


def _focus() -> Iterator[Pair]:
    focus = "--basis-focus-"
    yield from _text("een link met de focus", f"{focus}color", f"{focus}background-color")
    yield from _edge("de twee lijnen van de focus", f"{focus}outline-color",
                     f"{focus}background-color")  # fmt: skip
    ring = (f"{focus}outline-color", f"{focus}background-color")
    for back in (_PAGE, f"{_NAV}background-color", f"{_FOOT}background-color"):
        yield Pair("de lijn om wat de focus heeft", ring, back, GRAPHIC)


PAIRS = (*_pages(), *_buttons(), *_forms(), *_signs(), *_focus())


def chain(tokens: Mapping[str, str], name: str) -> tuple[str, ...]:
    """The token and those it refers to, one after the other."""
    names = [name]
    while found := _REFERENCE.fullmatch(tokens.get(names[-1], "")):
        if found[1] in names:
            break
        names.append(found[1])
    return tuple(names)


def resolved(tokens: Mapping[str, str], name: str) -> Colour:
    """What a token says in the end. `ValueError` when that is no plain colour."""
    value = tokens.get(chain(tokens, name)[-1], "")
    seen = contrast.colour(value)
    if seen is None:
        raise ValueError(f"{name} is {value!r}, which is not a colour")
    return seen


def judge(
    scheme: str, tokens: Mapping[str, str], known: AbstractSet[str] = frozenset()
) -> list[Finding]:
    """The pairs that fall short, in the order of PAIRS; `known` are the names one can change."""

    def name_of(token: str) -> str:
        return next((name for name in chain(tokens, token) if name in known), token)

    found: list[Finding] = []
    for pair in PAIRS:
        back = resolved(tokens, pair.back)
        best = max(contrast.ratio(resolved(tokens, name), back) for name in pair.front)
        if best < pair.least:
            front = tuple(name_of(name) for name in pair.front)
            ratio = contrast.shown(best)
            found.append(Finding(scheme, pair.what, ratio, pair.least, front, name_of(pair.back)))
    return found
