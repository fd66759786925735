# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Answers to choose from, written one per line: which of them are the ones that were there."""

from collections.abc import Collection, Iterable, Sequence
from difflib import SequenceMatcher
from itertools import count

from surveys.questions import Option
from surveys.text import UNPRINTABLE

LONGEST_VALUE = 80


def countable(value: str) -> bool:
    """Whether this can be the value of an option: something, short, in one piece, without the
    slash that stands between question and option where several are counted."""
    whole = value.split() == [value] and not UNPRINTABLE.search(value)
    return whole and "/" not in value and len(value) <= LONGEST_VALUE


def _same_place(before: Sequence[str], labels: Sequence[str]) -> Iterable[tuple[int, int]]:
    """Lines that stand where another line stood, between lines that stayed: old and new index."""
    blocks = SequenceMatcher(None, before, labels, autojunk=False).get_opcodes()
    for kind, old, old_end, new, new_end in blocks:
        if kind == "replace":
            yield from zip(range(old, old_end), range(new, new_end), strict=False)


def relabelled(
    before: Sequence[Option], labels: Sequence[str], named: Collection[str] = ()
) -> tuple[Option, ...]:
    """These labels in this order, each with the value it had.

    A line that was there keeps its value wherever it stands now. A line that was rewritten in its
    place keeps it too: conditions and, in a copy, counts hang on values. What is new gets a value
    that no line had, and one that says nothing, so that no later label can contradict it; nor is
    it one of `named`, on which a condition still hangs though its line is gone.
    """
    had = {option.label: option.value for option in reversed(before)}
    values: dict[int, str] = {}
    for place, label in enumerate(labels):
        if label in had and had[label] not in values.values():
            values[place] = had[label]
    for old, place in _same_place([option.label for option in before], labels):
        if place not in values and before[old].value not in values.values():
            values[place] = before[old].value
    taken = {option.value for option in before} | set(named)
    fresh = (f"o{number}" for number in count(1) if f"o{number}" not in taken)
    return tuple(
        Option(values[place] if place in values else next(fresh), label)
        for place, label in enumerate(labels)
    )
