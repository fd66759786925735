# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""How somebody was let in, whatever the channel: told apart in every figure."""

from collections.abc import Collection
from enum import StrEnum
from typing import Final


class Way(StrEnum):
    LETTER = "letter"
    MAIL = "mail"
    OPEN = "open"


LOGGED: Final = {Way.LETTER: "briefcode", Way.MAIL: "mailcode"}
"""The word for it in the log. Whoever came in without a code has none."""


def told(offered: Collection[Way]) -> tuple[Way, ...]:
    """Those to tell apart, in this order; none where nobody could get a code."""
    return tuple(way for way in Way if way in offered or way is Way.OPEN) if offered else ()
