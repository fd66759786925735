# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""The stance a resident gives on one decision point."""

from collections.abc import Mapping
from enum import StrEnum

from msgspec import Struct


class Stance(StrEnum):
    """In the order in which a page shows them; the value is what is stored."""

    STRONGLY_FOR = "strongly_for"
    FOR = "for"
    FOR_IF = "for_if"
    NEUTRAL = "neutral"
    AGAINST = "against"
    STRONGLY_AGAINST = "strongly_against"
    NO_OPINION = "no_opinion"


IN_FAVOUR = (Stance.STRONGLY_FOR, Stance.FOR, Stance.FOR_IF)
OPPOSED = (Stance.AGAINST, Stance.STRONGLY_AGAINST)


class Agreement(Struct, frozen=True):
    """Net agreement as two integers, so that nobody has to trust a rounding.

    `net` is in favour minus opposed; `of` is everyone who gave a stance, neutral included and
    "no opinion" not (DESIGN.md 8).
    """

    net: int
    of: int


def agreement(counts: Mapping[str, int]) -> Agreement:
    """The net agreement of counts per stance; stances that are absent count as nought."""
    favour = sum(counts.get(stance, 0) for stance in IN_FAVOUR)
    opposed = sum(counts.get(stance, 0) for stance in OPPOSED)
    return Agreement(favour - opposed, favour + opposed + counts.get(Stance.NEUTRAL, 0))
