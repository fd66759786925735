# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
import datetime as dt
from typing import get_args

import pytest

from backend.participation import asking, wording
from backend.participation.tables import CHANNELS, REASONS
from backend.web.pages import ZONE
from surveys.lifecycle import Stage
from surveys.questions import Option
from surveys.reading import Flaw
from surveys.stances import Stance
from surveys.template import draft


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
    said = asking.sentences(
        questions,
        {"9.stance": "unknown_question", "2.advice": "too_long", "1.stance": "one_answer"},
        {"2.advice": "x" * 12_345},
    )
    assert list(said) == ["1.stance", "2.advice", "9.stance"]
    assert said["2.advice"].startswith("Dit is te lang: 12.345 tekens. Er passen er 4.000.")


def test_what_no_page_can_show_is_shown_as_unreadable() -> None:
    (question, *_) = (asking.asked(q) for q in draft([1], []).questions if q.key == "1.advice")
    assert asking.in_words(question, "a\x00b\ud800c") == "a\ufffdb\ufffdc"


def test_a_choice_is_taken_back_with_one_more_choice() -> None:
    stance, age = (
        asking.asked(q) for q in draft([1], []).questions if q.key in {"1.stance", "age_band"}
    )
    assert "" not in [value for value, *_ in stance.options(None)]
    assert "" in [value for value, *_ in stance.options("for")]
    assert "" in [value for value, *_ in age.options(None)]
