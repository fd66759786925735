# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Which entries stand behind the figures: what a sentence cites."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TypeVar

from msgspec import Struct

from analysis import members
from analysis.frames import CANCELLED, RECEIVED, Batch
from analysis.members import Members
from analysis.numbered import Numbered, Numbers, Truths
from analysis.unfolding import Unfolded, unfold
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


def _values(column: Numbered, came: Truths, stands: Truths) -> dict[str, Members]:
    """Who of those that came, and stand, has which value there; null is none."""
    held = column.places[came]
    found = {
        value: members.of((held == place) & stands)
        for place, value in enumerate(column.values)
        if value is not None
    }
    return {value: chosen for value, chosen in found.items() if chosen}


def gather(whole: Batch, questionnaire: Questionnaire) -> Sets:
    """From everything in one batch (`frames.joined`), or from all there is of some entries: both
    how each came in and how it went. Of one part it would be half a truth."""
    return gathered(unfold(whole, questionnaire))


def gathered(whole: Unfolded) -> Sets:
    """The same, of what was unfolded before."""
    return joined([as_they_stand(whole)])


def as_they_stand(whole: Unfolded) -> Sets:
    """The same, but in the order of the rows: a part, for `joined` to put in order."""
    came = members.truths(whole.entries["sign"] == 1)
    here = whole.entries.filter(came)
    gone = whole.entries.filter(~came).select("entry", went="cause")
    went = here.select("entry").join(gone, on="entry", how="left", maintain_order="left")["went"]
    stands = members.truths(went.is_null())
    outcomes = {cause: members.of(members.truths(went == cause)) for cause in CANCELLED}
    everybody = (1 << here.height) - 1
    return Sets(
        order=here["entry"].to_list(),
        entries={RECEIVED: everybody, **outcomes, COUNTED: members.of(stands)},
        channels=_values(whole.channels, came, stands),
        answers={
            (key, value): found
            for key, column in whole.answers.items()
            for value, found in _values(column, came, stands).items()
        },
    )


def _add(found: dict[Name, Members], first: int, part: Mapping[Name, Members]) -> None:
    for name, chosen in part.items():
        found[name] = found.get(name, 0) | chosen << first


def _sorted(found: dict[Name, Members], order: Numbers) -> dict[Name, Members]:
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
    order = members.order_of(held)
    return Sets(
        order=[held[place] for place in order.tolist()],
        entries=_sorted(entries, order),
        channels=_sorted(channels, order),
        answers=_sorted(answers, order),
    )
