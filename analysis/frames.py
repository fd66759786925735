# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""The frame in which entries come to be counted, and how rows become a frame.

A batch holds its own content entries with sign +1 and, for every entry in it that cancels an
earlier one, that earlier one with sign -1: with the content, channel and day it was received
with. So a batch never changes and a figure is the sum over batches.
"""

from collections.abc import Iterable, Mapping
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

RECEIVED = "received"
CANCELLED = ("replaced", "withdrawn", "set_aside")
SAID, ABOUT = "said ", "about "
"""Before the name of a field in the name of its column: a field may well be called "channel"."""

EntryTuple = tuple[str, int, str, str, date]
AnswerTuple = tuple[str, int, str, str]


@dataclass(frozen=True, slots=True)
class Batch:
    """One row per signed entry: the columns of `ENTRIES`, then one of text per field of the form.

    As stored: its coded value, `counting.WRITTEN` for a text. What was left empty, or erased, is
    null; a field that nobody in the batch filled in needs no column.
    """

    rows: pl.DataFrame

    def columns(self, kind: str) -> dict[str, str]:
        """Field to column, of what is `SAID` on the proposal or `ABOUT` who says it; sorted."""
        return {
            name.removeprefix(kind): name
            for name in sorted(self.rows.columns)
            if name.startswith(kind)
        }


class Misfit(Exception):
    """Answers that have no place in a batch; carries every reason."""

    def __init__(self, reasons: tuple[str, ...]) -> None:
        super().__init__("; ".join(reasons))
        self.reasons = reasons


def _columns(
    kind: str,
    answers: Iterable[AnswerTuple],
    place: Mapping[tuple[str, int], int],
    reasons: list[str],
) -> dict[str, list[str | None]]:
    """Per field a value for each row; what finds no row, or a value that is there, is a reason."""
    found: dict[str, list[str | None]] = {}
    strays = doubles = 0
    for entry, sign, field, value in answers:
        row = place.get((entry, sign))
        if row is None:
            strays += 1
            continue
        column = found.setdefault(f"{kind}{field}", [None] * len(place))
        doubles += column[row] is not None
        column[row] = value
    name = "answers" if kind == SAID else "background"
    if doubles:
        reasons.append(f"{name}: {doubles} second answers by one entry to one question")
    if strays:
        reasons.append(f"{name}: {strays} of entries that are not in the batch")
    return found


def batch(
    entries: Iterable[EntryTuple],
    answers: Iterable[AnswerTuple] = (),
    background: Iterable[AnswerTuple] = (),
) -> Batch:
    """From rows: entries in the order of `ENTRIES`; answers as entry, sign, field and value.

    `Misfit` when they do not belong together.
    """
    listed = list(entries)
    place = {(row[0], row[1]): number for number, row in enumerate(listed)}
    reasons: list[str] = []
    if doubles := len(listed) - len(place):
        reasons.append(f"entries: {doubles} come twice with the same sign")
        listed = [row for number, row in enumerate(listed) if place[row[0], row[1]] == number]
        place = {(row[0], row[1]): number for number, row in enumerate(listed)}
    columns = _columns(SAID, answers, place, reasons) | _columns(ABOUT, background, place, reasons)
    if reasons:
        raise Misfit(tuple(reasons))
    rows = pl.DataFrame(listed, schema=ENTRIES, orient="row")
    return Batch(
        rows.with_columns(pl.Series(name, values, pl.String()) for name, values in columns.items())
    )


def without(whole: Batch, entries: Iterable[str]) -> Batch:
    """As if these entries had said nothing; that they came, and how they went, stays."""
    gone = pl.col("entry").is_in(list(entries))
    said = [name for name in whole.rows.columns if name not in ENTRIES]
    empty = pl.lit(None, pl.String())
    return Batch(
        whole.rows.with_columns(
            pl.when(gone).then(empty).otherwise(pl.col(name)).alias(name) for name in said
        )
    )


def joined(batches: Iterable[Batch]) -> Batch:
    """All batches as one: what closing recounts."""
    parts = [batch(()).rows, *(part.rows for part in batches)]
    return Batch(pl.concat(parts, how="diagonal"))
