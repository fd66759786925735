# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""The order of steps: who cancels whom, and what rests on what. One walk over the whole log."""

from collections import Counter
from collections.abc import Iterator
from typing import Final

from msgspec import UNSET, Struct

from backend.verifying import entries, files
from backend.verifying.entries import Known
from backend.verifying.findings import Findings
from surveys.ways import LOGGED, Way, told

_WAYS: Final[dict[object, Way]] = {word: way for way, word in LOGGED.items()}


class Content:
    """A reaction as it came in: how it went and where, and whether it was shut for ever."""

    __slots__ = (
        "before",
        "consultation",
        "position",
        "shut",
        "shut_at",
        "way",
        "went",
        "went_at",
    )

    def __init__(
        self,
        consultation: str,
        position: int,
        before: "Content | None" = None,
        *,
        way: Way = Way.OPEN,
    ) -> None:
        self.consultation = consultation
        self.position = position
        self.before = before
        self.way = way
        self.went = ""
        self.went_at = 0
        self.shut = False
        self.shut_at = 0

    def stands_at(self, position: int) -> bool:
        return self.position < position and (not self.went or self.went_at > position)

    def aside_at(self, position: int) -> bool:
        return self.went == "set_aside" and self.went_at < position

    def end(self, went: str, at: int) -> None:
        self.went, self.went_at = went, at

    def shut_all(self, at: int) -> None:
        """A withdrawal destroys the keys of everything that this person said before as well."""
        one: Content | None = self
        while one is not None and not one.shut:
            one.shut, one.shut_at = True, at
            one = one.before


class Counted(Struct, frozen=True):
    """A tally as it stands in the log; `stood` is what counted at that place."""

    position: int
    entry: entries.Tally
    stood: int


class Letters:
    """How many letter codes of one consultation are valid, and were when it opened."""

    __slots__ = ("_at_opening", "valid")

    def __init__(self) -> None:
        self.valid = self._at_opening = 0

    def open(self) -> None:
        self._at_opening = self.valid

    def broken(self, used: int) -> Iterator[str]:
        """`used`: that let in a response which was not withdrawn."""
        if self.valid > self._at_opening:
            yield f"na de opening kwamen er codes bij: {self._at_opening} werden {self.valid}."
        if used > self.valid:
            yield f"er zijn {self.valid} codes, en {used} reacties kwamen met een code."


