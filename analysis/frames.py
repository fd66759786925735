# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""The frames in which entries come to be counted, and how rows become frames.

A batch holds its own content entries with sign +1 and, for every entry in it that cancels an
earlier one, that earlier one with sign -1: with the content, channel and day it was received
with. So a batch never changes and a figure is the sum over batches.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import polars as pl

ENTRIES = pl.Schema(
    {
        "entry": pl.String(),
        "sign": pl.Int8(),
        "cause": pl.String(),
        "channel": pl.String(),
        "day": pl.Date(),
    }
)
"""`cause` is "received" for +1 and one of `CANCELLED` for -1."""

ANSWERS = pl.Schema(
    {"entry": pl.String(), "sign": pl.Int8(), "question": pl.String(), "value": pl.String()}
)
"""As stored: per field of the form its coded value, `counting.WRITTEN` for a text. What was left
empty, or erased, is no row."""

BACKGROUND = ANSWERS

RECEIVED = "received"
CANCELLED = ("replaced", "withdrawn", "set_aside")

EntryTuple = tuple[str, int, str, str, date]
AnswerTuple = tuple[str, int, str, str]


@dataclass(frozen=True, slots=True)
class Batch:
    entries: pl.DataFrame
    answers: pl.DataFrame
    background: pl.DataFrame


def batch(
    entries: Iterable[EntryTuple],
    answers: Iterable[AnswerTuple] = (),
    background: Iterable[AnswerTuple] = (),
) -> Batch:
    """From rows in the order of the columns above."""
    return Batch(
        pl.DataFrame(list(entries), schema=ENTRIES, orient="row"),
        pl.DataFrame(list(answers), schema=ANSWERS, orient="row"),
        pl.DataFrame(list(background), schema=BACKGROUND, orient="row"),
    )


def joined(batches: Iterable[Batch]) -> Batch:
    """All batches as one: what closing recounts."""
    whole = [batch(()), *batches]
    return Batch(
        pl.concat([part.entries for part in whole]),
        pl.concat([part.answers for part in whole]),
        pl.concat([part.background for part in whole]),
    )
