# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.questions import (
    BackgroundQuestion,
    ChoiceQuestion,
    ChoicesQuestion,
    NumberQuestion,
    OpenQuestion,
    Option,
    ScaleQuestion,
    StanceQuestion,
)
from surveys.reading import (
    NO_OPINION,
    NOTHING,
    OTHER,
    OTHER_LIMIT,
    SKIPPED,
    Accepted,
    Rejected,
    whole,
)
from surveys.stances import Stance
from surveys.text import UNPRINTABLE, clean

AB = (Option("a", "A"), Option("b", "B"))
STANCE = StanceQuestion("1.stance", "Wat vindt u?", 1)
OPEN = OpenQuestion("1.advice", "Wat raadt u aan?", 1, limit=40)
ROLE = BackgroundQuestion("role", "Wie bent u?", "Daarom.", AB)
ONE = ChoiceQuestion("1.one", "Welke?", AB, 1, other=True)
MANY = ChoicesQuestion("1.many", "Welke?", (*AB, Option("c", "C")), 1, other=True, most=2)
SCALE = ScaleQuestion("1.scale", "Hoe vaak?", 1)
NUMBER = NumberQuestion("1.number", "Hoeveel?", 1, low=-5, high=5000)
ALL = [STANCE, OPEN, ROLE, ONE, SCALE, NUMBER]


def flaw(question, *given: str, **more: str) -> tuple[str, str]:
    """The flaw and the field it is in; `more`: what stands in the question's other fields."""
    beside = {f"{question.key}.{name}": [text] for name, text in more.items()}
    with pytest.raises(Rejected) as rejection:
        question.read({question.key: given, **beside})
    return rejection.value.flaw, rejection.value.field.removeprefix(question.key)


def said(question, *given: str, **more: str) -> Accepted:
    beside = {f"{question.key}.{name}": [text] for name, text in more.items()}
    return question.read({question.key: given, **beside})


@given(st.text().filter(str.strip))
def test_a_stance_is_one_of_seven_words_and_nothing_like_it(word) -> None:
    if word in {str(stance) for stance in Stance}:
        assert said(STANCE, word).coded == {"1.stance": word}
    else:
        assert flaw(STANCE, word) == ("unknown_option", "")


@pytest.mark.parametrize("stance", Stance)
def test_every_stance_is_accepted_as_stored(stance) -> None:
    assert said(STANCE, stance.value).coded == {"1.stance": stance.value}


def test_a_background_question_accepts_the_value_and_not_the_label() -> None:
    assert said(ROLE, "b").coded == {"role": "b"}
    assert flaw(ROLE, "B") == ("unknown_option", "")


@pytest.mark.parametrize("question", ALL)
def test_two_answers_to_one_question_are_never_chosen_between(question) -> None:
    assert flaw(question, "for", "for") == ("one_answer", "")


@pytest.mark.parametrize("question", [*ALL, MANY])
@pytest.mark.parametrize("blank", [(), ("",), ("  \n", "")])
def test_blank_is_left_empty(question, blank) -> None:
    assert said(question, *blank) == NOTHING


def test_of_one_choice_the_value_is_kept_and_beside_other_a_text() -> None:
    assert said(ONE, "b") == Accepted({"1.one": "b"})
    assert said(ONE, NO_OPINION) == Accepted({"1.one": NO_OPINION})
    assert said(ONE, OTHER, other=" Een  brug ") == Accepted(
        {"1.one": OTHER}, {"1.one.other": "Een  brug"}
    )
    assert flaw(ONE, "B") == ("unknown_option", "")


@pytest.mark.parametrize("question", [ONE, MANY])
def test_other_and_its_text_go_together(question) -> None:
    assert flaw(question, OTHER) == ("other_empty", ".other")
    assert flaw(question, "a", other="Een brug") == ("other_not_chosen", ".other")
    assert flaw(question, other="Een brug") == ("other_not_chosen", ".other")
    assert flaw(question, OTHER, other="x" * (OTHER_LIMIT + 1)) == ("too_long", ".other")
    assert flaw(question, OTHER, other="a\x00") == ("unprintable", ".other")


