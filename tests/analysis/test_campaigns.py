# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Which texts are one letter, and which only agree."""

import csv
import json
import random
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.campaigns import CampaignRules, campaigns

RULES = CampaignRules()
LETTERS = ((150, 2000), (60, 200), (30, 20))
"""Words of a letter that is planted, and how many people send it."""
WORDS = [f"woord{number}" for number in range(4000)]


def noisy(letter: list[str], chance: random.Random) -> str:
    """As somebody sends it who changed up to a tenth of its words, or none."""
    share = chance.uniform(0, 0.1)
    return " ".join(chance.choice(WORDS) if chance.random() < share else word for word in letter)


def strings(found: object) -> Iterator[str]:
    if isinstance(found, str):
        yield found
    elif isinstance(found, dict | list):
        for each in found.values() if isinstance(found, dict) else found:
            yield from strings(each)


def real(folder: Path) -> dict[str, list[str]]:
    """Which words follow a word in what parties wrote for the StemWijzer of 2025."""
    whole = json.loads((folder / "tweedekamer2025.json").read_text(encoding="utf-8"))
    following: dict[str, list[str]] = {"": []}
    for text in strings(whole):
        for sentence in re.split(r"(?<=[.!?])\s+", text):
            before = ""
            for word in sentence.split():
                following.setdefault(before, []).append(word)
                before = word
    return following


def talk(following: dict[str, list[str]], chance: random.Random, words: int) -> list[str]:
    """Dutch that nobody wrote: each word follows the one before it somewhere."""
    said: list[str] = []
    before = ""
    while len(said) < words:
        before = chance.choice(following.get(before) or following[""])
        said.append(before)
    return said


@pytest.mark.parametrize("many", [5_000, pytest.param(100_000, marks=pytest.mark.soak)])
def test_planted_letters_are_found_among_what_nobody_copied(
    reference_data: Path, many: int
) -> None:
    chance = random.Random(many)  # noqa: S311 - a test
    following = real(reference_data / "text" / "stemwijzer2025")
    texts = {
        f"eigen {number}": " ".join(talk(following, chance, chance.randint(10, 60)))
        for number in range(many)
    }
    for number, (words, senders) in enumerate(LETTERS):
        letter = talk(following, chance, words)
        for sender in range(senders):
            texts[f"brief {number} {sender}"] = noisy(letter, chance)
    found = campaigns(texts, RULES)
    assert len(found) == len(LETTERS)
    for (_, senders), campaign in zip(LETTERS, found, strict=True):
        [letter] = {member.rpartition(" ")[0] for member in campaign.members}
        assert letter.startswith("brief")
        assert len(campaign.members) >= 0.99 * senders


def test_comments_in_real_conversations_are_no_campaign(reference_data: Path) -> None:
    read = 0
    for file in sorted((reference_data / "polis").glob("*/comments.csv")):
        with file.open(newline="", encoding="utf-8") as rows:
            texts = {row["comment-id"]: row["comment-body"] for row in csv.DictReader(rows)}
        read += len(texts)
        assert campaigns(texts, RULES) == ()
    assert read > 600


def test_short_answers_that_say_the_same_are_people_who_agree() -> None:
    texts = {
        str(number): "Meer bomen in de straat, en minder auto's graag." for number in range(99)
    }
    assert campaigns(texts, RULES) == ()


def test_a_letter_by_fewer_than_the_threshold_is_no_campaign() -> None:
    letter = " ".join(WORDS[:40])
    texts = {str(number): letter for number in range(RULES.senders - 1)}
    assert campaigns(texts, RULES) == ()
    [found] = campaigns({**texts, "nog een": letter}, RULES)
    assert found.members == tuple(sorted([*texts, "nog een"]))


def test_a_chain_of_shared_sentences_ties_nobody_together() -> None:
    """Each shares half its words with the next and nothing with the one after that."""
    texts = {
        f"{number:03}": " ".join(WORDS[number * 20 : number * 20 + 40]) for number in range(100)
    }
    assert campaigns(texts, CampaignRules(likeness_permille=300)) == ()


@given(
    st.lists(st.integers(0, 3), min_size=20, max_size=60),
    st.integers(0, 2**32),
    st.randoms(use_true_random=False),
)
def test_it_depends_on_the_texts_and_not_on_their_order(
    which: list[int], seed: int, mixed: random.Random
) -> None:
    chance = random.Random(seed)  # noqa: S311 - a test
    letters = [chance.sample(WORDS, 30) for _ in range(4)]
    texts = {
        f"{place:03}": noisy(letters[letter], chance)
        if letter
        else " ".join(chance.sample(WORDS, 30))
        for place, letter in enumerate(which)
    }
    found = campaigns(texts, RULES)
    shuffled = list(texts.items())
    mixed.shuffle(shuffled)
    assert campaigns(dict(shuffled), RULES) == found
    for campaign in found:
        assert campaign.medoid in campaign.members
        assert len(campaign.members) >= RULES.senders
        assert len({which[int(member)] for member in campaign.members}) == 1
    together = [member for campaign in found for member in campaign.members]
    assert len(together) == len(set(together))


@pytest.mark.parametrize("text", ["", "🌳" * 50, "a " * 100_000, "مرحبا " * 200, "<b>" * 1000])
def test_odd_texts_are_read_and_make_no_campaign(text: str) -> None:
    assert campaigns({str(number): text for number in range(3)}, RULES) == ()
