# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""How many residents Merenburg has, as a table of its own: made up, and it says so."""

from collections.abc import Iterator
from typing import Final

from backend.demo.proposals import MERENBURG

SOURCE: Final = "Voorbeeldcijfers van Merenburg (verzonnen)"
YEAR: Final = 2026
_AGES: Final = {"15-24": 14, "25-44": 30, "45-64": 33, "65+": 23}
"""In a hundred residents of 15 and older."""


def _lines() -> Iterator[tuple[str, str, int]]:
    whole = sum(hood.inhabitants for hood in MERENBURG.neighbourhoods)
    for band, part in _AGES.items():
        yield "leeftijd", band, whole * part // 100
    for hood in MERENBURG.neighbourhoods:
        yield "wijk", hood.code, hood.inhabitants


def table() -> bytes:
    rows = ["kenmerk;groep;aantal", *(f"{a};{b};{n}" for a, b, n in _lines())]
    return "\n".join(rows).encode()