@given(st.lists(st.sampled_from(["a", "b", "c"]), min_size=1))
def test_choices_are_kept_once_each_in_the_order_of_the_question(given) -> None:
    chosen = [value for value in "abc" if value in given]
    if len(chosen) > MANY.most:
        assert flaw(MANY, *given) == ("too_many", "")
        return
    kept = said(MANY, *given)
    assert kept.coded == {"1.many": " ".join(chosen)}
    assert said(MANY, *kept.coded.values()) == kept, "what is stored reads back as itself"


def test_not_knowing_goes_with_no_other_choice() -> None:
    assert said(MANY, NO_OPINION).coded == {"1.many": NO_OPINION}
    assert flaw(MANY, NO_OPINION, "a") == ("not_with_others", "")
    assert flaw(MANY, "a", "z") == ("unknown_option", "")


def test_a_scale_has_its_steps_and_not_knowing() -> None:
    assert [said(SCALE, v).coded["1.scale"] for v in SCALE.values] == [*"12345", NO_OPINION]
    for strange in ("0", "6", "01", "1,0", "\u0661"):
        assert flaw(SCALE, strange) == ("unknown_option", "")


@given(st.integers(-5, 5000))
def test_a_number_is_read_as_the_dutch_write_it(number) -> None:
    thousands = f"{number:,}".replace(",", ".")
    for written in (str(number), thousands, thousands.replace(".", " "), f" {number},00 "):
        assert said(NUMBER, written).coded == {"1.number": str(number)}


@pytest.mark.parametrize(
    "written", ["1,5", "1.5", "12.34", "een", "1e3", "0x10", "--1", "1 2", "\u0663", "9" * 40]
)
def test_what_is_no_whole_number_is_asked_again(written) -> None:
    assert flaw(NUMBER, written) == ("not_whole", "")


def test_a_number_outside_its_bounds_is_asked_again() -> None:
    assert flaw(NUMBER, "-6") == flaw(NUMBER, "5.001") == ("out_of_range", "")


@given(st.text())
def test_any_text_is_a_whole_number_or_it_is_not(text) -> None:
    number = whole(text)
    assert number is None or whole(str(number)) == number


@pytest.mark.parametrize("kind", [OpenQuestion, NumberQuestion])
def test_a_required_text_or_number_may_be_skipped_by_saying_so(kind) -> None:
    asked = kind("1.x", "Wat?", 1, required=True)
    assert asked.fields == ("1.x", "1.x.skip")
    assert said(asked, skip=SKIPPED).coded == {"1.x.skip": SKIPPED}
    assert flaw(asked, skip="nee") == ("unknown_option", ".skip")
    assert kind("1.x", "Wat?", 1).fields == ("1.x",)


@given(st.text(st.characters(codec=None, exclude_categories=())).filter(str.strip))
def test_a_text_is_kept_clean_or_refused_with_a_word(text) -> None:
    try:
        kept = said(OPEN, text).texts["1.advice"]
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
    assert flaw(OPEN, f"a{chr(odd)}b") == ("unprintable", "")


def test_a_hundred_thousand_emoji_are_too_long_and_nothing_worse() -> None:
    assert flaw(OPEN, "😀" * 100_000) == ("too_long", "")


def test_the_limit_counts_characters_after_cleaning() -> None:
    decomposed = "e\u0301" * OPEN.limit
    assert said(OPEN, f"  {decomposed}\r\n").texts["1.advice"] == "é" * OPEN.limit
    assert flaw(OPEN, "é" * (OPEN.limit + 1)) == ("too_long", "")


def test_newlines_of_every_kind_become_one() -> None:
    assert said(OPEN, "a\r\nb\rc\td").texts["1.advice"] == "a\nb\nc\td"
