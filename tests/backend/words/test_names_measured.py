# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""How many names are found, and how many words are taken for one; the figures of docs/words.md."""

import re
from pathlib import Path
from typing import NamedTuple

import pytest

from backend.words.name_lists import lists
from surveys.names import names

pytestmark = [pytest.mark.models, pytest.mark.usefixtures("models")]
SENTENCES = Path(__file__).parent / "names"


class Counted(NamedTuple):
    names: int
    found: int


def _lines(name: str) -> list[str]:
    return (SENTENCES / f"{name}.txt").read_text(encoding="utf-8").splitlines()


def _covered(text: str) -> set[int]:
    return {at for mark in names(text, lists()) for at in range(mark.start, mark.end)}


def _count(half: str) -> dict[bool, Counted]:
    """By whether the name is in lower case or all in capitals; found is: each letter of it."""
    counted = {True: Counted(0, 0), False: Counted(0, 0)}
    for line in _lines(half):
        text = re.sub("[{}]", "", line)
        covered = _covered(text)
        for order, name in enumerate(re.finditer(r"\{(.*?)\}", line)):
            start = name.start() - 2 * order
            places = {at for at in range(start, start + len(name[1])) if text[at].isalnum()}
            bare = name[1] in {name[1].lower(), name[1].upper()} or text.isupper()
            before = counted[bare]
            counted[bare] = Counted(before.names + 1, before.found + (places <= covered))
    return counted


def test_the_sentences_that_no_rule_was_made_after() -> None:
    counted = _count("test")
    assert counted == {True: Counted(34, 33), False: Counted(53, 50)}


def test_the_sentences_that_rules_were_made_after() -> None:
    counted = _count("tuning")
    assert counted == {True: Counted(56, 55), False: Counted(119, 115)}


def test_words_that_are_no_names_are_rarely_taken_for_one() -> None:
    """Sentences that were written to mislead: in ordinary texts it is rarer."""
    taken = {
        half: sum(map(bool, map(_covered, _lines(half))))
        for half in ("without-test", "without-tuning")
    }
    assert taken == {"without-test": 4, "without-tuning": 1}
