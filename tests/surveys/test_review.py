# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Until when an advisory council may speak, who sits in it, and what is printed of it."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.review import (
    State,
    Verdict,
    Wrong,
    due_at,
    is_open,
    remark_flaw,
    sits,
    state,
    usual_day,
    wrong_day,
)
from surveys.reviewed import (
    NONE_ASKED,
    UNANSWERED,
    Given,
    Minority,
    Review,
    Section,
    blocks,
    day,
)
from surveys.schedule import working_days_after, working_days_before

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
days = st.dates(date(2026, 1, 1), date(2035, 12, 31))
moments = st.datetimes(datetime(2026, 1, 1), datetime(2035, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - bounds are naive by contract
words = st.text("abcdefghij klmn", min_size=1, max_size=40)


@given(st.booleans(), st.booleans(), moments, moments)
def test_a_review_is_in_one_state_and_only_an_unanswered_one_can_still_be_silent(
    withdrawn, spoken, due, now
) -> None:
    found = state(withdrawn=withdrawn, given=spoken, due_at=due, now=now)
    assert (found is State.WITHDRAWN) == withdrawn
    assert (found is State.GIVEN) == (spoken and not withdrawn)
    assert (found is State.SILENT) == (not withdrawn and not spoken and now > due)
    if found is State.RUNNING:
        assert is_open(withdrawn=withdrawn, due_at=due, now=now)


@given(moments, moments)
def test_silence_is_never_taken_back_by_time(due, now) -> None:
    later = now + timedelta(days=1)
    if state(withdrawn=False, given=False, due_at=due, now=now) is State.SILENT:
        assert state(withdrawn=False, given=False, due_at=due, now=later) is State.SILENT


def test_the_last_second_of_the_last_day_counts_in_local_time() -> None:
    due = due_at(date(2026, 7, 1), AMSTERDAM)
    assert is_open(withdrawn=False, due_at=due, now=datetime(2026, 7, 1, 21, 59, 59, tzinfo=UTC))
    assert not is_open(withdrawn=False, due_at=due, now=datetime(2026, 7, 1, 22, 0, tzinfo=UTC))


@given(days, st.none() | days, days, st.booleans())
def test_a_term_of_office_holds_on_both_its_days_and_not_outside(first, last, today, ended) -> None:
    found = sits(first, last, ended=ended, today=today)
    assert found == (not ended and first <= today <= (last or date.max))


@given(days, st.integers(1, 30), st.sets(days, max_size=20))
def test_counting_working_days_on_and_back_again_is_no_journey(start, number, free) -> None:
    there = working_days_after(start, number, free)
    assert there.weekday() < 5
    assert there not in free
    working = start.weekday() < 5 and start not in free
    if working:
        assert working_days_before(there, number, free) == start


def test_ten_working_days_pass_over_christmas() -> None:
    free = {date(2026, 12, 25), date(2026, 12, 26), date(2027, 1, 1)}
    found = usual_day(date(2026, 12, 18), meeting=None, holidays=free)
    assert found == date(2027, 1, 5)


@given(days, st.none() | days)
def test_the_day_that_a_form_proposes_is_one_that_it_takes(today, meeting) -> None:
    if meeting is not None and meeting <= today:
        return
    due = usual_day(today, meeting=meeting, holidays=())
    assert wrong_day(due, today=today, meeting=meeting) is None


@pytest.mark.parametrize(
    ("due", "meeting", "expected"),
    [
        (date(2026, 11, 28), None, Wrong.PAST),
        (date(2026, 11, 29), None, None),
        (date(2028, 11, 29), None, Wrong.TOO_FAR),
        (date(2026, 12, 10), date(2026, 12, 10), Wrong.AFTER_MEETING),
        (date(2026, 12, 9), date(2026, 12, 10), None),
    ],
)
def test_a_day_that_is_past_or_too_late_for_the_meeting_is_refused(due, meeting, expected) -> None:
    assert wrong_day(due, today=date(2026, 11, 29), meeting=meeting) is expected


def test_only_plain_agreement_needs_no_words() -> None:
    assert not remark_flaw(Verdict.AGREES, "")
    assert remark_flaw(Verdict.OBJECTS, "... !! --")
    assert not remark_flaw(Verdict.REMARKS, "Let op de ouderen.")


given_ = st.builds(
    Given,
    verdict=st.sampled_from(Verdict),
    remark=words,
    given_on=days,
    after_final=st.booleans(),
    text_changed=st.booleans(),
    answer=st.just("") | words,
)
reviews = st.builds(
    Review,
    body=words,
    kind=st.just("adviesraad"),
    version=st.integers(1, 3),
    asked_on=days,
    due_on=days,
    state=st.sampled_from([State.RUNNING, State.SILENT, State.WITHDRAWN]),
    given=st.none(),
    minorities=st.lists(st.builds(Minority, text=words, name=st.just("") | words), max_size=3).map(
        tuple
    ),
    not_awaited=st.just("") | words,
    withdrawn=words,
) | st.builds(
    Review,
    body=words,
    kind=st.just("adviesraad"),
    version=st.integers(1, 3),
    asked_on=days,
    due_on=days,
    state=st.just(State.GIVEN),
    given=given_,
    earlier=st.lists(given_, max_size=2).map(tuple),
    minorities=st.lists(st.builds(Minority, text=words, name=st.just("") | words), max_size=3).map(
        tuple
    ),
)


def printed(review: Review, version: int = 1) -> str:
    [block] = blocks(Section(version, (review,)))
    return "\n".join(f"{part.lead} {part.text}" for part in block.parts)


@given(reviews)
def test_nothing_that_a_council_said_is_left_out(review) -> None:
    found = printed(review)
    if review.state is not State.RUNNING:
        assert all(minority.text in found for minority in review.minorities)
        assert all(minority.name in found for minority in review.minorities)
    for verdict in (review.given, *review.earlier):
        assert verdict is None or verdict.remark in found
    assert review.not_awaited in found
    assert (UNANSWERED in found) == review.waits


@given(reviews)
def test_silence_is_printed_as_silence_and_nothing_else_is(review) -> None:
    [block] = blocks(Section(1, (review,)))
    silent = "Geen oordeel binnen de termijn" in printed(review)
    assert silent == (review.state is State.SILENT)
    assert ("geen oordeel binnen de termijn" in block.short) == silent
    assert block.objects == (review.given is not None and review.given.verdict == Verdict.OBJECTS)


def test_nobody_asked_is_said_in_so_many_words() -> None:
    assert blocks(Section(1)) == ()
    assert NONE_ASKED == "Voor deze raadpleging is geen adviesraad gevraagd."


@given(st.lists(reviews, max_size=3))
def test_the_section_comes_back_from_json_as_it_went(found) -> None:
    section = Section(2, tuple(found))
    encoded = msgspec.json.encode(section, order="deterministic")
    assert msgspec.json.decode(encoded, type=Section) == section


def test_a_day_is_spelled_as_on_any_letter() -> None:
    assert day(date(2026, 3, 1)) == "1 maart 2026"
