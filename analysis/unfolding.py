# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""From answers as they are stored to answers as they are counted (`surveys.counting`).

The rule is asked once per different answer and then mapped over the rows: a million rows hold few
different answers.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from analysis.frames import ABOUT, ENTRIES, SAID, Batch
from surveys.counting import NOT_ASKED, comes_to, meets
from surveys.counting import keys as count_keys
from surveys.questionnaire import Questionnaire
from surveys.questions import Question


@dataclass(frozen=True, slots=True)
class Unfolded:
    """`rows` holds the columns of `ENTRIES`, one per count key (`of_key`) and one per background
    question (`of_group`); null is left empty. `doubles` are rows in which a key was answered in
    two ways."""

    rows: pl.DataFrame
    doubles: int


def of_key(key: str) -> str:
    return f"{SAID}{key}"


def of_group(background: str) -> str:
    return f"{ABOUT}{background}"


def different(rows: pl.DataFrame, column: str) -> list[str]:
    """Every value that is stored in it, sorted."""
    return sorted(rows[column].drop_nulls().unique().to_list())


def fields(questionnaire: Questionnaire, *, background: bool) -> dict[str, Question]:
    """What can be stored for these questions, and which question it answers."""
    known = questionnaire.fields().items()
    return {field: question for field, question in known if question.background is background}


Rule = Mapping[tuple[str, str], tuple[tuple[str, str], ...]]
"""Field and stored value to count keys with their values; nothing for what is no answer."""


def rule(batch: Batch, kind: str, known: Mapping[str, Question]) -> Rule:
    """Asked once per different answer of this kind that the batch holds."""
    return {
        (field, value): comes_to(known[field], field, value) if field in known else ()
        for field, column in batch.columns(kind).items()
        for value in different(batch.rows, column)
    }


def _sources(said: Rule) -> dict[str, dict[str, dict[str, str]]]:
    """Per count key: per field from which it follows, what each stored value counts as."""
    found: dict[str, dict[str, dict[str, str]]] = {}
    for (field, value), counted in said.items():
        for key, comes in counted:
            found.setdefault(key, {}).setdefault(field, {})[value] = comes
    return found


def _not_asked(batch: Batch, questionnaire: Questionnaire) -> dict[str, pl.Expr]:
    """As `Questionnaire.hidden`, for all entries at once. An erased entry was asked nothing."""
    stored = {
        field: column for kind in (SAID, ABOUT) for field, column in batch.columns(kind).items()
    }
    asked: dict[str, pl.Expr] = {}
    for question in (question for page in questionnaire.pages() for question in page.questions):
        condition = question.show_if
        if condition is None:
            continue
        shown = pl.lit(value=False)
        if column := stored.get(condition.question):
            values = [value for value in different(batch.rows, column) if meets(condition, value)]
            shown = pl.col(column).is_in(values).fill_null(value=False)
        asked[question.key] = shown & asked.get(condition.question, pl.lit(value=True))
    background = {question.key for question in questionnaire.background()}
    return {key: ~shown for key, shown in asked.items() if key not in background}


def unfold(batch: Batch, questionnaire: Questionnaire, said: Rule | None = None) -> Unfolded:
    """For a batch whose every answer is one; `soundness.check` sees to that. `said` is its `rule`.

    Only the question itself is counted as not asked: its options and its text are left empty then.
    """
    if said is None:
        said = rule(batch, SAID, fields(questionnaire, background=False))
    sources, hidden = _sources(said), _not_asked(batch, questionnaire)
    empty = pl.lit(None, pl.String())
    columns: list[pl.Expr] = []
    doubles: list[pl.Expr] = []
    for key in count_keys(questionnaire):
        ways = [
            pl.col(f"{SAID}{field}").replace_strict(values, default=None, return_dtype=pl.String())
            for field, values in sorted(sources.get(key, {}).items())
        ]
        if key in hidden:
            ways.append(pl.when(hidden[key]).then(pl.lit(NOT_ASKED)).otherwise(empty))
        columns.append(pl.coalesce(ways or [empty]).alias(of_key(key)))
        if len(ways) > 1:
            doubles.append(pl.sum_horizontal(way.is_not_null() for way in ways) > 1)
    about = batch.columns(ABOUT)
    groups = [
        (pl.col(about[question.key]) if question.key in about else empty).alias(
            of_group(question.key)
        )
        for question in questionnaire.background()
    ]
    twice = (
        batch.rows.select(pl.sum_horizontal([pl.lit(0), *doubles]).sum()).item() if doubles else 0
    )
    return Unfolded(batch.rows.select(*ENTRIES.names(), *columns, *groups), twice)
