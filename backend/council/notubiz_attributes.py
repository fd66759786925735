# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Notubiz attributes come in two forms: [{id, value}] by number, or {"Titel": …} by Dutch name."""

from typing import Final

from backend.council.json_places import Place
from backend.council.plain_text import forbidden, plain
from backend.council.problems import CORRECT

LONGEST_TITLE: Final = 2000
NO_TITLE: Final = "(zonder titel)"
LONGEST_EXPLANATION: Final = 50_000


def attribute(owner: Place, number: int, *names: str) -> tuple[Place, str] | None:
    """Where an attribute stands: in a list by number, or in an object by its Dutch name."""
    if isinstance(owner.fields.get("attributes"), dict):
        inside = owner.child("attributes")
        name = next((name for name in names if inside and name in inside.fields), None)
        return (inside, name) if inside and name else None
    for entry in owner.children("attributes"):
        if entry.known_id == str(number):
            return entry, "value"
    return None


def attribute_text(owner: Place, most: int, number: int, *names: str) -> str | None:
    found = attribute(owner, number, *names)
    return found[0].text(found[1], most) if found else None


def explanation_of(data: Place) -> str:
    """Plain text; empty when there is none."""
    if (found := attribute(data, 3, "Toelichting", "Omschrijving")) is None:
        return ""
    place, field = found
    text = plain(place.raw_text(field, LONGEST_EXPLANATION) or "")
    if wrong := forbidden(text):  # it came in as an HTML entity
        place.note(f"In “{field}” staat {wrong}.", CORRECT)
    return text
