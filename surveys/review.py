# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""An advisory council reads the summary before it goes up: until when, who may speak, and what of.

The database holds the same (triggers on the review tables); here it can be read and tested.
"""

from collections.abc import Collection
from datetime import date, datetime, tzinfo
from enum import StrEnum

from surveys.reasons import too_short
from surveys.schedule import end_of, working_days_after

TERM_DAYS = 10
"""Working days that a body has, unless the griffie gives another term."""
LONGEST_DAYS = 366


class Kind(StrEnum):
    ADVIESRAAD = "adviesraad"
    CLIENTENRAAD = "clientenraad"
    JONGERENRAAD = "jongerenraad"
    OUDERENRAAD = "ouderenraad"
    WIJKRAAD = "wijkraad"
    ANDERS = "anders"


class Verdict(StrEnum):
    AGREES = "akkoord"
    REMARKS = "akkoord_met_opmerking"
    OBJECTS = "bezwaar"


class State(StrEnum):
    """Of one request, at one moment."""

    WITHDRAWN = "withdrawn"
    GIVEN = "given"
    RUNNING = "running"
    SILENT = "silent"


def is_open(*, withdrawn: bool, due_at: datetime, now: datetime) -> bool:
    """Whether members may still speak. The last second of the last day counts."""
    return not withdrawn and now <= due_at


def state(*, withdrawn: bool, given: bool, due_at: datetime, now: datetime) -> State:
    """A computed fact: nobody and no job ends a term, the clock does."""
    if withdrawn:
        return State.WITHDRAWN
    if given:
        return State.GIVEN
    return State.RUNNING if now <= due_at else State.SILENT


def sits(first: date, last: date | None, *, ended: bool, today: date) -> bool:
    """Whether a term of office holds today; both its days count."""
    return not ended and first <= today and (last is None or today <= last)


def remark_flaw(verdict: str, remark: str) -> bool:
    """An objection or a remark without words helps nobody."""
    return verdict != Verdict.AGREES and too_short(remark)


class Wrong(StrEnum):
    """Why a day cannot be the last one of a term."""

    PAST = "past"
    TOO_FAR = "too_far"
    AFTER_MEETING = "after_meeting"


def wrong_day(due: date, *, today: date, meeting: date | None) -> Wrong | None:
    """`meeting`: the next day on which the council talks about it, when that is known.

    Today is still possible: the day ends at 23:59:59. On the day of the meeting it is too late.
    """
    if due < today:
        return Wrong.PAST
    if (due - today).days > LONGEST_DAYS:
        return Wrong.TOO_FAR
    if meeting is not None and due >= meeting:
        return Wrong.AFTER_MEETING
    return None


def usual_day(today: date, *, meeting: date | None, holidays: Collection[date]) -> date:
    """The last day that a form proposes: ten working days on, or the day before the meeting."""
    due = working_days_after(today, TERM_DAYS, holidays)
    if meeting is None or due < meeting:
        return due
    return max(today, date.fromordinal(meeting.toordinal() - 1))


def due_at(day: date, zone: tzinfo) -> datetime:
    return end_of(day, zone)
