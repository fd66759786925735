# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""What is unwise in one question. It can be asked; whether to mend it is for the griffier."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Literal

from surveys import wording
from surveys.questionnaire import Page
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
from surveys.wording import Hint

Unwise = Literal["no_opinion_missing", "same_label", "scale_ends", "overlap", "long_answers"] | Hint
# With both ends in it. "18 tot 25" ends before 25.
_RANGE = re.compile(r"(?<!\d)(\d{1,9})(?: \w+)?\s*(?:[-\u2013]|t/m|tot en met)\s*(\d{1,9})")


def _bounds(label: str) -> tuple[int, int] | None:
    """Of an answer that is a range: "18 tot en met 25 jaar", "18-25"."""
    found = _RANGE.search(label.replace(".", ""))
    return (int(found[1]), int(found[2])) if found else None


def _overlapping(labels: Sequence[str]) -> bool:
    """Somebody of 25 has two boxes to choose from in "18-25" and "25-40"."""
    ranges = sorted(found for label in labels if (found := _bounds(label)))
    return any(low <= before for (_, before), (low, _) in pairwise(ranges))


def of_one(question: Question) -> Iterator[Unwise]:
    """Of one question, whatever stands beside it."""
    yield from wording.of_question(question.label)
    yield from wording.of_text(question.description)
    match question:
        case ScaleQuestion():
            if not (question.low_label.strip() and question.high_label.strip()):
                yield "scale_ends"
        case ChoiceQuestion() | ChoicesQuestion() | BackgroundQuestion():
            labels = [option.label for option in question.options]
            if any(wording.words(label) > wording.MOST_IN_SENTENCE for label in labels):
                yield "long_answers"
            if _overlapping(labels):
                yield "overlap"
        case StanceQuestion() | OpenQuestion() | NumberQuestion():
            pass
    choosing = isinstance(question, ScaleQuestion | ChoiceQuestion | ChoicesQuestion)
    if choosing and not question.no_opinion:
        yield "no_opinion_missing"


def said_twice(page: Page) -> Iterator[str]:
    """Keys of questions that read as one before them."""
    seen: set[str] = set()
    for question in page.questions:
        label = question.label.strip().casefold()
        if label and label in seen:
            yield question.key
        seen.add(label)
