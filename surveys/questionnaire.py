# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""A questionnaire: the questions in order, and what one form full of answers comes to."""

from collections.abc import Mapping, Sequence

from msgspec import Struct

from surveys.questions import (
    BackgroundQuestion,
    Flaw,
    OpenQuestion,
    Question,
    Rejected,
    StanceQuestion,
)


class Refused(Exception):
    """Every problem of one form at once: question key to flaw."""

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


class Page(Struct, frozen=True):
    """What stands together on one page; the background questions have no decision point."""

    decision_point: int | None
    questions: tuple[Question, ...]


class Questionnaire(Struct, frozen=True):
    questions: tuple[Question, ...]

    def keys(self) -> tuple[str, ...]:
        return tuple(question.key for question in self.questions)

    def pages(self) -> tuple[Page, ...]:
        """One page per decision point, in order, then one for the background."""
        points: dict[int, list[Question]] = {}
        about = [q for q in self.questions if isinstance(q, BackgroundQuestion)]
        for question in self.questions:
            if not isinstance(question, BackgroundQuestion):
                points.setdefault(question.decision_point, []).append(question)
        pages = [Page(number, tuple(points[number])) for number in sorted(points)]
        return (*pages, Page(None, tuple(about))) if about else tuple(pages)

    def stances(self) -> tuple[StanceQuestion, ...]:
        return tuple(q for q in self.questions if isinstance(q, StanceQuestion))

    def background(self) -> tuple[BackgroundQuestion, ...]:
        return tuple(q for q in self.questions if isinstance(q, BackgroundQuestion))

    def read(self, form: Mapping[str, Sequence[str]]) -> Answers:
        """Every acceptable answer, or `Refused` with every problem at once."""
        known = {question.key: question for question in self.questions}
        problems: dict[str, Flaw] = {key: "unknown_question" for key in form if key not in known}
        kept: dict[bool | None, dict[str, str]] = {True: {}, False: {}, None: {}}
        for key, question in known.items():
            given = [text for text in form.get(key, ()) if text.strip()]
            if not given:
                continue
            try:
                accepted = question.accept(given)
            except Rejected as rejection:
                problems[key] = rejection.flaw
                continue
            kept[None if question.background else question.coded][key] = accepted
        if problems:
            raise Refused(problems)
        return Answers(coded=kept[True], texts=kept[False], background=kept[None])


def unfit(questionnaire: Questionnaire, *, ratings_only_reason: str) -> tuple[str, ...]:
    """Why this questionnaire cannot be opened yet; nothing when it can.

    Participation is counsel, not a rating (lesson 10): a stance without room for advice needs a
    recorded reason.
    """
    reasons: list[str] = []
    asks_stance = bool(questionnaire.stances())
    asks_advice = any(isinstance(q, OpenQuestion) for q in questionnaire.questions)
    if not (asks_stance or asks_advice):
        reasons.append("no_questions")
    if asks_stance and not asks_advice and not ratings_only_reason.strip():
        reasons.append("only_ratings")
    keys = questionnaire.keys()
    if len(set(keys)) != len(keys):
        reasons.append("double_keys")
    return tuple(reasons)
