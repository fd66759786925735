# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""What people say, as it is written in data/phrases_*.toml.

A phrase may choose ("[dit|dat]"), name a word of the speaker ("{straat}"), and begin with the
tags of who may say it ("<dorp oud> …"); `people.tags` gives the tags of a person.
"""

import msgspec

from backend.demo.proposals import PROPOSALS, data

Phrases = tuple[str, ...]


class _Strict(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    pass


class About(_Strict, frozen=True):
    """A sentence about oneself; an empty tuple means that anyone may say it."""

    text: str
    ages: Phrases = ()
    roles: Phrases = ()
    places: Phrases = ()


class Interest(_Strict, frozen=True):
    """How many times more likely than others such people are to answer."""

    places: dict[str, int] = {}
    ages: dict[str, int] = {}
    roles: dict[str, int] = {}


class Lean(_Strict, frozen=True):
    """Added up: above zero for, below zero against; one is about one standard deviation."""

    base: float
    places: dict[str, float] = {}
    ages: dict[str, float] = {}
    roles: dict[str, float] = {}

    def of(self, place: str, age: str, role: str) -> float:
        shifts = (self.places.get(place), self.ages.get(age), self.roles.get(role))
        return self.base + sum(shift for shift in shifts if shift is not None)


class Side(_Strict, frozen=True):
    core: Phrases
    why: Phrases


class Proviso(_Strict, frozen=True):
    core: Phrases
    conditions: Phrases


class Point(_Strict, frozen=True):
    number: int
    lean: Lean
    pro: Side
    contra: Side
    mits: Proviso
    midden: Phrases
    who: Phrases


class MinorityPoint(_Strict, frozen=True):
    number: int
    stances: Phrases
    core: Phrases
    why: Phrases
    conditions: Phrases = ()
    who: Phrases = ()


class Minority(_Strict, frozen=True):
    """A handful of people who want something that nobody else asks for."""

    key: str
    size: int
    """People in a round of 2,000 voices; fewer in a smaller one."""
    about: Phrases
    points: tuple[MinorityPoint, ...]
    ages: Phrases
    roles: Phrases = ("bewoner",)
    places: Phrases = ()


class Quarrel(_Strict, frozen=True):
    """All that is said about one proposal."""

    proposal: str
    weight: int
    interest: Interest
    about: tuple[About, ...]
    points: tuple[Point, ...]
    minorities: tuple[Minority, ...] = ()


class ByStance(_Strict, frozen=True):
    strongly_for: Phrases
    for_: Phrases = msgspec.field(name="for")
    for_if: Phrases
    neutral: Phrases
    against: Phrases
    strongly_against: Phrases
    no_opinion: Phrases

    def of(self, stance: str) -> Phrases:
        return {
            "strongly_for": self.strongly_for,
            "for": self.for_,
            "for_if": self.for_if,
            "neutral": self.neutral,
            "against": self.against,
            "strongly_against": self.strongly_against,
        }.get(stance, self.no_opinion)


class Texts(_Strict, frozen=True):
    texts: Phrases


class Noted(_Strict, frozen=True):
    phone: Phrases
    desk: Phrases


class Common(_Strict, frozen=True):
    address: Phrases
    therefore: Phrases
    condition: Phrases
    two_conditions: Phrases
    touched: Phrases
    two_touched: Phrases
    opening: ByStance
    closing: ByStance
    regards: Texts
    spectator: Texts
    noted: Noted
    about: tuple[About, ...]


COMMON: Common = msgspec.toml.decode(data("phrases_common.toml"), type=Common)
QUARRELS: tuple[Quarrel, ...] = tuple(
    msgspec.toml.decode(data(f"phrases_{proposal.key}.toml"), type=Quarrel)
    for proposal in PROPOSALS
    if proposal.decision_points
)
