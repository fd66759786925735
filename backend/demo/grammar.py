# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""From a phrase with choices to a sentence of one person."""

import re
from collections.abc import Iterable, Mapping
from random import Random

_CHOICE = re.compile(r"\[([^\[\]]*)\]")
_WORD = re.compile(r"\{(\w+)\}")
_NAMES = ("Noorderdijk", "Elzenkamp", "Lisdodde", "Merenburg")
_TAGGED = re.compile(r"<([a-z ]+)> (.*)", re.DOTALL)


def expand(phrase: str, rng: Random, words: Mapping[str, str]) -> str:
    """Choose between the bars and fill in the words; an unknown word is a KeyError."""
    chosen = _CHOICE.sub(lambda found: rng.choice(found[1].split("|")), phrase)
    return _WORD.sub(lambda found: words[found[1]], chosen)


def sayable(phrases: Iterable[str], tags: frozenset[str]) -> list[str]:
    """The phrases this person may say, without their tags."""
    found: list[str] = []
    for phrase in phrases:
        tagged = _TAGGED.fullmatch(phrase)
        if tagged is None:
            found.append(phrase)
        elif tags.issuperset(tagged[1].split()):
            found.append(tagged[2])
    return found


def lower_first(text: str) -> str:
    """As the text goes on after a colon; a name keeps its capital."""
    return text if text.startswith(_NAMES) else text[:1].lower() + text[1:]


def upper_first(text: str) -> str:
    return text[:1].upper() + text[1:]
