# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""The sentences, a code before each, are ours; the figure is that of docs/words.md."""

import importlib.util
from pathlib import Path

import pytest

from backend.words.language import language

pytestmark = [
    pytest.mark.models,
    pytest.mark.skipif(
        importlib.util.find_spec("lingua") is None,
        reason="lingua is not installed: run `make models`",
    ),
]
SAID = (Path(__file__).parent / "languages.txt").read_text(encoding="utf-8").splitlines()
SHORT = ("prima idee", "nee", "ok", "👍", "", "Mij best", "1234567890123456", "Hell no")


def test_the_language_of_a_sentence_is_told() -> None:
    told = [(line[:2], language(line[3:])) for line in SAID]
    assert len(told) > 20
    assert [one for one in told if one[0] != one[1]] == []


@pytest.mark.parametrize("text", SHORT)
def test_of_a_short_text_nobody_can_tell(text) -> None:
    assert language(text) is None


def test_a_very_long_text_is_told_by_its_beginning() -> None:
    assert language("Ik ben tegen dit plan en dat blijf ik. " * 2_600) == "nl"
