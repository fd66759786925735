# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Text from outside: what we refuse to store, and HTML as plain text."""

import html
import re
import unicodedata
from typing import Final

import nh3

_BLOCKS: Final = {"p", "div", "ul", "ol", "table", "blockquote", "h1", "h2", "h3", "h4", "h5", "h6"}
_MARKS: Final = {"br": "\n", "li": "\n- ", "tr": "\n", "td": " ", "th": " "}
_TAG: Final = re.compile(r"<(/?)([a-z0-9]+)[^>]*>")
_BARE_BULLET: Final = re.compile(r"^-\n+", re.MULTILINE)
_BLANK_LINES: Final = re.compile(r"\n{2,}")


def forbidden(text: str) -> str | None:
    """What makes this text unfit to store or show, in Dutch, or nothing.

    PostgreSQL refuses NUL and lone surrogates; other control characters hide or forge lines
    in logs. Tabs and line ends are ordinary white space.
    """
    for character in text:
        if character in "\t\n\r":
            continue
        match unicodedata.category(character):
            case "Cs":
                return f"een half teken (U+{ord(character):04X})"
            case "Cc":
                return f"een onzichtbaar stuurteken (U+{ord(character):04X})"
            case _:
                pass
    return None


def one_line(text: str) -> str:
    return unicodedata.normalize("NFC", " ".join(text.split()))


def plain(source: str) -> str:
    """The words of an HTML fragment: no tags, scripts or comments; paragraphs and lists kept.

    nh3 parses as browsers do and writes back well-formed, attribute-free markup; only on that
    is it safe to cut tags with a pattern. Text without any tag keeps its own line ends.
    """
    if "<" not in source:
        source = source.replace("\r\n", "\n").replace("\n", "<br>")
    tidy = nh3.clean(source, tags=_BLOCKS | _MARKS.keys(), attributes={"*": set()})
    text = html.unescape(_TAG.sub(_mark, tidy.replace("\n", " ")))
    lines = "\n".join(one_line(line) for line in text.split("\n"))
    return _BLANK_LINES.sub("\n\n", _BARE_BULLET.sub("- ", lines)).strip()


def _mark(tag: re.Match[str]) -> str:
    closing, name = tag.groups()
    if name in _BLOCKS:
        return "\n\n"
    return "" if closing else _MARKS[name]
