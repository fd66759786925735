# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Which letters a PDF can show: only those of the fonts that come with the program.

PDF/A wants every letter to have a shape, and one that has none would stop the whole file. What is
missing (Chinese, most of all: its font alone is 32 MB) is shown as the sign for that, and the PDF
says where the text can be read as it is.
"""

import unicodedata
from functools import cache
from importlib.resources import files
from pathlib import Path

from fontTools.ttLib import TTFont

FOLDER = Path(str(files("manimgx_fonts")))
BODY = "NotoSans[wght].ttf"
MISSING = "\ufffd"
_JOINERS = "\u200b\u200c\u200d\ufe0f"  # they shape what stands beside them
_LONGEST_WORD = 40
_PIECE = 20


@cache
def _covered(name: str) -> frozenset[int]:
    with TTFont(FOLDER / name, lazy=True) as font:
        return frozenset(font.getBestCmap() or ())


@cache
def covered() -> frozenset[int]:
    return frozenset[int]().union(*(_covered(path.name) for path in sorted(FOLDER.glob("*.ttf"))))


def families() -> list[str]:
    """The body first, then every other script, in the same order on every machine."""
    names = sorted(path.name.partition("[")[0] for path in FOLDER.glob("NotoSans*.ttf"))
    scripts = [name.removeprefix("NotoSans") for name in names if "Italic" not in name]
    return [*(f"Noto Sans {script}".strip() for script in scripts), "Noto Emoji"]


def _one(letter: str, known: frozenset[int]) -> str:
    category = unicodedata.category(letter)
    if letter in _JOINERS or letter == "\n":
        return letter
    if category == "Cf":
        return ""  # marks that turn text round, and others that nobody sees
    if category == "Zs":
        return " " if ord(letter) not in known else letter
    if category.startswith("C") or ord(letter) not in known:
        return MISSING
    return letter


def _breakable(word: str) -> str:
    """A word that is wider than a page may be broken anywhere."""
    if len(word) <= _LONGEST_WORD:
        return word
    pieces = (word[at : at + _PIECE] for at in range(0, len(word), _PIECE))
    return "\u200b".join(pieces)


def printable(text: str, *, plain: bool = False) -> str:
    """As it can be shown; `plain` is of the body font only, without marks on letters."""
    known = _covered(BODY) if plain else covered()
    composed = unicodedata.normalize("NFC", text)
    if plain:
        composed = "".join(c for c in composed if unicodedata.category(c)[0] != "M")
    shown = "".join(_one(letter, known) for letter in composed)
    return " ".join(_breakable(word) for word in shown.split(" "))


def from_the_right(text: str) -> bool:
    """Whether it is read from right to left: the first letter with a direction decides."""
    for letter in text:
        way = unicodedata.bidirectional(letter)
        if way in {"L", "R", "AL"}:
            return way != "L"
    return False
