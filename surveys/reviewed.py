# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""What advisory councils think of a summary, as it is printed beside it. In Dutch, as it is read.

One struct for every form: a page, a table, JSON and PDF print `Section`, in the words of `blocks`.
"""

from collections.abc import Iterator
from datetime import date

from msgspec import Struct

from surveys.review import State, Verdict

HEADING = "Wat de adviesraad ervan vindt"
NONE_ASKED = "Voor deze raadpleging is geen adviesraad gevraagd."
_MONTHS = [
    "januari",
    "februari",
    "maart",
    "april",
    "mei",
    "juni",
    "juli",
    "augustus",
    "september",
    "oktober",
    "november",
    "december",
]


class Given(Struct, frozen=True, rename="camel"):
    """A verdict that stands, or stood.

    after_final    it came when the summary was final already
    text_changed   the griffie changed the text beside the figures since
    answer         what the griffie said to it; empty when nothing yet
    """

    verdict: Verdict
    remark: str
    given_on: date
    after_final: bool = False
    text_changed: bool = False
    answer: str = ""
    answered_on: date | None = None

    @property
    def waits(self) -> bool:
        """An objection that the griffie has not answered."""
        return self.verdict is Verdict.OBJECTS and not self.answer


class Minority(Struct, frozen=True, rename="camel"):
    """A member who thinks otherwise; without a name when the member chose so."""

    text: str
    name: str = ""


class Review(Struct, frozen=True, rename="camel"):
    """One body that was asked about one version of a summary.

    earlier       verdicts that a later one replaced, the oldest first
    not_awaited   why the griffie made the summary final while the term ran
    withdrawn     why the griffie took the question back
    """

    body: str
    kind: str
    version: int
    asked_on: date
    due_on: date
    state: State
    given: Given | None = None
    earlier: tuple[Given, ...] = ()
    minorities: tuple[Minority, ...] = ()
    not_awaited: str = ""
    withdrawn: str = ""

    @property
    def waits(self) -> bool:
        return self.given is not None and self.given.waits


class Section(Struct, frozen=True, rename="camel"):
    """Everything that stands beside version `version` of a summary; no reviews: none were asked."""

    version: int
    reviews: tuple[Review, ...] = ()

    @property
    def waits(self) -> bool:
        return any(review.waits for review in self.reviews)


class Part(Struct, frozen=True):
    """`lead` is ours; `text` is what a person wrote, empty when there is only a lead."""

    lead: str
    text: str = ""


class Block(Struct, frozen=True):
    """One body: its name, what it says in a few words, and everything that goes with it."""

    heading: str
    short: str
    state: State
    objects: bool
    parts: tuple[Part, ...]


def day(value: date) -> str:
    return f"{value.day} {_MONTHS[value.month - 1]} {value.year}"


_SHORT = {
    Verdict.AGREES: "akkoord",
    Verdict.REMARKS: "akkoord, met een opmerking",
    Verdict.OBJECTS: "bezwaar",
}
_WITHOUT = {
    State.WITHDRAWN: "de vraag is ingetrokken",
    State.RUNNING: "nog geen oordeel",
    State.SILENT: "geen oordeel binnen de termijn",
    State.GIVEN: "",
}
_LONG = {
    Verdict.AGREES: "Akkoord met deze samenvatting.",
    Verdict.REMARKS: "Akkoord met deze samenvatting, met een opmerking:",
    Verdict.OBJECTS: "Bezwaar tegen deze samenvatting:",
}
UNANSWERED = "De griffie heeft nog niet geantwoord op dit bezwaar."
_LATER = "Dit oordeel kwam nadat de samenvatting definitief was."
_CHANGED = "De griffie veranderde na dit oordeel de begeleidende tekst."


def short(review: Review) -> str:
    return _SHORT[review.given.verdict] if review.given else _WITHOUT[review.state]


def _verdict(given: Given) -> Iterator[Part]:
    yield Part(_LONG[given.verdict], given.remark)
    if given.after_final:
        yield Part(_LATER)
    if given.text_changed:
        yield Part(_CHANGED)
    if given.answered_on is not None:
        yield Part(f"Antwoord van de griffie, {day(given.answered_on)}:", given.answer)
    elif given.waits:
        yield Part(UNANSWERED)


def _without(review: Review) -> Part:
    until = day(review.due_on)
    match review.state:
        case State.WITHDRAWN:
            return Part("De griffie trok de vraag in. De reden:", review.withdrawn)
        case State.SILENT:
            return Part(f"Geen oordeel binnen de termijn. Die liep tot en met {until}.")
        case _:
            return Part(f"Er is nog geen oordeel. Dat kan nog komen tot en met {until}.")


def _earlier(given: Given) -> Iterator[Part]:
    lead = f"Eerder oordeel, {day(given.given_on)}: {_SHORT[given.verdict]}."
    yield Part(lead, given.remark)
    if given.answered_on is not None:
        yield Part(f"Antwoord van de griffie, {day(given.answered_on)}:", given.answer)


def _parts(review: Review, version: int) -> Iterator[Part]:
    if review.version != version:
        yield Part(f"Dit gaat over versie {review.version} van de samenvatting.")
    if review.given:
        yield from _verdict(review.given)
    else:
        yield _without(review)
    # While members still talk it over, what one of them thinks is not yet for everybody.
    if review.state is not State.RUNNING:
        for minority in review.minorities:
            who = minority.name or "Een lid"
            yield Part(f"{who} denkt er anders over:", minority.text)
    if review.not_awaited:
        lead = "De griffie wachtte het oordeel niet af. De reden:"
        yield Part(lead, review.not_awaited)
    for given in review.earlier:
        yield from _earlier(given)


def blocks(section: Section) -> tuple[Block, ...]:
    """What is printed, in order; with no blocks, print `NONE_ASKED`."""
    return tuple(
        Block(
            heading=review.body,
            short=short(review),
            state=review.state,
            objects=review.given is not None and review.given.verdict is Verdict.OBJECTS,
            parts=tuple(_parts(review, section.version)),
        )
        for review in section.reviews
    )
