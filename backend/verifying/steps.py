# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the griffie and the advisory councils did, and whether it was its turn."""

import hashlib
from typing import Final

import msgspec
from msgspec import Struct

from backend.ledger import commitments
from backend.ledger.fields import QUESTION
from backend.verifying import entries, files
from backend.verifying.chain import Chain, Content
from backend.verifying.entries import Known
from backend.verifying.files import Bundle
from backend.verifying.findings import Findings, Unreadable
from backend.verifying.openings import Openings

_LONGEST: Final = 1 << 20


class Moderated(Struct, frozen=True):
    """Somebody read a text of this consultation. `field` as the form calls it."""

    position: int
    content: Content
    field: str
    released: bool
    reason: str


class _Said(Struct, frozen=True, forbid_unknown_fields=True):
    kenmerk: str
    nummer: int
    orgaan: str
    oordeel: str
    opmerking: str


class Steps:
    """Beside the chain of counting, of which it reads; takes each entry after that has."""

    def __init__(self, chain: Chain, findings: Findings) -> None:
        self.moderated: list[Moderated] = []
        self.reviews: list[tuple[int, entries.Review]] = []
        self._chain, self._findings = chain, findings
        self._closes: dict[str, str] = {}
        self._reasons: dict[tuple[str, int], str] = {}
        self._front = 0

    def take(self, position: int, entry: Known) -> None:
        match entry:
            case entries.Earlier():
                if position != self._front:
                    self._fault("C12", "dit staat niet vooraan.", position)
                self._front += 1
            case entries.Definition():
                self._closes[entry.c] = entry.sluit
            case entries.Extension():
                self._extended(position, entry)
            case entries.Cancellation():
                self._running(position, entry.c)
                self._chain.cancelled.add(entry.c)
            case entries.Correction():
                self._corrected(position, entry)
            case entries.Summary():
                self._summarised(position, entry)
            case entries.Review():
                self._reviewed(position, entry)
            case entries.Moderation():
                self._moderated(position, entry)
            case _:
                pass

    def _fault(self, rule: str, what: str, position: int) -> None:
        self._findings.fault(rule, files.LOG, what, position)

    def _running(self, position: int, consultation: str) -> None:
        chain = self._chain
        if consultation not in chain.definitions:
            self._fault("C8", "de raadpleging was nog niet open.", position)
        if consultation in chain.tallies or consultation in chain.cancelled:
            self._fault("C8", "de raadpleging liep niet meer.", position)

    def _extended(self, position: int, entry: entries.Extension) -> None:
        self._running(position, entry.c)
        # Moments are written in one way, in UTC: as texts they have the order of time.
        if entry.sluit <= self._closes.get(entry.c, ""):
            self._fault("C8", "het nieuwe einde is niet later.", position)
        self._closes[entry.c] = entry.sluit

    def _corrected(self, position: int, entry: entries.Correction) -> None:
        there = self._chain.versions(entry.c)
        if not there or entry.nummer != there + 1:
            what = f"een verbetering met nummer {entry.nummer}, er waren {there} versies."
            self._fault("C9", what, position)
        self._reasons[entry.c, entry.nummer] = entry.reden

    def _summarised(self, position: int, entry: entries.Summary) -> None:
        known = (entry.c, entry.nummer) in self._reasons or entry.c in self._chain.earlier
        if entry.nummer > 1 and not known:
            self._fault("C9", f"versie {entry.nummer} zonder eerdere verbetering.", position)

    def _reviewed(self, position: int, entry: entries.Review) -> None:
        drafted = self._chain.versions(entry.c) + (1 if self._chain.counted(entry.c) else 0)
        if not 1 <= entry.nummer <= drafted:
            what = f"een oordeel over versie {entry.nummer}, die er niet was."
            self._fault("C10", what, position)
        if entry.c == self._chain.own:
            self.reviews.append((position, entry))

    def _moderated(self, position: int, entry: entries.Moderation) -> None:
        content = self._chain.contents.get(bytes.fromhex(entry.v))
        if content is None or content.consultation != entry.c:
            self._fault("C11", "dit gaat over een reactie die er niet was.", position)
        elif not self._chain.counted(entry.c):
            self._fault("C11", "er was nog niet geteld, dus ook niet geloot.", position)
        elif entry.c == self._chain.own:
            field = entry.veld.removeprefix(QUESTION)
            released = entry.besluit == "vrijgegeven"
            self.moderated.append(Moderated(position, content, field, released, entry.reden))

    def reason(self, number: int) -> str | None:
        """The hash of why version `number` of our consultation followed."""
        return self._reasons.get((self._chain.own, number))

    def released(self) -> set[tuple[int, str]]:
        """Position and field of every text that somebody ever released."""
        return {(one.content.position, one.field) for one in self.moderated if one.released}

    def last(self, before: int) -> dict[tuple[int, str], bool]:
        """By position and field, what was decided last before this place in the log."""
        return {
            (one.content.position, one.field): one.released
            for one in self.moderated
            if one.position < before
        }

    def check_reasons(self, held: Openings, *, sealed: bool) -> None:
        """Why a text was released or refused: opened under seal, and only there."""
        given = dict(held.reasons)
        for one in self.moderated:
            opened = given.pop(one.position, None)
            if opened is None:
                if sealed and not one.content.shut:
                    self._opening("O3", "de reden is niet geopend.", one.position)
                continue
            if not sealed or one.content.shut:
                self._opening("O4", "de reden is ten onrechte geopend.", one.position)
            text, salt = opened
            try:
                salted = bytes.fromhex(salt)
                made = commitments.commitment(commitments.REASON, salted, text).hex()
            except (ValueError, commitments.Uncanonical):
                made = ""
            if made != one.reason:
                self._opening("O1", "de reden past niet bij wat is vastgelegd.", one.position)
        for position in given:
            self._opening("O2", "hier staat geen oordeel over een tekst.", position)

    def _opening(self, rule: str, what: str, position: int) -> None:
        self._findings.fault(rule, files.RESPONSES, what, position)

    def check_reviews(self, bundle: Bundle) -> None:
        """Each as it was passed on, of every version that is final."""
        final = self._chain.versions(self._chain.own)
        expected = [one for one in self.reviews if one[1].nummer <= final]
        lines = list(bundle.lines(files.REVIEWS, _LONGEST))
        if len(lines) != len(expected):
            what = f"{len(lines)} oordelen, verwacht waren er {len(expected)}."
            self._findings.fault("S4", files.REVIEWS, what)
        for line, (position, entry) in zip(lines, expected, strict=False):
            try:
                said = msgspec.json.decode(line, type=_Said)
            except (msgspec.DecodeError, RecursionError) as error:
                raise Unreadable(f"{files.REVIEWS} is niet te lezen: {error}.") from None
            same = (said.nummer, said.orgaan) == (entry.nummer, entry.orgaan)
            if hashlib.sha256(line).hexdigest() != entry.inhoud or not same:
                what = f"verwacht was SHA-256 {entry.inhoud} (logboek)."
                self._findings.fault("S4", files.REVIEWS, what, position)
