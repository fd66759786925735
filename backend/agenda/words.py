# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the gate decided, in Dutch: for the griffie and for everybody."""

from msgspec import Struct

from backend.agenda.queries import Line
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
    Ground.SPOED: GroundWords("Spoed", "De raad moet nu besluiten. Wachten geeft schade."),
    Ground.GEHEIM: GroundWords(
        "Geheim", "Op het stuk rust geheimhouding. Inwoners mogen het niet lezen."
    ),
    Ground.TIJDENS_VERGADERING: GroundWords(
        "Ingediend tijdens de vergadering",
        "Bijvoorbeeld een motie of amendement dat pas in de vergadering op tafel kwam.",
    ),
    Ground.AL_GEHOORD: GroundWords(
        "Al gehoord",
        "Inwoners zijn op een andere manier gehoord. De link erbij laat zien hoe.",
    ),
    Ground.REDACTIONEEL: GroundWords(
        "Redactionele wijziging",
        "Alleen de tekst is verbeterd, het voorstel is hetzelfde. Het verschil staat erbij.",
    ),
    Ground.WETTELIJKE_TERMIJN: GroundWords(
        "Wettelijke termijn", "De wet geeft te weinig tijd om inwoners eerst te horen."
    ),
    Ground.GEEN_REACTIES: GroundWords(
        "Geen reacties", "De raadpleging was open, maar er kwamen te weinig reacties."
    ),
}

NOT_HEARD = "Inwoners nog niet gehoord"

STAFF: dict[Reason, Said] = {
    Reason.LAPSED: Said("Vervallen", "neutral", "Dit punt staat niet meer op de agenda."),
    Reason.HEADING: Said("Kopje", "neutral", "Dit is een kopje. Hier is niets te besluiten."),
    Reason.NO_DOCUMENT: Said("Klaar", "green", "Bij dit punt hoort geen stuk."),
    Reason.ATTACHED: Said("Klaar", "green", "De samenvatting ligt bij dit punt."),
    Reason.NOT_NEEDED: Said("Klaar", "green", "Voor dit soort stuk is horen niet verplicht."),
    Reason.NO_MAIN_DOCUMENT: Said(
        "Geen hoofdstuk gekozen",
        "red",
        "Er liggen stukken bij dit punt. Niemand heeft nog gezegd over welk stuk de raad besluit.",
    ),
    Reason.UNKNOWN_KIND: Said(
        "Soort onbekend", "red", "Niemand heeft nog gezegd wat voor stuk dit is."
    ),
    Reason.DOCUMENT_CHANGED: Said(
        "Stuk veranderd",
        "red",
        "Het stuk is veranderd nadat er een samenvatting of uitzondering bij kwam."
        " Die telt niet voor de nieuwe tekst.",
    ),
    Reason.NO_CONSULTATION: Said(
        "Geen raadpleging",
        "red",
        "Er is nog geen raadpleging over dit stuk."
        " Die staat klaar zodra het stuk gewone taal en beslispunten heeft.",
    ),
    Reason.DRAFT: Said("Raadpleging nog dicht", "red", "De raadpleging is nog niet geopend."),
    Reason.OPEN: Said("Raadpleging loopt", "red", "Inwoners kunnen nu meedoen."),
    Reason.COUNTING: Said(
        "Wordt geteld", "red", "De raadpleging is gesloten. We tellen de antwoorden."
    ),
    Reason.NOT_HEARD: Said(
        "Niet genoeg gehoord",
        "red",
        "De raadpleging was te kort open of kreeg te weinig reacties om te gelden als horen.",
    ),
    Reason.NOT_FINAL: Said(
        "Samenvatting niet af", "red", "De samenvatting is nog niet definitief."
    ),
    Reason.NOT_ATTACHED: Said(
        "Nog toevoegen", "red", "De samenvatting is klaar, maar ligt nog niet bij dit punt."
    ),
}

PUBLIC: dict[Reason, Said] = {
    Reason.LAPSED: Said(
        "Van de agenda gehaald", "neutral", "De raad bespreekt dit punt niet meer."
    ),
    Reason.HEADING: STAFF[Reason.HEADING],
    Reason.NO_DOCUMENT: Said("Horen niet nodig", "neutral", "Bij dit punt hoort geen stuk."),
    Reason.ATTACHED: Said(
        "Inwoners gehoord", "green", "Wat inwoners zeiden, ligt bij dit punt voor de raad."
    ),
    Reason.NOT_NEEDED: Said(
        "Horen niet nodig", "neutral", "Voor dit soort stuk is horen niet verplicht."
    ),
    Reason.NO_MAIN_DOCUMENT: Said(
        NOT_HEARD, "red", "De griffie moet nog kiezen over welk stuk de raad besluit."
    ),
    Reason.UNKNOWN_KIND: Said(
        NOT_HEARD, "red", "De griffie moet nog uitzoeken wat voor stuk dit is."
    ),
    Reason.DOCUMENT_CHANGED: Said(
        NOT_HEARD, "red", "Het stuk is veranderd. Over de nieuwe tekst is nog niemand gehoord."
    ),
    Reason.NO_CONSULTATION: Said(NOT_HEARD, "red", "Er is nog geen raadpleging over dit stuk."),
    Reason.DRAFT: Said(NOT_HEARD, "red", "De raadpleging over dit stuk gaat nog open."),
    Reason.OPEN: Said("U kunt nu meedoen", "info", "De raadpleging is open."),
    Reason.COUNTING: Said(NOT_HEARD, "red", "De raadpleging is gesloten. We tellen de antwoorden."),
    Reason.NOT_HEARD: Said(
        NOT_HEARD,
        "red",
        "De raadpleging was te kort open of kreeg te weinig reacties om te gelden als horen.",
    ),
    Reason.NOT_FINAL: Said(
        NOT_HEARD, "red", "De raadpleging is gesloten. De griffie schrijft de samenvatting."
    ),
    Reason.NOT_ATTACHED: Said(
        NOT_HEARD, "red", "De samenvatting is klaar. De griffie legt haar nog bij dit punt."
    ),
}


def _ground(line: Line) -> str:
    return GROUNDS[line.ground].name.lower() if line.ground else ""


def for_staff(line: Line) -> Said:
    if line.reason is Reason.ATTACHED and not line.heard_by:
        return Said("Klaar, met uitzondering", "green", f"Uitzondering: {_ground(line)}.")
    return STAFF[line.reason]


def for_everybody(line: Line) -> Said:
    if line.reason is Reason.ATTACHED and not line.heard_by:
        what = f"De griffie maakte een uitzondering: {_ground(line)}."
        return Said("Niet gehoord: uitzondering", "amber", what)
    return PUBLIC[line.reason]