class Chain:
    def __init__(self, own: str, findings: Findings) -> None:
        self.own = own
        self.rows: list[Content] = []
        self.definitions: dict[str, entries.Definition | entries.Earlier] = {}
        self.earlier: dict[str, entries.Earlier] = {}
        self.cancelled: set[str] = set()
        self.tallies: dict[str, list[Counted]] = {}
        self.summaries: dict[str, list[entries.Summary]] = {}
        self.summary_at: dict[str, int] = {}
        self.ended: dict[int, Content | None] = {}
        """By place, what each entry of our consultation took out of the count, if anything."""
        self.contents: dict[bytes, Content] = {}
        self._findings = findings
        self._asides: dict[bytes, Content] = {}
        self._ended: set[bytes] = set()
        self._standing: Counter[str] = Counter()
        self._of: dict[str, str] = {}
        self.letters: dict[str, Letters] = {}

    def take(self, position: int, leaf: bytes, entry: Known) -> Content | None:
        """What was said, when it is of the consultation that the bundle is about."""
        match entry:
            case entries.Response() | entries.Replacement():
                return self._content(position, leaf, entry)
            case entries.Withdrawal() | entries.SetAside():
                self._end(position, leaf, entry)
            case entries.Earlier():
                self.definitions[entry.c] = self.earlier[entry.c] = entry
                self._of |= dict.fromkeys(entry.samenvattingen, entry.c)
            case entries.Definition():
                self._definition(position, entry)
            case entries.Codes():
                self.letters.setdefault(entry.c, Letters()).valid = entry.aantal
            case entries.Tally():
                self._tally(position, entry)
            case entries.Summary():
                self._summary(position, entry)
            case entries.Attachment():
                self._attachment(position, entry)
            case _:
                pass
        return None

    def _definition(self, position: int, entry: entries.Definition) -> None:
        if self.counted(entry.c):
            self._fault("C6", "de raadpleging ging open na de telling.", position)
        self.definitions[entry.c] = entry
        self.earlier.pop(entry.c, None)
        if entry.c in self.letters:
            self.letters[entry.c].open()

    def versions(self, consultation: str) -> int:
        """Of its summary, so far; with those that there were before the log."""
        earlier = self.earlier.get(consultation)
        before = len(earlier.samenvattingen) if earlier else 0
        return before + len(self.summaries.get(consultation, ()))

    def counted(self, consultation: str) -> int:
        """How often, so far."""
        earlier = self.earlier.get(consultation)
        before = len(earlier.uitslagen) if earlier else 0
        return before + len(self.tallies.get(consultation, ()))

    def _fault(self, rule: str, what: str, position: int) -> None:
        self._findings.fault(rule, files.LOG, what, position)

    def _content(
        self, position: int, leaf: bytes, entry: entries.Response | entries.Replacement
    ) -> Content | None:
        if leaf in self.contents:
            self._fault("L5", "dezelfde reactie staat er al eerder.", position)
        if entry.c not in self.definitions:
            self._fault("C4", "een reactie voordat de raadpleging openging.", position)
        if entry.c in self.tallies:
            self._fault("C4", "een reactie na de telling.", position)
        if entry.c in self.cancelled:
            self._fault("C8", "een reactie na de afgelasting.", position)
        before = None
        if isinstance(entry, entries.Replacement):
            before = self._cancelled(position, entry.c, entry.v)
            if before is not None:
                before.end("replaced", position)
                self._took_out(position, entry.c, before)
        way = _WAYS.get(entry.m, Way.OPEN)
        found = Content(entry.c, position, before, way=way)
        if before is not None and before.way is not way:
            self._fault("C13", "een vervanging die anders binnenkwam dan de reactie.", position)
        if way is Way.MAIL and not self._by_mail(entry.c):
            what = "een reactie met een code per e-mail, en dat kon hier niet."
            self._fault("C16", what, position)
        self.contents[leaf] = found
        self._standing[entry.c] += 1
        if entry.c != self.own:
            return None
        self.rows.append(found)
        return found

    def _cancelled(self, position: int, consultation: str, name: str) -> Content | None:
        """What this entry takes the place of, or ends; None when it may not."""
        leaf = bytes.fromhex(name)
        found = self.contents.get(leaf)
        if found is None:
            self._fault("C5", "wat hier vervalt, staat niet eerder in het logboek.", position)
            return None
        if found.consultation != consultation:
            self._fault("C5", "wat hier vervalt, is van een andere raadpleging.", position)
            return None
        if found.went:
            what = f"wat hier vervalt (regel {found.position}), was al vervallen."
            self._fault("C5", what, position)
            return None
        self._standing[consultation] -= 1
        return found

    def _took_out(self, position: int, consultation: str, content: Content | None) -> None:
        if consultation == self.own:
            self.ended[position] = content

    def _end(
        self, position: int, leaf: bytes, entry: entries.Withdrawal | entries.SetAside
    ) -> None:
        aside = self._asides.get(bytes.fromhex(entry.v))
        if isinstance(entry, entries.Withdrawal) and aside is not None:
            if aside.shut or aside.consultation != entry.c:
                self._fault("C5", "wat hier wordt ingetrokken, was dat al.", position)
            aside.shut_all(position)
            self._took_out(position, entry.c, None)
            return
        found = self._cancelled(position, entry.c, entry.v)
        if found is None:
            return
        self._took_out(position, entry.c, found)
        if isinstance(entry, entries.Withdrawal):
            found.end("withdrawn", position)
            found.shut_all(position)
        else:
            found.end("set_aside", position)
            self._asides[leaf] = found

    def _tally(self, position: int, entry: entries.Tally) -> None:
        if entry.c not in self.definitions:
            self._fault("C6", "een telling van wat nooit openging.", position)
        if entry.c in self.cancelled:
            self._fault("C8", "een telling na de afgelasting.", position)
        expected = self.counted(entry.c) + 1
        if entry.nummer != expected:
            what = f"telling {entry.nummer}, verwacht was nummer {expected}."
            self._fault("C6", what, position)
        held = self.tallies.setdefault(entry.c, [])
        held.append(Counted(position, entry, self._standing[entry.c]))
        used = sum(
            one.way is Way.LETTER and one.before is None and not one.shut
            for one in self.contents.values()
            if one.consultation == entry.c
        )
        for what in self.letters.get(entry.c, Letters()).broken(used):
            self._fault("C13", what, position)

    def _summary(self, position: int, entry: entries.Summary) -> None:
        expected = self.versions(entry.c) + 1
        if entry.nummer != expected:
            what = f"samenvatting {entry.nummer}, verwacht was nummer {expected}."
            self._fault("C6", what, position)
        if entry.uitslag not in self._results(entry.c):
            self._fault("C6", "een samenvatting zonder eerdere telling met deze uitslag.", position)
        self.summaries.setdefault(entry.c, []).append(entry)
        self.summary_at[entry.inhoud] = position
        self._of[entry.inhoud] = entry.c

    def _results(self, consultation: str) -> set[str]:
        earlier = self.earlier.get(consultation)
        found = set(earlier.uitslagen) if earlier else set[str]()
        return found | {one.entry.uitslag for one in self.tallies.get(consultation, ())}

    def _attachment(self, position: int, entry: entries.Attachment) -> None:
        consultation = self._of.get(entry.samenvatting)
        if consultation is None:
            self._fault("C7", "er kwam iets op de agenda zonder eerdere samenvatting.", position)
            return
        asked = self.definitions.get(consultation)
        if asked is not None and asked.stuk != entry.stuk:
            self._fault("C7", "de samenvatting gaat over een ander stuk of versie.", position)

    def _by_mail(self, consultation: str) -> bool:
        opened = self.definitions.get(consultation)
        return isinstance(opened, entries.Definition) and opened.m is not UNSET

    @property
    def ways(self) -> tuple[Way, ...]:
        """How somebody could come in here, where there was a code for it."""
        offered = {Way.LETTER: self.own in self.letters, Way.MAIL: self._by_mail(self.own)}
        return told([way for way, can in offered.items() if can])

    def of_summary(self, content: str) -> str | None:
        """The consultation of which a summary with this hash was final."""
        return self._of.get(content)

    @property
    def mine(self) -> Iterator[Counted]:
        yield from self.tallies.get(self.own, ())
