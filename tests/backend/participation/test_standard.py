# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
from collections.abc import Iterator

from backend.participation import standard as known
from surveys.questions import BackgroundQuestion, Option
from surveys.template import draft

NEIGHBOURHOODS = (Option("WK01", "De Kom"), Option("WK02", "Haven"))


def standard() -> Iterator[str]:
    for question in draft([1], NEIGHBOURHOODS).questions:
        yield question.label
        yield question.description
        if isinstance(question, BackgroundQuestion):
            yield question.why
            yield from (option.label for option in question.options)


def test_every_sentence_of_the_standard_questions_is_in_the_catalogue() -> None:
    assert set(known.SENTENCES) == set(standard()) - {"", "De Kom", "Haven"}
