# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""How often work is tried before the griffie must look at it, and how long between two tries."""

import datetime as dt
from typing import Final

MOST_ATTEMPTS: Final = 6
LONGEST_PAUSE: Final = 300
"""Seconds."""
_PATIENT: Final = {"mail_due": 40}
"""By topic. Some three hours: a mail server may be away for longer than what is ours."""


def most_attempts(topic: str) -> int:
    return _PATIENT.get(topic, MOST_ATTEMPTS)


def pause(attempt: int) -> dt.timedelta:
    """After this many tries, counted from 1."""
    return dt.timedelta(seconds=min(2 ** min(attempt, 10), LONGEST_PAUSE))
