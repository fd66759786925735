# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Which of Notubiz's type words say what a document is."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

# Only words that can mean one thing. "Voorstel" and "Nota" are not here: a person decides.
# Informatiebrieven pass the gate unheard, so that word is the one to be strictest about.
KIND_BY_TYPE: Final[Mapping[str, str]] = MappingProxyType(
    {
        "raadsvoorstel": "raadsvoorstel",
        "gewijzigd raadsvoorstel": "raadsvoorstel",
        "initiatiefvoorstel": "initiatiefvoorstel",
        "gewijzigd initiatiefvoorstel": "initiatiefvoorstel",
        "beleidsnota": "beleidsnota",
        "motie": "motie",
        "gewijzigde motie": "motie",
        "motie vreemd": "motie",
        "motie vreemd aan de orde van de dag": "motie",
        "amendement": "amendement",
        "gewijzigd amendement": "amendement",
        "informatiebrief": "informatiebrief",
        "raadsinformatiebrief": "informatiebrief",
    }
)
_MAIN_WORDS: Final = {
    "raadsvoorstel",
    "voorstel",
    "motie",
    "amendement",
    "initiatiefvoorstel",
    "nota",
    "beleidsnota",
}
_CHANGED: Final = {"gewijzigd", "gewijzigde"}


def kind_of(word: str | None) -> str | None:
    """Our kind of council document for the source's type word; None where there is doubt."""
    return KIND_BY_TYPE.get(word.casefold()) if word else None


def rank(word: str | None) -> int:
    """0 for a proposal, 1 for a text, 2 for anything else: the lowest is the main document."""
    words = [part for part in (word or "").casefold().split() if part not in _CHANGED]
    if words and words[0] in _MAIN_WORDS:
        return 0
    return 1 if words == ["tekststuk"] else 2
