# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""The closing sums of DESIGN.md 3, rule 6: nothing drops out in silence."""

from collections import Counter
from collections.abc import Iterator

import msgspec

from analysis.counts import Count
from surveys import counting
from surveys.questionnaire import Questionnaire


def _below_nought(count: Count) -> Iterator[str]:
    for row in (*count.entries, *count.answers, *count.groups, *count.crossed):
        if any(isinstance(part, int) and part < 0 for part in msgspec.structs.astuple(row)):
            yield f"{row}: less than nought"


def _received(count: Count) -> Iterator[str]:
    for row in count.entries:
        parts = row.counted + row.replaced + row.withdrawn + row.set_aside
        if row.received != parts:
            yield f"{row.channel} {row.day}: received {row.received}, accounted {parts}"


def _answered(count: Count, asked: set[str]) -> Iterator[str]:
    counted: Counter[str] = Counter()
    for row in count.entries:
        counted[row.channel] += row.counted
    accounted: Counter[tuple[str, str]] = Counter()
    for row in count.answers:
        accounted[row.question, row.channel] += row.n
    questions = asked | {row.question for row in count.answers}
    channels = set(counted) | {row.channel for row in count.answers}
    for question, channel in sorted((q, c) for q in questions for c in channels):
        if accounted[question, channel] != counted[channel]:
            numbers = f"counted {counted[channel]}, accounted {accounted[question, channel]}"
            yield f"{question} {channel}: {numbers}"


def _grouped(count: Count, about: set[str], stances: set[str]) -> Iterator[str]:
    counted = sum(row.counted for row in count.entries)
    accounted: Counter[str] = Counter()
    for row in count.groups:
        accounted[row.background] += row.n
    for row in count.crossed:
        accounted[f"{row.background} by {row.question}"] += row.n
    expected = about | {f"{background} by {stance}" for background in about for stance in stances}
    for name in sorted(expected | set(accounted)):
        if accounted[name] != counted:
            yield f"{name}: counted {counted}, accounted {accounted[name]}"


def closes(count: Count, questionnaire: Questionnaire | None = None) -> tuple[str, ...]:
    """Every closing sum of a whole consultation that is broken, in words; none when it closes.

    With the questionnaire, a question that is missing altogether is found too.
    """
    questions = questionnaire.questions if questionnaire else ()
    asked = set(counting.keys(questionnaire)) if questionnaire else set[str]()
    about = {question.key for question in questions if question.background}
    stances = (
        {question.key for question in questionnaire.stances()} if questionnaire else set[str]()
    )
    return (
        *_below_nought(count),
        *_received(count),
        *_answered(count, asked),
        *_grouped(count, about, stances),
    )
