# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Some thousands of people who give counsel to Merenburg's council, all of them made up.

The same seed and number give the same voices, on every machine.
"""

from collections.abc import Callable, Iterator
from random import Random

import msgspec

from backend.demo import slips
from backend.demo.minorities import seats
from backend.demo.people import (
    AgeBand,
    Channel,
    Person,
    draw,
    draw_from,
    happens,
    introductions,
    stances,
    weighted,
)
from backend.demo.phrases import QUARRELS, Minority, MinorityPoint, Point, Quarrel
from backend.demo.texts import Pen

_ADVISES = {
    "strongly_for": 0.82,
    "for": 0.66,
    "for_if": 0.8,
    "neutral": 0.6,
    "against": 0.74,
    "strongly_against": 0.86,
    "no_opinion": 0.1,
}
_CONDITIONAL = {"for_if": 0.88, "for": 0.06, "neutral": 0.04}
_TRIES = 12
"""How often a text that somebody already sent is written anew."""
_BY_KEY = {quarrel.proposal: quarrel for quarrel in QUARRELS}
_MARKS = {"=": 41, "+": 37, "&": 31, "<3": 59}
"""Every so many voices begin with, or hold, a sign that a spreadsheet or a page must survive."""


class Opinion(msgspec.Struct, frozen=True):
    number: int
    stance: str | None
    """None: the question was skipped."""
    advice: str
    condition: str
    touched: str


class Voice(msgspec.Struct, frozen=True):
    proposal: str
    channel: Channel
    neighbourhood: str | None
    """The neighbourhood's code."""
    age_band: AgeBand | None
    role: str | None
    points: tuple[Opinion, ...]


def speak(seed: int, number: int) -> Iterator[Voice]:
    """So many voices over all proposals, in the order in which they come in.

    `number` also decides which voices belong to a minority, so a longer round does not begin
    with a shorter one.
    """
    taken = seats(_dice(f"{seed}:minorities:{number}"), number)
    weights = {quarrel.proposal: quarrel.weight for quarrel in QUARRELS}
    said: set[str] = set()
    for index in range(number):
        rng = _dice(f"{seed}:{index}")
        if index in taken:
            key, minority = taken[index]
            yield _minority_voice(rng, _BY_KEY[key], minority, said)
        else:
            mark = next((each for each, step in _MARKS.items() if index % step == step - 1), "")
            yield _voice(rng, _BY_KEY[weighted(rng, weights)], said, mark)


def _voice(rng: Random, quarrel: Quarrel, said: set[str], mark: str) -> Voice:
    person = draw(rng, quarrel)
    pen = Pen(rng, person, introductions(rng, person, quarrel))
    how = slips.manner(rng, person)
    opinions: list[Opinion] = []
    for point, stance in zip(quarrel.points, stances(rng, person, quarrel.points), strict=True):
        first = not any(opinion.advice for opinion in opinions)
        advice = ""
        if happens(rng, _ADVISES.get(stance or "", 0.08)):
            write = _writer(rng, pen, how, point, stance)
            advice = _fresh(write, said)
            if first:
                advice = slips.first_words(rng, how, mark, stance, advice)
        opinions.append(_opinion(rng, pen, point, stance, advice))
    return _sent(rng, quarrel.proposal, person, opinions)


def _writer(rng: Random, pen: Pen, how: str, point: Point, stance: str | None) -> Callable[[], str]:
    return lambda: slips.written(rng, how, stance, pen.advice(point, stance))


def _fresh(write: Callable[[], str], said: set[str]) -> str:
    text = write()
    for _ in range(_TRIES):
        if text not in said:
            break
        text = write()
    said.add(text)
    return text


def _opinion(rng: Random, pen: Pen, point: Point, stance: str | None, advice: str) -> Opinion:
    conditional = happens(rng, _CONDITIONAL.get(stance or "", 0))
    condition = pen.condition(point.mits.conditions) if conditional else ""
    cares = stance not in {None, "no_opinion"} and happens(rng, 0.3)
    touched = pen.touched(point.who) if cares else ""
    return Opinion(point.number, stance, advice, condition, touched)


def _minority_voice(rng: Random, quarrel: Quarrel, minority: Minority, said: set[str]) -> Voice:
    """They come for their own points and leave the others empty."""
    person = draw_from(rng, minority)
    pen = Pen(rng, person, [rng.choice(minority.about)])
    own = {point.number: point for point in minority.points}
    opinions = [
        _own_opinion(rng, pen, own[point.number], said)
        if point.number in own
        else Opinion(point.number, None, "", "", "")
        for point in quarrel.points
    ]
    return _sent(rng, quarrel.proposal, person, opinions)


def _own_opinion(rng: Random, pen: Pen, point: MinorityPoint, said: set[str]) -> Opinion:
    stance = rng.choice(point.stances)
    advice = _fresh(lambda: pen.own_advice(point), said)
    condition = pen.condition(point.conditions) if stance == "for_if" else ""
    touched = pen.touched(point.who) if happens(rng, 0.6) else ""
    return Opinion(point.number, stance, advice, condition, touched)


def _sent(rng: Random, proposal: str, person: Person, opinions: list[Opinion]) -> Voice:
    """With as much background as this person cares to give."""
    silent = happens(rng, 0.12)
    return Voice(
        proposal=proposal,
        channel=person.channel,
        neighbourhood=None if silent or happens(rng, 0.06) else person.place.code,
        age_band=None if silent or happens(rng, 0.06) else person.age,
        role=None if silent or happens(rng, 0.12) else person.role,
        points=tuple(opinions),
    )


def _dice(seed: str) -> Random:
    return Random(seed)  # noqa: S311 - play, not secrets; the seed is the whole point
