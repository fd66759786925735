# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
from collections.abc import Iterator

from backend.participation import standard as known
from surveys.questions import BackgroundQuestion, Option
from surveys.template import draft
from surveys.themes import THEMES

NEIGHBOURHOOD = Option("WK01", "De Kom")


def standard() -> Iterator[str]:
    for question in draft([1], [NEIGHBOURHOOD]).questions:
        yield question.label
        yield question.description
        if isinstance(question, BackgroundQuestion):
            yield question.why
            yield from (option.label for option in question.options)


def test_every_sentence_of_the_standard_questions_is_in_the_catalogue() -> None:
    assert set(known.SENTENCES) == set(standard()) - {"", NEIGHBOURHOOD.label}


def test_so_is_every_theme() -> None:
    assert tuple(THEMES.values()) == known.THEMES
