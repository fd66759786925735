# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Each type of question as somebody sees it: the one place that tells them apart for the eye."""

from collections.abc import Mapping
from typing import Literal, assert_never

from msgspec import Struct

from backend.participation import wording
from surveys.questionnaire import Questionnaire
from surveys.questions import (
    BackgroundQuestion,
    Flaw,
    OpenQuestion,
    Question,
    StanceQuestion,
)
from surveys.text import UNPRINTABLE, clean

Kind = Literal["stance", "open", "background"]


class Choice(Struct, frozen=True):
    value: str
    label: str
    hint: str = ""

    @property
    def pair(self) -> tuple[str, str]:
        return self.value, self.label


class Asked(Struct, frozen=True):
    """`limit` nought is no text field; `choices` empty is no choice."""

    kind: Kind
    key: str
    label: str
    decision_point: int | None
    description: str = ""
    why: str = ""
    limit: int = 0
    choices: tuple[Choice, ...] = ()

    def options(self, chosen: str | None) -> tuple[tuple[str, str, str], ...]:
        """As a form shows them. A choice can be taken back; who somebody is need not be said."""
        shown = tuple((choice.value, choice.label, choice.hint) for choice in self.choices)
        if self.kind == "background":
            return (*shown, ("", "Dat zeg ik liever niet", ""))
        return shown if chosen is None else (*shown, ("", "Toch geen antwoord geven", ""))


class Said(Struct, frozen=True):
    """One question with its answer in words; empty is left empty."""

    key: str
    label: str
    text: str


class Section(Struct, frozen=True):
    """A page of the form: its number, and the decision point with its text (None: about you)."""

    number: int
    decision_point: int | None
    point: str
    asked: tuple[Asked, ...]


_STANCES = tuple(
    Choice(stance, label, wording.STANCE_HINTS.get(stance, ""))
    for stance, label in wording.STANCES.items()
)


def asked(question: Question) -> Asked:
    match question:
        case StanceQuestion(key, label, point):
            return Asked("stance", key, label, point, choices=_STANCES)
        case OpenQuestion(key, label, point, description, limit):
            return Asked("open", key, label, point, description=description, limit=limit)
        case BackgroundQuestion(key, label, why, options):
            choices = tuple(Choice(option.value, option.label) for option in options)
            return Asked("background", key, label, None, why=why, choices=choices)
        case _:
            assert_never(question)


def sections(
    questionnaire: Questionnaire, points: tuple[tuple[int, str], ...]
) -> tuple[Section, ...]:
    texts = dict(points)
    return tuple(
        Section(
            number,
            page.decision_point,
            texts.get(page.decision_point, "") if page.decision_point is not None else "",
            tuple(asked(question) for question in page.questions),
        )
        for number, page in enumerate(questionnaire.pages(), start=1)
    )


def printable(text: str) -> str:
    """With a question mark in a black field for what no page can show."""
    return UNPRINTABLE.sub("\ufffd", text)


def in_words(question: Asked, value: str) -> str:
    """An answer as a person reads it."""
    labels = {choice.value: choice.label for choice in question.choices}
    return printable(labels.get(value, clean(value)))


def said(section: Section, answers: Mapping[str, str]) -> tuple[Said, ...]:
    return tuple(
        Said(question.key, question.label, in_words(question, answers.get(question.key, "")))
        for question in section.asked
    )


def sentences(
    questionnaire: Questionnaire, problems: Mapping[str, Flaw], answers: Mapping[str, str]
) -> dict[str, str]:
    """Question key to sentence, in the order of the form; keys that we do not know come last."""
    known = {question.key: asked(question) for question in questionnaire.questions}
    ordered = [key for key in known if key in problems] + [k for k in problems if k not in known]
    return {
        key: wording.flaw(
            problems[key],
            length=len(clean(answers.get(key, ""))),
            limit=known[key].limit if key in known else 0,
        )
        for key in ordered
    }
