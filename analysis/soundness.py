# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a batch must hold to before it is counted, so that no row drops out in silence."""

from collections import Counter

import polars as pl

from analysis.frames import ANSWERS, BACKGROUND, CANCELLED, ENTRIES, RECEIVED, Batch
from analysis.unfolding import KEY, fields, rule, unfold
from surveys.counting import keys
from surveys.questionnaire import Questionnaire


class Unsound(Exception):
    """A batch that cannot be counted; carries every reason."""

    def __init__(self, reasons: tuple[str, ...]) -> None:
        super().__init__("; ".join(reasons))
        self.reasons = reasons


def _entries(entries: pl.DataFrame) -> list[str]:
    reasons: list[str] = []
    if doubles := entries.height - entries.n_unique(KEY):
        reasons.append(f"entries: {doubles} come twice with the same sign")
    right = ((pl.col("sign") == 1) & (pl.col("cause") == RECEIVED)) | (
        (pl.col("sign") == -1) & pl.col("cause").is_in(CANCELLED)
    )
    if wrong := entries.filter(~right).height:
        reasons.append(f"entries: {wrong} with a cause that does not go with their sign")
    return reasons


def _answers(name: str, rows: pl.DataFrame, entries: pl.DataFrame, said: pl.DataFrame) -> list[str]:
    reasons: list[str] = []
    if doubles := rows.height - rows.n_unique([*KEY, "question"]):
        reasons.append(f"{name}: {doubles} second answers by one entry to one question")
    if strays := rows.join(entries, on=KEY, how="anti").height:
        reasons.append(f"{name}: {strays} of entries that are not in the batch")
    none = said.filter(pl.col("key").is_null()).select("question", "value")
    reasons += [f"{name}: {value!r} is no answer to {field!r}" for field, value in none.iter_rows()]
    return reasons


def _shape(batch: Batch) -> list[str]:
    expected = (
        ("entries", batch.entries, ENTRIES),
        ("answers", batch.answers, ANSWERS),
        ("background", batch.background, BACKGROUND),
    )
    reasons = [
        f"{name}: columns are {dict(frame.schema)}, not {dict(schema)}"
        for name, frame, schema in expected
        if frame.schema != schema
    ]
    reasons += [
        f"{name}: {empty} rows with an empty column"
        for name, frame, _ in expected
        if (empty := frame.height - frame.drop_nulls().height)
    ]
    return reasons


def _twice(questionnaire: Questionnaire) -> list[str]:
    return [
        f"questionnaire: {key!r} is counted for more than one question"
        for key, times in Counter(keys(questionnaire)).items()
        if times > 1
    ]


def check(batch: Batch, questionnaire: Questionnaire) -> Batch:
    """The batch as it is counted; raises `Unsound` with every reason at once."""
    if reasons := _shape(batch):
        raise Unsound(tuple(reasons))
    said = rule(batch.answers, fields(questionnaire, background=False))
    about = rule(batch.background, fields(questionnaire, background=True))
    reasons = [
        *_entries(batch.entries),
        *_answers("answers", batch.answers, batch.entries, said),
        *_answers("background", batch.background, batch.entries, about),
        *_twice(questionnaire),
    ]
    if reasons:
        raise Unsound(tuple(reasons))
    unfolded = unfold(batch, questionnaire, said)
    answers = unfolded.answers
    if doubles := answers.height - answers.n_unique([*KEY, "question"]):
        reason = f"answers: {doubles} to a question that was not asked, or was skipped as well"
        raise Unsound((reason,))
    return unfolded
