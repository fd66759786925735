# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""What looks like it says who somebody is, so that a person looks twice before it is published.

A citizen service number (BSN) is told to a resident before sending; all of it is marked for the
griffie. Patterns find what has a form (`surveys/personal_forms.py`). Names have none: only what
follows a title or a greeting is found, and the page says that the reader is the one who judges.
"""

from bisect import bisect
from collections.abc import Iterable
from typing import Literal

from msgspec import Struct

from surveys import personal_forms as forms

Kind = Literal[
    "bsn", "iban", "email", "link", "phone", "plate", "birth", "postcode", "address", "name"
]


def bsns(text: str) -> tuple[str, ...]:
    """Each number that may be one, once, as it was written."""
    return tuple(dict.fromkeys(found for found in forms.NINE.findall(text) if forms.passes(found)))


def holds_bsn(text: str) -> bool:
    return bool(bsns(text))


class Mark(Struct, frozen=True, order=True):
    """`text[start:end]` looks like personal data of this kind."""

    start: int
    end: int
    kind: Kind


_ORDER: tuple[Kind, ...] = (
    "email",
    "link",
    "iban",
    "bsn",
    "phone",
    "birth",
    "address",
    "postcode",
    "plate",
)
"""What comes first wins where two lie over each other."""


def apart(text: str, layers: Iterable[Iterable[Mark]]) -> tuple[Mark, ...]:
    """In the order of the text. Where two lie over each other the earlier layer has it, and of the
    other is left what sticks out: nothing that was found is ever bare again."""
    kept: list[Mark] = []
    for mark in (mark for layer in layers for mark in layer):
        at = bisect(kept, mark)
        start = max(mark.start, kept[at - 1].end) if at else mark.start
        while start < mark.end:
            follows = kept[at] if at < len(kept) else None
            end = min(mark.end, follows.start) if follows else mark.end
            left = Mark(start, end, mark.kind)
            if left == mark or (left := _trimmed(text, left)):
                kept.insert(at, left)
                at += 1
            start = follows.end if follows else mark.end
            at += 1
    return tuple(kept)


def _trimmed(text: str, mark: Mark) -> Mark | None:
    """Without the signs and spaces around it; None when there is nothing else."""
    start, end = mark.start, mark.end
    while start < end and not text[start].isalnum():
        start += 1
    while start < end and not text[end - 1].isalnum():
        end -= 1
    return Mark(start, end, mark.kind) if start < end else None


def _found(text: str, kind: Kind) -> Iterable[Mark]:
    return (Mark(start, end, kind) for start, end in forms.FINDERS[kind](text))


def formed(text: str) -> tuple[Mark, ...]:
    """What has a form of its own: everything but names."""
    return apart(text, (_found(text, kind) for kind in _ORDER))


def marks(text: str) -> tuple[Mark, ...]:
    """In the order of the text; none lies over another."""
    return apart(text, (formed(text), _found(text, "name")))


def pieces(text: str) -> tuple[tuple[str, Kind | None], ...]:
    """The text cut at its marks: joined again it is the text."""
    cut: list[tuple[str, Kind | None]] = []
    at = 0
    for mark in marks(text):
        cut.append((text[at : mark.start], None))
        cut.append((text[mark.start : mark.end], mark.kind))
        at = mark.end
    cut.append((text[at:], None))
    return tuple(piece for piece in cut if piece[0])
