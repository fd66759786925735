# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.sentences import Citation, Sentence, Unfounded, check, spelled

KNOWN = {"1.stance": 0b111, "1.advice": 0b001}


def cite(entries: str, count: int | None = None, question: str = "1.stance") -> Citation:
    """Entries by their letters: a is the first of all."""
    chosen = sum(1 << ord(letter) - ord("a") for letter in set(entries))
    return Citation(question, chosen, len(entries) if count is None else count)


def reasons(text: str, *citations: Citation, fixed: tuple[str, ...] = ()) -> tuple[str, ...]:
    with pytest.raises(Unfounded) as refusal:
        check(Sentence("rule", text, citations, fixed), KNOWN)
    return refusal.value.reasons


@given(st.integers(0, 3000), st.integers(-2, 2))
def test_a_sentence_stands_only_when_its_number_is_the_size_of_its_set(size, off) -> None:
    entries = (1 << size) - 1
    said = max(size + off, 0)
    sentence = Sentence("rule", f"{spelled(said)} reacties.", (Citation("q", entries, said),))
    known = {"q": entries}
    if said == size:
        check(sentence, known)
    else:
        with pytest.raises(Unfounded, match=f"says {said}, cites {size}"):
            check(sentence, known)


@given(st.integers(0, 10**12))
def test_a_spelled_number_reads_back_as_it_was(number) -> None:
    text = spelled(number)
    assert int(text.replace(".", "")) == number
    assert all(len(part) == 3 for part in text.split(".")[1:])


@given(st.integers(0, 10**9), st.integers(0, 10**9))
def test_a_number_that_nothing_supports_is_refused_wherever_it_stands(number, point) -> None:
    text = f"Bij beslispunt {point}, met {spelled(number)}."
    check(Sentence("rule", text, (), (str(point), spelled(number))), {})
    with pytest.raises(Unfounded, match="which nothing supports"):
        check(Sentence("rule", text, (), (str(point),)), {})


def test_a_number_is_cited_for_every_time_it_is_said() -> None:
    check(Sentence("r", "2 voor en 2 tegen.", (cite("ab"), cite("bc"))), KNOWN)
    assert reasons("2 voor en 2 tegen.", cite("ab")) == ("the text says 2, which nothing supports",)


def test_an_entry_of_another_question_does_not_count_here() -> None:
    assert reasons("2 adviezen.", cite("ab", question="1.advice")) == (
        "1.advice: 1 cited entries do not count here",
    )
    assert reasons("1 advies.", cite("a", question="9.advice")) == (
        "9.advice: 1 cited entries do not count here",
    )


def test_what_is_cited_is_also_said() -> None:
    assert reasons("Niemand is tegen.", cite("abc")) == ("cited but not said: 3",)


def test_percentages_and_fractions_are_numbers_too() -> None:
    assert reasons("50% is voor.") == ("the text says 50, which nothing supports",)
    assert reasons("Een 7,5 gemiddeld.") == ("the text says 7,5, which nothing supports",)


def test_every_reason_is_given_at_once_with_the_rule() -> None:
    found = reasons("5 voor, 6 tegen.", cite("aaz", count=4))
    assert len(found) == 5
    with pytest.raises(Unfounded, match=r"^rule: "):
        check(Sentence("rule", "5", ()), KNOWN)


def test_words_without_numbers_need_nothing() -> None:
    check(Sentence("rule", "Niemand is tegen.", ()), {})
