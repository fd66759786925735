# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""One step of the chain: what happened, when, by whom, and where to see it."""

import datetime as dt
from collections.abc import Sequence
from enum import StrEnum

from msgspec import Struct

from analysis.figures import Totals
from backend.web.languages import gettext, marked


class Kind(StrEnum):
    """In the order of the chain; what happened at one moment is told in this order."""

    VERSION = "documentversie"
    CLASSIFIED = "ingedeeld"
    MAIN = "hoofdstuk gekozen"
    DRAFTED = "klaargezet"
    OPENED = "geopend"
    CLOSED = "gesloten"
    COUNTED = "geteld"
    SUMMARISED = "samengevat"
    RELEASED = "citaat vrijgegeven"
    HELD_BACK = "citaat geweigerd"
    FINAL = "vastgesteld"
    ATTACHED = "toegevoegd"
    EXCEPTED = "uitzondering"


class Step(Struct, frozen=True):
    """
    mark    the hash of what it is about, in hexadecimals
    about   a title, a kind, a ground, or question and side: what the kind of step asks for
    number  of the version, the count, the summary or the quotation
    """

    at: dt.datetime
    kind: Kind
    by: str
    place: str
    mark: str = ""
    about: str = ""
    number: int | None = None
    reason: str = ""
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
    Kind.CLOSED: marked("Raadpleging gesloten"),
    Kind.COUNTED: marked("Alle inzendingen geteld"),
    Kind.SUMMARISED: marked("Samenvatting {number} geschreven"),
    Kind.RELEASED: marked("Citaten vrijgegeven"),
    Kind.HELD_BACK: marked("Citaten niet vrijgegeven"),
    Kind.FINAL: marked("Samenvatting {number} vastgesteld"),
    Kind.ATTACHED: marked("Samenvatting {number} bij het agendapunt gelegd"),
    Kind.EXCEPTED: marked("Uitzondering gemaakt"),
}


def heading(step: Step) -> str:
    return gettext(_WORDS[step.kind]).format(number=step.number)
