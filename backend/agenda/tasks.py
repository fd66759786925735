# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a griffier still has to do, over all meetings: one list, by how urgent it is.

A new kind of row is a function in `task_sources.SOURCES`; nothing else knows the kinds.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from enum import StrEnum
from uuid import UUID

from msgspec import Struct

from backend.council.tables import Meeting
from backend.web.languages import gettext, marked, ngettext
from backend.web.pages import day

WEEK = 7  # days


class Task(Struct, frozen=True):
    """`what` to do is a link to where that is done; `about` is what somebody wrote, in Dutch.

    due       the last day on which it is in time; None when nothing waits for it
    waiting   on somebody else: there is nothing to do but to know of it
    meeting   whose agenda waits for it
    """

    what: str
    href: str
    about: str
    why: str
    due: dt.date | None = None
    waiting: bool = False
    meeting: Meeting | None = None


class Urgency(StrEnum):
    LATE = "te-laat"
    WEEK = "deze-week"
    LATER = "later"


NAMES = {
    Urgency.LATE: marked("Te laat"),
    Urgency.WEEK: marked("Binnen een week"),
    Urgency.LATER: marked("Later"),
}


class Row(Struct, frozen=True):
    task: Task
    left: str


class Group(Struct, frozen=True):
    urgency: Urgency
    name: str
    rows: tuple[Row, ...]


class Todo(Struct, frozen=True):
    """`meetings` are those that something waits for; `chosen` is the one that was asked for."""

    groups: tuple[Group, ...]
    meetings: tuple[Meeting, ...]
    chosen: Meeting | None

    @property
    def number(self) -> int:
        return sum(len(group.rows) for group in self.groups)

    def often(self, urgency: str) -> int:
        return sum(len(group.rows) for group in self.groups if group.urgency == urgency)


def urgency(task: Task, today: dt.date) -> Urgency:
    if task.due is None:
        return Urgency.LATER
    left = (task.due - today).days
    if left < 0:
        return Urgency.LATE
    return Urgency.WEEK if left <= WEEK else Urgency.LATER


def _left(task: Task, today: dt.date) -> str:
    if task.due is None:
        return gettext("Er is geen vaste dag voor.")
    left = (task.due - today).days
    if not left:
        return gettext("Tot en met vandaag.") if task.waiting else gettext("Doe dit vandaag.")
    if left < 0:
        text = ngettext(
            "{number} dag te laat: het moest op {day}.",
            "{number} dagen te laat: het moest op {day}.",
            -left,
        )
    else:
        text = ngettext("Nog {number} dag: tot en met {day}.",
                        "Nog {number} dagen: tot en met {day}.", left)  # fmt: skip
    return text.format(number=abs(left), day=day(task.due))


def _soonest(task: Task) -> tuple[dt.date, bool, str]:
    return task.due or dt.date.max, task.waiting, task.about


def listed(tasks: Iterable[Task], today: dt.date, chosen: UUID | None) -> Todo:
    """The soonest first. A meeting that nothing waits for is as good as none chosen."""
    ordered = sorted(tasks, key=_soonest)
    meetings = _meetings(ordered)
    only = next((each for each in meetings if each.id == chosen), None)
    shown = [task for task in ordered if only is None or _of(task, only)]
    groups = (
        Group(
            each,
            gettext(NAMES[each]),
            tuple(Row(task, _left(task, today)) for task in shown if urgency(task, today) is each),
        )
        for each in Urgency
    )
    return Todo(tuple(group for group in groups if group.rows), meetings, only)


def _of(task: Task, meeting: Meeting) -> bool:
    return task.meeting is not None and task.meeting.id == meeting.id


def _meetings(tasks: Sequence[Task]) -> tuple[Meeting, ...]:
    found = {task.meeting.id: task.meeting for task in tasks if task.meeting is not None}
    return tuple(sorted(found.values(), key=lambda each: (each.starts_at, each.id)))
