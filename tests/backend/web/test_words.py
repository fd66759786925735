# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""One word for one thing, in every sentence of every page (docs/decisions/0018)."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from backend.inspection import trail_words
from tests import catalogue

BACKEND = Path("backend")
RESIDENT = re.compile(r"templates/resident_|backend/templates/|overview/|participation/wording")
MARKUP = re.compile(r"<[^>]*>")

# What must not be said, and what is said instead.
NEVER = {
    r"\b[Uu] heeft\b|\bHeeft u\b": "u hebt",
    r"\b[Bb]ladzijden?\b": "pagina",
    r"(antwoorden?|reactie|regels|rol)\b.{0,30} (veranderen|verandert u)\b": "wijzigen",
    r"samenvatting\b.{0,60}\b(hem|haar|zij)\b": "die, of zeg weer de samenvatting",
    r"\b[Aa]fdruk van\b": "kenmerk",
    r"\b[Ff]outmarge bij geven|\bSaldo\b": "in words; exactly on Hoe werkt dit?",
    r"[Nn]aar controleren": "Controleer uw antwoorden",
    r"is vrij\.": "is niet verplicht",
}
NEVER_TO_RESIDENTS = {r"\b[Ii]nzending|\bingezonden\b": "reactie, antwoorden"}
NEVER_IN_ENGLISH = {
    r"\b[Ss]ubjects?\b": "topic",
    r"until and including": "up to and including",
    r"namely": "Other (please specify)",
    r"\bFor, if\b": "For, provided that",
    r"read along|arrive well|Rather on|How are things|Go to checking": "plain words",
    r"answer empty": "Clear this answer",
}


def said() -> Iterator[tuple[str, str, str]]:
    """Where each sentence stands, the sentence and its English."""
    for message in catalogue.read("en"):
        where = " ".join(path for path, _ in message.locations)
        dutch = message.id if isinstance(message.id, (list, tuple)) else (message.id,)
        english = message.string
        several = english if isinstance(english, (list, tuple)) else (english,)
        for one, other in zip(dutch, several, strict=True):
            if one:
                yield where, MARKUP.sub("", one), MARKUP.sub("", other or "")


@pytest.mark.parametrize("pattern", NEVER)
def test_a_word_that_was_not_chosen_stands_nowhere(pattern: str) -> None:
    found = [dutch for _, dutch, _ in said() if re.search(pattern, dutch)]
    assert found == [], NEVER[pattern]


@pytest.mark.parametrize("pattern", NEVER_TO_RESIDENTS)
def test_a_word_of_the_griffie_stands_on_no_page_for_residents(pattern: str) -> None:
    found = [d for where, d, _ in said() if RESIDENT.search(where) and re.search(pattern, d)]
    assert found == [], NEVER_TO_RESIDENTS[pattern]


@pytest.mark.parametrize("pattern", NEVER_IN_ENGLISH)
def test_stilted_english_does_not_come_back(pattern: str) -> None:
    found = [english for _, _, english in said() if re.search(pattern, english)]
    assert found == [], NEVER_IN_ENGLISH[pattern]


def noted() -> Iterator[tuple[str, str]]:
    """What is done with what, wherever a line of the trail is written with plain words."""
    for path in sorted(BACKEND.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "note":
                deed, thing = node.args[2:4]
                if isinstance(deed, ast.Constant) and isinstance(thing, ast.Constant):
                    yield str(deed.value), str(thing.value)


def test_every_word_of_the_trail_can_be_said_in_another_language() -> None:
    deeds, things = (set(words) for words in zip(*noted(), strict=True))
    assert deeds - set(trail_words.ACTIONS) == set()
    assert things - set(trail_words.OBJECTS) == set()
