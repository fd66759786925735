# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Words that bend with their number.

An open link counts reactions and cannot tell how many people sent them, hence "reacties".
"""

from collections.abc import Sequence

from surveys.sentences import spelled


def reactions(number: int) -> str:
    return "1 reactie" if number == 1 else f"{spelled(number)} reacties"


def are(number: int) -> str:
    return "is" if number == 1 else "zijn"


def came(number: int) -> str:
    return "kwam" if number == 1 else "kwamen"


def listed(parts: Sequence[str]) -> str:
    """One, two and three: "een, twee en drie"."""
    return " en ".join([", ".join(parts[:-1]), parts[-1]] if parts[1:] else parts)
