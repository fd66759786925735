# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""How much time is left before a meeting, and the one thing to do now."""

import datetime as dt

from msgspec import Struct

from backend.agenda.queries import Line
from backend.council.planning import counting_back, local_day
from backend.web.languages import gettext, marked, ngettext
from backend.web.pages import day as written
from surveys.gate import Reason
from surveys.rules import Rules

NOT_OPENED = frozenset(
    {Reason.UNKNOWN_KIND, Reason.NO_CONSULTATION, Reason.DOCUMENT_CHANGED, Reason.DRAFT}
)


class Deadline(Struct, frozen=True):
    """Days are local.

    opens, closes   in time for the papers
    last            opening later than this, residents cannot be heard before the meeting
    """

    today: dt.date
    meeting: dt.date
    starts_at: dt.datetime
    opens: dt.date
    closes: dt.date
    last: dt.date

    @property
    def over(self) -> bool:
        return self.meeting < self.today


def deadline(starts_at: dt.datetime, now: dt.datetime, rules: Rules) -> Deadline:
    plan = counting_back(starts_at, rules)
    day = local_day(starts_at)
    last = day - dt.timedelta(days=rules.minimum_days + 1)
    return Deadline(local_day(now), day, starts_at, plan.opens, plan.closes, last)


def _to_last_day(day: dt.date, today: dt.date) -> str:
    left = (day - today).days
    if left == 0:
        return gettext("Vandaag is de laatste dag om te openen.")
    return ngettext(
        "Nog {number} dag tot de laatste dag om te openen.",
        "Nog {number} dagen tot de laatste dag om te openen.",
        left,
    ).format(number=left)


def _to_meeting(when: Deadline) -> str:
    left = (when.meeting - when.today).days
    if left == 0:
        return gettext("Vandaag is de vergadering.")
    return ngettext(
        "Nog {number} dag tot de vergadering.", "Nog {number} dagen tot de vergadering.", left
    ).format(number=left)


def _to_open(when: Deadline) -> str:
    if when.today <= when.opens:
        return _to_last_day(when.opens, when.today)
    if when.today <= when.last:
        late = gettext(
            "Te laat voor het versturen van de stukken, nog op tijd voor de vergadering."
        )
        return f"{late} {_to_last_day(when.last, when.today)}"
    late = gettext("Te laat om inwoners voor deze vergadering te horen.")
    return f"{late} {_to_meeting(when)}"


def time_left(line: Line, when: Deadline) -> str:
    """One sentence; empty where there is nothing to wait for."""
    if line.ready or line.facts.lapsed:
        return ""
    if when.over:
        return gettext("De vergadering is geweest.")
    if line.reason in NOT_OPENED:
        return _to_open(when)
    if line.reason is Reason.OPEN and line.closes_at and line.closes_at > when.starts_at:
        return gettext("Let op: de raadpleging sluit pas na de vergadering.")
    return _to_meeting(when)


class Todo(Struct, frozen=True):
    text: str
    href: str


_EXCEPTION = (marked("Maak een uitzondering"), "/griffie/agendapunten/{item}/uitzondering")
_AGAIN = (marked("Vraag het opnieuw"), "/griffie/raadplegingen/{consultation}/opnieuw")
_DESCRIBE = (marked("Beschrijf het stuk in gewone taal"), "/griffie/documenten/{document}")
_ONCE_MORE = (marked("Maak een nieuw concept"), "/griffie/raadplegingen/{called_off}")
_NONE_ABOUT_IT = (Reason.NO_CONSULTATION, Reason.DOCUMENT_CHANGED)
_FINISH = (marked("Maak de samenvatting af"), "/griffie/raadplegingen/{consultation}/samenvatting")
_COUNT = (marked("Wacht op de telling"), "/griffie/raadplegingen/{consultation}")
_STEPS = {
    Reason.PAPER_AWAITED: (
        marked("Voeg een stuk toe, of zeg dat het niet hoeft"),
        "/griffie/agendapunten/{item}#stukken",
    ),
    Reason.NO_MAIN_DOCUMENT: (marked("Kies het hoofdstuk"), "/griffie/agendapunten/{item}"),
    Reason.UNKNOWN_KIND: (marked("Kies wat voor stuk dit is"), "/griffie/documenten/{document}"),
    Reason.NO_CONSULTATION: _DESCRIBE,
    Reason.DOCUMENT_CHANGED: _DESCRIBE,
    Reason.DRAFT: (marked("Open de raadpleging"), "/griffie/raadplegingen/{consultation}"),
    Reason.OPEN: (marked("Volg de raadpleging"), "/griffie/raadplegingen/{consultation}"),
    Reason.COUNTING: _COUNT,
    Reason.NOT_FINAL: _FINISH,
    Reason.NOT_HEARD: _EXCEPTION,
    Reason.NOT_ATTACHED: (marked("Voeg de samenvatting toe"), "/griffie/agendapunten/{item}"),
}


def todo(line: Line, when: Deadline) -> Todo | None:
    """The next step of the griffie for this item; None when there is none."""
    if line.ready or line.reason not in _STEPS:
        return None
    step = _STEPS[line.reason]
    too_late = line.reason in NOT_OPENED and when.today > when.last
    if too_late and line.reason is not Reason.UNKNOWN_KIND:  # its kind may need no hearing
        step = _EXCEPTION
    elif line.unanswered and when.today <= when.last:
        step = _AGAIN
    elif line.called_off and line.reason in _NONE_ABOUT_IT:  # nothing is drafted by itself then
        step = _ONCE_MORE
    text, href = step
    said = gettext(text)
    if line.reason is Reason.PAPER_AWAITED and line.item.heading:  # no document fits a heading
        said = gettext("Zeg waarom dit kopje geen stuk nodig heeft")
    if line.reason is Reason.COUNTING and line.paper_until:
        said = gettext("Voer papier in: dat kan tot en met {day}")
        said = said.format(day=written(line.paper_until))
    ids = {
        "item": line.item.id,
        "document": line.document_id,
        "consultation": line.consultation_id,
        "called_off": line.called_off,
    }
    return Todo(said, href.format_map(ids))
