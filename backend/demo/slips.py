# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""How people really write: slips, dialect, capitals, no capitals, emoji, signs at the start."""

import re
from random import Random

import msgspec

from backend.demo.people import Person, happens, weighted
from backend.demo.phrases import COMMON
from backend.demo.proposals import data

_SHOUTABLE = 110
"""Letters; nobody keeps the shift key down for longer."""
_SPOKEN = {"phone", "desk"}


class _Habits(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    slips: dict[str, str]
    dialect: dict[str, str]
    chat: dict[str, str]
    loud: dict[str, str]
    emoji: dict[str, tuple[str, ...]]
    marks: dict[str, dict[str, str]]
    """Per sign, what to put before a text that is for, against or neither."""


_HABITS = msgspec.toml.decode(data("slips.toml"), type=_Habits)


def manner(rng: Random, person: Person) -> str:
    """How this person writes, the same in every answer."""
    if person.channel in _SPOKEN:
        return person.channel
    weights = {"net": 58, "slordig": 20, "schreeuw": 4, "plat": 0, "klein": 5, "emoji": 10}
    if person.age == "15-24":
        weights |= {"klein": 34, "emoji": 16, "net": 40}
    if person.age == "65+":
        weights |= {"emoji": 2, "klein": 2, "schreeuw": 7}
    if person.place.code == "BU99990301" and person.age in {"45-64", "65+"}:
        weights["plat"] = 25
    if person.channel == "paper":
        weights["emoji"] = 0
    return weighted(rng, weights)


def written(rng: Random, how: str, stance: str | None, text: str) -> str:
    """The text as this person puts it down."""
    match how:
        case "slordig":
            return _slip(rng, text)
        case "klein":
            return _replace(_HABITS.chat, text.lower()).removesuffix(".")
        case "plat":
            return _replace(_HABITS.dialect, text)
        case "emoji" if stance in _HABITS.emoji:
            return f"{text} {rng.choice(_HABITS.emoji[stance])}"
        case "schreeuw" if stance in {"strongly_for", "strongly_against"}:
            return _shouted(text)
        case _:
            return text


def first_words(rng: Random, how: str, mark: str, stance: str | None, text: str) -> str:
    """A person's first text: a clerk says whose words they are, others may bring a strange sign.

    `mark` is one of "=", "+", "&", "<3" or nothing.
    """
    if how in _SPOKEN:
        before = COMMON.noted.phone if how == "phone" else COMMON.noted.desk
        return rng.choice(before) + text if happens(rng, 0.6) else text
    if mark in _HABITS.marks:
        return _HABITS.marks[mark][_side(stance)] + text
    if mark == "&" and " en " in text:
        return text.replace(" en ", " & ", 1)
    return f"{text} Ik <3 Merenburg." if mark else text


def _side(stance: str | None) -> str:
    match stance:
        case "strongly_for" | "for":
            return "for"
        case "against" | "strongly_against":
            return "against"
        case _:
            return "other"


def _slip(rng: Random, text: str) -> str:
    found = [right for right in _HABITS.slips if right in text]
    for right in rng.sample(found, min(len(found), rng.choice((1, 1, 2)))):
        text = text.replace(right, _HABITS.slips[right], 1)
    if happens(rng, 0.6):
        text = _mistyped(rng, text)
    if happens(rng, 0.12):
        text = text.replace(". ", " .", 1).replace(", ", " ,", 1)
    return text.removesuffix(".") if happens(rng, 0.5) else text


def _mistyped(rng: Random, text: str) -> str:
    """One long word with a letter lost, or two in the wrong order."""
    long = re.findall(r"\b[a-z]{6,}\b", text)
    if not long:
        return text
    word = rng.choice(long)
    at = rng.randrange(2, len(word) - 2)
    lost = happens(rng, 0.5)
    middle = word[at + 1] if lost else word[at + 1] + word[at]
    return text.replace(word, word[:at] + middle + word[at + 2 :], 1)


def _replace(words: dict[str, str], text: str) -> str:
    for right, said in words.items():
        text = re.sub(rf"\b{right}\b", said, text)
    return text


def _shouted(text: str) -> str:
    if len(text) <= _SHOUTABLE:
        return text.upper().removesuffix(".") + "!!"
    return _replace(_HABITS.loud, text).removesuffix(".") + "!"
