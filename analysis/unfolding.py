# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""From answers as they are stored to answers as they are counted (`surveys.counting`).

The rule is asked once per different answer and then looked up for the rows: a million rows hold few
different answers.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

import numpy as np
import polars as pl

from analysis.frames import ABOUT, ENTRIES, SAID, Batch
from analysis.numbered import Numbered, Truths, first_of, nothing, numbered, where
from surveys.counting import NOT_ASKED, comes_to, meets
from surveys.counting import keys as count_keys
from surveys.questionnaire import Questionnaire
from surveys.questions import Question

Stored = Mapping[str, Numbered]
"""Per field, as it is stored."""
Rule = Mapping[tuple[str, str], tuple[tuple[str, str], ...]]
"""Field and stored value to count keys with their values; nothing for what is no answer."""


@dataclass(frozen=True, slots=True)
class Unfolded:
    """`entries` holds the columns of `ENTRIES`; `answers` a column per count key and `groups` one
    per background question, row by row beside it, in which null is left empty. `doubles` are rows
    in which a key was answered in two ways."""

    entries: pl.DataFrame
    channels: Numbered
    answers: Mapping[str, Numbered]
    groups: Mapping[str, Numbered]
    doubles: int


def fields(questionnaire: Questionnaire, *, background: bool) -> dict[str, Question]:
    """What can be stored for these questions, and which question it answers."""
    known = questionnaire.fields().items()
    return {field: question for field, question in known if question.background is background}


def stored(batch: Batch, kind: str) -> Stored:
    """Every field of this kind that the batch has a column for, sorted."""
    return {field: numbered(batch.rows[column]) for field, column in batch.columns(kind).items()}


def rule(held: Stored, known: Mapping[str, Question]) -> Rule:
    """Asked once per different answer that is held."""
    return {
        (field, value): comes_to(known[field], field, value) if field in known else ()
        for field, column in held.items()
        for value in column.texts
    }


def _sources(said: Rule) -> dict[str, dict[str, dict[str, str]]]:
    """Per count key: per field from which it follows, what each stored value counts as."""
    found: dict[str, dict[str, dict[str, str]]] = {}
    for (field, value), counted in said.items():
        for key, comes in counted:
            found.setdefault(key, {}).setdefault(field, {})[value] = comes
    return found


def _not_asked(held: Stored, questionnaire: Questionnaire, rows: int) -> dict[str, Truths]:
    """As `Questionnaire.hidden`, for all entries at once. An erased entry was asked nothing."""
    asked: dict[str, Truths] = {}
    for question in (question for page in questionnaire.pages() for question in page.questions):
        condition = question.show_if
        if condition is None:
            continue
        shown = np.zeros(rows, dtype=np.bool_)
        if column := held.get(condition.question):
            shown = column.meets(partial(meets, condition))
        asked[question.key] = shown & asked.get(condition.question, True)
    background = {question.key for question in questionnaire.background()}
    return {key: ~shown for key, shown in asked.items() if key not in background}


def unfold(batch: Batch, questionnaire: Questionnaire) -> Unfolded:
    """For a batch whose every answer is one; `soundness.check` sees to that."""
    said = stored(batch, SAID)
    counted = rule(said, fields(questionnaire, background=False))
    return of_stored(batch, questionnaire, said, stored(batch, ABOUT), counted)


def of_stored(
    batch: Batch, questionnaire: Questionnaire, said: Stored, about: Stored, counted: Rule
) -> Unfolded:
    """The same, where `stored` and `rule` were asked before.

    Only the question itself is counted as not asked: its options and its text are left empty then.
    """
    rows = batch.rows.height
    sources = _sources(counted)
    hidden = _not_asked({**said, **about}, questionnaire, rows)
    answers: dict[str, Numbered] = {}
    doubles = 0
    for key in count_keys(questionnaire):
        ways = [
            said[field].mapped(values.get) for field, values in sorted(sources.get(key, {}).items())
        ]
        if key in hidden:
            ways.append(where(hidden[key], NOT_ASKED))
        answers[key] = first_of(ways or [nothing(rows)])
        if len(ways) > 1:
            doubles += int((np.sum([way.filled for way in ways], axis=0) > 1).sum())
    return Unfolded(
        entries=batch.rows.select(ENTRIES.names()),
        channels=numbered(batch.rows["channel"]),
        answers=answers,
        groups={
            question.key: about.get(question.key) or nothing(rows)
            for question in questionnaire.background()
        },
        doubles=doubles,
    )
