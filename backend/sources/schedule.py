# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""How often a source is looked at, and how soon again when that did not work."""

import datetime as dt
from typing import Final

HOURS: Final = (1, 2, 4, 8, 12, 24)
_FIRST: Final = dt.timedelta(minutes=5)
_LAST: Final = dt.timedelta(hours=4)
_DOUBLINGS: Final = 10


def every(hours: int) -> dt.timedelta:
    return dt.timedelta(hours=hours)


def pause(tries: int, hours: int) -> dt.timedelta:
    """After so many tries in a row that failed: twice as long each time, within bounds.

    Never longer than the usual time between two looks, and never longer than four hours.
    """
    grown = _FIRST * 2 ** min(tries - 1, _DOUBLINGS)
    return min(grown, _LAST, every(hours))
