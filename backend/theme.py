# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""The colours, corners and letters of a municipality, from a file of custom properties.

Nothing of the file is copied into our stylesheet: every value is read into what it means and
written anew, so that no accepted value can end its declaration or fetch anything.
"""

import difflib
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from msgspec import Struct

from backend import contrast
from backend.contrast import Colour

LARGEST = 50_000  # bytes; every name we know, twice and with comments, is a tenth of it
OWN_FONT = "Atkinson Hyperlegible Next"
_GENERIC = ("sans-serif", "serif", "system-ui", "monospace")
# What a machine has or has not; nothing is fetched, so nothing tells others who reads here.
_FONTS = (
    OWN_FONT, "Aptos", "Arial", "Calibri", "Cambria", "Fira Sans", "Georgia", "Helvetica",
    "Helvetica Neue", "Inter", "Lato", "Noto Sans", "Noto Serif", "Open Sans", "Roboto",
    "Segoe UI", "Source Sans 3", "Tahoma", "Times New Roman", "Trebuchet MS", "Verdana",
    *_GENERIC,
)  # fmt: skip
_FONT_NAMES = {name.lower(): name for name in _FONTS}
_COLOURS = {
    "--basis-color-accent-1-": (
        "bg-subtle bg-default bg-hover bg-active border-default border-hover border-active"
        " color-default color-hover color-active inverse-bg-default inverse-bg-hover"
        " inverse-bg-active inverse-color-default inverse-color-hover inverse-color-active"
    ),
    "--basis-color-action-1-": "inverse-bg-default inverse-bg-hover inverse-bg-active",
    "--basis-color-action-2-": "color-default color-hover color-active",
    "--basis-color-default-": (
        "bg-document bg-subtle bg-default bg-hover bg-active"
        " border-subtle border-default border-hover border-active"
        " color-document color-default color-subtle color-hover color-active"
        " inverse-bg-document inverse-color-document"
    ),
    "--basis-color-info-": "bg-default border-default color-default color-document",
    "--basis-color-positive-": "bg-default border-default color-default color-document",
    "--basis-color-warning-": "bg-default border-default color-default color-document",
    "--basis-color-negative-": "bg-default border-default color-default color-document",
    "--basis-focus-": "background-color color outline-color",
    "--basis-": "heading-color form-control-border-color form-control-background-color",
    "--utrecht-nav-bar-": "background-color color",
    "--utrecht-page-header-": "background-color color",
    "--utrecht-page-footer-": "background-color color",
}
COLOURS = frozenset(prefix + end for prefix, ends in _COLOURS.items() for end in ends.split())
LENGTHS: Mapping[str, tuple[float, float]] = {
    "--basis-form-control-border-radius": (0, 32),
    "--basis-form-control-border-width": (1, 6),
    "--basis-page-max-inline-size": (480, 1600),
    "--utrecht-alert-border-radius": (0, 32),
    "--utrecht-button-border-radius": (0, 64),
}
"""From and to, in pixels of which sixteen make a rem."""
FONTS = frozenset({"--basis-text-font-family-default", "--basis-heading-font-family"})
KNOWN = frozenset({*COLOURS, *LENGTHS, *FONTS})

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_LENGTH = re.compile(r"([0-9]{1,4}(?:[.][0-9]{1,4})?)(px|rem)|0")
_REM = 16
_SHOWN = 60
# One alternative per thing that may stand in the file; whatever is left over is a problem.
_PIECES = re.compile(
    r"""(?P<space>\s+)
    |(?P<dark>@media\s*\(\s*prefers-color-scheme\s*:\s*dark\s*\)\s*\{)
    |(?P<open>(?::root|\.[a-z][a-z0-9-]*-theme)\s*\{)
    |(?P<close>\})
    |(?P<name>--[A-Za-z0-9_-]+)\s*:(?P<value>[^;{}]*)(?:;|(?=\}))
    |(?P<strange>[^;{}]*[;{]|[^;{}]+)""",
    re.VERBOSE,
)


class ThemeError(Exception):
    """Everything that is wrong with the file, each with the number of its line."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


class Theme(Struct, frozen=True):
    """Only what was given. `light` and `dark` are colours; `shared` counts in both."""

    light: dict[str, Colour] = {}
    dark: dict[str, Colour] = {}
    shared: dict[str, str] = {}


def load(path: str) -> Theme:
    """`ThemeError` for a file that is not there as well."""
    try:
        raw = Path(path).read_bytes()
    except OSError as error:
        raise ThemeError([f"{path}: cannot be read ({error.strerror})."]) from None
    if len(raw) > LARGEST:
        raise ThemeError([f"{path}: is {len(raw)} bytes; a theme has {LARGEST} at most."])
    try:
        return read(raw.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise ThemeError([f"{path}: is not UTF-8 text."]) from None
    except ThemeError as error:
        raise ThemeError([f"{path}, {problem}" for problem in error.problems]) from None


def read(text: str) -> Theme:
    """A theme, or `ThemeError` with every problem at once."""
    reading = _Reading()
    plain = _COMMENT.sub(lambda found: "\n" * found[0].count("\n") or " ", text)
    for piece in _PIECES.finditer(plain):
        # A piece may begin with the spaces before it; the line that counts is that of its words.
        start = piece.start() + len(piece[0]) - len(piece[0].lstrip())
        reading.take(piece, plain.count("\n", 0, start) + 1)
    reading.end(plain.count("\n") + 1)
    if reading.problems:
        raise ThemeError(reading.problems)
    return Theme(reading.light, reading.dark, reading.shared)


class _Reading:
    """Where we are in the file, and what was found so far."""

    def __init__(self) -> None:
        self.light: dict[str, Colour] = {}
        self.dark: dict[str, Colour] = {}
        self.shared: dict[str, str] = {}
        self.problems: list[str] = []
        self.inside: list[str] = []

    def take(self, piece: re.Match[str], line: int) -> None:
        match piece.lastgroup:
            case "open":
                self._enter("rule", line, allowed=self.inside in ([], ["dark"]))
            case "dark":
                self._enter("dark", line, allowed=not self.inside)
            case "close" if self.inside:
                self.inside.pop()
            case "value":
                self._declare(piece["name"], piece["value"].strip(), line)
            case "space":
                pass
            case _:
                self._strange(piece[0].strip(), line)

    def end(self, line: int) -> None:
        if self.inside:
            self.problems.append(f"line {line}: a }} is missing at the end.")

    def _enter(self, what: str, line: int, *, allowed: bool) -> None:
        if not allowed:
            self.problems.append(f"line {line}: this block cannot stand inside another one.")
        self.inside.append(what)

    def _strange(self, text: str, line: int) -> None:
        if text.endswith("{"):
            self.inside.append("strange")
        if text:
            self.problems.append(
                f"line {line}: {text[:_SHOWN]!r} cannot stand here. A theme holds custom properties"
                " (--name: value;) in :root { … }, and those for dark screens in"
                " @media (prefers-color-scheme: dark) { :root { … } }."
            )

    def _declare(self, name: str, value: str, line: int) -> None:
        if not self.inside or self.inside[-1] != "rule":
            self.problems.append(f"line {line}: {name} must stand inside :root {{ … }}.")
        elif name not in KNOWN:
            near = difflib.get_close_matches(name, sorted(KNOWN), 1, 0.0)[0]
            self.problems.append(
                f"line {line}: {name[:_SHOWN]} is not a name we know; the nearest is {near}."
            )
        elif name in COLOURS:
            self._colour(name, value, line)
        else:
            self._shared(name, value, line)

    def _colour(self, name: str, value: str, line: int) -> None:
        found = contrast.colour(value)
        place = self.dark if "dark" in self.inside else self.light
        if found is None:
            self.problems.append(
                f"line {line}: {name}: {value[:_SHOWN]!r} is not a colour. Write #rrggbb, rgb(…) or"
                " hsl(…), without transparency."
            )
        elif name in place:
            self.problems.append(f"line {line}: {name} is set twice.")
        else:
            place[name] = found

    def _shared(self, name: str, value: str, line: int) -> None:
        written, help_ = _length(name, value) if name in LENGTHS else _font(value)
        if "dark" in self.inside:
            self.problems.append(f"line {line}: {name} is no colour: set it outside the dark part.")
        elif written is None:
            self.problems.append(f"line {line}: {name}: {value[:_SHOWN]!r} is not right. {help_}")
        elif name in self.shared:
            self.problems.append(f"line {line}: {name} is set twice.")
        else:
            self.shared[name] = written


def _length(name: str, value: str) -> tuple[str | None, str]:
    least, most = LENGTHS[name]
    help_ = f"Write a length from {least:g}px to {most:g}px, in px or rem."
    found = _LENGTH.fullmatch(value)
    if found is None:
        return None, help_
    number, unit = float(found[1] or 0), found[2] or "px"
    pixels = number * (_REM if unit == "rem" else 1)
    return (f"{number:g}{unit}" if least <= pixels <= most else None), help_


def _font(value: str) -> tuple[str | None, str]:
    help_ = (
        f"Write names from this list, with commas: {', '.join(_FONTS)}."
        " End with one of the last four."
    )
    parts = [part.strip() for part in value.split(",")]
    bare = [part[1:-1] if re.fullmatch(r"\"[^\"]*\"|'[^']*'", part) else part for part in parts]
    names = [_FONT_NAMES.get(name.lower()) for name in bare]
    known = [name for name in names if name is not None]
    if len(known) < len(names) or known[-1] not in _GENERIC or len(set(known)) < len(known):
        return None, help_
    return ",".join(name if name in _GENERIC else f'"{name}"' for name in known), help_


def sheet(theme: Theme, selector: str, our_dark: Mapping[str, str]) -> str:
    """The stylesheet to serve after ours.

    A colour set only for light screens would win on dark ones too, because it comes later: there
    our own dark value is said again.
    """
    dark = {**again(theme, our_dark), **theme.dark}
    rules = [_rule(selector, {**theme.shared, **theme.light})]
    if dark:
        rules.append(f"@media screen and (prefers-color-scheme:dark){{{_rule(selector, dark)}}}")
    return "\n".join(rules) + "\n"


def again(theme: Theme, our_dark: Mapping[str, str]) -> dict[str, str]:
    """Our dark values of what the theme colours in the light."""
    return {name: our_dark[name] for name in theme.light if name in our_dark}


def _rule(selector: str, values: Mapping[str, object]) -> str:
    return f"{selector}{{{';'.join(_declarations(values))}}}"


def _declarations(values: Mapping[str, object]) -> Iterator[str]:
    return (f"{name}:{values[name]}" for name in sorted(values))
