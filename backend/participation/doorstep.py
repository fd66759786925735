# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Who comes in through the open link, and whether somebody has to look at it afterwards.

Nothing is dropped: what looks odd is stored with a flag. Only whoever sends far more than a town
hall full of people could is asked to wait, with everything that was typed still on the page.
"""

import hashlib
import hmac
import secrets
import time
from collections import Counter
from collections.abc import Callable
from typing import Final
from uuid import UUID

from msgspec import structs

from backend.errors import TooMany
from backend.participation import challenges
from backend.participation.challenges import Solved
from backend.participation.sending import Sending
from backend.settings import Settings
from backend.web import origin
from backend.web.forms import Posted
from backend.web.kinds import Req
from backend.web.languages import gettext, ngettext

LURE: Final = "website"
"""A field that no person sees: whoever fills it in is a program, or reads with another eye."""
CHALLENGE: Final = "opgave"
WINDOW: Final = 600.0
"""Seconds."""
TIMES: Final = 10
"""So many times `Protection.most`, and whoever solved no challenge has to wait."""
MOST_NETWORKS: Final = 100_000


class Networks:
    """How many first responses came in from each network in these ten minutes.

    In memory, of one process: after ten minutes it is gone, with the key under which networks stood
    in it. So no address is kept near an answer, or anywhere (DESIGN.md 3, rule 11).
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._begin()

    def _begin(self) -> None:
        self._ends = self._clock() + WINDOW
        self._key = secrets.token_bytes(32)
        self._seen: Counter[bytes] = Counter()

    def _name(self, network: str) -> bytes:
        if self._clock() >= self._ends or len(self._seen) >= MOST_NETWORKS:
            self._begin()
        return hmac.digest(self._key, network.encode(), hashlib.sha256)

    def number(self, network: str) -> int:
        return self._seen[self._name(network)]

    def add(self, network: str) -> None:
        self._seen[self._name(network)] += 1

    @property
    def left(self) -> int:
        """Whole seconds until everything begins anew."""
        return max(1, -int(self._clock() - self._ends))


class Visit:
    """One request that sends something, whatever number of times we look at it."""

    def __init__(self, request: Req, *, lure: str = "", challenge: str = "") -> None:
        self._settings: Settings = request.app.state.settings
        self._networks: Networks = request.app.state.networks
        self._network = origin.network(origin.of(request))
        self._lured = bool(lure.strip())
        self._challenge = challenge
        self._signs: tuple[str, ...] | None = None
        self._read: dict[UUID, Solved | None] = {}

    def solved(self, consultation_id: UUID) -> Solved | None:
        if self._settings.protection.cost is None:
            return None
        if consultation_id not in self._read:
            secret = self._settings.secret
            self._read[consultation_id] = challenges.read(secret, consultation_id, self._challenge)
        return self._read[consultation_id]

    def is_false(self, consultation_id: UUID) -> bool:
        """Something came back that solves no challenge of ours, or not any more."""
        asked = bool(self._challenge) and self._settings.protection.cost is not None
        return asked and self.solved(consultation_id) is None

    def let_in(self, consultation_id: UUID, sending: Sending) -> Sending:
        """With the flags that it gets; `TooMany` for what has to come back later.

        A code speaks for itself, and a change is no new voice.
        """
        if sending.with_code or sending.replaces is not None:
            return sending
        solved = self.solved(consultation_id)
        if self._signs is None:
            self._signs = self._looked_at(solved)
        return structs.replace(sending, signs=self._signs, solved=solved)

    def _looked_at(self, solved: Solved | None) -> tuple[str, ...]:
        signs = ("lokveld",) if self._lured else ()
        most = self._settings.protection.most
        if most is None:
            return signs
        number = self._networks.number(self._network) + 1
        if number > TIMES * most and solved is None:
            raise self._wait()
        self._networks.add(self._network)
        crowded = number > most and (solved is None or number > TIMES * most)
        return (*signs, "netwerk") if crowded else signs

    def _wait(self) -> TooMany:
        seconds = self._networks.left
        minutes = -(-seconds // 60)
        advice = ngettext(
            "Er is nu niets verstuurd. Wacht {number} minuut en verstuur het dan opnieuw. Of bel"
            " {phone}.",
            "Er is nu niets verstuurd. Wacht {number} minuten en verstuur het dan opnieuw. Of bel"
            " {phone}.",
            minutes,
        )
        phone = self._settings.municipality.phone
        return TooMany(
            gettext(
                "Er komen nu heel veel reacties van de internetverbinding die u gebruikt. Misschien"
                " deelt u die met anderen."
            ),
            advice.format(number=minutes, phone=phone),
            seconds,
        )


def at_the_door(request: Req, fields: Posted) -> Visit:
    """Of a form; takes nothing out of it."""
    lure = " ".join(fields.get(LURE, ()))
    return Visit(request, lure=lure, challenge=next(iter(fields.get(CHALLENGE, ())), ""))
