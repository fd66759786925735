# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""From answers as they are stored to answers as they are counted (`surveys.counting`).

The rule is asked once per different answer and then joined to the rows: a million rows hold few
different answers.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace

import polars as pl

from analysis.frames import Batch
from surveys.counting import NOT_ASKED, comes_to, meets
from surveys.questionnaire import Questionnaire
from surveys.questions import Question

KEY = ["entry", "sign"]
_STORED = ["question", "value"]


def different(answers: pl.DataFrame) -> list[tuple[str, str]]:
    """Every question with every value that is stored for it, sorted."""
    return sorted(answers.select(_STORED).unique().iter_rows())


def fields(questionnaire: Questionnaire, *, background: bool) -> dict[str, Question]:
    """What can be stored for these questions, and which question it answers."""
    known = questionnaire.fields().items()
    return {field: question for field, question in known if question.background is background}


def rule(answers: pl.DataFrame, known: Mapping[str, Question]) -> pl.DataFrame:
    """Per different answer what it comes to; one row without a `key` for what is no answer."""
    nothing = ((None, None),)
    rows = [
        (field, value, *counted)
        for field, value in different(answers)
        for counted in (comes_to(known[field], field, value) if field in known else ()) or nothing
    ]
    columns = dict.fromkeys([*_STORED, "key", "counted"], pl.String())
    return pl.DataFrame(rows, schema=columns, orient="row")


def _not_asked(batch: Batch, questionnaire: Questionnaire) -> Iterator[pl.DataFrame]:
    """As `Questionnaire.hidden`, for all entries at once. An erased entry was asked nothing."""
    said = pl.concat([batch.answers, batch.background])
    asked: dict[str, pl.DataFrame] = {}
    for question in (question for page in questionnaire.pages() for question in page.questions):
        condition = question.show_if
        if condition is None:
            continue
        answers = said.filter(pl.col("question") == condition.question)
        values = [value for _, value in different(answers) if meets(condition, value)]
        shown = answers.filter(pl.col("value").is_in(values)).select(KEY)
        if condition.question in asked:
            shown = shown.join(asked[condition.question], on=KEY, how="semi")
        asked[question.key] = shown
        if not question.background:
            hidden = batch.entries.select(KEY).join(shown, on=KEY, how="anti")
            yield hidden.with_columns(question=pl.lit(question.key), value=pl.lit(NOT_ASKED))


def unfold(batch: Batch, questionnaire: Questionnaire, said: pl.DataFrame | None = None) -> Batch:
    """For a batch whose every answer is one; `soundness.check` sees to that. `said` is its `rule`.

    Only the question itself is counted as not asked: its options and its text are left empty then.
    """
    if said is None:
        said = rule(batch.answers, fields(questionnaire, background=False))
    counted = batch.answers.join(said, on=_STORED).select(*KEY, question="key", value="counted")
    return replace(batch, answers=pl.concat([counted, *_not_asked(batch, questionnaire)]))
