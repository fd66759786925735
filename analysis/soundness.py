# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a batch must hold to before it is counted, so that no row drops out in silence."""

from collections.abc import Mapping

import polars as pl

from analysis.frames import ANSWERS, BACKGROUND, CANCELLED, ENTRIES, RECEIVED, WRITTEN, Batch
from surveys.questionnaire import Questionnaire
from surveys.questions import BackgroundQuestion, StanceQuestion
from surveys.stances import Stance

_KEY = ["entry", "sign"]


class Unsound(Exception):
    """A batch that cannot be counted; carries every reason."""

    def __init__(self, reasons: tuple[str, ...]) -> None:
        super().__init__("; ".join(reasons))
        self.reasons = reasons


def options(questionnaire: Questionnaire, *, background: bool) -> dict[str, tuple[str, ...]]:
    """Per question the values that can be counted, in the order of definition."""
    found: dict[str, tuple[str, ...]] = {}
    for question in questionnaire.questions:
        if question.background is background:
            match question:
                case BackgroundQuestion():
                    found[question.key] = tuple(option.value for option in question.options)
                case StanceQuestion():
                    found[question.key] = tuple(Stance)
                case _:
                    found[question.key] = (WRITTEN,)
    return found


def _entries(entries: pl.DataFrame) -> list[str]:
    reasons: list[str] = []
    if doubles := entries.height - entries.n_unique(_KEY):
        reasons.append(f"entries: {doubles} come twice with the same sign")
    right = ((pl.col("sign") == 1) & (pl.col("cause") == RECEIVED)) | (
        (pl.col("sign") == -1) & pl.col("cause").is_in(CANCELLED)
    )
    if wrong := entries.filter(~right).height:
        reasons.append(f"entries: {wrong} with a cause that does not go with their sign")
    return reasons


def _answers(
    name: str, rows: pl.DataFrame, entries: pl.DataFrame, known: Mapping[str, tuple[str, ...]]
) -> list[str]:
    reasons: list[str] = []
    if doubles := rows.height - rows.n_unique([*_KEY, "question"]):
        reasons.append(f"{name}: {doubles} second answers by one entry to one question")
    if strays := rows.join(entries, on=_KEY, how="anti").height:
        reasons.append(f"{name}: {strays} of entries that are not in the batch")
    for question, value in sorted(rows.select("question", "value").unique().iter_rows()):
        if value not in known.get(question, ()):
            reasons.append(f"{name}: {value!r} is no answer to {question!r}")
    return reasons


def check(batch: Batch, questionnaire: Questionnaire) -> None:
    """Raise `Unsound` with every reason at once."""
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
    if not reasons:
        reasons += _entries(batch.entries)
        said, about = (options(questionnaire, background=b) for b in (False, True))
        reasons += _answers("answers", batch.answers, batch.entries, said)
        reasons += _answers("background", batch.background, batch.entries, about)
    if reasons:
        raise Unsound(tuple(reasons))
