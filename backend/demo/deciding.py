# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""The council meets this very day about the first proposal, decides, and answers residents.

The griffie puts the item on a meeting of its own: the other proposals wait for the one that is to
come.
"""

import datetime as dt
import re

from backend.demo.processes import Stuck
from backend.demo.town_hall import TownHall
from backend.web.pages import ZONE

TITLE = "Extra raadsvergadering"
WHY = "De raad besluit hierover in een extra vergadering."
TEXT = (
    "De raad voert betaald parkeren in, maar niet op zaterdag. Bewoners krijgen een vergunning voor"
    " de prijs uit het voorstel. Over de pendelbus besluit de raad later."
)
LIST = "https://raad.merenburg.example/besluitenlijst"
LESS = (
    "Veel mensen waren bang voor lege winkels. Daarom hoeft u op zaterdag niet te betalen. Op"
    " andere dagen wel: anders komt er geen plek vrij voor bewoners."
)
PERMIT = "De eerste vergunning kost 96 euro per jaar, zoals in het voorstel stond."
BUS = "Het college rekent eerst uit wat de bus kost. U hoort dit voor de zomer."
WHOLE = (
    "De raad las alle reacties. Met de zorgen over de winkels is iets gedaan, met die over de prijs"
    " niet."
)
ANSWERS = (
    ("deels_overgenomen", LESS),
    ("overgenomen", PERMIT),
    ("in_onderzoek", BUS),
    ("deels_overgenomen", WHOLE),
)
_UUID = r"[0-9a-f-]{36}"


def _begun(now: dt.datetime) -> tuple[str, str]:
    """Day and time of a meeting of today that began an hour ago, or at midnight."""
    local = now.astimezone(ZONE)
    before = local - dt.timedelta(hours=1)
    time = f"{before:%H:%M}" if before.date() == local.date() else "00:00"
    return local.date().isoformat(), time


async def meet(hall: TownHall, item: str, now: dt.datetime) -> str:
    """A meeting that has begun, with this item on its agenda; its id. `now` is the database's."""
    day, begins = _begun(now)
    path = "/griffie/vergaderingen/nieuw"
    made = await hall.fill_in(path, path, {"title": TITLE, "day": day, "begins": begins})
    found = re.search(rf"/griffie/vergaderingen/({_UUID})", made.headers["location"])
    if not found:
        raise Stuck(f"a meeting that was made led to {made.headers['location']}")
    path = f"/griffie/agendapunten/{item}/verplaatsen"
    await hall.fill_in(path, path, {"meeting": found.group(1), "reason": WHY})
    return found.group(1)


async def decide(hall: TownHall, item: str) -> None:
    await hall.decide(
        item,
        {"outcome": "gewijzigd_aangenomen", "point-3": "aangehouden", "text": TEXT, "link": LIST},
    )
    await hall.answer(item, ANSWERS)
