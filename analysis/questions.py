# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""The figures of every question that is not part of a decision point's own (`points`).

counted = answered + no opinion + left empty + not asked. Shares are per mille of who answered,
rounded half up; of a choice of several they come to more than a thousand together.
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping

import msgspec
from msgspec import Struct

from analysis.counts import Count
from analysis.dutch import STANCES, numbered
from analysis.points import permille
from analysis.spread import Spread, classes, spread
from surveys.counting import CHOSEN, NOT_ASKED, WRITTEN, keys, option_key, options, other_key
from surveys.questionnaire import Questionnaire
from surveys.questions import (
    ChoiceQuestion,
    ChoicesQuestion,
    NumberQuestion,
    OpenQuestion,
    Question,
    ScaleQuestion,
    StanceQuestion,
)
from surveys.reading import NO_OPINION, OTHER
from surveys.stances import Stance
from surveys.template import advice_key, condition_key, stance_key, touched_key

_NO_ANSWER = (None, NO_OPINION, NOT_ASKED)

Counts = Mapping[str, Mapping[str | None, int]]
"""Count key to values with their numbers."""


class OptionFigures(Struct, frozen=True):
    """One answer; of a number, one class of them (`value` "0..9")."""

    value: str
    label: str
    n: int
    permille: int


class Given(Struct, frozen=True, kw_only=True):
    """`no_opinion` includes who skipped a number or text; `others` are texts after "anders"."""

    options: tuple[OptionFigures, ...]
    answered: int
    no_opinion: int
    left_empty: int
    not_asked: int
    others: int


class ChannelAnswers(Given, frozen=True, kw_only=True):
    channel: str


class QuestionFigures(Given, frozen=True, kw_only=True):
    """`spread` is of scales and numbers, when somebody answered; `unit` of numbers only."""

    key: str
    label: str
    kind: str
    decision_point: int | None
    by_channel: tuple[ChannelAnswers, ...]
    spread: Spread | None = None
    unit: str = ""


def of_a_point(question: Question) -> bool:
    """Whether a decision point's own figures tell of it."""
    number = question.decision_point
    if number is None:
        return False
    if isinstance(question, StanceQuestion):
        return question.key == stance_key(number)
    texts = (advice_key(number), condition_key(number), touched_key(number))
    return isinstance(question, OpenQuestion) and question.key in texts


def shown(questionnaire: Questionnaire) -> Iterator[Question]:
    """In the order of the form."""
    for page in questionnaire.pages():
        for question in page.questions:
            if not question.background and not of_a_point(question):
                yield question


def texts(questionnaire: Questionnaire) -> tuple[str, ...]:
    """Where people write in their own words, outside a decision point's own questions."""
    return tuple(
        question.key if isinstance(question, OpenQuestion) else other_key(question.key)
        for question in shown(questionnaire)
        if isinstance(question, OpenQuestion) or other_key(question.key) in question.fields
    )


def _steps(question: ScaleQuestion) -> Iterator[tuple[str, str]]:
    ends = {1: question.low_label, question.steps: question.high_label}
    for step in range(1, question.steps + 1):
        yield str(step), f"{step}: {ends[step]}" if ends.get(step) else str(step)


def _named(question: ChoiceQuestion | ChoicesQuestion) -> Iterator[tuple[str, str]]:
    yield from ((option.value, option.label) for option in question.options)
    if question.other:
        yield OTHER, "Anders"


def _options(question: Question) -> tuple[tuple[str, str], ...]:
    """Value and label of everything that can be said, "no opinion" apart."""
    match question:
        case StanceQuestion():
            return tuple((str(s), STANCES[s]) for s in Stance if s is not Stance.NO_OPINION)
        case ScaleQuestion():
            return tuple(_steps(question))
        case ChoiceQuestion() | ChoicesQuestion():
            return tuple(_named(question))
        case NumberQuestion(low=low, high=high, unit=unit):
            return tuple((f"{a}..{b}", numbered(a, b, unit)) for a, b in classes(low, high))
        case _:
            return ()


def _numbers(values: Mapping[str | None, int]) -> dict[int, int]:
    return {int(value): n for value, n in values.items() if value not in _NO_ANSWER}


def _often(question: Question, counts: Counts) -> list[int]:
    """How often each of the options was given, in their order."""
    said = counts[question.key]
    match question:
        case ChoicesQuestion(key=key):
            return [counts[option_key(key, value)].get(CHOSEN, 0) for value in options(question)]
        case NumberQuestion(low=low, high=high):
            starts = [first for first, _ in classes(low, high)]
            found = Counter[int]()
            for number, n in _numbers(said).items():
                found[bisect_right(starts, number)] += n
            return [found[place] for place in range(1, len(starts) + 1)]
        case _:
            return [said.get(value, 0) for value, _ in _options(question)]


def _given(question: Question, counts: Counts) -> Given:
    said = counts[question.key]
    answered = sum(n for value, n in said.items() if value not in _NO_ANSWER)
    often = zip(_options(question), _often(question, counts), strict=True)
    other = counts.get(other_key(question.key), {})
    return Given(
        options=tuple(
            OptionFigures(value, label, n, permille(n, answered)) for (value, label), n in often
        ),
        answered=answered,
        no_opinion=said.get(NO_OPINION, 0),
        left_empty=said.get(None, 0),
        not_asked=said.get(NOT_ASKED, 0),
        others=other.get(WRITTEN, 0),
    )


def _figures(question: Question, whole: Counts, channels: Mapping[str, Counts]) -> QuestionFigures:
    middle = None
    if isinstance(question, ScaleQuestion | NumberQuestion):
        middle = spread(_numbers(whole[question.key]))
    return QuestionFigures(
        **msgspec.structs.asdict(_given(question, whole)),
        key=question.key,
        label=question.label,
        kind=str(question.__struct_config__.tag),
        decision_point=question.decision_point,
        by_channel=tuple(
            ChannelAnswers(**msgspec.structs.asdict(_given(question, counts)), channel=channel)
            for channel, counts in channels.items()
        ),
        spread=middle,
        unit=question.unit if isinstance(question, NumberQuestion) else "",
    )


def of_questions(count: Count, questionnaire: Questionnaire) -> tuple[QuestionFigures, ...]:
    """In the order of the form."""
    whole = {key: Counter[str | None]() for key in keys(questionnaire)}
    channels = {
        channel: {key: Counter[str | None]() for key in whole}
        for channel in sorted({row.channel for row in count.entries})
    }
    for row in count.answers:
        whole[row.question][row.value] += row.n
        channels[row.channel][row.question][row.value] += row.n
    return tuple(_figures(question, whole, channels) for question in shown(questionnaire))
