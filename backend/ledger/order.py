# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""When a batch is ripe, and in which order its entries stand. No I/O, no clock."""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Final
from uuid import UUID

from msgspec import Struct

from backend.ledger.bodies import BY_RESIDENTS, ENDS, FIRST, Kind
from backend.ledger.tree import leaf_hash

SMALLEST: Final = 10
"""Entries of residents in a batch, so that the batch does not tell when one of them answered..."""
PATIENCE: Final = dt.timedelta(seconds=60)
"""...unless one would have to wait for longer than this."""


class Waiting(Struct, frozen=True):
    """What waits for its place.

    cancels   the leaf of the entry that it takes the place of
    number    of what was promised as it is: in the order in which that was done
    """

    subject: UUID
    kind: Kind
    body: bytes
    cancels: bytes | None = None
    consultation: UUID | None = None
    number: int = 0


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


def _counted_before(one: Waiting, tallies: Sequence[Waiting]) -> Waiting | None:
    """The last tally that was made before this ended something: it still counted that."""
    if one.kind not in ENDS:
        return None
    made = [
        tally
        for tally in tallies
        if tally.consultation == one.consultation and tally.number < one.number
    ]
    return max(made, key=lambda tally: tally.number, default=None)


def arranged(waiting: Sequence[Waiting]) -> list[tuple[Waiting, bytes]]:
    """Each once, with its leaf hash: what others rest on, what residents did, and the rest.

    What ended after a tally was made stands after it: a tally counts what stands before it.
    """
    first = sorted(
        (one for one in waiting if one.kind in FIRST), key=lambda one: one.kind != Kind.EARLIER
    )
    rest = [one for one in waiting if one.kind not in FIRST | BY_RESIDENTS]
    tallies = [one for one in rest if one.kind == Kind.TALLY]
    after: dict[UUID | None, list[Waiting]] = {}
    for one in waiting:
        if one.kind in BY_RESIDENTS:
            tally = _counted_before(one, tallies)
            after.setdefault(tally and tally.subject, []).append(one)
    found = [(one, leaf_hash(one.body)) for one in first]
    found += _of_residents(after.get(None, ()))
    for one in rest:
        found.append((one, leaf_hash(one.body)))
        found += _of_residents(after.get(one.subject, ()) if one.kind == Kind.TALLY else ())
    return found
