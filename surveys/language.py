# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Which language a text is in, out of how likely each is; and when nobody can tell."""

from collections.abc import Mapping
from typing import Final

FEWEST_LETTERS: Final = 15
"""`prima idee` is as good Romanian or Italian: a shorter text says nothing sure."""
LEAST: Final = 0.5
"""How likely the likeliest must be, and with `MARGIN` more than the next."""
MARGIN: Final = 0.25


def told(text: str, likely: Mapping[str, float]) -> str | None:
    """`likely` has a share per ISO 639-1 code; None where the text is too short or too mixed."""
    if sum(map(str.isalpha, text)) < FEWEST_LETTERS or not likely:
        return None
    ranked = sorted(likely.items(), key=lambda one: (-one[1], one[0]))
    code, share = ranked[0]
    following = ranked[1][1] if len(ranked) > 1 else 0.0
    return code if share >= LEAST and share - following >= MARGIN else None
