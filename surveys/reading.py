# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Reading the fields of a form: what was filled in, and what is wrong with it.

The pieces that types of questions are made of (`surveys.questions`).
"""

import re
from collections.abc import Mapping, Sequence
from typing import Literal

from msgspec import Struct

from surveys.stances import Stance
from surveys.text import UNPRINTABLE, clean

Flaw = Literal[
    "unknown_option",
    "one_answer",
    "too_many",
    "not_with_others",
    "other_empty",
    "other_not_chosen",
    "too_long",
    "unprintable",
    "not_whole",
    "out_of_range",
    "required",
    "hidden",
    "unknown_question",
]
Given = Mapping[str, Sequence[str]]
"""Field name to what was filled in; blanks count as left empty."""

NO_OPINION = str(Stance.NO_OPINION)
OTHER = "other"
SKIPPED = "ja"


class Rejected(Exception):
    """What a question does not accept, and in which of its fields."""

    def __init__(self, flaw: Flaw, field: str) -> None:
        super().__init__(f"{field}: {flaw}")
        self.flaw: Flaw = flaw
        self.field = field


class Accepted(Struct, frozen=True):
    """`coded` by question key, `texts` by field; both empty for left empty."""

    coded: dict[str, str] = {}
    texts: dict[str, str] = {}


NOTHING = Accepted()


def filled(given: Given, field: str) -> list[str]:
    return [text for text in given.get(field, ()) if text.strip()]


def one_of(given: Given, field: str) -> str | None:
    values = filled(given, field)
    if len(values) > 1:
        raise Rejected("one_answer", field)
    return values[0] if values else None


def listed_of(given: Given, field: str, values: Sequence[str]) -> Accepted:
    value = one_of(given, field)
    if value is None:
        return NOTHING
    if value not in values:
        raise Rejected("unknown_option", field)
    return Accepted({field: value})


def text_of(given: Given, field: str, limit: int) -> str | None:
    value = one_of(given, field)
    if value is None:
        return None
    text = clean(value)
    if UNPRINTABLE.search(text):
        raise Rejected("unprintable", field)
    if len(text) > limit:
        raise Rejected("too_long", field)
    return text


OTHER_LIMIT = 200
"""Characters after "anders, namelijk"."""

_WHOLE = re.compile(r"[-\u2212]?(?:\d{1,3}(?:[. \u00a0]\d{3})+|\d{1,15})(?:,0+)?", re.ASCII)


def whole(text: str) -> int | None:
    """A whole number as the Dutch write it (`1.250`, `1 250`, `-3`), or nothing."""
    bare = text.strip()
    if not _WHOLE.fullmatch(bare):
        return None
    digits = re.sub(r"[. \u00a0]", "", bare.partition(",")[0].replace("\u2212", "-"))
    return int(digits)


def other_of(key: str, given: Given, *, chosen: bool) -> dict[str, str]:
    """The text after "anders, namelijk". Text beside another choice is asked about, not lost."""
    field = f"{key}.other"
    text = text_of(given, field, OTHER_LIMIT)
    if text is not None and not chosen:
        raise Rejected("other_not_chosen", field)
    if text is None and chosen:
        raise Rejected("other_empty", field)
    return {} if text is None else {field: text}


def skipped_of(key: str, given: Given) -> Accepted:
    """ "Weet ik niet" beside a text or a number that is asked for."""
    field = f"{key}.skip"
    value = one_of(given, field)
    if value is None:
        return NOTHING
    if value != SKIPPED:
        raise Rejected("unknown_option", field)
    return Accepted({field: SKIPPED})
