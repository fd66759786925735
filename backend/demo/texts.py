# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""One person's sentences: advice, condition and who is touched."""

from collections.abc import Sequence
from random import Random

from backend.demo.grammar import expand, lower_first, sayable, upper_first
from backend.demo.people import Person, happens, tags, weighted
from backend.demo.phrases import COMMON, MinorityPoint, Point

_LENGTHS = {"kort": 21, "gewoon": 40, "lang": 24, "uitgebreid": 11, "brief": 4}


class Pen:
    """Remembers what this person has already told, so that nobody introduces himself twice."""

    def __init__(self, rng: Random, person: Person, about: Sequence[str]) -> None:
        self._rng = rng
        self._tags = tags(person)
        self._about = list(about)
        self._signed = False
        # Nobody says "Geachte raad" or "groet uit" to a clerk who writes along.
        self._spoken = person.channel in {"phone", "desk"}
        self._words = {
            "straat": rng.choice(person.place.streets),
            "buurt": person.place.said,
        }

    def advice(self, point: Point, stance: str | None) -> str:
        match stance:
            case "strongly_for" | "for":
                return self._argued(point.pro.core, point.pro.why, stance)
            case "for_if":
                return self._argued(point.mits.core, point.pro.why, stance)
            case "against" | "strongly_against":
                return self._argued(point.contra.core, point.contra.why, stance)
            case "no_opinion":
                return self._say(COMMON.spectator.texts)
            case _:
                return self._weighed(point)

    def own_advice(self, point: MinorityPoint) -> str:
        """A minority argues from its own case and never in general terms."""
        parts = [self._introduction(), self._say(point.core)]
        if happens(self._rng, 0.75):
            parts.insert(self._rng.choice((1, 2)), self._say(point.why))
        return _joined(parts)

    def condition(self, conditions: Sequence[str]) -> str:
        first, second = self._rng.sample(conditions, 2)
        frames = COMMON.two_conditions if happens(self._rng, 0.15) else COMMON.condition
        frame = self._rng.choice(frames)
        return frame.format(c=self._expand(first), d=self._expand(second))

    def touched(self, who: Sequence[str]) -> str:
        found = sayable(who, self._tags)
        self._rng.shuffle(found)
        first, second = self._expand(found[0]), self._expand(found[-1])
        # A phrase with a comma has said its reason and stands alone.
        two = "," not in first and second != first and happens(self._rng, 0.45)
        frame = self._rng.choice(COMMON.two_touched if two else COMMON.touched)
        return frame.format(a=first, A=upper_first(first), b=second)

    def _argued(self, cores: Sequence[str], whys: Sequence[str], stance: str) -> str:
        core = self._say(cores)
        one, two = (self._expand(why) for why in self._rng.sample(sayable(whys, self._tags), 2))
        opening, closing = COMMON.opening.of(stance), COMMON.closing.of(stance)
        match weighted(self._rng, _LENGTHS):
            case "kort":
                return self._short(core, opening)
            case "gewoon":
                return self._reasoned(core, one, first=True)
            case "lang":
                parts = [self._introduction()]
                parts.append(self._reasoned(core, one, first=not parts[0]))
                parts.append(self._sometimes(closing, 0.35))
            case "uitgebreid":
                parts = [self._sometimes(opening, 0.7), self._introduction()]
                parts += [one, self._concluded(core), two]
                parts += [self._sometimes(closing, 0.5), self._regards()]
            case _:
                return self._letter([one, two, self._concluded(core)], closing)
        return _joined(parts)

    def _letter(self, body: Sequence[str], closing: Sequence[str]) -> str:
        if self._spoken:
            return _joined([self._introduction(), *body])
        salutation = self._rng.choice(("Geachte raad,", "Beste raadsleden,", "Beste raad,"))
        about = [self._introduction(), self._introduction()]
        paragraphs = [salutation, _joined([*about, body[0]]), _joined(body[1:])]
        paragraphs += [_joined([self._sometimes(closing, 0.5), self._regards()])]
        return "\n\n".join(paragraph for paragraph in paragraphs if paragraph)

    def _reasoned(self, core: str, why: str, *, first: bool) -> str:
        """Advice and reason; only a text's beginning can address the council."""
        match weighted(
            self._rng, {"why": 24, "therefore": 16, "address": 16, "want": 18, "core": 26}
        ):
            case "why":
                return f"{why} {core}"
            case "therefore":
                return f"{why} {self._say(COMMON.therefore)}{lower_first(core)}"
            case "address" if first:
                return f"{self._addressed(core)} {why}"
            case "want" if "?" not in why:
                return f"{core} Want {lower_first(why)}"
            case _:
                return f"{core} {why}"

    def _concluded(self, core: str) -> str:
        if happens(self._rng, 0.4):
            return self._say(COMMON.therefore) + lower_first(core)
        return core

    def _short(self, core: str, opening: Sequence[str]) -> str:
        match weighted(self._rng, {"address": 35, "opening": 40, "bare": 25}):
            case "address":
                return self._addressed(core)
            case "opening":
                return f"{self._say(opening)} {core}"
            case _:
                return core

    def _weighed(self, point: Point) -> str:
        core = self._say(point.midden)
        if happens(self._rng, 0.35):
            one = lower_first(self._say(point.pro.why))
            other = lower_first(self._say(point.contra.why))
            return f"Aan de ene kant: {one} Aan de andere kant: {other} {core}"
        opening = self._sometimes(COMMON.opening.neutral, 0.5)
        return _joined([opening, core, self._sometimes(COMMON.closing.neutral, 0.35)])

    def _introduction(self) -> str:
        return self._expand(self._about.pop()) if self._about else ""

    def _regards(self) -> str:
        if self._signed or self._spoken or happens(self._rng, 0.6):
            return ""
        self._signed = True
        return self._say(COMMON.regards.texts)

    def _addressed(self, core: str) -> str:
        return core if self._spoken else self._say(COMMON.address) + lower_first(core)

    def _sometimes(self, phrases: Sequence[str], chance: float) -> str:
        return self._say(phrases) if happens(self._rng, chance) else ""

    def _say(self, phrases: Sequence[str]) -> str:
        return self._expand(self._rng.choice(sayable(phrases, self._tags)))

    def _expand(self, phrase: str) -> str:
        return expand(phrase, self._rng, self._words)


def _joined(parts: Sequence[str]) -> str:
    return " ".join(part for part in parts if part)
