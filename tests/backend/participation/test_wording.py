# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
import datetime as dt
from typing import get_args

import pytest

from backend.participation import asking, complaints, saying, wording
from backend.participation.tables import CHANNELS, REASONS
from backend.web.pages import ZONE
from surveys.lifecycle import Stage
from surveys.questions import Option
from surveys.reading import Flaw
from surveys.stances import Stance
from surveys.template import draft
from tests.asked import EVERYTHING


def test_everything_that_is_stored_as_a_code_has_words() -> None:
    assert set(wording.STANCES) == set(Stance)
    assert set(wording.CHANNEL_WORDS) == set(CHANNELS)
    assert set(wording.REASON_WORDS) == set(REASONS)
    assert set(wording.STAGES) == set(Stage)
    assert set(wording.SO_FAR) == set(Stage) - {Stage.DRAFT}
    assert all(wording.flaw(kind).endswith(".") for kind in get_args(Flaw))


@pytest.mark.parametrize(
    ("closes", "words"),
    [
        (dt.datetime(2026, 12, 3, 23, 59, 59, tzinfo=ZONE), "Sluit vandaag"),
        (dt.datetime(2026, 12, 4, 0, 0, 1, tzinfo=ZONE), "Nog 1 dag"),
        (dt.datetime(2026, 12, 17, 23, 59, 59, tzinfo=ZONE), "Nog 14 dagen"),
    ],
)
def test_time_left_is_counted_in_local_days(closes: dt.datetime, words: str) -> None:
    now = dt.datetime(2026, 12, 2, 23, 30, tzinfo=dt.UTC)  # half past midnight on the 3rd, here
    assert wording.time_left(now, closes) == words


def test_sentences_come_in_the_order_of_the_form_with_numbers_a_person_reads() -> None:
    questions = draft([1, 2], [Option("WK01", "De Kom")])
    said = complaints.sentences(
        questions,
        {"9.stance": "unknown_question", "2.advice": "too_long", "1.stance": "one_answer"},
        {"2.advice": ["x" * 12_345]},
    )
    assert list(said) == ["1.stance", "2.advice", "9.stance"]
    assert said["2.advice"].startswith("Dit is te lang: 12.345 tekens. Er passen er 4.000.")


def told(given: dict[str, list[str]], key: str) -> str:
    question = EVERYTHING.fields()[key]
    return saying.in_words(asking.asked(question), given)


@pytest.mark.parametrize(
    ("key", "given", "words"),
    [
        ("2.cost", ["1250"], "1.250 euro"),
        ("2.cost", ["-3"], "-3 euro"),
        ("2.cost", ["veel"], "veel"),
        ("1.safe", ["3"], "3 (1 is Heel onveilig, 5 is Heel veilig)"),
        ("1.safe", ["5"], "5: Heel veilig"),
        ("1.safe", ["no_opinion"], "Dat weet ik niet"),
        ("1.toys", ["schommel", "wip"], "Een schommel\nEen wip"),
        ("1.toys", ["schommel wip"], "Een schommel\nEen wip"),
        ("1.toys", ["trein"], "trein"),
        ("2.why", [" \n "], ""),
    ],
)
def test_an_answer_is_told_as_a_person_says_it(key: str, given: list[str], words: str) -> None:
    assert told({key: given}, key) == words


def test_what_was_written_beside_a_choice_is_told_with_it() -> None:
    both = {"2.when": ["other"], "2.when.other": ["Over vijf jaar"]}
    assert told(both, "2.when") == "Anders, namelijk: Over vijf jaar"
    assert told({"2.when": ["other"]}, "2.when") == "Anders, namelijk"
    assert told({"2.why.skip": ["ja"]}, "2.why") == "Dat weet ik niet"
    assert told({"2.why": ["Tja"], "2.why.skip": ["ja"]}, "2.why") == "Tja"


def test_what_no_page_can_show_is_shown_as_unreadable() -> None:
    assert told({"2.why": ["a\x00b\ud800c"]}, "2.why") == "a\ufffdb\ufffdc"


def test_a_choice_is_taken_back_with_one_more_choice() -> None:
    fields = EVERYTHING.fields()
    stance, needed, age = (asking.asked(fields[key]) for key in ("1.stance", "2.stance", "age"))
    assert "" not in [value for value, *_ in stance.options({})]
    assert "" in [value for value, *_ in stance.options({"1.stance": ["for"]})]
    assert "" not in [value for value, *_ in needed.options({"2.stance": ["for"]})]
    assert "" in [value for value, *_ in age.options({})]
