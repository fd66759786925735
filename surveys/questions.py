# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""What each type of question accepts. A type owns all its behaviour.

A question reads one or more *fields* of a form: its own key, and `<key>.other` or `<key>.skip`
where it has them. It answers with coded values (counted) and texts (read by people).
"""

from collections.abc import Sequence
from typing import ClassVar, Final

from msgspec import Struct

from surveys.reading import (
    NO_OPINION,
    NOTHING,
    OTHER,
    Accepted,
    Given,
    Rejected,
    filled,
    listed_of,
    one_of,
    other_of,
    skipped_of,
    text_of,
    whole,
)
from surveys.stances import Stance


class Option(Struct, frozen=True):
    value: str
    label: str


class Condition(Struct, frozen=True):
    """Ask only when the earlier question `question` was answered with one of these values."""

    question: str
    values: tuple[str, ...]


class Picture(Struct, frozen=True):
    """A picture by the SHA-256 of its bytes, in hex, and what it shows for who cannot see it."""

    hash: str
    alt: str
    width: int
    height: int


class _Question(Struct, frozen=True, kw_only=True):
    """What every type has.

    description  an explanation under the question
    required     an answer is asked, or "weet ik niet": every question can be skipped that way
    show_if      asked only after certain answers
    """

    description: str = ""
    required: bool = False
    show_if: Condition | None = None
    picture: Picture | None = None

    background: ClassVar[bool] = False


STANCES: Final = tuple(map(str, Stance))


class StanceQuestion(_Question, frozen=True, tag="stance"):
    """For or against one decision point, in the seven words of `Stance`.

    in_summary   no for what was rejected where it was asked: it is counted, and not told about
    """

    key: str
    label: str
    decision_point: int
    in_summary: bool = True

    @property
    def fields(self) -> tuple[str, ...]:
        return (self.key,)

    @property
    def values(self) -> tuple[str, ...]:
        return STANCES

    def read(self, given: Given) -> Accepted:
        return listed_of(given, self.key, self.values)


class OpenQuestion(_Question, frozen=True, tag="open"):
    """Free text; `limit` is in characters after cleaning."""

    key: str
    label: str
    decision_point: int | None = None
    limit: int = 4000

    @property
    def fields(self) -> tuple[str, ...]:
        return (self.key, f"{self.key}.skip") if self.required else (self.key,)

    def read(self, given: Given) -> Accepted:
        text = text_of(given, self.key, self.limit)
        if text is not None:
            return Accepted(texts={self.key: text})
        return skipped_of(self.key, given) if self.required else NOTHING


class NumberQuestion(_Question, frozen=True, tag="number"):
    """A whole number from `low` up to and including `high`; `unit` stands behind the field."""

    key: str
    label: str
    decision_point: int | None = None
    low: int = 0
    high: int = 1_000_000
    unit: str = ""

    @property
    def fields(self) -> tuple[str, ...]:
        return (self.key, f"{self.key}.skip") if self.required else (self.key,)

    def read(self, given: Given) -> Accepted:
        value = one_of(given, self.key)
        if value is None:
            return skipped_of(self.key, given) if self.required else NOTHING
        number = whole(value)
        if number is None:
            raise Rejected("not_whole", self.key)
        if not self.low <= number <= self.high:
            raise Rejected("out_of_range", self.key)
        return Accepted({self.key: str(number)})


class ScaleQuestion(_Question, frozen=True, tag="scale"):
    """A step from 1 to `steps`, with words at both ends."""

    key: str
    label: str
    decision_point: int | None = None
    steps: int = 5
    low_label: str = ""
    high_label: str = ""
    no_opinion: bool = True

    @property
    def fields(self) -> tuple[str, ...]:
        return (self.key,)

    @property
    def values(self) -> tuple[str, ...]:
        steps = tuple(str(step) for step in range(1, self.steps + 1))
        return (*steps, NO_OPINION) if self.no_opinion else steps

    def read(self, given: Given) -> Accepted:
        return listed_of(given, self.key, self.values)


class ChoiceQuestion(_Question, frozen=True, tag="choice"):
    """One of the options; with `other`, also "anders, namelijk" and then a text."""

    key: str
    label: str
    options: tuple[Option, ...]
    decision_point: int | None = None
    other: bool = False
    no_opinion: bool = True

    @property
    def fields(self) -> tuple[str, ...]:
        return (self.key, f"{self.key}.other") if self.other else (self.key,)

    @property
    def values(self) -> tuple[str, ...]:
        return _values(self.options, other=self.other, no_opinion=self.no_opinion)

    def read(self, given: Given) -> Accepted:
        value = one_of(given, self.key)
        if value is not None and value not in self.values:
            raise Rejected("unknown_option", self.key)
        texts = other_of(self.key, given, chosen=value == OTHER) if self.other else {}
        return NOTHING if value is None else Accepted({self.key: value}, texts)


class ChoicesQuestion(_Question, frozen=True, tag="choices"):
    """Any of the options, at most `most` (nought: no limit); stored as values with a space
    between them, in the order of definition."""

    key: str
    label: str
    options: tuple[Option, ...]
    decision_point: int | None = None
    other: bool = False
    no_opinion: bool = True
    most: int = 0

    @property
    def fields(self) -> tuple[str, ...]:
        return (self.key, f"{self.key}.other") if self.other else (self.key,)

    @property
    def values(self) -> tuple[str, ...]:
        return _values(self.options, other=self.other, no_opinion=self.no_opinion)

    def read(self, given: Given) -> Accepted:
        chosen = {value for text in filled(given, self.key) for value in text.split()}
        if chosen - set(self.values):
            raise Rejected("unknown_option", self.key)
        if NO_OPINION in chosen and len(chosen) > 1:
            raise Rejected("not_with_others", self.key)
        if self.most and len(chosen) > self.most:
            raise Rejected("too_many", self.key)
        texts = other_of(self.key, given, chosen=OTHER in chosen) if self.other else {}
        if not chosen:
            return NOTHING
        return Accepted({self.key: " ".join(v for v in self.values if v in chosen)}, texts)


class BackgroundQuestion(_Question, frozen=True, tag="background"):
    """Who somebody is, coarsely, with the reason why we ask. Stored apart from the answers."""

    key: str
    label: str
    why: str
    options: tuple[Option, ...]

    background: ClassVar[bool] = True
    decision_point: ClassVar[None] = None

    @property
    def fields(self) -> tuple[str, ...]:
        return (self.key,)

    @property
    def values(self) -> tuple[str, ...]:
        return tuple(option.value for option in self.options)

    def read(self, given: Given) -> Accepted:
        return listed_of(given, self.key, self.values)


Question = (
    StanceQuestion
    | OpenQuestion
    | NumberQuestion
    | ScaleQuestion
    | ChoiceQuestion
    | ChoicesQuestion
    | BackgroundQuestion
)


def _values(options: Sequence[Option], *, other: bool, no_opinion: bool) -> tuple[str, ...]:
    values = [option.value for option in options]
    return (*values, *([OTHER] if other else []), *([NO_OPINION] if no_opinion else []))
