# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""A text as it came in, made ready to derive from: one way of writing letters, and no persons."""

import unicodedata

from backend.words.name_lists import lists
from surveys.masking import masked
from surveys.names import names


def ready(text: str) -> str:
    """Masked, in NFC, lines kept. Raises `NotBuilt`: without lists of names nothing is derived."""
    whole = unicodedata.normalize("NFC", text)
    return masked(whole, names(whole, lists()))
