# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""One step of the chain: what happened, when, by whom, and where to see it."""

import datetime as dt
from collections.abc import Sequence
from enum import StrEnum

from msgspec import Struct

from analysis.figures import Totals
from backend.web.languages import gettext, marked
from backend.web.pages import moment
from surveys.stances import Stance
from surveys.template import advice_key


class Kind(StrEnum):
    """In the order of the chain; what happened at one moment is told in this order."""

    VERSION = "documentversie"
    CLASSIFIED = "ingedeeld"
    MAIN = "hoofdstuk gekozen"
    ASKED_ANEW = "opnieuw gevraagd"
    DRAFTED = "klaargezet"
    OPENED = "geopend"
    EXTENDED = "verlengd"
    CANCELLED = "afgelast"
    CLOSED = "gesloten"
    COUNTED = "geteld"
    SUMMARISED = "samengevat"
    RELEASED = "citaat vrijgegeven"
    HELD_BACK = "citaat geweigerd"
    ASKED = "adviesraad gevraagd"
    NOT_ASKED = "vraag ingetrokken"
    VERDICT = "oordeel"
    DISSENT = "andere mening"
    ANSWERED = "antwoord op oordeel"
    UNAWAITED = "niet afgewacht"
    FINAL = "vastgesteld"
    EMBARGO = "embargo"
    LIFTED = "embargo opgeheven"
    CORRECTED = "verbeterd"
    ATTACHED = "toegevoegd"
    EXCEPTED = "uitzondering"
    RESCHEDULED = "vergadering verplaatst"
    CALLED_OFF = "vergadering afgelast"
    HELD_AFTER_ALL = "vergadering gaat toch door"
    KEPT = "sluiting laten staan"
    MOVED = "verplaatst"
    TAKEN_OFF = "van de agenda gehaald"
    PUT_BACK = "teruggezet"
    LET_RUN = "laten doorgaan"
    DECIDED = "besluit"
    ANSWERED_BACK = "antwoord aan inwoners"


class Step(Struct, frozen=True):
    """
    mark    the hash of what it is about, in hexadecimals
    about   a title, a kind, a ground, a body, a verdict, an outcome, or question and side: what the
            kind of step asks for
    on      of an answer: what it is about
    number  of the version, the count, the summary or the quotation
    was     when a meeting was to be before
    until   a consultation is open, a body may speak, or an embargo holds; when a meeting was to be
    """

    at: dt.datetime
    kind: Kind
    by: str
    place: str
    mark: str = ""
    about: str = ""
    on: str = ""
    number: int | None = None
    reason: str = ""
    was: dt.datetime | None = None
    until: dt.datetime | None = None
    totals: Totals | None = None


_QUOTATIONS = (Kind.RELEASED, Kind.HELD_BACK)


def folded(steps: Sequence[Step]) -> list[list[Step]]:
    """Quotations that one person read one after the other together: there may be dozens."""
    found: list[list[Step]] = []
    for step in steps:
        last = found[-1][-1] if found else None
        if last and step.kind in _QUOTATIONS and (last.kind, last.by) == (step.kind, step.by):
            found[-1].append(step)
        else:
            found.append([step])
    return found


