# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Sums over the rows of one batch, in no particular order: `tally` sorts them.

What nobody filled in is null, so left empty is summed like any other answer.
"""

from collections.abc import Iterator, Sequence
from datetime import date

import polars as pl

from analysis.frames import CANCELLED, RECEIVED
from analysis.numbered import Numbers, Value, sums
from analysis.unfolding import Unfolded


def _signs(whole: Unfolded) -> Numbers:
    return whole.entries["sign"].cast(pl.Int64).to_numpy()


def entries(whole: Unfolded) -> Iterator[tuple[str, date, int, int, int, int, int]]:
    counted = pl.col("sign").cast(pl.Int64).sum().alias("n")
    causes = [
        (pl.col("cause") == cause).sum().cast(pl.Int64).alias(cause)
        for cause in (RECEIVED, *CANCELLED)
    ]
    found = whole.entries.group_by("channel", "day").agg(causes[0], counted, *causes[1:])
    yield from found.iter_rows()


def answers(whole: Unfolded) -> Iterator[tuple[str, str, Value, int]]:
    signs = _signs(whole)
    for key, answer in whole.answers.items():
        for channel, value, n in sums(signs, whole.channels, answer):
            yield key, str(channel), value, n  # `soundness` lets no empty channel through


def groups(whole: Unfolded) -> Iterator[tuple[str, Value, int]]:
    signs = _signs(whole)
    for background, group in whole.groups.items():
        for value, _, n in sums(signs, group):
            yield background, value, n


def crossed(
    whole: Unfolded, stances: Sequence[str]
) -> Iterator[tuple[str, Value, str, Value, int]]:
    signs = _signs(whole)
    for background, group in whole.groups.items():
        for question in stances:
            for people, value, n in sums(signs, group, whole.answers[question]):
                yield background, people, question, value, n
