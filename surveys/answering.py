# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""The end of the chain: what the council decided, and what it answers to what was said.

The database holds the same (`council_decision`, `council_answer`); here is why something is not
complete, all of it at once. VNG ORI-A has no list of outcomes (`besluitresultaat` is free text), so
these are the words of a list of decisions.
"""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum

from msgspec import Struct

from surveys.reasons import too_short
from surveys.text import LINK


class Outcome(StrEnum):
    ADOPTED = "aangenomen"
    AMENDED = "gewijzigd_aangenomen"
    REJECTED = "verworpen"
    HELD_OVER = "aangehouden"
    WITHDRAWN = "ingetrokken"


class Reply(StrEnum):
    """What is done with what was said about one thing."""

    TAKEN = "overgenomen"
    PARTLY = "deels_overgenomen"
    NOT = "niet_overgenomen"
    STUDIED = "in_onderzoek"


class Voice(StrEnum):
    """In whose name an answer is given."""

    COUNCIL = "raad"
    EXECUTIVE = "college"


NEEDS_REASON = frozenset({Reply.PARTLY, Reply.NOT})
WHOLE = "voorstel"
"""The subject of an answer about the proposal as a whole; of a decision point it is its number, of
a verdict of an advisory council its id."""
LONGEST_DECISION = 1000  # characters
LONGEST_ANSWER = 2000
DECIDE_WITHIN = 7  # days after the meeting
ANSWER_WITHIN = 28  # days after the decision
"""No law says so: from then on the griffie's desk calls it late."""


class Ruling(Struct, frozen=True):
    """One version of a decision, as a person enters it.

    points   outcome by decision point, only where it is another than `outcome`
    because  why it is another than the version before; empty for the first
    """

    outcome: str
    decided_on: dt.date
    text: str
    link: str = ""
    points: Mapping[int, str] = {}
    because: str = ""


class Answer(Struct, frozen=True):
    """One version of an answer; `text` says why, or what happens now."""

    reply: str
    text: str
    voice: str
    because: str = ""


def own(outcome: str, points: Mapping[int, str]) -> dict[int, str]:
    """Only the points that end otherwise than the whole, in order."""
    return {number: each for number, each in sorted(points.items()) if each and each != outcome}


def of_point(outcome: str, points: Mapping[int, str], number: int) -> str:
    return points.get(number, outcome)


def asks_answer(outcome: str) -> bool:
    """What is put off is answered when it is decided."""
    return outcome != Outcome.HELD_OVER


def ruling_flaws(
    ruling: Ruling, *, met_on: dt.date, today: dt.date, corrects: bool
) -> Iterator[tuple[str, str]]:
    """Field and what is wrong with it: `missing`, `short`, `before`, `future` or `link`."""
    if ruling.outcome not in set(Outcome):
        yield "outcome", "missing"
    if ruling.decided_on > today:
        yield "decided_on", "future"
    elif ruling.decided_on < met_on:
        yield "decided_on", "before"
    if too_short(ruling.text):
        yield "text", "short"
    if ruling.link and not LINK.fullmatch(ruling.link):
        yield "link", "link"
    if corrects and too_short(ruling.because):
        yield "because", "short"


def answer_flaws(answer: Answer, *, corrects: bool) -> Iterator[tuple[str, str]]:
    """Field and what is wrong with it: `missing` or `short`."""
    if answer.reply not in set(Reply):
        yield "reply", "missing"
    needed = answer.reply in NEEDS_REASON or answer.reply not in set(Reply)
    if (needed or answer.text) and too_short(answer.text):
        yield "text", "short"
    if answer.voice not in set(Voice):
        yield "voice", "missing"
    if corrects and too_short(answer.because):
        yield "because", "short"


def subjects(points: Sequence[int], verdicts: Sequence[str] = ()) -> tuple[str, ...]:
    """What there is to answer, in the order of reading: the points, the whole, verdicts."""
    return (*(str(number) for number in sorted(points)), WHOLE, *verdicts)
