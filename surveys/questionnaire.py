# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""A questionnaire: the questions in order, and what one form full of answers comes to."""

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Literal

from msgspec import Struct

from surveys.questions import BackgroundQuestion, Condition, Question, StanceQuestion
from surveys.reading import NOTHING, Flaw, Given, Rejected, filled


class Refused(Exception):
    """Every problem of one form at once: field to flaw."""

    def __init__(self, problems: Mapping[str, Flaw]) -> None:
        super().__init__(", ".join(f"{key}: {flaw}" for key, flaw in problems.items()))
        self.problems = dict(problems)


class Answers(Struct, frozen=True):
    """Accepted answers in the three parts that are stored apart.

    Keys are question keys. What was left empty is absent.
    """

    coded: dict[str, str]
    texts: dict[str, str]
    background: dict[str, str]

    @property
    def empty(self) -> bool:
        """Nothing said on the proposal; background alone is no response."""
        return not (self.coded or self.texts)

    def flat(self) -> dict[str, str]:
        return {**self.coded, **self.texts, **self.background}


PageKind = Literal["point", "general", "about"]


class Page(Struct, frozen=True):
    """What stands together on one page: about one decision point, about the whole proposal, or
    about the resident."""

    kind: PageKind
    decision_point: int | None
    questions: tuple[Question, ...]


class Questionnaire(Struct, frozen=True, dict=True):
    """What follows from the questions is worked out once: every form of every resident asks it."""

    questions: tuple[Question, ...]

    def keys(self) -> tuple[str, ...]:
        return tuple(question.key for question in self.questions)

    def fields(self) -> Mapping[str, Question]:
        """Every field of the form with the question that reads it."""
        return self._fields

    def pages(self) -> tuple[Page, ...]:
        """One page per decision point, in order, one for the whole, then one for background."""
        return self._pages

    @cached_property
    def _fields(self) -> Mapping[str, Question]:
        return {field: question for question in self.questions for field in question.fields}

    @cached_property
    def _conditional(self) -> tuple[tuple[Question, Condition], ...]:
        """What is asked only after certain answers, in the order of the pages."""
        inside = (question for page in self._pages for question in page.questions)
        return tuple((each, each.show_if) for each in inside if each.show_if is not None)

    @cached_property
    def _pages(self) -> tuple[Page, ...]:
        points: dict[int, list[Question]] = {}
        general: list[Question] = []
        about: list[Question] = []
        for question in self.questions:
            if question.background:
                about.append(question)
            elif question.decision_point is None:
                general.append(question)
            else:
                points.setdefault(question.decision_point, []).append(question)
        pages = [Page("point", number, tuple(points[number])) for number in sorted(points)]
        if general:
            pages.append(Page("general", None, tuple(general)))
        if about:
            pages.append(Page("about", None, tuple(about)))
        return tuple(pages)

    def stances(self) -> tuple[StanceQuestion, ...]:
        return tuple(q for q in self.questions if isinstance(q, StanceQuestion))

    def background(self) -> tuple[BackgroundQuestion, ...]:
        return tuple(q for q in self.questions if isinstance(q, BackgroundQuestion))

    def hidden(self, form: Given) -> frozenset[str]:
        """Keys of questions that are not asked after these answers; in the order of the pages,
        and what hangs on a hidden question is hidden too."""
        found: set[str] = set()
        for question, asked in self._conditional:
            said = {value for text in form.get(asked.question, ()) for value in text.split()}
            if asked.question in found or not said & set(asked.values):
                found.add(question.key)
        return frozenset(found)

    def gone(self, form: Given) -> frozenset[str]:
        """Hidden by an earlier page, so that nobody comes to see them. What an answer on its own
        page hides is not gone: it stands on the page, with its condition in words.
        """
        hidden = self.hidden(form)
        found: set[str] = set()
        for page in self.pages() if hidden else ():
            here = {question.key for question in page.questions}
            for question in page.questions:
                asked = question.show_if
                if asked is None or question.key not in hidden:
                    continue
                if asked.question not in here or asked.question in found:
                    found.add(question.key)
        return frozenset(found)

    def to_come(self, form: Given, at: int) -> dict[int, bool | None]:
        """Each page after page `at` (from 1): whether it will be shown; None while that hangs on
        what is still to be answered, on page `at` or later.
        """
        pages = dict(enumerate(self.pages(), start=1))
        place = {
            question.key: number for number, page in pages.items() for question in page.questions
        }
        asked = {question.key: question for question in self.questions}

        def shown(question: Question) -> bool | None:
            hangs_on = question.show_if
            if hangs_on is None:
                return True
            if hangs_on.question not in asked:
                return False
            before = shown(asked[hangs_on.question])
            if before is False or place[hangs_on.question] == place[question.key]:
                return before
            if place[hangs_on.question] >= at:
                return None
            said = {value for text in form.get(hangs_on.question, ()) for value in text.split()}
            return before if said & set(hangs_on.values) else False

        found: dict[int, bool | None] = {}
        for number, page in pages.items():
            if number > at:
                fates = {shown(question) for question in page.questions}
                found[number] = True if True in fates else None if None in fates else False
        return found

    def leave_out(self, form: Given) -> tuple[dict[str, Sequence[str]], tuple[str, ...]]:
        """The form without answers to questions that are `gone`, and the keys of those questions.
        What hangs on the same page stays: `read` asks about it.
        """
        gone = self.gone(form)
        away = [
            question
            for question in self.questions
            if question.key in gone and any(filled(form, field) for field in question.fields)
        ]
        names = {field for question in away for field in question.fields}
        kept = {name: form[name] for name in form if name not in names}
        return kept, tuple(question.key for question in away)

    def read(self, form: Given) -> Answers:
        """Every acceptable answer, or `Refused` with every problem at once, by field."""
        known = self.fields()
        problems: dict[str, Flaw] = {name: "unknown_question" for name in form if name not in known}
        hidden = self.hidden(form)
        answers = Answers({}, {}, {})
        for question in self.questions:
            if question.key in hidden:
                said = [field for field in question.fields if filled(form, field)]
                problems |= dict.fromkeys(said, "hidden")
                continue
            try:
                accepted = question.read(form)
            except Rejected as rejection:
                problems[rejection.field] = rejection.flaw
                continue
            if question.required and accepted == NOTHING:
                problems[question.key] = "required"
            (answers.background if question.background else answers.coded).update(accepted.coded)
            answers.texts.update(accepted.texts)
        if problems:
            raise Refused(problems)
        return answers
