# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""One word for one thing, in every sentence of every page (docs/decisions/0018)."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from backend.accounts import refusals
from backend.accounts.routes import ROUTES
from backend.council import differences
from backend.council.importing import Taken
from backend.inspection import trail_fields, trail_words
from surveys.rules import Rules
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
    r"(?i)\b(aantal|hoeveel) (mensen|inwoners|bewoners|deelnemers)": "hoeveel reacties",
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


def words_of(given: ast.expr, within: ast.AST) -> set[str]:
    """What this comes to: a word, one of two, or what the name was given; nothing else."""
    match given:
        case ast.Constant(value=str(word)):
            return {word}
        case ast.IfExp(body=one, orelse=other):
            return words_of(one, within) | words_of(other, within)
        case ast.Name(id=name):
            given_to = [
                node.value
                for node in ast.walk(within)
                if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == name
            ]
            assert given_to, f"{name}: say the word where the line is written, or give it this name"
            return set().union(*(words_of(each, within) for each in given_to))
    raise AssertionError(ast.unparse(given))


def noted() -> Iterator[tuple[ast.Call, ast.AST]]:
    """Wherever a line of the trail is written, and the function that does it; but for what is
    refused, named by its address."""
    for path in sorted(BACKEND.rglob("*.py")):
        if path == BACKEND / "accounts/refusals.py":
            continue
        for within in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(within, ast.FunctionDef | ast.AsyncFunctionDef):
                for node in ast.walk(within):
                    if isinstance(node, ast.Call) and ast.unparse(node.func) == "note":
                        yield node, within


def test_every_deed_and_thing_in_the_trail_has_its_words() -> None:
    deeds, things = set(), set()
    for node, within in noted():
        deeds |= words_of(node.args[2], within)
        things |= words_of(node.args[3], within)
    assert len(deeds) > 60
    assert deeds - set(trail_words.ACTIONS) == set()
    assert things - set(trail_words.OBJECTS) == set()


def test_every_refusal_in_the_trail_has_its_words() -> None:
    told = set()
    for method, path in (route for route, roles in ROUTES.items() if roles):
        scope = {"method": method, "path_template": path, "path_params": {}}
        told.add(refusals.told(scope)[:2])
    deeds, things = (set(words) for words in zip(*told, strict=True))
    assert deeds - set(trail_words.ACTIONS) == set()
    assert things - set(trail_words.OBJECTS) == set()


def test_everything_beside_a_line_of_the_trail_has_its_words() -> None:
    names = {word.arg for node, _ in noted() for word in node.keywords} - {"result", None}
    names |= {"route", "status"}  # of what is refused
    names |= set(Rules.__struct_fields__) | set(Taken.__struct_fields__) - {"meeting", "changes"}
    names |= differences.TOLD
    assert names - set(trail_fields.FIELDS) == set()
