# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""A first mapping by comparing words, for a person to check and mend. Never used unseen."""

import re
from collections.abc import Mapping as Looked
from typing import Final

from msgspec import Struct

from backend.participation.importing_mapping import Column, Mapping
from backend.participation.importing_plan import choices, loose
from backend.web.tables_in import Table
from surveys.questionnaire import Questionnaire
from surveys.questions import (
    ChoiceQuestion,
    ChoicesQuestion,
    NumberQuestion,
    OpenQuestion,
    Question,
)
from surveys.text import UNPRINTABLE

MOST_WORDS: Final = 60
_SEPARATORS: Final = (";", "|", "\n", ", ", ",")
_ID: Final = frozenset(
    {"id", "response id", "responseid", "respondent id", "respondentid", "antwoord id", "nummer"}
    | {"antwoord-id", "respondent", "inzending", "token"}
)
# LimeSurvey writes `key[SQ001]` or `question [option]`, others `question: option` or `... - ...`.
_SUB: Final = re.compile(r"(?P<stem>.+?)\s*(?:\[(?P<bracket>[^\]]+)\]|(?::|\s-)\s+(?P<tail>.+))")
_OTHER: Final = frozenset({"other", "anders", "overig", "anders, namelijk", "anders namelijk"})


class _Words(Struct, frozen=True):
    """Every way in which a column may name a question."""

    whole: dict[str, Question]

    def find(self, text: str) -> Question | None:
        return self.whole.get(loose(text))


def _words(questionnaire: Questionnaire) -> _Words:
    """A label that several decision points share, names none of them."""
    found: dict[str, Question] = {}
    twice: set[str] = set()
    for question in questionnaire.questions:
        number = question.decision_point
        for name in (
            question.key,
            question.label,
            *([f"{number}. {question.label}", f"{number} {question.label}"] if number else ()),
        ):
            if found.setdefault(loose(name), question) is not question:
                twice.add(loose(name))
    return _Words({name: question for name, question in found.items() if name not in twice})


def propose(slug: str, table: Table, questionnaire: Questionnaire) -> Mapping:
    """Columns that nobody recognises stand under `ignore`: read that list first."""
    words = _words(questionnaire)
    columns: dict[str, Column] = {}
    taken: set[tuple[str, str | None]] = set()
    number: str | None = None
    for place, name in enumerate(table.header):
        cells = [row.cells[place] for row in table.rows if row.cells]
        if number is None and loose(name) in _ID:
            number = name
            continue
        column = _column(words, name, cells)
        if column is not None and (column.question, column.option) not in taken:
            taken.add((column.question, column.option))
            columns[name] = column
    ignore = tuple(name for name in table.header if name not in columns and name != number)
    return Mapping(slug, columns, "", number, ignore)


def _column(words: _Words, name: str, cells: list[str]) -> Column | None:
    question = words.find(name)
    if question is not None:
        return whole(question, cells)
    parts = _SUB.fullmatch(name)
    question = words.find(parts["stem"]) if parts else None
    if parts is None or question is None:
        return None
    return _part(question, parts["bracket"] or parts["tail"])


def _part(question: Question, part: str) -> Column | None:
    if not isinstance(question, ChoiceQuestion | ChoicesQuestion):
        return None
    if question.other and loose(part) in _OTHER:
        return Column(f"{question.key}.other")
    if isinstance(question, ChoiceQuestion):
        return None
    for choice in choices(question):
        if loose(part) in {loose(choice.label), loose(choice.value)}:
            return Column(question.key, option=choice.value)
    return None


def whole(question: Question, cells: list[str]) -> Column:
    """A column that is about all of a question, with the words that stand in it."""
    if isinstance(question, OpenQuestion | NumberQuestion):
        return Column(question.key)
    ours = {loose(choice.label): choice.value for choice in choices(question)}
    ours |= {loose(value): value for value in question.values}
    separator = _separator(ours, cells) if isinstance(question, ChoicesQuestion) else ""
    said = {
        piece.strip(): None
        for cell in cells
        for piece in (cell.split(separator) if separator else [cell])
        if piece.strip() and not UNPRINTABLE.search(piece)  # its row is refused as it is
    }
    found = {word: ours.get(loose(word), "") for word in list(said)[:MOST_WORDS]}
    unknown = [word for word, value in found.items() if not value]
    if not unknown:
        return Column(question.key, separator=separator)
    return Column(question.key, values=_with_guesses(found, ours), separator=separator)


def _with_guesses(found: Looked[str, str], ours: Looked[str, str]) -> dict[str, str]:
    """What begins one label of ours and no other, may well be it. What is not recognised gets a
    question mark, which no mapping accepts."""
    guessed = dict(found)
    for word in [word for word, value in found.items() if not value]:
        near = {value for label, value in ours.items() if label.startswith(loose(word))}
        guessed[word] = near.pop() if len(near) == 1 else "?"
    return guessed


def _separator(ours: Looked[str, str], cells: list[str]) -> str:
    """The one that cuts cells into the most answers that we know."""

    def fit(separator: str) -> int:
        return sum(loose(piece) in ours for cell in cells for piece in cell.split(separator))

    best = max(_SEPARATORS, key=fit)
    return best if fit(best) else _SEPARATORS[0]
