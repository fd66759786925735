# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Sums over the rows of one batch, in no particular order: `tally` sorts them.

What nobody filled in is null, so left empty is summed like any other answer.
"""

from collections.abc import Iterator, Sequence
from datetime import date

import polars as pl

from analysis.frames import CANCELLED, RECEIVED
from analysis.unfolding import of_group, of_key

_N = pl.col("sign").cast(pl.Int64).sum().alias("n")

Group = str | None


def entries(rows: pl.DataFrame) -> Iterator[tuple[str, date, int, int, int, int, int]]:
    causes = [
        (pl.col("cause") == cause).sum().cast(pl.Int64).alias(cause)
        for cause in (RECEIVED, *CANCELLED)
    ]
    found = rows.group_by("channel", "day").agg(causes[0], _N, *causes[1:])
    yield from found.iter_rows()


def answers(rows: pl.DataFrame, asked: Sequence[str]) -> Iterator[tuple[str, str, Group, int]]:
    for key in asked:
        found = rows.group_by("channel", of_key(key)).agg(_N)
        for channel, value, n in found.iter_rows():
            yield key, channel, value, n


def groups(rows: pl.DataFrame, about: Sequence[str]) -> Iterator[tuple[str, Group, int]]:
    for background in about:
        for group, n in rows.group_by(of_group(background)).agg(_N).iter_rows():
            yield background, group, n


def crossed(
    rows: pl.DataFrame, about: Sequence[str], stances: Sequence[str]
) -> Iterator[tuple[str, Group, str, Group, int]]:
    for background in about:
        for question in stances:
            found = rows.group_by(of_group(background), of_key(question)).agg(_N)
            for group, value, n in found.iter_rows():
                yield background, group, question, value, n
