# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""The Dutch words for what is stored as a code. B1: as one would say it at a kitchen table."""

import datetime as dt

from backend.participation.tables import CHANNELS, REASONS
from backend.web.pages import ZONE
from surveys.lifecycle import Stage
from surveys.reading import Flaw
from surveys.sentences import spelled
from surveys.stances import Stance

STANCES = {
    Stance.STRONGLY_FOR: "Helemaal voor",
    Stance.FOR: "Voor",
    Stance.FOR_IF: "Voor, mits (onder een voorwaarde)",
    Stance.NEUTRAL: "Neutraal",
    Stance.AGAINST: "Tegen",
    Stance.STRONGLY_AGAINST: "Helemaal tegen",
    Stance.NO_OPINION: "Geen mening",
}
STANCE_HINTS = {
    Stance.FOR_IF: "Schrijf hieronder op wat uw voorwaarde is.",
    Stance.NEUTRAL: "Niet voor en niet tegen.",
}
CHANNEL_WORDS: dict[str, str] = dict(
    zip(CHANNELS, ("website", "papier", "telefoon", "balie", "overgenomen"), strict=True)
)
REASON_WORDS: dict[str, str] = dict(
    zip(
        REASONS,
        (
            "deze inzending kwam twee keer binnen",
            "deze inzending kwam niet van een inwoner",
            "deze inzending was niet te lezen",
            "dit was een proef van de gemeente",
            "deze inzending kwam te laat binnen",
        ),
        strict=True,
    )
)
STAGES = {
    Stage.DRAFT: "concept",
    Stage.OPEN: "open",
    Stage.CLOSED: "gesloten",
    Stage.SUMMARISED: "samengevat",
    Stage.ATTACHED: "bij de raad",
    Stage.CANCELLED: "gestopt",
}
SO_FAR = {
    Stage.OPEN: (
        "De raadpleging is nog open. Na het sluiten tellen we alle antwoorden en maken we een"
        " samenvatting voor de gemeenteraad."
    ),
    Stage.CLOSED: "De raadpleging is gesloten. We tellen nu de antwoorden.",
    Stage.SUMMARISED: "De antwoorden zijn geteld. De samenvatting is klaar of bijna klaar.",
    Stage.ATTACHED: (
        "De samenvatting ligt bij het voorstel op de agenda van de gemeenteraad. De raad leest"
        " hem voordat hij beslist."
    ),
    Stage.CANCELLED: "De raadpleging is gestopt. Er komt geen samenvatting.",
}
_FLAWS: dict[Flaw, str] = {
    "unknown_option": "Kies een van de antwoorden die er staan.",
    "one_answer": "Geef hier één antwoord.",
    "too_long": "Dit is te lang. Maak uw tekst korter.",
    "unprintable": "Hier staan tekens in die wij niet kunnen lezen. Typ de tekst opnieuw.",
    "too_many": "U koos te veel antwoorden. Haal er een of meer weg.",
    "not_with_others": "Kies “Dat weet ik niet”, of kies een ander antwoord. Niet allebei.",
    "other_empty": "Schrijf op wat u bedoelt met “Anders”.",
    "other_not_chosen": "U schreef hier iets op. Kies dan ook “Anders”, of maak dit veld leeg.",
    "not_whole": "Vul een heel getal in, bijvoorbeeld 12.",
    "out_of_range": "Dit getal kan hier niet. Kijk welke getallen mogen.",
    "required": "Geef hier een antwoord, of kies “Dat weet ik niet”.",
    "hidden": "Deze vraag geldt niet bij wat u eerder koos. Maak dit veld leeg.",
    "unknown_question": "Deze vraag hoort niet bij deze raadpleging.",
}
NOTHING_SAID = (
    "U hebt nog niets gezegd over het voorstel. Beantwoord ten minste één vraag over een punt."
)


def flaw(kind: Flaw, *, length: int = 0, limit: int = 0) -> str:
    """What is wrong, for whoever filled it in; lengths in characters, when they matter."""
    if kind == "too_long" and limit:
        return (
            f"Dit is te lang: {spelled(length)} tekens. Er passen er {spelled(limit)}."
            " Maak uw tekst korter."
        )
    return _FLAWS[kind]


def time_left(now: dt.datetime, closes_at: dt.datetime) -> str:
    """In whole local days, as people count them."""
    days = (closes_at.astimezone(ZONE).date() - now.astimezone(ZONE).date()).days
    if days <= 0:
        return "Sluit vandaag"
    return "Nog 1 dag" if days == 1 else f"Nog {days} dagen"


def minutes(points: int) -> int:
    """How long taking part takes: about two minutes per decision point, and one to check."""
    return 2 * points + 1
