# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Counting back from a meeting, in local days and with the Dutch public holidays."""

import datetime as dt
from functools import cache

import holidays

from backend.web.pages import ZONE
from surveys.rules import Rules
from surveys.schedule import Plan, plan


def local_day(moment: dt.datetime) -> dt.date:
    return moment.astimezone(ZONE).date()


def midnight(moment: dt.datetime) -> dt.datetime:
    """When the local day of this moment began."""
    return dt.datetime.combine(local_day(moment), dt.time(), ZONE)


@cache
def _free_days(year: int) -> frozenset[dt.date]:
    """Reckoning them takes a millisecond, and a list of meetings asks for each of them."""
    return frozenset(holidays.country_holidays("NL", years=[year - 1, year, year + 1]))


def free_days(around: dt.date) -> frozenset[dt.date]:
    """Dutch public holidays of this year, the one before and the one after."""
    return _free_days(around.year)


def counting_back(starts_at: dt.datetime, rules: Rules) -> Plan:
    """The latest days to open and close for a meeting that starts then."""
    day = local_day(starts_at)
    free = free_days(day)
    return plan(day, papers=rules.papers_days, minimum=rules.minimum_days, holidays=free)
