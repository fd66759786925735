# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""The questions of a consultation as the griffie's editor lists them: page by page, in words."""

from collections.abc import Mapping, Sequence

from msgspec import Struct

from backend.consultations import question_words as words
from backend.web.languages import gettext
from backend.web.pages import dutch
from surveys.editing import conditions, missing_stances, repeatable
from surveys.questionnaire import Questionnaire
from surveys.questions import Picture, Question

WHOLE, ABOUT = "geheel", "inwoner"
"""Places that are no decision point."""


class Line(Struct, frozen=True):
    """One question. `first` and `last` of its page; `repeatable` when it may be copied."""

    key: str
    anchor: str
    kind: str
    label: str
    description: str
    details: tuple[str, ...]
    condition: str
    hangs: bool
    picture: Picture | None
    faults: tuple[str, ...]
    first: bool
    last: bool
    repeatable: bool


class Group(Struct, frozen=True):
    """One page of the form. `place` is what an address calls it; `text` of the decision point."""

    place: str
    heading: str
    text: str
    lines: tuple[Line, ...]


def anchor(key: str) -> str:
    """The id of a question on the page; dots would have to be escaped in a stylesheet."""
    return f"vraag-{key.replace('.', '-')}"


def place_of(question: Question) -> str:
    if question.background:
        return ABOUT
    return WHOLE if question.decision_point is None else str(question.decision_point)


def heading_of(place: str) -> str:
    names = {WHOLE: gettext("Over het hele voorstel"), ABOUT: gettext("Over de inwoner")}
    return names.get(place) or gettext("Beslispunt {number}").format(number=place)


def _lines(
    questionnaire: Questionnaire, place: str, unfixed: Mapping[str, tuple[str, ...]]
) -> tuple[Line, ...]:
    here = [question for question in questionnaire.questions if place_of(question) == place]
    return tuple(
        Line(
            key=question.key,
            anchor=anchor(question.key),
            kind=words.kind_words(words.kind_of(question))[0],
            label=dutch(question.label) if question.label else gettext("Vraag zonder tekst"),
            description=question.description,
            details=words.details(question),
            condition=words.condition_of(question, questionnaire),
            hangs=question.show_if is not None or bool(conditions(questionnaire, question.key)),
            picture=question.picture,
            faults=unfixed.get(question.key, ()),
            first=question is here[0],
            last=question is here[-1],
            repeatable=repeatable(question),
        )
        for question in here
    )


def groups(
    questionnaire: Questionnaire,
    points: Sequence[tuple[int, str]],
    unfixed: Mapping[str, tuple[str, ...]],
) -> tuple[Group, ...]:
    """Every page there can be, also those without a question: that is where one is added."""
    texts = {str(number): text for number, text in points}
    asked = {place_of(question) for question in questionnaire.questions}
    gone = sorted(asked - set(texts) - {WHOLE, ABOUT}, key=int)
    return tuple(
        Group(place, heading_of(place), texts.get(place, ""), _lines(questionnaire, place, unfixed))
        for place in (*texts, *gone, WHOLE, ABOUT)
    )


def kinds_at(
    questionnaire: Questionnaire, place: str, points: Sequence[int]
) -> tuple[tuple[words.Kind, str, str], ...]:
    """The kinds of question that can be added at a place, each with its name and what it is."""
    if place == ABOUT:
        fitting = {"background"}
    else:
        free = {str(number) for number in missing_stances(questionnaire, points)}
        fitting = set(words.KINDS) - {"background", *(() if place in free else ("stance",))}
    return tuple((kind, *words.kind_words(kind)) for kind in words.KINDS if kind in fitting)
