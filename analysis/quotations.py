# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Which texts may be quoted, and in which order they are drawn."""

from collections.abc import Iterable, Iterator
from typing import Final

from analysis import draw
from analysis.members import Members
from analysis.questions import texts as own_words
from analysis.sets import Sets, any_of
from surveys.counting import WRITTEN
from surveys.questionnaire import Questionnaire
from surveys.stances import Stance
from surveys.template import advice_key, stance_key

MOST: Final = 25
"""Per decision point and side: enough for many refusals, and read by nobody at once."""
NO_STANCE: Final = "none"
EVERYBODY: Final = "everybody"
"""The one side of a text that belongs to no stance."""

Drawn = tuple[str, str, int, str]
"""Question, side, rank and entry."""


def _sides(
    asked: Questionnaire, points: Iterable[tuple[int, str]], found: Sets
) -> Iterator[tuple[str, dict[str, Members]]]:
    """Every text that may be quoted, with who wrote it: advice by stance, the rest together."""
    for number, _ in points:
        question = advice_key(number)
        written = found.answers.get((question, WRITTEN), 0)
        sides = {
            str(stance): written & found.answers.get((stance_key(number), stance), 0)
            for stance in Stance
        }
        chose = any_of(found, stance_key(number), Stance)
        yield question, {**sides, NO_STANCE: written & ~chose}
    for key in own_words(asked):
        yield key, {EVERYBODY: found.answers.get((key, WRITTEN), 0)}


def drawn(
    asked: Questionnaire, points: Iterable[tuple[int, str]], found: Sets, seed: str
) -> Iterator[Drawn]:
    for question, sides in _sides(asked, points, found):
        for side, entries in sides.items():
            ranked = draw.rank(seed, question, found.ids(entries), MOST)
            yield from ((question, side, rank, entry) for rank, entry in enumerate(ranked))
