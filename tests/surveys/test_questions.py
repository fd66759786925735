# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.questions import BackgroundQuestion, OpenQuestion, Option, Rejected, StanceQuestion
from surveys.stances import Stance
from surveys.text import UNPRINTABLE, clean

STANCE = StanceQuestion("1.stance", "Wat vindt u?", 1)
OPEN = OpenQuestion("1.advice", "Wat raadt u aan?", 1, limit=40)
ROLE = BackgroundQuestion("role", "Wie bent u?", "Daarom.", (Option("a", "A"), Option("b", "B")))


def flaw(question, *given: str) -> str:
    with pytest.raises(Rejected) as rejection:
        question.accept(given)
    return rejection.value.flaw


@given(st.text())
def test_a_stance_is_one_of_seven_words_and_nothing_like_it(word) -> None:
    if word in {str(stance) for stance in Stance}:
        assert STANCE.accept([word]) == word
    else:
        assert flaw(STANCE, word) == "unknown_option"


@pytest.mark.parametrize("stance", Stance)
def test_every_stance_is_accepted_as_stored(stance) -> None:
    assert STANCE.accept([stance.value]) == stance.value


def test_a_background_question_accepts_the_value_and_not_the_label() -> None:
    assert ROLE.accept(["b"]) == "b"
    assert flaw(ROLE, "B") == "unknown_option"


@pytest.mark.parametrize("question", [STANCE, OPEN, ROLE])
def test_two_answers_to_one_question_are_never_chosen_between(question) -> None:
    assert flaw(question, "for", "for") == "one_answer"


@given(st.text(st.characters(codec=None, exclude_categories=())).filter(str.strip))
def test_a_text_is_kept_clean_or_refused_with_a_word(text) -> None:
    try:
        kept = OPEN.accept([text])
    except Rejected as rejection:
        refused = rejection.flaw
        cleaned = clean(text)
        assert (refused == "unprintable") == bool(UNPRINTABLE.search(cleaned))
        assert refused == "unprintable" or len(cleaned) > OPEN.limit
    else:
        assert kept == clean(kept) == kept.strip()
        assert kept.encode()
        assert "\x00" not in kept
        assert 0 < len(kept) <= OPEN.limit


@given(st.text(st.characters(codec=None, exclude_categories=())))
def test_cleaning_twice_changes_nothing(text) -> None:
    assert clean(clean(text)) == clean(text)


@pytest.mark.parametrize("odd", [0x00, 0x1B, 0x7F, 0xD800, 0xDFFF])
def test_what_the_database_cannot_hold_is_refused_by_name(odd) -> None:
    assert flaw(OPEN, f"a{chr(odd)}b") == "unprintable"


def test_a_hundred_thousand_emoji_are_too_long_and_nothing_worse() -> None:
    assert flaw(OPEN, "😀" * 100_000) == "too_long"


def test_the_limit_counts_characters_after_cleaning() -> None:
    decomposed = "e\u0301" * OPEN.limit
    assert OPEN.accept([f"  {decomposed}\r\n"]) == "é" * OPEN.limit
    assert flaw(OPEN, "é" * (OPEN.limit + 1)) == "too_long"


def test_newlines_of_every_kind_become_one() -> None:
    assert OPEN.accept(["a\r\nb\rc\td"]) == "a\nb\nc\td"
