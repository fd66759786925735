# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the figures would be with everything that was set aside: printed beside those that count.

Never in their place: what was set aside is in no other figure, sentence or quotation.
"""

from collections.abc import Mapping

import polars as pl
from msgspec import Struct

from analysis.counts import Count, total
from analysis.frames import RECEIVED, Batch
from analysis.points import StanceShare, point
from analysis.questions import OptionFigures, of_questions
from surveys.questionnaire import Questionnaire


class PointWith(Struct, frozen=True):
    """Of one decision point; the stances of a point that asks for none are all nought."""

    number: int
    stances: tuple[StanceShare, ...]
    answered: int
    left_empty: int
    not_asked: int
    advices: int
    conditions: int
    touched: int


class QuestionWith(Struct, frozen=True):
    key: str
    options: tuple[OptionFigures, ...]
    answered: int
    no_opinion: int
    left_empty: int
    not_asked: int


class WithAside(Struct, frozen=True):
    """`counted`: those that count and those that were set aside, together."""

    counted: int
    points: tuple[PointWith, ...]
    questions: tuple[QuestionWith, ...]


def only_aside(batch: Batch) -> Batch:
    """What was set aside in this batch, as if it came in and stood; of a withdrawal that came
    after it nothing is left but that it was there."""
    rows = batch.rows.filter(pl.col("cause") == "set_aside")
    return Batch(rows.with_columns(sign=pl.lit(1, pl.Int8()), cause=pl.lit(RECEIVED, pl.String())))


def with_aside(
    count: Count, aside: Count, questionnaire: Questionnaire, points: Mapping[int, str]
) -> WithAside | None:
    """`aside` is the count of `only_aside`; None when nothing was set aside."""
    number = sum(row.counted for row in aside.entries)
    if not number:
        return None
    both = total([count, aside])
    about = [point(number, points[number], both, questionnaire) for number in sorted(points)]
    return WithAside(
        counted=number + sum(row.counted for row in count.entries),
        points=tuple(
            PointWith(
                one.number,
                one.stances,
                one.answered,
                one.left_empty,
                one.not_asked,
                one.advices,
                one.conditions,
                one.touched,
            )
            for one in about
        ),
        questions=tuple(
            QuestionWith(
                one.key,
                one.options,
                one.answered,
                one.no_opinion,
                one.left_empty,
                one.not_asked,
            )
            for one in of_questions(both, questionnaire)
        ),
    )
