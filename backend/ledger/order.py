# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""When a batch is ripe, and in which order its entries stand. No I/O, no clock."""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Final
from uuid import UUID

from msgspec import Struct

from backend.ledger.bodies import BY_RESIDENTS, FIRST, Kind
from backend.ledger.tree import leaf_hash

SMALLEST: Final = 10
"""Entries of residents in a batch, so that the batch does not tell when one of them answered..."""
PATIENCE: Final = dt.timedelta(seconds=60)
"""...unless one would have to wait for longer than this."""


class Waiting(Struct, frozen=True):
    """What waits for its place. `cancels` is the leaf of the entry that it takes the place of."""

    subject: UUID
    kind: Kind
    body: bytes
    cancels: bytes | None = None


def ripe(number: int, oldest: dt.timedelta) -> bool:
    return number >= SMALLEST or (number > 0 and oldest >= PATIENCE)


def _of_residents(waiting: Iterable[Waiting]) -> list[tuple[Waiting, bytes]]:
    """By leaf hash; and what cancels one of them after it, in as many rounds as that takes."""
    left = {leaf_hash(one.body): one for one in waiting}
    found: list[tuple[Waiting, bytes]] = []
    while left:
        now = sorted(leaf for leaf, one in left.items() if one.cancels not in left)
        if not now:
            raise ValueError("These entries cancel each other in a circle.")
        found += [(left[leaf], leaf) for leaf in now]
        for leaf in now:
            del left[leaf]
    return found


def arranged(waiting: Sequence[Waiting]) -> list[tuple[Waiting, bytes]]:
    """Each once, with its leaf hash: what others rest on, what residents did, and the rest."""
    first = [(one, leaf_hash(one.body)) for one in waiting if one.kind in FIRST]
    rest = [(one, leaf_hash(one.body)) for one in waiting if one.kind not in FIRST | BY_RESIDENTS]
    residents = _of_residents(one for one in waiting if one.kind in BY_RESIDENTS)
    return [*first, *residents, *rest]
