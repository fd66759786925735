# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Who speaks, and which way they lean."""

from collections.abc import Mapping, Sequence
from random import Random
from typing import Literal, TypeVar

import msgspec

from backend.demo.phrases import COMMON, About, Minority, Point, Quarrel
from backend.demo.proposals import MERENBURG, Neighbourhood

Channel = Literal["web", "paper", "phone", "desk"]
AgeBand = Literal["15-24", "25-44", "45-64", "65+"]

Key = TypeVar("Key")

_AGES: dict[AgeBand, int] = {"15-24": 14, "25-44": 30, "45-64": 33, "65+": 23}
_ROLES = {"bewoner": 72, "ondernemer": 8, "werkt_hier": 7, "vrijwilliger": 8, "anders": 5}
_YOUNG_ROLES = {"bewoner": 80, "werkt_hier": 9, "vrijwilliger": 5, "anders": 6}
_CHANNELS: dict[AgeBand, dict[Channel, int]] = {
    "15-24": {"web": 96, "paper": 2, "phone": 0, "desk": 2},
    "25-44": {"web": 90, "paper": 5, "phone": 2, "desk": 3},
    "45-64": {"web": 82, "paper": 10, "phone": 4, "desk": 4},
    "65+": {"web": 56, "paper": 26, "phone": 11, "desk": 7},
}
_PLACE_TAGS = {
    "BU99990101": "oudestad",
    "BU99990102": "station",
    "BU99990201": "weide",
    "BU99990202": "lisdodde",
    "BU99990301": "dorp",
    "BU99990302": "elzenkamp",
}
_AGE_TAGS: dict[AgeBand, tuple[str, ...]] = {
    "15-24": ("jong",),
    "25-44": ("volwassen", "gezin"),
    "45-64": ("volwassen", "gezin"),
    "65+": ("volwassen", "oud"),
}
_STEPS = ((1.05, "strongly_for"), (0.12, "for"), (-0.12, "neutral"), (-0.95, "against"))
_CONDITIONAL = (-0.25, 0.85)
"""Between these scores people readily say "yes, if"."""


class Person(msgspec.Struct, frozen=True):
    place: Neighbourhood
    age: AgeBand
    role: str
    channel: Channel
    mood: float
    """How ready to say yes, over all points together; mean 0, standard deviation 1."""


def tags(person: Person) -> frozenset[str]:
    shop = ("zaak",) if person.role == "ondernemer" else ()
    return frozenset((_PLACE_TAGS[person.place.code], *_AGE_TAGS[person.age], *shop))


def weighted(rng: Random, weights: Mapping[Key, int]) -> Key:
    return rng.choices(list(weights), list(weights.values()))[0]


def bell(rng: Random) -> float:
    """Mean 0, standard deviation 1, never further than 3.

    Three uniforms instead of `gauss`: only additions, so two machines agree to the last bit.
    """
    return (rng.random() + rng.random() + rng.random() - 1.5) * 2


def draw(rng: Random, quarrel: Quarrel) -> Person:
    """Someone who answers on this proposal, more often someone it concerns."""
    interest = quarrel.interest
    codes = {
        each.code: each.inhabitants * interest.places.get(each.code, 1)
        for each in MERENBURG.neighbourhoods
    }
    ages: dict[AgeBand, int] = {
        each: number * interest.ages.get(each, 1) for each, number in _AGES.items()
    }
    age = weighted(rng, ages)
    roles = _YOUNG_ROLES if age == "15-24" else _ROLES
    role = weighted(rng, {each: n * interest.roles.get(each, 1) for each, n in roles.items()})
    return _person(rng, weighted(rng, codes), age, role)


def draw_from(rng: Random, minority: Minority) -> Person:
    """One of a small group."""
    places = minority.places or tuple(each.code for each in MERENBURG.neighbourhoods)
    ages: list[AgeBand] = [each for each in _AGES if each in minority.ages]
    return _person(rng, rng.choice(places), rng.choice(ages), rng.choice(minority.roles))


def _person(rng: Random, code: str, age: AgeBand, role: str) -> Person:
    place = next(each for each in MERENBURG.neighbourhoods if each.code == code)
    return Person(place, age, role, weighted(rng, _CHANNELS[age]), bell(rng))


def introductions(rng: Random, person: Person, quarrel: Quarrel) -> list[str]:
    """At most two sentences somebody may say about himself; the last one fits the proposal."""

    def fits(about: About) -> bool:
        return (
            (not about.ages or person.age in about.ages)
            and (not about.roles or person.role in about.roles)
            and (not about.places or person.place.code in about.places)
        )

    own = [about.text for about in quarrel.about if fits(about)]
    general = [about.text for about in COMMON.about if fits(about)]
    rng.shuffle(own)
    rng.shuffle(general)
    return [*general[:1], *own[:1]]


def happens(rng: Random, chance: float) -> bool:
    return rng.random() < chance


def stances(rng: Random, person: Person, points: Sequence[Point]) -> list[str | None]:
    """One per decision point; None was skipped. Nobody skips them all."""
    hurried = happens(rng, 0.06)  # answers the first question and sends
    found = [
        None if hurried and point.number > 1 else _stance(rng, person, point) for point in points
    ]
    if not any(found):
        found[0] = _scored(rng, person, points[0])
    return found


def _stance(rng: Random, person: Person, point: Point) -> str | None:
    match weighted(rng, {"answers": 90, "skips": 4, "has none": 6}):
        case "answers":
            return _scored(rng, person, point)
        case "skips":
            return None
        case _:
            return "no_opinion"


def _scored(rng: Random, person: Person, point: Point) -> str:
    lean = point.lean.of(person.place.code, person.age, person.role)
    score = lean + 0.6 * person.mood + 0.5 * bell(rng)
    low, high = _CONDITIONAL
    if low < score < high and happens(rng, 0.38):
        return "for_if"
    return next((stance for least, stance in _STEPS if score > least), "strongly_against")
