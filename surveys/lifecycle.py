# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""draft → open → closed → summarised → attached, and only so."""

from datetime import date
from enum import StrEnum
from typing import Literal


class Stage(StrEnum):
    DRAFT = "draft"
    OPEN = "open"
    CLOSED = "closed"
    SUMMARISED = "summarised"
    ATTACHED = "attached"
    CANCELLED = "cancelled"


_NEXT = {
    Stage.DRAFT: (Stage.OPEN, Stage.CANCELLED),
    Stage.OPEN: (Stage.CLOSED, Stage.CANCELLED),
    Stage.CLOSED: (Stage.SUMMARISED,),
    Stage.SUMMARISED: (Stage.ATTACHED,),
    Stage.ATTACHED: (),
    Stage.CANCELLED: (),
}


class WrongOrder(Exception):
    """A step out of order; carries where it stood and where it was to go."""

    def __init__(self, stage: Stage, to: Stage) -> None:
        super().__init__(f"{stage} → {to}")
        self.stage = stage
        self.to = to


Fault = Literal["past", "not_later"]
"""Why a day is no day to extend to."""


def extending_fault(closes_on: date, to: date, today: date) -> Fault | None:
    """What is wrong with closing on day `to` in place of day `closes_on`; None: nothing.

    Residents were promised `closes_on`, so it only moves on.
    """
    if to < today:
        return "past"
    return "not_later" if to <= closes_on else None


def may_be_taken_back(stage: Stage, entries: int) -> bool:
    """Whether opening can still be undone: as long as nobody answered, withdrawn or not."""
    return stage is Stage.OPEN and entries == 0


def move(stage: Stage, to: Stage) -> Stage:
    if to not in _NEXT[stage]:
        raise WrongOrder(stage, to)
    return to
