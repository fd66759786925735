# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""The last two entries of a chain: what the council decided, and what it answers.

Each is published as a line of a bundle, of which the entry holds the hash; both in canonical bytes.
"""

import datetime as dt
import hashlib
from collections.abc import Mapping
from uuid import UUID

from msgspec import Struct

from backend.ledger.bodies import Kind
from backend.ledger.commitments import Value, canonical


class Decided(Struct, frozen=True):
    """What everybody reads of one version of a decision. `points`: by number of a decision point,
    where it ended otherwise than the whole."""

    id: UUID
    item: UUID
    number: int
    outcome: str
    points: Mapping[str, str]
    day: dt.date
    text: str
    link: str
    because: str

    def line(self) -> bytes:
        return canonical(
            {
                "kenmerk": str(self.id),
                "punt": str(self.item),
                "nummer": self.number,
                "uitkomst": self.outcome,
                "punten": dict(self.points),
                "dag": self.day.isoformat(),
                "tekst": self.text,
                "link": self.link,
                "omdat": self.because,
            }
        )


class Answered(Struct, frozen=True):
    """What everybody reads of one version of an answer. `about`: `voorstel`, the number of a
    decision point, or the hash of what an advisory council passed on (`bodies.said_by_body`)."""

    id: UUID
    about: str
    number: int
    reply: str
    text: str
    voice: str
    because: str

    def line(self) -> bytes:
        return canonical(
            {
                "kenmerk": str(self.id),
                "over": self.about,
                "nummer": self.number,
                "uitkomst": self.reply,
                "tekst": self.text,
                "namens": self.voice,
                "omdat": self.because,
            }
        )


def _hash(line: bytes) -> str:
    return hashlib.sha256(line).hexdigest()


def decision(
    said: Decided, *, version: bytes, follows: bytes, consultation: UUID | None = None
) -> bytes:
    """`version`: of the main document that was decided on. `follows`: the `samenvatting` of the
    attachment, or the `reden` of the exception, that opened the gate for it."""
    entry: dict[str, Value] = {
        "t": Kind.DECISION,
        "punt": str(said.item),
        "stuk": version.hex(),
        "nummer": said.number,
        "uitkomst": said.outcome,
        "volgt": follows.hex(),
        "inhoud": _hash(said.line()),
    }
    return canonical(entry | ({"c": str(consultation)} if consultation else {}))


def answer(said: Answered, decided: Decided, *, consultation: UUID) -> bytes:
    """`decided`: the version of the decision that it goes with."""
    return canonical(
        {
            "t": Kind.ANSWER,
            "c": str(consultation),
            "punt": str(decided.item),
            "besluit": _hash(decided.line()),
            "over": said.about,
            "nummer": said.number,
            "uitkomst": said.reply,
            "inhoud": _hash(said.line()),
        }
    )
