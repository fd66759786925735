# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""What is wrong with a form, or unwise in it, in sentences: by field, in the order of the form."""

from collections.abc import Collection, Iterator, Mapping

from markupsafe import Markup

from backend.participation import asking, wording
from backend.participation.asking import Asked
from backend.web.languages import Stored, gettext, told
from backend.web.pages import dutch
from surveys.personal import bsns
from surveys.questionnaire import Questionnaire
from surveys.questions import OpenQuestion, Question
from surveys.reading import OTHER_LIMIT, Flaw, Given
from surveys.text import clean


def _length(field: str, given: Given) -> int:
    return sum(len(clean(text)) for text in given.get(field, ()))


def _sentence(question: Asked, when: str, field: str, flaw: Flaw, given: Given) -> str:
    match flaw:
        case "too_long":
            limit = question.limit if field == question.key else OTHER_LIMIT
            said = wording.too_long(_length(field, given), limit)
        case "too_many":
            said = wording.too_many(len(set(question.chosen(given))), question.most)
        case "not_whole" | "out_of_range":
            said = wording.out_of_bounds(question.low, question.high)
        case "required":
            last = question.choices[-1].label if question.choices else gettext(wording.DONT_KNOW)
            said = wording.required(last)
        case "hidden":
            said = wording.hidden(when)
        case _:
            said = wording.flaw(flaw)
    return said


def sentences(
    questionnaire: Questionnaire, problems: Mapping[str, Flaw], given: Given
) -> dict[str, str]:
    """Field to sentence; fields that we do not know come last."""
    said: dict[str, str] = {}
    for field, question in questionnaire.fields().items():
        if field in problems:
            when = asking.when(question, questionnaire)
            shown = asking.asked(question)
            said[field] = _sentence(shown, when, field, problems[field], given)
    return said | {f: wording.flaw(flaw) for f, flaw in problems.items() if f not in said}


def _texts(question: Question) -> Iterator[str]:
    if isinstance(question, OpenQuestion):
        yield question.key
    yield from (field for field in question.fields if field.endswith(".other"))


def personal(questions: Collection[Question], given: Given) -> dict[str, tuple[str, ...]]:
    """Fields with what looks like a citizen service number in it, each with those numbers."""
    return {
        field: found
        for question in questions
        for field in _texts(question)
        if (found := bsns("\n".join(given.get(field, ()))))
    }


def labels(questionnaire: Questionnaire) -> dict[str, str]:
    """What each field is called where its problem is named away from it."""
    more = {"other": gettext(wording.OTHERWISE), "skip": gettext(wording.DONT_KNOW)}
    return {
        field: _bare(question)
        if field == question.key
        else Markup("{}, {}").format(_bare(question), more[field.rpartition(".")[2]].lower())
        for field, question in questionnaire.fields().items()
    }


def _bare(question: Question) -> str:
    """The label as part of a line."""
    label = told(question.label)
    bare = label.rstrip("?")
    return dutch(bare) if isinstance(label, Stored) else bare
