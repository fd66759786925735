# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a batch must hold to before it is counted, so that no row drops out in silence."""

from collections import Counter

import polars as pl

from analysis.frames import ABOUT, CANCELLED, ENTRIES, RECEIVED, SAID, Batch
from analysis.unfolding import Rule, Unfolded, fields, of_stored, rule, stored
from surveys.counting import keys
from surveys.questionnaire import Questionnaire


class Unsound(Exception):
    """A batch that cannot be counted; carries every reason."""

    def __init__(self, reasons: tuple[str, ...]) -> None:
        super().__init__("; ".join(reasons))
        self.reasons = reasons


def _entries(rows: pl.DataFrame) -> list[str]:
    reasons: list[str] = []
    once = sum(part["entry"].n_unique() for part in rows.partition_by("sign"))
    if doubles := rows.height - once:
        reasons.append(f"entries: {doubles} come twice with the same sign")
    right = ((pl.col("sign") == 1) & (pl.col("cause") == RECEIVED)) | (
        (pl.col("sign") == -1) & pl.col("cause").is_in(CANCELLED)
    )
    if wrong := rows.filter(~right).height:
        reasons.append(f"entries: {wrong} with a cause that does not go with their sign")
    return reasons


def _answers(name: str, said: Rule) -> list[str]:
    none = sorted(answer for answer, counted in said.items() if not counted)
    return [f"{name}: {value!r} is no answer to {field!r}" for field, value in none]


def _shape(batch: Batch) -> list[str]:
    texts = (*batch.columns(SAID).values(), *batch.columns(ABOUT).values())
    expected = pl.Schema({**ENTRIES, **dict.fromkeys(texts, pl.String())})
    if dict(batch.rows.schema) != dict(expected):
        return [f"entries: columns are {dict(batch.rows.schema)}, not {dict(expected)}"]
    gaps = batch.rows.height - batch.rows.select(ENTRIES.names()).drop_nulls().height
    return [f"entries: {gaps} rows with an empty column"] if gaps else []


def _twice(questionnaire: Questionnaire) -> list[str]:
    return [
        f"questionnaire: {key!r} is counted for more than one question"
        for key, times in Counter(keys(questionnaire)).items()
        if times > 1
    ]


def check(batch: Batch, questionnaire: Questionnaire) -> Unfolded:
    """The batch as it is counted; raises `Unsound` with every reason at once."""
    if reasons := _shape(batch):
        raise Unsound(tuple(reasons))
    said, about = stored(batch, SAID), stored(batch, ABOUT)
    counted = rule(said, fields(questionnaire, background=False))
    reasons = [
        *_entries(batch.rows),
        *_answers("answers", counted),
        *_answers("background", rule(about, fields(questionnaire, background=True))),
        *_twice(questionnaire),
    ]
    if reasons:
        raise Unsound(tuple(reasons))
    unfolded = of_stored(batch, questionnaire, said, about, counted)
    if unfolded.doubles:
        reason = (
            f"answers: {unfolded.doubles} to a question that was not asked, or was skipped as well"
        )
        raise Unsound((reason,))
    return unfolded
