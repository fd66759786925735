# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Where a meeting, an item or a document comes from, in words."""

from typing import Final

from backend.council.hands import FORM, HAND
from backend.web.languages import gettext, marked

_NAMES: Final = {
    HAND: marked("de griffie, met de hand"),
    FORM: marked("een ingelezen formulier"),
    "notubiz": "Notubiz",
}


def origin(source: str) -> str:
    """As in “komt uit …”; a source that has no name here is called as it calls itself."""
    return gettext(_NAMES[source]) if source in _NAMES else source
