# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""What differs between two versions of a document, to lay side by side."""

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import Literal

from msgspec import Struct

_WORDS = re.compile(r"\s+|\w+|[^\w\s]")
Part = Literal["title", "point", "text"]


class Wording(Struct, frozen=True):
    """`points`: numbers with texts. Paragraphs of `text` are what stands between blank lines."""

    title: str
    points: tuple[tuple[int, str], ...]
    text: str

    def paragraphs(self) -> list[str]:
        return [bare for part in re.split(r"\n\s*\n", self.text) if (bare := part.strip())]


class Piece(Struct, frozen=True):
    text: str
    changed: bool


class Row(Struct, frozen=True):
    """One title, decision point or paragraph that differs; a side is empty where it did not exist.

    The texts of the pieces of a side, joined, are the text of that side.
    """

    part: Part
    number: int | None
    old: tuple[Piece, ...]
    new: tuple[Piece, ...]


def _joined(words: Sequence[str], *, changed: bool) -> tuple[Piece, ...]:
    return (Piece("".join(words), changed),) if words else ()


def _row(part: Part, number: int | None, old: str, new: str) -> Row:
    """Word by word. Where hardly a word is the same, all of it is marked: scraps help nobody."""
    before, after = _WORDS.findall(old), _WORDS.findall(new)
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    if not old or not new or matcher.ratio() < 1 / 3:
        return Row(part, number, _joined(before, changed=True), _joined(after, changed=True))
    sides: tuple[list[Piece], list[Piece]] = ([], [])
    for tag, a, b, c, d in matcher.get_opcodes():
        sides[0].extend(_joined(before[a:b], changed=tag != "equal"))
        sides[1].extend(_joined(after[c:d], changed=tag != "equal"))
    return Row(part, number, tuple(sides[0]), tuple(sides[1]))


def _points(old: Wording, new: Wording) -> Iterator[Row]:
    """By number: a point that moved is another point, as residents were asked by number."""
    before, after = dict(old.points), dict(new.points)
    for number in sorted(before.keys() | after.keys()):
        was, is_ = before.get(number, ""), after.get(number, "")
        if was != is_:
            yield _row("point", number, was, is_)


def _paragraphs(old: Wording, new: Wording) -> Iterator[Row]:
    before, after = old.paragraphs(), new.paragraphs()
    for tag, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        for place in range(max(b - a, d - c)):
            was = before[a + place] if a + place < b else ""
            is_ = after[c + place] if c + place < d else ""
            yield _row("text", None, was, is_)


def differences(old: Wording, new: Wording) -> tuple[Row, ...]:
    """Only what differs, in the order of reading; empty when all of it says the same.

    Spaces around paragraphs are no difference.
    """
    title = (_row("title", None, old.title, new.title),) if old.title != new.title else ()
    return (*title, *_points(old, new), *_paragraphs(old, new))


def side(pieces: Sequence[Piece]) -> str:
    return "".join(piece.text for piece in pieces)
