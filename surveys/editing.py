# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a griffier can do to a questionnaire: from one, and what is wanted, to the next."""

from collections.abc import Sequence
from itertools import count

from msgspec import structs

from surveys.checks import FEWEST_OPTIONS
from surveys.questionnaire import Page, Questionnaire
from surveys.questions import (
    BackgroundQuestion,
    NumberQuestion,
    OpenQuestion,
    Option,
    Question,
    StanceQuestion,
)
from surveys.template import (
    NEIGHBOURHOOD,
    advice_key,
    condition_key,
    draft,
    neighbourhood,
    redraft,
    stance_key,
    touched_key,
)

UP, DOWN = -1, 1
COPY = " (kopie)"


def find(questionnaire: Questionnaire, key: str) -> Question | None:
    return next((q for q in questionnaire.questions if q.key == key), None)


def page_of(questionnaire: Questionnaire, key: str) -> Page:
    """`LookupError` when there is no such question."""
    for page in questionnaire.pages():
        if any(question.key == key for question in page.questions):
            return page
    raise LookupError(key)


def moved(questionnaire: Questionnaire, key: str, step: int) -> Questionnaire:
    """One place up or down among the questions of its page; at the edge nothing changes."""
    there = page_of(questionnaire, key).questions
    place = next(n for n, question in enumerate(there) if question.key == key)
    if not 0 <= place + step < len(there):
        return questionnaire
    one, other = there[place], there[place + step]
    swap = {one.key: other, other.key: one}
    return Questionnaire(tuple(swap.get(q.key, q) for q in questionnaire.questions))


def removed(questionnaire: Questionnaire, key: str) -> Questionnaire:
    """What hung on the question is left as it is: `checks.faults` names it."""
    return Questionnaire(tuple(q for q in questionnaire.questions if q.key != key))


def put(questionnaire: Questionnaire, question: Question) -> Questionnaire:
    """In the place of the question with this key, or as the last one of its page."""
    if find(questionnaire, question.key) is None:
        return Questionnaire((*questionnaire.questions, question))
    return Questionnaire(
        tuple(question if q.key == question.key else q for q in questionnaire.questions)
    )


def fresh_key(questionnaire: Questionnaire, *, background: bool = False) -> str:
    """Never one that a condition still names: that would hang it on another question."""
    named = {q.show_if.question for q in questionnaire.questions if q.show_if is not None}
    taken = named | set(questionnaire.keys())
    start = "about" if background else "question"
    return next(key for n in count(1) if (key := f"{start}-{n}") not in taken)


def named_values(questionnaire: Questionnaire, key: str) -> frozenset[str]:
    """Answers to this question on which other questions hang."""
    hung = [q.show_if for q in questionnaire.questions if q.show_if is not None]
    return frozenset(value for asked in hung if asked.question == key for value in asked.values)


def repeatable(question: Question) -> bool:
    """There is one stance per decision point: the figures rest on its key."""
    return not isinstance(question, StanceQuestion)


def duplicated(questionnaire: Questionnaire, key: str) -> Questionnaire:
    """With a copy right after it. A stance stays alone; see `repeatable`."""
    questions: list[Question] = []
    for question in questionnaire.questions:
        questions.append(question)
        if question.key == key and repeatable(question):
            own = fresh_key(questionnaire, background=question.background)
            questions.append(structs.replace(question, key=own, label=question.label + COPY))
    return Questionnaire(tuple(questions))


def movable(question: Question) -> bool:
    """Whether it can go to another page. What a document drafts belongs to its decision point:
    the figures find it by the number in its key."""
    return not question.background and not question.key.startswith(f"{question.decision_point}.")


def conditions(questionnaire: Questionnaire, key: str) -> tuple[Question, ...]:
    """The questions before this one on whose answers it could hang."""
    ordered = [question for page in questionnaire.pages() for question in page.questions]
    place = next((n for n, question in enumerate(ordered) if question.key == key), 0)
    return tuple(q for q in ordered[:place] if not isinstance(q, OpenQuestion | NumberQuestion))


def missing_stances(questionnaire: Questionnaire, decision_points: Sequence[int]) -> frozenset[int]:
    keys = set(questionnaire.keys())
    return frozenset(number for number in decision_points if stance_key(number) not in keys)


def untouched(questionnaire: Questionnaire, decision_points: Sequence[int]) -> bool:
    """Whether this is what the document drafted by itself.

    Its own neighbourhoods are used: that the municipality's list has changed since is no edit.
    """
    asked = find(questionnaire, NEIGHBOURHOOD)
    hoods: tuple[Option, ...] = asked.options if isinstance(asked, BackgroundQuestion) else ()
    return any(
        questionnaire.pages() == draft(decision_points, hoods, advice=advice).pages()
        for advice in (True, False)
    )


def follows(questionnaire: Questionnaire, hoods: Sequence[Option]) -> bool:
    """Whether the question after somebody's neighbourhood is the municipality's own list; without
    a choice there is nothing to follow."""
    asked = find(questionnaire, NEIGHBOURHOOD)
    own = asked.options if isinstance(asked, BackgroundQuestion) else ()
    return len(hoods) < FEWEST_OPTIONS or own == tuple(hoods)


def with_neighbourhoods(questionnaire: Questionnaire, hoods: Sequence[Option]) -> Questionnaire:
    """Asking for the municipality's own neighbourhoods: first of what is asked about residents, or
    where it stood, in the words that it had."""
    asked = find(questionnaire, NEIGHBOURHOOD)
    if isinstance(asked, BackgroundQuestion):
        return put(questionnaire, structs.replace(asked, options=tuple(hoods)))
    return Questionnaire((neighbourhood(hoods), *questionnaire.questions))


def asks_advice(questionnaire: Questionnaire, decision_points: Sequence[int]) -> bool:
    held = set(questionnaire.keys())
    return any(advice_key(number) in held for number in decision_points)


def asking(
    questionnaire: Questionnaire, decision_points: Sequence[int], *, advice: bool
) -> Questionnaire:
    """With the usual questions for advice at each point, or without them; all else stays."""
    keys = [key(n) for n in decision_points for key in (advice_key, condition_key, touched_key)]
    if not advice:
        return Questionnaire(tuple(q for q in questionnaire.questions if q.key not in keys))
    usual = draft(decision_points, ()).questions
    held = questionnaire.keys()
    return Questionnaire(
        (*questionnaire.questions, *(q for q in usual if q.key in keys and q.key not in held))
    )


def following(
    questionnaire: Questionnaire, before: Sequence[int], now: Sequence[int], *, advice: bool
) -> Questionnaire:
    """What a griffier made of it, for a document whose decision points went from `before` to
    `now`. A point that the griffier left without questions stays so."""
    redrafted = redraft(questionnaire, now, (), advice=advice)
    kept = set(questionnaire.keys())
    return Questionnaire(
        tuple(q for q in redrafted.questions if q.key in kept or q.decision_point not in before)
    )
