# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Which entries stand behind the figures: what a sentence cites."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TypeVar

import polars as pl
from msgspec import Struct

from analysis import members
from analysis.frames import CANCELLED, RECEIVED, Batch
from analysis.members import Members
from analysis.unfolding import Unfolded, of_key, unfold
from surveys.counting import keys
from surveys.questionnaire import Questionnaire

COUNTED = "counted"
Name = TypeVar("Name", str, tuple[str, str])


class Sets(Struct, frozen=True):
    """Sets of entries by place in `order` (`members`).

    order      the ids of all content entries, sorted
    entries    per outcome: received, counted, replaced, withdrawn, set_aside
    channels   the counted ones per channel
    answers    the counted ones per count key and value (`surveys.counting`)
    """

    order: Sequence[str]
    entries: Mapping[str, Members]
    channels: Mapping[str, Members]
    answers: Mapping[tuple[str, str], Members]

    def ids(self, chosen: Members) -> list[str]:
        return members.ids(chosen, self.order)


def any_of(sets: Sets, key: str, values: Iterable[str]) -> Members:
    """Who gave one of these answers."""
    found = 0
    for value in values:
        found |= sets.answers.get((key, value), 0)
    return found


def _values(rows: pl.DataFrame, column: str, stands: pl.Series) -> dict[str, Members]:
    """Who of those that stand has which value there; null is none."""
    held = rows[column]
    return {
        value: members.of((held == value) & stands)
        for value in sorted(held.filter(stands).drop_nulls().unique().to_list())
    }


def gather(whole: Batch, questionnaire: Questionnaire) -> Sets:
    """From everything in one batch (`frames.joined`), or from all there is of some entries: both
    how each came in and how it went. Of one part it would be half a truth."""
    return gathered(unfold(whole, questionnaire), questionnaire)


def gathered(whole: Unfolded, questionnaire: Questionnaire) -> Sets:
    """The same, of what was unfolded before."""
    rows = whole.rows
    gone = rows.filter(pl.col("sign") == -1).select("entry", went="cause")
    here = rows.filter(pl.col("sign") == 1).join(gone, on="entry", how="left").sort("entry")
    stands = here["went"].is_null()
    outcomes = {cause: members.of(here["went"] == cause) for cause in CANCELLED}
    everybody = (1 << here.height) - 1
    return Sets(
        order=here["entry"].to_list(),
        entries={RECEIVED: everybody, **outcomes, COUNTED: members.of(stands)},
        channels=_values(here, "channel", stands),
        answers={
            (key, value): found
            for key in keys(questionnaire)
            for value, found in _values(here, of_key(key), stands).items()
        },
    )


def _add(found: dict[Name, Members], first: int, part: Mapping[Name, Members]) -> None:
    for name, chosen in part.items():
        found[name] = found.get(name, 0) | chosen << first


def _sorted(found: dict[Name, Members], order: pl.Series) -> dict[Name, Members]:
    return {name: members.reordered(chosen, order) for name, chosen in sorted(found.items())}


def joined(parts: Iterable[Sets]) -> Sets:
    """Of parts that share no entry, in any order: the whole."""
    held: list[str] = []
    entries: dict[str, Members] = dict.fromkeys((RECEIVED, *CANCELLED, COUNTED), 0)
    channels: dict[str, Members] = {}
    answers: dict[tuple[str, str], Members] = {}
    for part in parts:
        _add(entries, len(held), part.entries)
        _add(channels, len(held), part.channels)
        _add(answers, len(held), part.answers)
        held += part.order
    ids = pl.Series(held, dtype=pl.String())
    order = ids.arg_sort()
    return Sets(
        order=ids.gather(order).to_list(),
        entries=_sorted(entries, order),
        channels=_sorted(channels, order),
        answers=_sorted(answers, order),
    )
