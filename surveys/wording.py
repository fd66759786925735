# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""How a question reads. Signs in the Dutch wording, so a ground for a hint and never for a refusal:
a machine that reads words is wrong too often to stand in anybody's way."""

import re
from collections.abc import Iterator
from typing import Literal

Hint = Literal[
    "long_question",
    "long_sentence",
    "two_questions",
    "double_negative",
    "leading",
    "personal",
    "unfinished",
    "shouting",
]

MOST_WORDS = 25
"""Words of a question that most people still hold on to."""
MOST_IN_SENTENCE = 20
"""Words of a sentence at B1, with room: an average of ten, and hardly one above twenty."""

_WORD = re.compile(r"[^\W_]+(?:['\u2019.-][^\W_]+)*")
# An abbreviation ends no sentence; a number with a point in it does not either.
_SHORT = re.compile(
    r"\b(?:bijv|bv|d\.w\.z|enz|m\.b\.t|nl|nr|o\.a|t\.a\.v|dhr|mevr)\.", re.IGNORECASE
)
_END = re.compile(r"(?<=[.!?])\s+|\n+")

_BOTH = re.compile(r"\ben\s*/\s*of\b", re.IGNORECASE)
# "Vindt u het park mooi en komt u er vaak?": a second verb with its own subject.
_SECOND = re.compile(
    r"\b(?:en|of|maar)\s+(?:zo ja,?\s+|zo nee,?\s+)?"
    r"(?:(?:wat|waar|waarom|hoe|hoeveel|welke|wanneer|wie)\b|\w+(?:t|n|nt|dt)?\s+(?:u|je)\b)",
    re.IGNORECASE,
)
# What stands before "of hoe" and the like in one question: "weet u waar of hoe u ...".
_SAME = re.compile(r"\b(?:waar|wanneer|hoe|wie|wat|welke|waarom)\s+(?:en|of)\s+\w+", re.IGNORECASE)

_NOT = r"(?:niet|geen|nooit|nergens|niets|niemand|zonder|onmogelijk|on(?:wenselijk|nodig|eens))"
_AGAINST = r"(?:tegen|verbied\w*|verbod|afschaff\w*|weiger\w*|afwijz\w*|stopp?en|schrapp?en|oneens)"
_TWO_NOTS = re.compile(
    rf"\b{_NOT}\b[^.?!]*\b{_NOT}\b|\b{_AGAINST}\b[^.?!]*\b{_NOT}\b|\b{_NOT}\b[^.?!]*\b{_AGAINST}\b",
    re.IGNORECASE,
)
# Not a denial: "of niet" offers the other side, "niet alleen" and "nog niet" add to it.
_NO_NOT = re.compile(
    r"\b(?:of|wel of) (?:juist )?(?:niet|geen)\b|\bniet alleen\b|\bof tegen\b", re.IGNORECASE
)

_LEADING = re.compile(
    r"\b(?:vindt|vind) (?:u|je) (?:het )?(?:ook|niet ook)\b"
    r"|\b(?:bent|ben) (?:u|je) het (?:er ?mee |ook )*eens(?! of)\b"
    r"|\b(?:natuurlijk|uiteraard|vanzelfsprekend|zoals bekend|gelukkig|helaas)\b"
    r"|\b(?:toch|nietwaar|niet waar)\s*\?"
    r"|\biedereen (?:weet|vindt|wil)\b",
    re.IGNORECASE,
)
_PERSONAL = re.compile(
    r"\b(?:uw|je|jouw) (?:volledige )?(?:naam|voornaam|achternaam|adres|huisnummer"
    r"|e-?mail(?:adres)?|telefoon(?:nummer)?|mobiele nummer|geboortedatum|bsn"
    r"|burgerservicenummer|inkomen|geloof|godsdienst|ziekte|rekeningnummer)\b|\b(?:bsn|burgerservicenummer|iban)\b",
    re.IGNORECASE,
)
_UNFINISHED = re.compile(
    r"\(kopie\)|\blorem ipsum\b|\b(?:todo|tbd|nnb|n\.n\.b\.)(?!\w)|x{3,}|\?{2,}|\.{4,}|\[[^\]]*\]"
    r"|^\s*(?:test|vraag)\s*\d*\s*$|^\s*hier komt\b",
    re.IGNORECASE,
)
FEWEST_LETTERS = 8


def words(text: str) -> int:
    return len(_WORD.findall(text))


def sentences(text: str) -> tuple[str, ...]:
    """What ends in a point, or stands on a line of its own."""
    bare = _SHORT.sub(lambda found: found[0].replace(".", ""), text)
    return tuple(part.strip() for part in _END.split(bare) if part.strip())


def _doubled(question: str) -> bool:
    asked = [part for part in sentences(question) if part.endswith("?")]
    second = _SECOND.search(_SAME.sub("", question))
    return len(asked) > 1 or bool(_BOTH.search(question)) or second is not None


def _shouts(question: str) -> bool:
    letters = [letter for letter in question if letter.isalpha()]
    return len(letters) >= FEWEST_LETTERS and all(letter.isupper() for letter in letters)


def of_question(question: str) -> Iterator[Hint]:
    """About the words in which something is asked."""
    if words(question) > MOST_WORDS:
        yield "long_question"
    if _doubled(question):
        yield "two_questions"
    if _TWO_NOTS.search(_NO_NOT.sub("", question)):
        yield "double_negative"
    if _LEADING.search(question):
        yield "leading"
    if _PERSONAL.search(question):
        yield "personal"
    if _UNFINISHED.search(question):
        yield "unfinished"
    if _shouts(question):
        yield "shouting"


def of_text(text: str) -> Iterator[Hint]:
    """About an explanation, or the words of an answer."""
    if any(words(sentence) > MOST_IN_SENTENCE for sentence in sentences(text)):
        yield "long_sentence"
    if _UNFINISHED.search(text):
        yield "unfinished"
