# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""The one function that counts, and beside it what its counts can do."""

from analysis import grouping, soundness
from analysis.closing import closes
from analysis.counts import (
    EMPTY,
    AnswerRow,
    Count,
    CrossRow,
    EntryRow,
    GroupRow,
    decode,
    encode,
    summed,
    total,
)
from analysis.frames import Batch
from analysis.unfolding import Unfolded
from surveys.questionnaire import Questionnaire

__all__ = [
    "EMPTY",
    "AnswerRow",
    "Count",
    "CrossRow",
    "EntryRow",
    "GroupRow",
    "closes",
    "count",
    "decode",
    "encode",
    "summed_up",
    "total",
]


def count(batch: Batch, questionnaire: Questionnaire) -> Count:
    """Everything that is ever published of these entries; `Unsound` when they do not fit."""
    return summed_up(soundness.check(batch, questionnaire), questionnaire)


def summed_up(sound: Unfolded, questionnaire: Questionnaire) -> Count:
    """The same, of what was found sound before (`soundness.check`)."""
    stances = tuple(question.key for question in questionnaire.stances())
    return Count(
        entries=summed(EntryRow, (EntryRow(*row) for row in grouping.entries(sound))),
        answers=summed(AnswerRow, (AnswerRow(*row) for row in grouping.answers(sound))),
        groups=summed(GroupRow, (GroupRow(*row) for row in grouping.groups(sound))),
        crossed=summed(CrossRow, (CrossRow(*row) for row in grouping.crossed(sound, stances))),
    )
