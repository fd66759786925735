# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""What of a question is counted, and what a stored answer comes to.

One count key holds one value per entry at most, so per key the values, not asked and left empty add
up to the counted entries. A choice of several is therefore counted under several keys: whether it
was answered at all, and each option by itself.
"""

from surveys.questionnaire import Questionnaire
from surveys.questions import (
    ChoiceQuestion,
    ChoicesQuestion,
    Condition,
    OpenQuestion,
    Question,
)
from surveys.reading import NO_OPINION, OTHER, SKIPPED, Rejected

WRITTEN = "written"
"""A text was written; what it says is not counted."""
ANSWERED = "answered"
CHOSEN = "chosen"
NOT_ASKED = "not asked"
"""Because of an earlier answer. The space keeps it from ever being the value of an option."""


def other_key(key: str) -> str:
    return f"{key}.other"


def option_key(key: str, value: str) -> str:
    """Under which one option of a choice of several is counted."""
    return f"{key}/{value}"


def options(question: ChoicesQuestion) -> tuple[str, ...]:
    """What can be chosen beside something else: everything but "no opinion"."""
    return tuple(value for value in question.values if value != NO_OPINION)


def count_keys(question: Question) -> tuple[str, ...]:
    keys = [question.key]
    if isinstance(question, ChoicesQuestion):
        keys += [option_key(question.key, value) for value in options(question)]
    if isinstance(question, ChoiceQuestion | ChoicesQuestion) and question.other:
        keys.append(other_key(question.key))
    return tuple(keys)


def keys(questionnaire: Questionnaire) -> tuple[str, ...]:
    """Every count key of what is said on the proposal; background is counted apart."""
    said = [question for question in questionnaire.questions if not question.background]
    return tuple(key for question in said for key in count_keys(question))


def _stands(question: Question, value: str) -> bool:
    """Whether the question itself would store this; its text after "anders" is stored apart."""
    given = {question.key: [value]}
    if OTHER in value.split():
        given[other_key(question.key)] = [WRITTEN]
    try:
        return question.read(given).coded == {question.key: value}
    except Rejected:
        return False


def _of_key(question: Question, value: str) -> tuple[tuple[str, str], ...]:
    key = question.key
    if isinstance(question, OpenQuestion):
        return ((key, WRITTEN),) if value == WRITTEN else ()
    if not _stands(question, value):
        return ()
    if not isinstance(question, ChoicesQuestion) or value == NO_OPINION:
        return ((key, value),)
    return ((key, ANSWERED), *((option_key(key, chosen), CHOSEN) for chosen in value.split()))


def comes_to(question: Question, field: str, value: str) -> tuple[tuple[str, str], ...]:
    """Count keys with their values; nothing when this is no answer to the question.

    "Weet ik niet" beside a number or a text is counted with the question, as no opinion.
    """
    if field == question.key:
        return _of_key(question, value)
    if field not in question.fields:
        return ()
    if field == other_key(question.key):
        return ((field, WRITTEN),) if value == WRITTEN else ()
    return ((question.key, NO_OPINION),) if value == SKIPPED else ()


def meets(condition: Condition, value: str) -> bool:
    """Whether this stored answer to the question of the condition is a reason to ask."""
    return not set(condition.values).isdisjoint(value.split())
