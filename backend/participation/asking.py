# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Each type of question as somebody sees it: the one place that tells them apart for the eye."""

from collections.abc import Mapping, Sequence
from typing import Literal, assert_never

from msgspec import Struct, structs

from backend.participation import wording
from surveys.questionnaire import Questionnaire
from surveys.questions import (
    BackgroundQuestion,
    ChoiceQuestion,
    ChoicesQuestion,
    NumberQuestion,
    OpenQuestion,
    Option,
    Question,
    ScaleQuestion,
    StanceQuestion,
)
from surveys.reading import NO_OPINION, OTHER, Flaw
from surveys.text import UNPRINTABLE, clean

Kind = Literal["stance", "open", "number", "scale", "choice", "choices", "background"]


_KINDS: dict[type[Question], Kind] = {
    StanceQuestion: "stance",
    OpenQuestion: "open",
    NumberQuestion: "number",
    ScaleQuestion: "scale",
    ChoiceQuestion: "choice",
    ChoicesQuestion: "choices",
    BackgroundQuestion: "background",
}


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
    required: bool = False
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


_NO_OPINION = Choice(NO_OPINION, "Dat weet ik niet")
_OTHER = Choice(OTHER, "Anders, namelijk")


def _choices(options: Sequence[Option], *, other: bool, no_opinion: bool) -> tuple[Choice, ...]:
    listed = [Choice(option.value, option.label) for option in options]
    return (*listed, *([_OTHER] if other else []), *([_NO_OPINION] if no_opinion else []))


def _steps(question: ScaleQuestion) -> tuple[Choice, ...]:
    ends = {1: question.low_label, question.steps: question.high_label}
    steps = [
        Choice(str(n), f"{n}: {ends[n]}" if ends.get(n) else str(n))
        for n in range(1, question.steps + 1)
    ]
    return (*steps, *([_NO_OPINION] if question.no_opinion else []))


def asked(question: Question) -> Asked:
    common = Asked(
        question_kind(question),
        question.key,
        question.label,
        question.decision_point,
        description=question.description,
        required=question.required,
    )
    match question:
        case StanceQuestion():
            return structs.replace(common, choices=_STANCES)
        case OpenQuestion(limit=limit):
            return structs.replace(common, limit=limit)
        case NumberQuestion():
            return common
        case ScaleQuestion():
            return structs.replace(common, choices=_steps(question))
        case (
            ChoiceQuestion(options=options, other=other, no_opinion=no_opinion)
            | ChoicesQuestion(options=options, other=other, no_opinion=no_opinion)
        ):
            choices = _choices(options, other=other, no_opinion=no_opinion)
            return structs.replace(common, choices=choices)
        case BackgroundQuestion(why=why, options=options):
            choices = _choices(options, other=False, no_opinion=False)
            return structs.replace(common, why=why, choices=choices)
        case _:
            assert_never(question)


def question_kind(question: Question) -> Kind:
    return _KINDS[type(question)]


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
