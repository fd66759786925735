# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Moments that count back from a meeting. Days are local days; holidays are an argument."""

from collections.abc import Collection
from datetime import date, datetime, time, timedelta, tzinfo
from typing import Literal

from msgspec import Struct

_SATURDAY = 5


class Plan(Struct, frozen=True):
    """Latest days on which a consultation may open and close to be heard before a meeting."""

    opens: date
    closes: date
    meeting: date

    @property
    def last_possible(self) -> date:
        """The last day on which residents may still be heard: the council meets the day after."""
        return self.meeting - timedelta(days=1)

    def in_vain(self, closes_on: date) -> bool:
        """Whether the council would have met before residents were done."""
        return closes_on > self.last_possible


def working_days_before(day: date, number: int, holidays: Collection[date]) -> date:
    """The day that lies `number` working days before `day`; `day` itself does not count."""
    while number > 0:
        day -= timedelta(days=1)
        if day.weekday() < _SATURDAY and day not in holidays:
            number -= 1
    return day


def plan(meeting: date, *, papers: int, minimum: int, holidays: Collection[date]) -> Plan:
    """Counting back: the papers leave `papers` working days ahead, after `minimum` open days.

    Where they leave on the day itself, residents are still heard the day before.
    """
    closes = min(working_days_before(meeting, papers, holidays), meeting - timedelta(days=1))
    return Plan(closes - timedelta(days=minimum), closes, meeting)


Doubt = Literal["papers", "short"]
"""What speaks against a last day: the papers will have left, or it is too soon to be heard."""


def doubts(plan: Plan | None, today: date, closes_on: date, *, minimum: int) -> tuple[Doubt, ...]:
    """Of opening today until the end of `closes_on`; `minimum` is in days of 24 hours."""
    found: list[Doubt] = []
    if plan is not None and closes_on > plan.closes:
        found.append("papers")
    # Until 23:59:59 there is nearly a day to spare, but never a whole one.
    if (closes_on - today).days < minimum:
        found.append("short")
    return tuple(found)


def end_of(day: date, zone: tzinfo) -> datetime:
    """Closing is at 23:59:59 local time."""
    return datetime.combine(day, time(23, 59, 59), zone)


def working_days_after(day: date, number: int, holidays: Collection[date]) -> date:
    """The day that lies `number` working days after `day`; `day` itself does not count."""
    while number > 0:
        day += timedelta(days=1)
        if day.weekday() < _SATURDAY and day not in holidays:
            number -= 1
    return day


def fixed_after(closed_at: datetime, days: int, zone: tzinfo) -> datetime:
    """When the count is fixed: at closing, or at the end of the last day for entering paper.

    The database stamps it (`fixed_after` in the migration), and a test holds the two together.
    """
    if days <= 0:
        return closed_at
    return end_of(closed_at.astimezone(zone).date() + timedelta(days=days), zone)


def in_time(received: date, opened_at: datetime, closed_at: datetime, zone: tzinfo) -> bool:
    """Whether paper that came in on this day came while residents could answer."""
    opened, closed = (moment.astimezone(zone).date() for moment in (opened_at, closed_at))
    return opened <= received <= closed


ROOM = 7
"""Days; with fewer it is not worth asking whether to go on for longer."""
Asks = Literal["in_vain", "late", "room"]


def after_moving(closes_on: date, now: Plan, *, later: bool) -> Asks | None:
    """What to ask about a consultation whose meeting is another day; None: it still fits.

    in_vain   the council will have met
    late      the papers will have left
    room      the meeting is `later` than it was, so that residents could have more time
    """
    if now.in_vain(closes_on):
        return "in_vain"
    if closes_on > now.closes:
        return "late"
    return "room" if later and (now.closes - closes_on).days >= ROOM else None
