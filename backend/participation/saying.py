# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""What somebody answered, as a person reads it back."""

from markupsafe import Markup, escape
from msgspec import Struct

from backend.participation import wording
from backend.participation.asking import Asked, Section
from backend.web.languages import gettext
from backend.web.pages import number, own
from surveys.personal import bsns
from surveys.reading import NO_OPINION, OTHER, Given, filled, whole
from surveys.text import UNPRINTABLE, clean


class Said(Struct, frozen=True):
    """One question with its answer in words; empty is left empty.

    typed    in somebody's own words, in whatever language that is
    numbers  what in those words looks like a citizen service number
    """

    key: str
    label: str
    text: str
    typed: bool = False
    numbers: tuple[str, ...] = ()

    @property
    def warning(self) -> str:
        return wording.bsn_stands(self.numbers) if self.numbers else ""


def printable(text: str) -> str:
    """With a question mark in a black field for what no page can show."""
    return UNPRINTABLE.sub("\ufffd", text)


def shown_back(given: Given) -> dict[str, tuple[str, ...]]:
    """A form as it was filled in, as a page can show it."""
    return {name: tuple(map(printable, texts)) for name, texts in given.items()}


def _in_words(question: Asked, value: str) -> str:
    if question.kind == "number" and (count := whole(value)) is not None:
        return Markup(" ").join((number(count), own(question.unit))).rstrip()
    labels = {choice.value: choice.label for choice in question.choices}
    label = labels.get(value) or printable(clean(value))
    low, high = question.ends
    if low and high and label == value:  # a step between the ends
        last = sum(choice.value != NO_OPINION for choice in question.choices)
        said = escape(gettext("{step} (1 is {low}, {last} is {high})"))
        return said.format(step=label, low=own(low), last=last, high=own(high))
    return own(label)


def _written(given: Given, field: str) -> str:
    return " ".join(printable(clean(text)) for text in filled(given, field)) if field else ""


def in_words(question: Asked, given: Given) -> str:
    """An answer as a person reads it, several answers under each other."""
    other = _written(given, question.other)
    values = [value for value in question.chosen(given) if value.strip()]
    words = [_in_words(question, value) for value in values if not (value == OTHER and other)]
    if other:
        words.append(gettext("Anders, namelijk: {text}").format(text=other))
    if not words and _written(given, question.skip):
        words.append(gettext(wording.DONT_KNOW))
    return Markup("\n").join(words)


def one(question: Asked, given: Given) -> Said:
    typed = question.kind == "open"
    numbers = bsns(_written(given, question.key if typed else question.other))
    return Said(question.key, question.label, in_words(question, given), typed, numbers)


def said(section: Section, given: Given) -> tuple[Said, ...]:
    return tuple(one(question, given) for question in section.asked)
