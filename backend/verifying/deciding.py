# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""The end of the chain: what the council decided and answered, and whether it was its turn."""

import hashlib
from collections.abc import Iterator, Mapping
from typing import Final, TypeVar

import msgspec
from msgspec import UNSET, Struct

from backend.verifying import entries, files
from backend.verifying.chain import Chain
from backend.verifying.entries import Known, Outcome, Reply
from backend.verifying.files import Bundle
from backend.verifying.findings import Findings, Unreadable
from surveys.answering import NEEDS_REASON, WHOLE
from surveys.reasons import too_short

_LONGEST: Final = 1 << 16


class _Line(Struct, frozen=True, forbid_unknown_fields=True):
    kenmerk: str
    nummer: int
    omdat: str


class _Decided(_Line, frozen=True, forbid_unknown_fields=True):
    punt: str
    uitkomst: Outcome
    punten: dict[str, Outcome]
    dag: str
    tekst: str
    link: str


class _Answered(_Line, frozen=True, forbid_unknown_fields=True):
    over: str
    uitkomst: Reply
    tekst: str
    namens: str


Line = TypeVar("Line", bound=_Line)
Entry = TypeVar("Entry", entries.Decision, entries.Answer)


class Decisions:
    """Beside the chain, of which it reads; takes each entry after that has.

    points   of the document that the consultation of the bundle was about
    """

    def __init__(self, chain: Chain, points: Mapping[int, str], findings: Findings) -> None:
        self._chain, self._findings = chain, findings
        self._points = frozenset(str(number) for number in points)
        self._gate: dict[tuple[str, str, str], str | None] = {}
        self._passed_on: set[tuple[str, str]] = set()
        self._decided: dict[str, entries.Decision] = {}
        self._said: dict[tuple[str, str], int] = {}
        self._decisions: list[tuple[int, entries.Decision]] = []
        self._answers: list[tuple[int, entries.Answer]] = []

    def take(self, position: int, entry: Known) -> None:
        match entry:
            case entries.Attachment():
                opened = entry.punt, entry.stuk, entry.samenvatting
                self._gate[opened] = self._chain.of_summary(entry.samenvatting)
            case entries.Exemption():
                self._gate[entry.punt, entry.stuk, entry.reden] = None
            case entries.Review():
                self._passed_on.add((entry.c, entry.inhoud))
            case entries.Decision():
                self._decision(position, entry)
            case entries.Answer():
                self._answer(position, entry)
            case _:
                pass

    def _fault(self, rule: str, what: str, position: int) -> None:
        self._findings.fault(rule, files.LOG, what, position)

    def _decision(self, position: int, entry: entries.Decision) -> None:
        consultation = None if entry.c is UNSET else entry.c
        follows = entry.punt, entry.stuk, entry.volgt
        if follows not in self._gate:
            what = "een besluit zonder eerdere agendering of uitzondering."
            self._fault("C14", what, position)
        elif self._gate[follows] != consultation:
            self._fault("C14", "een besluit bij een andere raadpleging.", position)
        before = self._decided.get(entry.punt)
        expected = before.nummer + 1 if before else 1
        if entry.nummer != expected:
            what = f"besluit {entry.nummer}, verwacht was nummer {expected}."
            self._fault("C14", what, position)
        self._decided[entry.punt] = entry
        if consultation == self._chain.own:
            self._decisions.append((position, entry))

    def _answer(self, position: int, entry: entries.Answer) -> None:
        decided = self._decided.get(entry.punt)
        if decided is None:
            self._fault("C15", "een antwoord zonder eerder besluit.", position)
        elif (decided.c, decided.inhoud) != (entry.c, entry.besluit):
            self._fault("C15", "een antwoord bij een ander besluit.", position)
        own = entry.c == self._chain.own
        known = entry.over == WHOLE or (entry.c, entry.over) in self._passed_on
        if not known and not (entry.over in self._points if own else entry.over.isdecimal()):
            self._fault("C15", "een antwoord op wat niemand zei.", position)
        expected = self._said.get((entry.c, entry.over), 0) + 1
        if entry.nummer != expected:
            what = f"antwoord {entry.nummer}, verwacht was nummer {expected}."
            self._fault("C15", what, position)
        self._said[entry.c, entry.over] = entry.nummer
        if own:
            self._answers.append((position, entry))

    def check(self, bundle: Bundle) -> None:
        """Each as everybody can read it, complete."""
        for place, (position, said, entry) in enumerate(
            self._lines(bundle, files.DECISIONS, self._decisions, _Decided)
        ):
            if (said.punt, said.uitkomst) != (entry.punt, entry.uitkomst):
                self._differs(files.DECISIONS, place, position)
            for point, outcome in said.punten.items():
                if point not in self._points or outcome == said.uitkomst:
                    what = f"beslispunt {point} heeft geen eigen uitkomst."
                    self._findings.fault("S6", files.DECISIONS, what, position)
            if too_short(said.tekst):
                what = f"besluit {said.nummer} zonder tekst."
                self._findings.fault("S6", files.DECISIONS, what, position)
        for place, (position, said, entry) in enumerate(
            self._lines(bundle, files.ANSWERS, self._answers, _Answered)
        ):
            if (said.over, said.uitkomst) != (entry.over, entry.uitkomst):
                self._differs(files.ANSWERS, place, position)
            if said.uitkomst in NEEDS_REASON and too_short(said.tekst):
                what = f"antwoord over {said.over} zonder reden."
                self._findings.fault("S6", files.ANSWERS, what, position)

    def _differs(self, name: str, place: int, position: int) -> None:
        self._findings.fault("S6", name, f"regel {place} zegt iets anders.", position)

    def _lines(
        self,
        bundle: Bundle,
        name: str,
        expected: list[tuple[int, Entry]],
        kind: type[Line],
    ) -> Iterator[tuple[int, Line, Entry]]:
        # A bundle from before there were decisions has no such file, and needs none.
        lines = list(bundle.lines(name, _LONGEST)) if expected or bundle.has(name) else []
        if len(lines) != len(expected):
            what = f"{len(lines)} regels, verwacht waren er {len(expected)}."
            self._findings.fault("S6", name, what)
        for line, (position, entry) in zip(lines, expected, strict=False):
            try:
                said = msgspec.json.decode(line, type=kind)
            except (msgspec.DecodeError, RecursionError) as error:
                raise Unreadable(f"{name} is niet te lezen: {error}.") from None
            if hashlib.sha256(line).hexdigest() != entry.inhoud or said.nummer != entry.nummer:
                what = f"verwacht was SHA-256 {entry.inhoud} (logboek)."
                self._findings.fault("S6", name, what, position)
            if (said.nummer > 1) == too_short(said.omdat):
                what = f"versie {said.nummer} zonder reden, of met een reden te veel."
                self._findings.fault("S6", name, what, position)
            yield position, said, entry
