# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Calendars for whoever keeps one (iCalendar, RFC 5545)."""

import datetime as dt
import re
from collections.abc import Iterable
from urllib.parse import urlsplit

from icalendar import STATUS, Calendar, Event
from litestar import Response
from msgspec import Struct

# RFC 5545, 3.3.11: a text holds no control characters but the tab and the end of a line.
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


class Appointment(Struct, frozen=True):
    """A moment with a time, or a whole day. `key` stays the same when the rest changes."""

    key: str
    at: dt.datetime | dt.date
    title: str
    path: str
    ends_at: dt.datetime | None = None
    text: str = ""
    place: str = ""
    cancelled: bool = False


def _plain(text: str) -> str | None:
    return _CONTROL.sub(" ", text) or None


def _utc(at: dt.datetime | dt.date) -> dt.datetime | dt.date:
    return at.astimezone(dt.UTC) if isinstance(at, dt.datetime) else at


def _event(one: Appointment, base: str, now: dt.datetime) -> Event:
    return Event.new(
        uid=f"{one.key}@{urlsplit(base).hostname}",
        stamp=now,
        start=_utc(one.at),
        end=_utc(one.ends_at) if one.ends_at else None,
        summary=_plain(one.title),
        description=_plain(one.text),
        location=_plain(one.place),
        url=f"{base}{one.path}",
        status=STATUS.CANCELLED if one.cancelled else None,
    )


def calendar(
    name: str, appointments: Iterable[Appointment], *, base: str, now: dt.datetime
) -> Response[bytes]:
    """`now` is when it was made: a reader takes the later one of two."""
    made = Calendar.new(
        prodid="-//Raadgever//NL",
        uid=urlsplit(base).hostname,
        name=name,
        subcomponents=[_event(one, base, now) for one in appointments],
    )
    return Response(content=made.to_ical(), media_type="text/calendar; charset=utf-8")
