# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Why a row is refused, in words for whoever exported it."""

from surveys.reading import Flaw

UNREADABLE = "In deze cel staan tekens die niet te lezen zijn."
NOTHING_SAID = "In deze rij staat geen antwoord op een vraag over het voorstel."
NO_ID = "Het nummer van deze inzending ontbreekt."
CHANGED = (
    "Deze inzending is al ingelezen, met andere antwoorden of een andere koppeling. Wat er stond,"
    " is gebleven. Komt dit bestand uit een ander onderzoek? Geef de koppeling een eigen source."
)
WHY: dict[Flaw, str] = {
    "unknown_option": "Dit antwoord hoort niet bij deze vraag.",
    "one_answer": "Hier staan meer antwoorden, en er past er een.",
    "too_many": "Hier staan meer antwoorden dan er gekozen mochten worden.",
    "not_with_others": "Weet ik niet kan niet samen met een ander antwoord.",
    "other_empty": "Er is Anders gekozen, maar er staat niet wat.",
    "other_not_chosen": "Hier staat wat er anders is, terwijl iets anders gekozen is.",
    "too_long": "Deze tekst is te lang.",
    "unprintable": UNREADABLE,
    "not_whole": "Dit is geen heel getal.",
    "out_of_range": "Dit getal is te klein of te groot.",
    "required": "Deze vraag is verplicht, en er staat geen antwoord.",
    "hidden": "Deze vraag hoort na de eerdere antwoorden niet gesteld te zijn.",
    "unknown_question": "De raadpleging heeft deze vraag niet.",
}


LONGEST = 60
"""Characters of a cell in a line of a report."""


def double(number: int) -> str:
    return f"Dit nummer staat ook op rij {number}."


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"


def unknown_word(text: str) -> str:
    """Quotes a choice; what is longer was typed by a resident and stays out of reports."""
    return f"Het antwoord “{_short(text)}” staat niet in de koppeling."


def not_yes_or_no(text: str) -> str:
    return f"Hier hoort ja of nee te staan, en er staat “{_short(text)}”."
