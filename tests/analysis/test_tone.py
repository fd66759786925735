# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
import msgspec
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.tone import SURE, TONES, judged, lexicon_features, told, trained

LEXICON = {"mooi": 0.8, "lelijk": -0.6}
GOOD = ["wat een mooi park", "mooi plan", "heel mooi", "mooi en goed"]
BAD = ["wat een lelijk park", "lelijk plan", "heel lelijk", "lelijk en slecht"]
PLAIN = ["het park is open", "een plan", "de straat", "het is maandag"]
TEXTS = [*BAD, *PLAIN, *GOOD]
TRUTH = np.repeat([0, 1, 2], 4)
VECTORS = np.eye(3, dtype=np.float32)[TRUTH]


def test_a_word_behind_niet_is_turned() -> None:
    assert lexicon_features("mooi", LEXICON) == [0.8, 0, 0.8, 1]
    assert lexicon_features("niet mooi", LEXICON) == [0, -0.8, -0.8, 0.5]
    assert lexicon_features("niet zo erg lelijk", LEXICON)[2] == 0.6
    assert lexicon_features("", LEXICON) == [0, 0, 0, 0]


def test_heads_tell_what_they_were_shown_and_are_the_same_each_time() -> None:
    heads = trained(TEXTS, VECTORS, TRUTH, LEXICON)
    found = judged(TEXTS, VECTORS, LEXICON, heads)
    assert found.argmax(axis=1).tolist() == TRUTH.tolist()
    again = trained(TEXTS, VECTORS, TRUTH, LEXICON)
    for one, other in zip(*map(msgspec.structs.astuple, (heads, again)), strict=True):
        assert one.tobytes() == other.tobytes()


def test_no_texts_are_no_judgements() -> None:
    heads = trained(TEXTS, VECTORS, TRUTH, LEXICON)
    assert told(judged([], np.zeros((0, 3), np.float32), LEXICON, heads)) == []


def test_who_is_not_sure_says_so() -> None:
    assert told(np.array([[SURE, 0.3, 0.2], [0.1, 0.1, 0.8], [0.4, 0.3, 0.3]])) == [
        "negative",
        "positive",
        None,
    ]


@pytest.mark.parametrize("text", ["", "😀", "!!!", "x" * 100_000, "<b>niet</b>", "ا"])  # noqa: RUF001
def test_any_text_can_be_judged(text) -> None:
    heads = trained(TEXTS, VECTORS, TRUTH, LEXICON)
    (row,) = judged([text], np.zeros((1, 3), np.float32), LEXICON, heads)
    assert row.sum() == pytest.approx(1)


@given(st.text())
def test_features_of_the_lexicon_lie_between_minus_one_and_one(text) -> None:
    assert all(-1 <= one <= 1 for one in lexicon_features(text, LEXICON))
    assert len(TONES) == 3
