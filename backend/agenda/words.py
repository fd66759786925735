# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the gate decided, in words: for the griffie and for everybody."""

from msgspec import Struct

from backend.agenda.queries import Line
from backend.web.languages import gettext, marked
from backend.web.pages import day
from surveys.gate import Ground, Reason


class Said(Struct, frozen=True):
    """A badge, its colour (the words carry the meaning), and why."""

    badge: str
    colour: str
    why: str


class GroundWords(Struct, frozen=True):
    name: str
    meaning: str


GROUNDS: dict[str, GroundWords] = {
    Ground.SPOED: GroundWords(
        marked("Spoed"), marked("De raad moet nu besluiten. Wachten geeft schade.")
    ),
    Ground.GEHEIM: GroundWords(
        marked("Geheim"), marked("Op het stuk rust geheimhouding. Inwoners mogen het niet lezen.")
    ),
    Ground.TIJDENS_VERGADERING: GroundWords(
        marked("Ingediend tijdens de vergadering"),
        marked("Bijvoorbeeld een motie of amendement dat pas in de vergadering op tafel kwam."),
    ),
    Ground.AL_GEHOORD: GroundWords(
        marked("Al gehoord"),
        marked("Inwoners zijn op een andere manier gehoord. De link erbij laat zien hoe."),
    ),
    Ground.REDACTIONEEL: GroundWords(
        marked("Redactionele wijziging"),
        marked(
            "Alleen de tekst is verbeterd, het voorstel is hetzelfde. Het verschil staat erbij."
        ),
    ),
    Ground.WETTELIJKE_TERMIJN: GroundWords(
        marked("Wettelijke termijn"),
        marked("De wet geeft te weinig tijd om inwoners eerst te horen."),
    ),
    Ground.GEEN_REACTIES: GroundWords(
        marked("Geen reacties"),
        marked("De raadpleging was open, maar er kwamen te weinig reacties."),
    ),
}

NOT_HEARD = marked("Inwoners nog niet gehoord")

STAFF: dict[Reason, Said] = {
    Reason.LAPSED: Said(
        marked("Vervallen"), "neutral", marked("Dit punt staat niet meer op de agenda.")
    ),
    Reason.HEADING: Said(
        marked("Kopje"), "neutral", marked("Dit is een kopje. Hier is niets te besluiten.")
    ),
    Reason.PAPER_AWAITED: Said(
        marked("Nog geen stuk"),
        "red",
        marked("Er ligt nog geen stuk bij. Is er geen stuk nodig? Zeg dat dan."),
    ),
    Reason.NO_DOCUMENT: Said(marked("Klaar"), "green", marked("Er ligt geen stuk bij.")),
    Reason.ATTACHED: Said(marked("Klaar"), "green", marked("De samenvatting ligt bij dit punt.")),
    Reason.NOT_NEEDED: Said(
        marked("Klaar"), "green", marked("Voor dit soort stuk is horen niet verplicht.")
    ),
    Reason.NO_MAIN_DOCUMENT: Said(
        marked("Geen hoofdstuk gekozen"),
        "red",
        marked(
            "Er liggen stukken bij dit punt."
            " Niemand heeft nog gezegd over welk stuk de raad besluit."
        ),
    ),
    Reason.UNKNOWN_KIND: Said(
        marked("Soort onbekend"), "red", marked("Niemand heeft nog gezegd wat voor stuk dit is.")
    ),
    Reason.DOCUMENT_CHANGED: Said(
        marked("Stuk veranderd"),
        "red",
        marked(
            "Het stuk is veranderd nadat er een samenvatting of uitzondering bij kwam."
            " Die telt niet voor de nieuwe tekst."
        ),
    ),
    Reason.NO_CONSULTATION: Said(
        marked("Geen raadpleging"),
        "red",
        marked(
            "Er is nog geen raadpleging over dit stuk."
            " Die staat klaar zodra het stuk gewone taal en beslispunten heeft."
        ),
    ),
    Reason.DRAFT: Said(
        marked("Raadpleging nog dicht"), "red", marked("De raadpleging is nog niet geopend.")
    ),
    Reason.OPEN: Said(marked("Raadpleging loopt"), "red", marked("Inwoners kunnen nu meedoen.")),
    Reason.COUNTING: Said(
        marked("Wordt geteld"),
        "red",
        marked("De raadpleging is gesloten. De telling komt er zo aan."),
    ),
    Reason.NOT_HEARD: Said(
        marked("Niet genoeg gehoord"),
        "red",
        marked(
            "De raadpleging was te kort open of kreeg te weinig reacties om te gelden als horen."
        ),
    ),
    Reason.NOT_FINAL: Said(
        marked("Samenvatting niet af"), "red", marked("De samenvatting is nog niet definitief.")
    ),
    Reason.NOT_ATTACHED: Said(
        marked("Nog toevoegen"),
        "red",
        marked("De samenvatting is klaar, maar ligt nog niet bij dit punt."),
    ),
}

