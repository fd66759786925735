# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a count is, and how counts add up.

Integers only and sorted: the total over any split into batches, in any order, is the count of
everything at once, byte for byte (DESIGN.md 3, rules 4 and 5).
"""

from collections.abc import Iterable
from datetime import date
from typing import Any, TypeVar

import msgspec
from msgspec import Struct


class EntryRow(Struct, frozen=True):
    """Content entries by the channel and day on which they came in (DESIGN.md 3, rule 6)."""

    channel: str
    day: date
    received: int
    counted: int
    replaced: int
    withdrawn: int
    set_aside: int


class AnswerRow(Struct, frozen=True):
    """`question` is a count key and `value` one of its values (`surveys.counting`); None is left
    empty. All values of a key together are the counted entries."""

    question: str
    channel: str
    value: str | None
    n: int


class GroupRow(Struct, frozen=True):
    """Counted entries per background group; `group` None is not given, or not asked."""

    background: str
    group: str | None
    n: int


class CrossRow(Struct, frozen=True):
    """A stance question against a background question; not for publication, see `disclosure`."""

    background: str
    group: str | None
    question: str
    value: str | None
    n: int


class Count(Struct, frozen=True):
    """Of one batch, numbers may be below nought: what it cancels was counted in another."""

    entries: tuple[EntryRow, ...] = ()
    answers: tuple[AnswerRow, ...] = ()
    groups: tuple[GroupRow, ...] = ()
    crossed: tuple[CrossRow, ...] = ()


EMPTY = Count()

Row = TypeVar("Row", EntryRow, AnswerRow, GroupRow, CrossRow)


def _order(item: tuple[tuple[Any, ...], object]) -> tuple[tuple[bool, str], ...]:
    """None last; a day as text sorts as a day."""
    return tuple((part is None, str(part)) for part in item[0])


def summed(kind: type[Row], rows: Iterable[Row]) -> tuple[Row, ...]:
    """One row per name, sorted, without the rows that come to nought."""
    names = 2 if kind is EntryRow else len(kind.__struct_fields__) - 1
    sums: dict[tuple[Any, ...], tuple[int, ...]] = {}
    for row in rows:
        parts = msgspec.structs.astuple(row)
        name, numbers = parts[:names], parts[names:]
        held = sums.get(name)
        sums[name] = tuple(map(sum, zip(held, numbers, strict=True))) if held else numbers
    ordered = sorted(sums.items(), key=_order)
    return tuple(kind(*name, *numbers) for name, numbers in ordered if any(numbers))


def total(counts: Iterable[Count]) -> Count:
    held = list(counts)
    return Count(
        entries=summed(EntryRow, (row for part in held for row in part.entries)),
        answers=summed(AnswerRow, (row for part in held for row in part.answers)),
        groups=summed(GroupRow, (row for part in held for row in part.groups)),
        crossed=summed(CrossRow, (row for part in held for row in part.crossed)),
    )


def encode(count: Count) -> bytes:
    """Canonical JSON: equal counts are equal bytes."""
    return msgspec.json.encode(count)


def decode(data: bytes) -> Count:
    return msgspec.json.decode(data, type=Count)
