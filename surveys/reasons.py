# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""What may pass for a reason: letters and digits, for blanks and dots explain nothing.

PostgreSQL counts the same (`letters` in the first migration), and a test holds the two together.
By code point, so that no server's locale makes a difference; the cost is that a reason in another
script than the Latin one is not seen.
"""

import re

SHORTEST = 10
_ELSE = re.compile("[^0-9A-Za-zÀ-ÖØ-öø-ɏ]")


def letters(said: str) -> int:
    return len(_ELSE.sub("", said))


def too_short(reason: str) -> bool:
    return letters(reason) < SHORTEST
