# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""draft → open → closed → summarised → attached, and only so."""

from enum import StrEnum


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


def move(stage: Stage, to: Stage) -> Stage:
    if to not in _NEXT[stage]:
        raise WrongOrder(stage, to)
    return to
