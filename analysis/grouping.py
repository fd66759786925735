# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Sums over the frames of one batch, as rows in no particular order: `tally` sorts them.

Left empty is counted entries less answers, so it adds up over batches like everything else.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from analysis.frames import CANCELLED, RECEIVED, Batch

_KEY = ["entry", "sign"]
_N = pl.col("sign").cast(pl.Int64).sum().alias("n")

Group = str | None


@dataclass(frozen=True, slots=True)
class Placed:
    """Entries with one column per background question, and the answers with all of that."""

    entries: pl.DataFrame
    answers: pl.DataFrame


def _column(background: str) -> str:
    return f"group {background}"  # a question may well be called "channel"


def place(batch: Batch, about: Sequence[str]) -> Placed:
    entries = batch.entries
    for key in about:
        given = batch.background.filter(pl.col("question") == key)
        column = given.select(*_KEY, pl.col("value").alias(_column(key)))
        entries = entries.join(column, on=_KEY, how="left")
    return Placed(entries, batch.answers.join(entries, on=_KEY, how="left"))


def entries(placed: Placed) -> Iterator[tuple[str, date, int, int, int, int, int]]:
    causes = [
        (pl.col("cause") == cause).sum().cast(pl.Int64).alias(cause)
        for cause in (RECEIVED, *CANCELLED)
    ]
    rows = placed.entries.group_by("channel", "day").agg(causes[0], _N, *causes[1:])
    yield from rows.iter_rows()


def _per(frame: pl.DataFrame, column: str) -> dict[Any, int]:
    return dict(frame.group_by(column).agg(_N).iter_rows())


def answers(placed: Placed, asked: Sequence[str]) -> Iterator[tuple[str, str, Group, int]]:
    counted = _per(placed.entries, "channel")
    empty = {(question, channel): n for question in asked for channel, n in counted.items()}
    rows = placed.answers.group_by("question", "channel", "value").agg(_N)
    for question, channel, value, n in rows.iter_rows():
        empty[question, channel] -= n
        yield question, channel, value, n
    for (question, channel), n in empty.items():
        yield question, channel, None, n


def groups(placed: Placed, about: Sequence[str]) -> Iterator[tuple[str, Group, int]]:
    for background in about:
        for group, n in _per(placed.entries, _column(background)).items():
            yield background, group, n


def crossed(
    placed: Placed, about: Sequence[str], stances: Sequence[str]
) -> Iterator[tuple[str, Group, str, Group, int]]:
    said = placed.answers.filter(pl.col("question").is_in(stances))
    for background in about:
        column = _column(background)
        people = _per(placed.entries, column)
        empty = {(question, group): n for question in stances for group, n in people.items()}
        rows = said.group_by("question", column, "value").agg(_N)
        for question, group, value, n in rows.iter_rows():
            empty[question, group] -= n
            yield background, group, question, value, n
        for (question, group), n in empty.items():
            yield background, group, question, None, n
