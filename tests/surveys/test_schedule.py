# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.schedule import (
    ROOM,
    after_moving,
    doubts,
    end_of,
    fixed_after,
    in_time,
    plan,
    working_days_before,
)

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
moments = st.integers(1_600_000_000, 2_800_000_000).map(lambda n: datetime.fromtimestamp(n, UTC))
days = st.dates(date(2000, 1, 1), date(2100, 1, 1))
holidays = st.sets(st.dates(date(2026, 1, 1), date(2026, 12, 31)), max_size=60)


def is_working(day: date, holidays: set[date]) -> bool:
    return day.weekday() < 5 and day not in holidays


@given(st.dates(date(2026, 2, 1), date(2026, 12, 31)), st.integers(1, 30), holidays)
def test_so_many_working_days_lie_between(day, number, free) -> None:
    found = working_days_before(day, number, free)
    assert is_working(found, free)
    between = [found + timedelta(days=n) for n in range((day - found).days)]
    assert sum(is_working(one, free) for one in between) == number


@given(days, st.integers(0, 20), st.integers(0, 20))
def test_counting_back_in_two_steps_is_counting_back_at_once(day, one, two) -> None:
    twice = working_days_before(working_days_before(day, one, ()), two, ())
    assert twice == working_days_before(day, one + two, ())


@given(days, st.integers(0, 30), st.integers(0, 30), st.integers(-40, 40))
def test_who_closes_in_time_for_the_papers_never_closes_in_vain(meeting, papers, open_, on) -> None:
    made = plan(meeting, papers=papers, minimum=open_, holidays=())
    closes_on = meeting + timedelta(days=on)
    assert made.in_vain(closes_on) == (on >= 0)
    assert not made.in_vain(made.closes)
    assert made.in_vain(closes_on) == (closes_on > made.last_possible)


@given(days, st.integers(0, 30), st.integers(0, 30), st.integers(0, 60), st.integers(1, 90))
def test_a_last_day_raises_doubts_only_past_the_papers_or_before_the_minimum(
    meeting, papers, minimum, ahead, open_
) -> None:
    made = plan(meeting, papers=papers, minimum=minimum, holidays=())
    today = meeting - timedelta(days=ahead)
    closes_on = today + timedelta(days=open_)
    found = doubts(made, today, closes_on, minimum=minimum)
    assert ("papers" in found) == (closes_on > made.closes)
    # The clock decides: from any moment today, until 23:59:59 on the last day.
    noon = datetime.combine(today, time(12), AMSTERDAM)
    assert ("short" in found) == (end_of(closes_on, AMSTERDAM) - noon < timedelta(days=minimum))
    assert doubts(None, today, closes_on, minimum=0) == ()


def test_no_working_days_before_a_day_is_the_day_itself() -> None:
    assert working_days_before(date(2026, 11, 22), 0, ()) == date(2026, 11, 22)


def test_easter_and_kings_day_are_skipped() -> None:
    free = {date(2026, 4, 6), date(2026, 4, 27)}
    assert working_days_before(date(2026, 4, 7), 1, free) == date(2026, 4, 3)
    assert working_days_before(date(2026, 4, 28), 1, free) == date(2026, 4, 24)


@given(days, st.integers(0, 60), st.integers(0, 365))
def test_a_plan_leaves_the_published_minimum_and_the_papers_in_time(day, papers, minimum) -> None:
    made = plan(day, papers=papers, minimum=minimum, holidays=())
    assert (made.closes - made.opens).days == minimum
    assert made.closes == (working_days_before(day, papers, ()) if papers else made.last_possible)


@given(days)
def test_a_consultation_closes_one_second_before_the_next_local_day(day) -> None:
    closing = end_of(day, AMSTERDAM)
    assert closing.date() == day
    later = closing.astimezone(UTC) + timedelta(seconds=1)
    local = later.astimezone(AMSTERDAM)
    assert (local.date(), local.hour, local.minute) == (day + timedelta(days=1), 0, 0)


@pytest.mark.parametrize(
    ("day", "hour"), [(date(2026, 7, 1), 21), (date(2026, 12, 1), 22), (date(2026, 3, 29), 21)]
)
def test_summer_and_winter_close_at_the_same_hour_on_the_clock(day, hour) -> None:
    expected = datetime(day.year, day.month, day.day, hour, 59, 59, tzinfo=UTC)
    assert end_of(day, AMSTERDAM) == expected


@given(moments, st.integers(0, 14))
def test_days_for_paper_begin_at_closing_and_end_with_a_local_day(closed_at, days) -> None:
    fixed = fixed_after(closed_at, days, AMSTERDAM)
    assert fixed >= closed_at
    assert (fixed == closed_at) == (days == 0)
    local = fixed.astimezone(AMSTERDAM)
    assert (local.date() - closed_at.astimezone(AMSTERDAM).date()).days == days
    assert days == 0 or (local.hour, local.minute, local.second) == (23, 59, 59)
    assert fixed <= fixed_after(closed_at, days + 1, AMSTERDAM)


@given(moments, st.integers(0, 40), st.integers(-50, 50))
def test_paper_is_in_time_on_the_days_on_which_residents_could_answer(opened, open_, after) -> None:
    closed = opened + timedelta(days=open_)
    day = opened.astimezone(AMSTERDAM).date() + timedelta(days=after)
    last = closed.astimezone(AMSTERDAM).date()
    found = in_time(day, opened, closed, AMSTERDAM)
    assert found == (after >= 0 and day <= last)


@given(days, days, st.integers(0, 20), st.booleans())
def test_a_moved_meeting_asks_about_what_does_not_fit(closes_on, meeting, papers, later) -> None:
    now = plan(meeting, papers=papers, minimum=14, holidays=())
    asks = after_moving(closes_on, now, later=later)
    assert (asks == "in_vain") == (closes_on >= meeting)
    assert (asks in {"in_vain", "late"}) == (closes_on >= meeting or closes_on > now.closes)
    if asks == "room":
        assert later
        assert closes_on + timedelta(days=ROOM) <= now.closes


def test_only_a_later_meeting_leaves_room() -> None:
    now = plan(date(2026, 6, 30), papers=10, minimum=14, holidays=())
    early = now.closes - timedelta(days=ROOM)
    assert after_moving(early, now, later=True) == "room"
    assert after_moving(early, now, later=False) is None
    assert after_moving(early + timedelta(days=1), now, later=True) is None
