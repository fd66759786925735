# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a decision and an answer need before everybody reads them."""

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from surveys.answering import (
    NEEDS_REASON,
    WHOLE,
    Answer,
    Outcome,
    Reply,
    Ruling,
    Voice,
    answer_flaws,
    of_point,
    own,
    ruling_flaws,
    subjects,
)
from surveys.reasons import too_short

MET = dt.date(2026, 12, 3)
TODAY = dt.date(2026, 12, 10)
GOOD = Ruling("aangenomen", MET, "De raad legt het park aan.")
TOLD = Answer("niet_overgenomen", "Er is geen geld voor.", "raad")
outcomes = st.sampled_from([str(each) for each in Outcome])
days = st.dates(MET - dt.timedelta(days=9), TODAY + dt.timedelta(days=9))


def flaws(ruling: Ruling, *, corrects: bool = False) -> set[tuple[str, str]]:
    return set(ruling_flaws(ruling, met_on=MET, today=TODAY, corrects=corrects))


def test_a_complete_decision_has_nothing_wrong() -> None:
    assert flaws(GOOD) == set()
    better = structs.replace(GOOD, because="Het amendement was vergeten.")
    assert flaws(better, corrects=True) == set()


def test_everything_that_is_wrong_is_said_at_once() -> None:
    empty = Ruling("", TODAY + dt.timedelta(days=1), "Ja.", "elders")
    assert flaws(empty, corrects=True) == {
        ("outcome", "missing"),
        ("decided_on", "future"),
        ("text", "short"),
        ("link", "link"),
        ("because", "short"),
    }


@given(days)
def test_a_council_decides_from_its_meeting_until_today(day: dt.date) -> None:
    wrong = {kind for field, kind in flaws(structs.replace(GOOD, decided_on=day))}
    expected = {"before"} if day < MET else {"future"} if day > TODAY else set()
    assert wrong == expected


@given(outcomes, st.dictionaries(st.integers(1, 9), st.one_of(st.just(""), outcomes)))
def test_a_point_ends_as_the_whole_unless_it_says_otherwise(
    outcome: str, points: dict[int, str]
) -> None:
    ends = own(outcome, points)
    assert list(ends) == sorted(ends)
    assert outcome not in ends.values()
    assert own(outcome, ends) == ends
    for number, each in points.items():
        assert of_point(outcome, ends, number) == (each or outcome)


@given(st.sampled_from([str(each) for each in Reply]), st.text(max_size=30))
def test_no_and_partly_take_a_reason(reply: str, text: str) -> None:
    said = Answer(reply, text, "college", "Er kwam geld.")
    wrong = dict(answer_flaws(said, corrects=True))
    needed = reply in NEEDS_REASON or text
    assert (wrong.get("text") == "short") == bool(needed and too_short(text))
    assert set(wrong) <= {"text"}


def test_an_answer_says_what_was_done_and_who_says_so() -> None:
    assert set(answer_flaws(TOLD, corrects=False)) == set()
    assert set(answer_flaws(Answer("", "", ""), corrects=True)) == {
        ("reply", "missing"),
        ("text", "short"),
        ("voice", "missing"),
        ("because", "short"),
    }
    assert {str(each) for each in Voice} == {"raad", "college"}


@given(st.lists(st.integers(1, 99), unique=True), st.lists(st.uuids(), unique=True, max_size=4))
def test_points_come_first_and_advisory_councils_last(points, verdicts) -> None:
    ids = [str(each) for each in verdicts]
    found = subjects(points, ids)
    assert len(set(found)) == len(found) == len(points) + 1 + len(ids)
    assert list(found[: len(points)]) == [str(each) for each in sorted(points)]
    assert found[len(points)] == WHOLE
