# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""What each type of question accepts. A type owns all its behaviour."""

from collections.abc import Sequence
from typing import ClassVar, Literal

from msgspec import Struct

from surveys.stances import Stance
from surveys.text import UNPRINTABLE, clean

Flaw = Literal["unknown_option", "one_answer", "too_long", "unprintable", "unknown_question"]


class Rejected(Exception):
    """One given answer that the question does not accept."""

    def __init__(self, flaw: Flaw) -> None:
        super().__init__(flaw)
        self.flaw: Flaw = flaw


class Option(Struct, frozen=True):
    value: str
    label: str


def _one_of(given: Sequence[str], options: Sequence[str]) -> str:
    if len(given) > 1:
        raise Rejected("one_answer")
    if given[0] not in options:
        raise Rejected("unknown_option")
    return given[0]


class StanceQuestion(Struct, frozen=True, tag="stance"):
    """For or against one decision point, in the seven words of `Stance`."""

    key: str
    label: str
    decision_point: int

    coded: ClassVar[bool] = True
    background: ClassVar[bool] = False

    def accept(self, given: Sequence[str]) -> str:
        return _one_of(given, tuple(Stance))


class OpenQuestion(Struct, frozen=True, tag="open"):
    """Free text about one decision point; `limit` is in characters after cleaning."""

    key: str
    label: str
    decision_point: int
    description: str = ""
    limit: int = 4000

    coded: ClassVar[bool] = False
    background: ClassVar[bool] = False

    def accept(self, given: Sequence[str]) -> str:
        if len(given) > 1:
            raise Rejected("one_answer")
        text = clean(given[0])
        if UNPRINTABLE.search(text):
            raise Rejected("unprintable")
        if len(text) > self.limit:
            raise Rejected("too_long")
        return text


class BackgroundQuestion(Struct, frozen=True, tag="background"):
    """Who somebody is, coarsely, with the reason why we ask. Stored apart from the answers."""

    key: str
    label: str
    why: str
    options: tuple[Option, ...]

    coded: ClassVar[bool] = True
    background: ClassVar[bool] = True

    def accept(self, given: Sequence[str]) -> str:
        return _one_of(given, [option.value for option in self.options])


Question = StanceQuestion | OpenQuestion | BackgroundQuestion
