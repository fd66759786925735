# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""The small groups, and where they stand in the queue."""

from random import Random

from backend.demo.phrases import QUARRELS, Minority

_FULL = 500
"""From so many voices on, every group is there in its full size."""


def minorities() -> tuple[tuple[str, Minority], ...]:
    """Every group with the key of the proposal it speaks on."""
    return tuple((each.proposal, group) for each in QUARRELS for group in each.minorities)


def seats(rng: Random, number: int) -> dict[int, tuple[str, Minority]]:
    """Which of so many voices belong to a group. A small group stays small in a big round."""
    people = [
        (key, group)
        for key, group in minorities()
        for _ in range(min(group.size, group.size * number // _FULL))
    ]
    return dict(zip(rng.sample(range(number), len(people)), people, strict=True))
