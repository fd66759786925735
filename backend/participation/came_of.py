# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""What became of one's own answers: point by point what was said, decided and answered."""

from collections.abc import Sequence

from msgspec import Struct

from backend.decisions.queries import Answered
from backend.decisions.showing import Came
from backend.participation.saying import Said
from backend.participation.taking_part import Block


class Mine(Struct, frozen=True):
    """A decision point, or the proposal as a whole (`number` 0), about which somebody said
    something. `outcome`: how the council decided there; empty for the whole."""

    number: int
    point: str
    said: tuple[Said, ...]
    outcome: str
    answer: Answered | None


def _answer(came: Came, number: int) -> Answered | None:
    after = came.after
    if number:
        return after.about(number)
    return next((each for each in after.answers if each.whole), None)


def mine(blocks: Sequence[Block], came: Came) -> tuple[Mine, ...]:
    """In the order of the form; nothing before the council decided."""
    decided = came.after.decided
    if decided is None:
        return ()
    found: list[Mine] = []
    for block in blocks:
        said = tuple(each for each in block.said if each.text)
        if not said or block.section.kind == "about":
            continue
        number = block.section.decision_point or 0
        outcome = decided.of_point(number) if number else ""
        found.append(Mine(number, block.section.point, said, outcome, _answer(came, number)))
    return tuple(found)