PUBLIC: dict[Reason, Said] = {
    Reason.LAPSED: Said(
        marked("Van de agenda gehaald"), "neutral", marked("Dit punt staat nu niet op een agenda.")
    ),
    Reason.HEADING: STAFF[Reason.HEADING],
    Reason.PAPER_AWAITED: Said(
        NOT_HEARD,
        "red",
        marked("De griffie legt hier nog een stuk bij, of zegt dat het niet hoeft."),
    ),
    Reason.NO_DOCUMENT: Said(
        marked("Horen niet nodig"), "neutral", marked("Er ligt geen stuk bij.")
    ),
    Reason.ATTACHED: Said(
        marked("Inwoners gehoord"),
        "green",
        marked("Wat inwoners zeiden, ligt bij dit punt voor de raad."),
    ),
    Reason.NOT_NEEDED: Said(
        marked("Horen niet nodig"),
        "neutral",
        marked("Voor dit soort stuk is horen niet verplicht."),
    ),
    Reason.NO_MAIN_DOCUMENT: Said(
        NOT_HEARD, "red", marked("De griffie moet nog kiezen over welk stuk de raad besluit.")
    ),
    Reason.UNKNOWN_KIND: Said(
        NOT_HEARD, "red", marked("De griffie moet nog uitzoeken wat voor stuk dit is.")
    ),
    Reason.DOCUMENT_CHANGED: Said(
        NOT_HEARD,
        "red",
        marked("Het stuk is veranderd. Over de nieuwe tekst is nog niemand gehoord."),
    ),
    Reason.NO_CONSULTATION: Said(
        NOT_HEARD, "red", marked("Er loopt nu geen raadpleging over dit stuk.")
    ),
    Reason.DRAFT: Said(
        NOT_HEARD, "red", marked("De griffie bereidt een raadpleging over dit stuk voor.")
    ),
    Reason.OPEN: Said(marked("U kunt nu meedoen"), "info", marked("De raadpleging is open.")),
    Reason.COUNTING: Said(
        NOT_HEARD,
        "red",
        marked("De raadpleging is gesloten. We tellen zodra alle antwoorden zijn ingevoerd."),
    ),
    Reason.NOT_HEARD: Said(
        NOT_HEARD,
        "red",
        marked(
            "De raadpleging was te kort open of kreeg te weinig reacties om te gelden als horen."
        ),
    ),
    Reason.NOT_FINAL: Said(
        NOT_HEARD, "red", marked("De raadpleging is gesloten. De griffie schrijft de samenvatting.")
    ),
    Reason.NOT_ATTACHED: Said(
        NOT_HEARD, "red", marked("De samenvatting is klaar. De griffie legt die nog bij dit punt.")
    ),
}


def grounds() -> dict[str, GroundWords]:
    """In the language of this request."""
    return {
        ground: GroundWords(gettext(words.name), gettext(words.meaning))
        for ground, words in GROUNDS.items()
    }


def _ground(line: Line) -> str:
    return gettext(GROUNDS[line.ground].name).lower() if line.ground else ""


def _shown(words: Said) -> Said:
    return Said(gettext(words.badge), words.colour, gettext(words.why))


def for_staff(line: Line) -> Said:
    if line.reason is Reason.ATTACHED and not line.heard_by:
        why = gettext("Uitzondering: {ground}.").format(ground=_ground(line))
        return Said(gettext("Klaar, met uitzondering"), "green", why)
    if line.reason is Reason.COUNTING and line.paper_until:
        why = gettext("De raadpleging is gesloten. Papier kan er nog bij tot en met {day}.")
        return Said(gettext("Papier kan nog"), "red", why.format(day=day(line.paper_until)))
    if line.reason is Reason.NO_CONSULTATION and line.called_off:
        why = gettext("De raadpleging over dit stuk is afgelast. Er komt niet vanzelf een nieuwe.")
        return Said(gettext("Geen raadpleging"), "red", why)
    return _shown(STAFF[line.reason])


def for_everybody(line: Line) -> Said:
    if line.reason is Reason.ATTACHED and not line.heard_by:
        why = gettext("De griffie maakte een uitzondering: {ground}.").format(ground=_ground(line))
        return Said(gettext("Niet gehoord: uitzondering"), "amber", why)
    if line.asked_earlier and line.reason in (Reason.DRAFT, Reason.NO_CONSULTATION):
        return _shown(PUBLIC[Reason.DOCUMENT_CHANGED])
    return _shown(PUBLIC[line.reason])
