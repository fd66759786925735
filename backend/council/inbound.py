# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""What an agenda looks like once it has left a council system's own format.

Every importer makes this shape and nothing else; only public matter is in it. What was held
back stands in `dropped`, by kind, id and reason, never by title.
"""

from datetime import UTC, date, datetime, timedelta
from typing import Final, Literal
from zoneinfo import ZoneInfo

from msgspec import Struct
from msgspec.structs import replace

AMSTERDAM: Final = ZoneInfo("Europe/Amsterdam")
YEARS: Final = range(1900, 2201)  # outside it a date is a slip, and UTC conversion can overflow


class Problem(Struct, frozen=True):
    """Dutch, for a griffier. `where` is a JSON pointer, with the id when it is known."""

    where: str
    what: str
    do: str


class Unreadable(Exception):
    """Nothing of this input can be used. Carries every problem found, not just the first."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__(problems)
        self.problems: Final = problems

    def __str__(self) -> str:
        return "\n".join(f"{it.where}: {it.what} {it.do}" for it in self.problems)


class InboundDocument(Struct, frozen=True):
    source_id: str
    title: str
    url: str | None  # http or https, or nothing
    source_version: str  # compared on content, never on a modification time
    type: str | None  # the source's own word
    publication_date: date | None
    main: bool  # the one that gates its agenda item; a meeting's own documents gate nothing


class InboundItem(Struct, frozen=True):
    source_id: str
    parent_id: str | None  # the parent always stands earlier in `InboundMeeting.items`
    position: int | None  # the source's own order; none when it has no place yet
    number: str | None  # as printed: "3.", "TKN 4"
    title: str
    explanation: str  # plain text; a blank line between paragraphs
    heading: bool  # nothing to decide, nothing to attach to
    documents: tuple[InboundDocument, ...]


class Dropped(Struct, frozen=True):
    what: Literal["meeting", "agenda_item", "document"]
    source_id: str
    reason: str


class InboundMeeting(Struct, frozen=True):
    source: str
    source_id: str
    title: str
    body_id: str | None
    starts_at: datetime  # UTC
    ends_at: datetime | None  # UTC
    location: str | None
    cancelled: bool
    documents: tuple[InboundDocument, ...]
    items: tuple[InboundItem, ...]
    dropped: tuple[Dropped, ...]


def local(naive: datetime) -> datetime:
    """UTC of a wall-clock time in Europe/Amsterdam, by the fold rule of PEP 495.

    A time that comes twice (October) is the first, still summer time. A time that does not
    exist (02:30 in March) is read with the winter offset before the jump, so it shows as 03:30:
    refusing a whole agenda for it would help nobody.
    """
    return naive.replace(tzinfo=AMSTERDAM).astimezone(UTC)


def shifted(meeting: InboundMeeting, day: date) -> InboundMeeting:
    """The same meeting on another day, at the same time on the clock, summer or winter.

    A meeting past midnight still ends as many days later. Publication dates stay: they say
    when residents could read the document, and that did not move. ValueError outside `YEARS`.
    """
    if day.year not in YEARS:
        raise ValueError(f"Kies een dag tussen {YEARS.start} en {YEARS.stop - 1}.")
    by = day - meeting.starts_at.astimezone(AMSTERDAM).date()
    ends_at = meeting.ends_at and _moved(meeting.ends_at, by)
    return replace(meeting, starts_at=_moved(meeting.starts_at, by), ends_at=ends_at)


def _moved(moment: datetime, by: timedelta) -> datetime:
    return local((moment.astimezone(AMSTERDAM) + by).replace(fold=0)) if by else moment
