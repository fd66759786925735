# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Which entries stand behind the figures: what a sentence cites."""

from collections.abc import Mapping

import polars as pl
from msgspec import Struct

from analysis.frames import CANCELLED, RECEIVED, Batch
from analysis.unfolding import unfold
from surveys.questionnaire import Questionnaire

COUNTED = "counted"


class Sets(Struct, frozen=True):
    """Entry ids, sorted.

    entries    per outcome: received, counted, replaced, withdrawn, set_aside
    channels   the counted ones per channel
    answers    the counted ones per count key and value (`surveys.counting`)
    """

    entries: Mapping[str, tuple[str, ...]]
    channels: Mapping[str, tuple[str, ...]]
    answers: Mapping[tuple[str, str], tuple[str, ...]]


def _ids(frame: pl.DataFrame) -> tuple[str, ...]:
    return tuple(sorted(frame["entry"].to_list()))


def gather(whole: Batch, questionnaire: Questionnaire) -> Sets:
    """From everything in one batch (`frames.joined`); of one part it would be half a truth."""
    entries = whole.entries
    gone = entries.filter(pl.col("sign") == -1)
    stands = entries.filter(pl.col("sign") == 1).join(gone, on="entry", how="anti")
    outcomes = {
        cause: _ids(entries.filter(pl.col("cause") == cause)) for cause in (RECEIVED, *CANCELLED)
    }
    said = unfold(whole, questionnaire).answers
    answers = said.filter(pl.col("sign") == 1).join(stands, on="entry", how="semi")
    return Sets(
        entries={**outcomes, COUNTED: _ids(stands)},
        channels={
            channel: tuple(sorted(ids))
            for channel, ids in stands.group_by("channel").agg("entry").sort("channel").iter_rows()
        },
        answers={
            (question, value): tuple(sorted(ids))
            for question, value, ids in answers.group_by("question", "value")
            .agg("entry")
            .sort("question", "value")
            .iter_rows()
        },
    )