_WORDS = {
    Kind.VERSION: marked("Versie {number} van het document"),
    Kind.CLASSIFIED: marked("De soort van het document"),
    Kind.MAIN: marked("Gekozen als hoofdstuk"),
    Kind.DRAFTED: marked("Raadpleging klaargezet over versie {number}"),
    Kind.OPENED: marked("Raadpleging geopend over versie {number}"),
    Kind.EXTENDED: marked("Raadpleging verlengd"),
    Kind.CANCELLED: marked("Raadpleging afgelast"),
    Kind.CLOSED: marked("Raadpleging gesloten"),
    Kind.ASKED_ANEW: marked("Besloten om het opnieuw te vragen"),
    Kind.COUNTED: marked("Alle inzendingen geteld"),
    Kind.SUMMARISED: marked("Samenvatting {number} geschreven"),
    Kind.RELEASED: marked("Citaten vrijgegeven"),
    Kind.HELD_BACK: marked("Citaten niet vrijgegeven"),
    Kind.ASKED: marked("Adviesraad gevraagd over samenvatting {number}"),
    Kind.NOT_ASKED: marked("Vraag aan de adviesraad ingetrokken"),
    Kind.VERDICT: marked("Oordeel over samenvatting {number}"),
    Kind.DISSENT: marked("Andere mening van een lid"),
    Kind.ANSWERED: marked("Antwoord van de griffie aan de adviesraad"),
    Kind.UNAWAITED: marked("Oordeel niet afgewacht"),
    Kind.FINAL: marked("Samenvatting {number} vastgesteld"),
    Kind.EMBARGO: marked("Samenvatting {number} onder embargo"),
    Kind.LIFTED: marked("Embargo op samenvatting {number} opgeheven"),
    Kind.CORRECTED: marked("Verbeterd in samenvatting {number}"),
    Kind.ATTACHED: marked("Samenvatting {number} bij het agendapunt gelegd"),
    Kind.EXCEPTED: marked("Uitzondering gemaakt"),
    Kind.RESCHEDULED: marked("De vergadering verplaatst"),
    Kind.CALLED_OFF: marked("De vergadering afgelast"),
    Kind.HELD_AFTER_ALL: marked("De vergadering gaat toch door"),
    Kind.KEPT: marked("De laatste dag van de raadpleging zo gelaten"),
    Kind.MOVED: marked("Naar een andere vergadering verplaatst"),
    Kind.TAKEN_OFF: marked("Van de agenda gehaald"),
    Kind.PUT_BACK: marked("Terug op de agenda gezet"),
    Kind.LET_RUN: marked(
        "De raadpleging laten doorgaan, terwijl het punt niet op een agenda staat"
    ),
    Kind.DECIDED: marked("Besluit van de raad vastgelegd, versie {number}"),
    Kind.ANSWERED_BACK: marked("Antwoord gegeven, versie {number}"),
}


def heading(step: Step) -> str:
    return gettext(_WORDS[step.kind]).format(number=step.number)


_UNTIL = {
    Kind.OPENED: marked("Open tot {moment}."),
    Kind.EXTENDED: marked("Open tot {moment}."),
    Kind.ASKED: marked("Een oordeel kon tot {moment}."),
    Kind.EMBARGO: marked("Tot {moment}."),
    Kind.RESCHEDULED: marked("Van {was} naar {moment}."),
    Kind.KEPT: marked("De vergadering stond toen op {moment}."),
    Kind.MOVED: marked("De vergadering stond toen op {moment}."),
}


def limit(step: Step) -> str:
    """What ends at that moment, in words."""
    was = moment(step.was) if step.was else ""
    until = moment(step.until) if step.until else ""
    return gettext(_UNTIL[step.kind]).format(was=was, moment=until)


_SIDES = {
    Stance.STRONGLY_FOR: marked("helemaal voor"),
    Stance.FOR: marked("voor"),
    Stance.FOR_IF: marked("voor, mits"),
    Stance.NEUTRAL: marked("neutraal"),
    Stance.AGAINST: marked("tegen"),
    Stance.STRONGLY_AGAINST: marked("helemaal tegen"),
    Stance.NO_OPINION: marked("geen mening"),
}


def quotation(step: Step) -> str:
    """From which answers a quotation was drawn."""
    question, _, side = step.about.partition(" ")
    point = question.partition(".")[0]
    place = (
        gettext("Advies bij beslispunt {number}").format(number=point)
        if point.isdecimal() and question == advice_key(int(point))
        else gettext("Antwoord op vraag “{key}”").format(key=question)
    )
    if side in set(Stance):
        return gettext("{place}, van wie koos voor “{side}”").format(
            place=place, side=gettext(_SIDES[Stance(side)])
        )
    return place
