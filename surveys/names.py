# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Where a text names a person: by lists of names, and by the words around them (docs/words.md).

A list knows `Fatima`; that `Bakker` is somebody and no shop, only `wethouder Bakker` says.
"""

import re
from collections.abc import Iterator
from typing import Final

from msgspec import Struct

from surveys import name_words as near
from surveys.name_tokens import Word, words
from surveys.personal import Mark


class Lists(Struct, frozen=True):
    """All in lower case. `words` are the words of Dutch, `places` its towns and villages."""

    first: frozenset[str]
    last: frozenset[str]
    words: frozenset[str]
    places: frozenset[str]


_INITIALS: Final = re.compile(r"(?:[^\W\d_]\.)+")
_FAR: Final = re.compile(r"[ğşıłńśźżćčřšžőű]")
_SLAVIC: Final = re.compile(
    r"...(?:ski|ska|czyk|enko|chuk|tsjoek|ova|eva|escu|oglu|oğlu|ovic|ović|evic|ević|shvili|zadeh)$"
)
_MOST: Final = 6  # words in a name


class _Reader:
    """One text: `names` goes through it once, from left to right."""

    def __init__(self, text: str, lists: Lists) -> None:
        self.words = words(text)
        self.lists = lists

    def _at(self, place: int) -> Word | None:
        return self.words[place] if 0 <= place < len(self.words) else None

    def _before(self, place: int) -> str:
        """The word before in the same sentence, or nothing; full stops of titles do not count."""
        if not place:
            return ""
        word, before = self.words[place], self.words[place - 1]
        short = before.low in near.TITLES or before.low in near.GREETINGS
        return before.low if short or not re.search(r"[.!?;)\n]", word.gap) else ""

    def _part(self, low: str) -> bool:
        """Both of a double name, and one is no word: `Ramdin-Ramlal`, not `Zuid-West`."""
        if low in self.lists.first or low in self.lists.last:
            return True
        parts = low.split("-")
        return (
            len(parts) > 1
            and all(part in self.lists.first or part in self.lists.last for part in parts)
            and not all(map(self._common, parts))
        )

    def _first(self, low: str) -> bool:
        return all(part in self.lists.first for part in low.split("-"))

    def _common(self, low: str) -> bool:
        return low in self.lists.words or low in near.NO_NAME or low in near.FUNCTION

    def _unknown(self, low: str) -> bool:
        known = self._common(low) or low in self.lists.places
        return low.isalpha() and len(low) > 2 and not known  # noqa: PLR2004 - Li is none

    def _thing(self, place: int) -> bool:
        """This word, or the one behind it, makes it a street or a building."""
        word, behind = self.words[place], self._at(place + 1)
        return any(
            (word.low.endswith(thing) and word.low != thing and not self._part(word.low))
            or (behind is not None and behind.low == thing and behind.gap == " ")
            for thing in near.THING
        )

    def _context(self, place: int) -> str:
        """What the words before say: `title`, `kin`, `called`, `greeting`, `saying`, `thing`."""
        before, earlier = self._before(place), self._before(place - 1) if place else ""
        if before == "van" and earlier in near.GREETINGS:
            return "greeting"
        if before == "is" and earlier == "naam":
            return "called"
        if before == "ben" and earlier == "ik":
            return "am"
        for name, near_by in near.CONTEXTS.items():
            if before in near_by:
                return name
        if not before and place and self.words[place - 1].low in near.GREETINGS:
            return "greeting"
        return ""

    def _past_particles(self, place: int) -> int:
        at = place
        while (word := self._at(at)) and word.low in near.PARTICLES and at < place + 3:
            at += 1
        return at

    def _joined(self, place: int) -> bool:
        word = self._at(place)
        return word is not None and bool(re.fullmatch(r"\.? |\s?", word.gap))

    def _surname(self, place: int, *, after_particle: bool) -> bool:
        """Whether the word can be the next part of a name that has begun."""
        word = self.words[place]
        if _INITIALS.fullmatch(word.text) or (word.capital and not self._common(word.low)):
            return True
        if word.low in self.lists.last:
            return after_particle or not self._common(word.low) or word.low not in near.AT_THE_START
        return self._unknown(word.low) and after_particle

    def _end(self, place: int) -> int:
        """The place behind a name that begins here."""
        at = place + 1
        while at < len(self.words) and at - place < _MOST and self._joined(at):
            on = self._past_particles(at)
            word = self._at(on)
            if word is None or not self._joined(on):
                if on > at and self.words[on - 1].capital:
                    at = on
                break
            if word.opens and not _INITIALS.fullmatch(self.words[on - 1].text):
                break
            if not self._surname(on, after_particle=on > at):
                break
            at = on + 1
        return at

    def _announced(self, place: int, context: str) -> int | None:
        """A name behind a title or a greeting, particles and all; where it ends."""
        on = self._past_particles(place)
        word = self._at(on)
        if (
            context not in {"title", "kin", "called", "greeting", "am"}
            or word is None
            or (on > place and not self._joined(on))
        ):
            return None
        if word.capital and on > place:
            named = context != "am" and self._behind_particle(place, word)
        elif word.capital:
            named = self._part(word.low) or not self._common(word.low)
            named = (named or (context == "title" and not word.opens)) and not self._never(word.low)
        else:
            named = self._low_name(place, on, context)
        return self._end(on) if named else None

    def _never(self, low: str) -> bool:
        return low in near.NO_NAME or low in near.FUNCTION

    def _behind_particle(self, place: int, word: Word) -> bool:
        of_something = self._before(place) in near.OF_SOMETHING
        return word.low not in near.TITLES and any(
            part in self.lists.last or (self._unknown(part) and not of_something)
            for part in word.low.split("-")
        )

    def _low_name(self, place: int, on: int, context: str) -> bool:
        """In lower case, where a name is announced."""
        word = self.words[on]
        low = word.low
        if low in near.FIRM or (self._first(low) and not self._common(low)):
            return True
        if on == place and _INITIALS.fullmatch(word.text):
            return self._end(on) > on + 1
        known = low in self.lists.last and low not in near.AT_THE_START | near.TITLES
        return context in {"title", "called"} and (known or (on == place and self._unknown(low)))

    def _first_name(self, place: int, context: str) -> bool:
        word = self.words[place]
        low = word.low
        if context == "thing" or low in near.NO_NAME or low in near.PARTICLES:
            return False
        plain = self._first(low) and not self._common(low)
        if not word.capital:
            long = len(low) > 3  # noqa: PLR2004 - shorter ones are words in some language
            return low in near.FIRM or (plain and long and low not in self.lists.places)
        if low in near.FIRM or (plain and low not in self.lists.places):
            return self._first(low)
        if plain:
            return self._end(place) > place + 1
        return self._first(low) and (
            self._first_at_start(place) if word.opens else low not in self.lists.places
        )

    def _first_at_start(self, place: int) -> bool:
        """`Mark vindt` and `Roos de Vries`, but not `Mark mijn woorden`."""
        behind, on = self._at(place + 1), self._past_particles(place + 1)
        followed = self._at(on)
        if followed is not None and self._joined(on) and followed.capital:
            return on > place + 1 or self._part(followed.low)
        return behind is not None and behind.gap == " " and behind.low in near.AT_THE_START - {"en"}

    def _last_name(self, place: int, context: str) -> bool:
        word = self.words[place]
        low = word.low
        if not word.capital or low in near.NO_NAME or len(low) < 3:  # noqa: PLR2004 - Li, Wu: not alone
            return False
        if context == "saying" and low in self.lists.last and low not in self.lists.places:
            return True
        if context == "thing" or self._common(low) or low in self.lists.places:
            return False
        return self._part(low) or bool(_FAR.search(low))

    def _listed(self, place: int, context: str) -> int | None:
        known = self._first_name(place, context) or self._last_name(place, context)
        return self._end(place) if known else None

    def _initialled(self, place: int, _: str) -> int | None:
        word, on = self.words[place], self._past_particles(place + 1)
        follows = self._at(on)
        named = word.capital and _INITIALS.fullmatch(word.text) and follows and follows.capital
        return self._end(place) if named and self._joined(on) else None

    def _particled(self, place: int, context: str) -> int | None:
        """`De Boer` within a sentence, or where he does something."""
        word, on = self.words[place], self._past_particles(place)
        follows = self._at(on)
        if (
            context == "thing"
            or not (word.capital and word.low in near.PARTICLES)
            or follows is None
            or not (follows.capital and self._joined(on))
            or follows.low not in self.lists.last - near.TITLES - self.lists.places
        ):
            return None
        ends = self._end(on)
        behind = self._at(ends)
        acts = behind is not None and behind.low in near.AT_THE_START
        return ends if acts or not word.opens else None

    def _odd(self, place: int, context: str) -> int | None:
        odd = self._strange(place, context) or self._acting(place, context)
        return self._end(place) if odd else None

    def _begins(self, place: int, *, beside: bool) -> int | None:
        """Where a name ends that begins at this word; `beside` a name that was just found."""
        context = self._context(place)
        rules = (self._announced, self._initialled, self._listed, self._particled, self._odd)
        for rule in rules:
            if (ends := rule(place, context)) is not None:
                return ends
        word = self.words[place]
        unknown = word.capital and (self._part(word.low) or self._unknown(word.low))
        known = self._first(word.low) and word.low not in near.FUNCTION
        return self._end(place) if beside and (unknown or known) else None

    def _strange(self, place: int, context: str) -> bool:
        """Two words with a capital that no list knows."""
        word, behind = self.words[place], self._at(place + 1)
        return (
            behind is not None
            and behind.gap == " "
            and context != "thing"
            and all(
                one.capital and one.text[1:].islower() and self._unknown(one.low)
                for one in (word, behind)
            )
        )

    def _acting(self, place: int, context: str) -> bool:
        """A word with a capital that no list knows, where only a person can stand."""
        word, behind = self.words[place], self._at(place + 1)
        if not word.capital or not self._unknown(word.low) or context == "thing":
            return False
        if any(map(str.isupper, word.text[1:])):
            return False
        acts = behind is not None and behind.gap == " " and behind.low in near.ONLY_PEOPLE
        relative = behind is not None and behind.gap == ", " and behind.low in {"die", "zij", "hij"}
        return (
            acts
            or bool(_SLAVIC.search(word.low))
            or (not word.opens and (relative or context == "saying"))
        )

    def names(self) -> Iterator[Mark]:
        place, beside = 0, False
        while place < len(self.words):
            ends = self._begins(place, beside=beside)
            if ends is None or (
                self._context(place) != "title" and any(map(self._thing, range(place, ends)))
            ):
                between = self.words[place].low in {"en", "of"}
                beside = beside and between
                place += 1 if ends is None else ends - place
                continue
            yield Mark(self.words[place].start, self.words[ends - 1].end, "name")
            place, beside = ends, True


def names(text: str, lists: Lists) -> tuple[Mark, ...]:
    """In the order of the text; none lies over another."""
    return tuple(_Reader(text, lists).names())
