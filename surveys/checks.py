# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""What stands in the way of opening a questionnaire, what is unwise in it, how long it takes."""

import re
from collections import Counter
from collections.abc import Iterator
from typing import Literal

from msgspec import Struct

from surveys.options import countable
from surveys.questionnaire import Questionnaire
from surveys.questions import (
    BackgroundQuestion,
    ChoiceQuestion,
    ChoicesQuestion,
    NumberQuestion,
    OpenQuestion,
    Question,
    ScaleQuestion,
    StanceQuestion,
)
from surveys.reading import NO_OPINION, OTHER
from surveys.unwise import Unwise, of_one, said_twice

Fault = Literal[
    "no_questions",
    "only_ratings",
    "double_key",
    "bad_key",
    "no_label",
    "few_options",
    "empty_option",
    "double_option",
    "reserved_option",
    "too_few_steps",
    "too_many_steps",
    "bounds",
    "far_bounds",
    "limit",
    "most",
    "no_alt",
    "no_why",
    "condition_unknown",
    "condition_later",
    "condition_values",
    "no_escape",
]
Advice = Literal["required", "long", "many_questions_on_page"] | Unwise

LONG_MINUTES = 15
MANY_ON_PAGE = 8
FEWEST_OPTIONS = 2
LONGEST_ANSWER = 20_000
STEPS = range(2, 12)
FARTHEST = 10**12
"""How far from nought a number may be: `reading.whole` reads it back for certain."""
_OPTIONS = ChoiceQuestion | ChoicesQuestion | BackgroundQuestion

# How long one question takes somebody who reads slowly, in seconds. Ours, to be held against
# real forms: an estimate that is too long keeps people away as one that is too short annoys.
SECONDS: dict[type[Question], int] = {
    StanceQuestion: 30,
    OpenQuestion: 40,
    NumberQuestion: 20,
    ScaleQuestion: 15,
    ChoiceQuestion: 20,
    ChoicesQuestion: 25,
    BackgroundQuestion: 10,
}
READING_AND_CHECKING = 60


class Remark(Struct, frozen=True):
    """`question`: its key, or nothing for the questionnaire as a whole."""

    what: Fault | Advice
    question: str | None = None


# Without a slash, and values without one (`options.countable`), no two things are counted under the
# same key (`surveys.counting`). The address of a question in the editor holds its key.
_KEY = re.compile(r"[a-z0-9][a-z0-9._-]{0,79}", re.ASCII)


def _of_options(question: _OPTIONS) -> Iterator[Fault]:
    values = [option.value for option in question.options]
    labels = [option.label.strip() for option in question.options]
    if len(values) < FEWEST_OPTIONS:
        yield "few_options"
    if not all(labels) or not all(values):
        yield "empty_option"
    if len(set(values)) < len(values) or len(set(labels)) < len(labels):
        yield "double_option"
    if {NO_OPINION, OTHER} & set(values) or not all(map(countable, filter(None, values))):
        yield "reserved_option"


def _of_numbers(question: ScaleQuestion | NumberQuestion | OpenQuestion) -> Iterator[Fault]:
    match question:
        case ScaleQuestion(steps=steps):
            if steps not in STEPS:
                yield "too_few_steps" if steps < STEPS.start else "too_many_steps"
        case NumberQuestion(low=low, high=high):
            if low > high:
                yield "bounds"
            if max(abs(low), abs(high)) > FARTHEST:
                yield "far_bounds"
        case OpenQuestion(limit=limit):
            if not 1 <= limit <= LONGEST_ANSWER:
                yield "limit"


def _of_type(question: Question) -> Iterator[Fault]:
    match question:
        case BackgroundQuestion():
            yield from _of_options(question)
            if not question.why.strip():
                yield "no_why"
        case ChoiceQuestion():
            yield from _of_options(question)
        case ChoicesQuestion():
            yield from _of_options(question)
            if not 0 <= question.most <= len(question.values):
                yield "most"
        case StanceQuestion():
            pass
        case _:
            yield from _of_numbers(question)


def _of_condition(
    question: Question, earlier: dict[str, Question], keys: set[str]
) -> Iterator[Fault]:
    asked = question.show_if
    if asked is None:
        return
    if asked.question not in keys:
        yield "condition_unknown"
    elif asked.question not in earlier:
        yield "condition_later"
    else:
        other = earlier[asked.question]
        values = () if isinstance(other, OpenQuestion | NumberQuestion) else other.values
        if not asked.values or set(asked.values) - set(values):
            yield "condition_values"


def _escapes(question: Question) -> bool:
    """Whether somebody who has no answer can say so."""
    if isinstance(question, ScaleQuestion | ChoiceQuestion | ChoicesQuestion):
        return question.no_opinion
    return not isinstance(question, BackgroundQuestion)


def faults(questionnaire: Questionnaire, *, ratings_only_reason: str) -> tuple[Remark, ...]:
    """Everything that has to be mended before opening, in the order of the form.

    Participation is counsel, not a rating (lesson 10): opinions without room for advice need a
    recorded reason.
    """
    found: list[Remark] = []
    said = [q for q in questionnaire.questions if not q.background]
    if not said:
        found.append(Remark("no_questions"))
    elif not any(isinstance(q, OpenQuestion) for q in said) and not ratings_only_reason.strip():
        found.append(Remark("only_ratings"))
    times = Counter(field for q in questionnaire.questions for field in q.fields)
    ordered = [question for page in questionnaire.pages() for question in page.questions]
    keys, earlier = set(questionnaire.keys()), dict[str, Question]()
    for question in ordered:
        here: list[Fault] = []
        if any(times[field] > 1 for field in question.fields):
            here.append("double_key")
        if not _KEY.fullmatch(question.key):
            here.append("bad_key")
        if not question.label.strip():
            here.append("no_label")
        here += _of_type(question)
        here += _of_condition(question, earlier, keys)
        if question.picture is not None and not question.picture.alt.strip():
            here.append("no_alt")
        if question.required and not _escapes(question):
            here.append("no_escape")
        found += [Remark(what, question.key) for what in dict.fromkeys(here)]
        earlier[question.key] = question
    return tuple(found)


def advice(questionnaire: Questionnaire) -> tuple[Remark, ...]:
    """What a griffier may want to mend, and need not."""
    found: list[Remark] = []
    for page in questionnaire.pages():
        twice = set(said_twice(page))
        for q in page.questions:
            own: list[Advice] = list(of_one(q))
            if q.key in twice:
                own.append("same_label")
            found += [Remark(what, q.key) for what in dict.fromkeys(own)]
    if any(question.required for question in questionnaire.questions):
        found.append(Remark("required"))
    if minutes(questionnaire) > LONG_MINUTES:
        found.append(Remark("long"))
    crowded = [page for page in questionnaire.pages() if len(page.questions) > MANY_ON_PAGE]
    found += [Remark("many_questions_on_page", page.questions[0].key) for page in crowded]
    return tuple(found)


def minutes(questionnaire: Questionnaire) -> int:
    """How long taking part takes, in whole minutes, rounded up."""
    seconds = READING_AND_CHECKING + sum(SECONDS[type(q)] for q in questionnaire.questions)
    return -(-seconds // 60)
