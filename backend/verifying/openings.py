# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a bundle opens of each reaction, held against the commitments in the log as both go by."""

import hashlib
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Final

import msgspec
from msgspec import Struct

from analysis.pages import asked_in
from backend.ledger import fields
from backend.ledger.commitments import Uncanonical, canonical
from backend.verifying import files
from backend.verifying.chain import Content
from backend.verifying.files import Bundle
from backend.verifying.findings import Findings, Unreadable
from surveys.counting import WRITTEN
from surveys.questionnaire import Questionnaire

_SALT_BYTES: Final = 32
_SHORT: Final = 64


class Shut:
    """The value of a field that was not opened."""


SHUT: Final = Shut()
Opened = str | Shut | None
Value = str | dict[str, str | None] | None
"""Of a field: an answer, or of a long form all answers together."""


class Line(Struct, frozen=True, forbid_unknown_fields=True):
    """`kanaal` and `dag` by themselves are only of what nothing opens any more: stated, not
    proven. `redenen`: by the place of a `moderatie`, why this text was released or refused."""

    regel: int
    kenmerk: str
    open: dict[str, tuple[Value, str]]
    redenen: dict[int, tuple[str, str]] = {}
    kanaal: str = ""
    dag: str = ""


_DECODER: Final = msgspec.json.Decoder(Line)


@lru_cache(maxsize=20_000)
def _short(value: str | None) -> bytes:
    return canonical(value)


def _canonical(value: Value) -> bytes:
    if isinstance(value, dict):
        return canonical({**value})
    return _short(value) if value is None or len(value) <= _SHORT else canonical(value)


def _opens(field: str, value: Value, salt: str, committed: str) -> bool:
    try:
        salted = bytes.fromhex(salt)
        written = _canonical(value)
    except (ValueError, Uncanonical, UnicodeEncodeError):
        return False
    if len(salted) != _SALT_BYTES:
        return False
    # As `commitments.commitment`, without writing the value down a second time.
    said = b"veld/1\x00" + field.encode() + b"\x00" + salted + written
    return hashlib.sha256(said).hexdigest() == committed


class Openings:
    """One row per content entry of the consultation, in the order of the log: the same order in
    every list.

    said    coded answers and texts, by field of the form; about: who says it
    bare    fields of the entry itself that were opened, per row
    """

    def __init__(self, bundle: Bundle, asked: Questionnaire, findings: Findings) -> None:
        self.asked = asked
        self.long = fields.is_long(asked)
        held = asked_in(asked)
        self.codes, self.texts = held.codes, held.texts
        self.said: dict[str, list[Opened]] = {name: [] for name in (*held.codes, *held.texts)}
        self.about: dict[str, list[Opened]] = {name: [] for name in held.about}
        self.ids: list[str] = []
        self.channels: list[str] = []
        self.days: list[str] = []
        self.bare: list[frozenset[str]] = []
        self.reasons: dict[int, tuple[str, str]] = {}
        self._findings = findings
        self._names = fields.names(asked)
        self._lines = self._read(bundle)
        self._held: Line | None = next(self._lines, None)
        self._known: dict[frozenset[str], frozenset[str]] = {}
        self._same: dict[str, str] = {}

    def _read(self, bundle: Bundle) -> Iterator[Line]:
        last = -1
        for number, line in enumerate(bundle.lines(files.RESPONSES, files.LONGEST_RESPONSE)):
            try:
                found = _DECODER.decode(line)
            except (msgspec.DecodeError, RecursionError) as error:
                where = f"{files.RESPONSES}, regel {number}"
                raise Unreadable(f"{where}: niet te lezen: {error}.") from None
            if found.regel <= last:
                raise Unreadable(f"{files.RESPONSES}, regel {number}: staat niet op volgorde.")
            last = found.regel
            yield found

    def _fault(self, rule: str, what: str, position: int) -> None:
        self._findings.fault(rule, files.RESPONSES, what, position)

    def take(self, content: Content, committed: Mapping[str, str]) -> None:
        """The next content entry of the log, with what it commits to."""
        while self._held is not None and self._held.regel < content.position:
            self._fault(
                "O2", "hier staat in het logboek geen reactie van deze raadpleging.",
                self._held.regel,
            )  # fmt: skip
            self._held = next(self._lines, None)
        line = Line(content.position, "", {})
        if self._held is None or self._held.regel > content.position:
            self._fault("O2", "deze reactie ontbreekt in het pakket.", content.position)
        else:
            line = self._held
            self._held = next(self._lines, None)
        if frozenset(committed) != self._names:
            self._fault("O3", "het logboek legt andere velden vast dan de vragenlijst.", line.regel)
        self._row(line, self._proven(line, committed))
        self.reasons |= line.redenen

    def finish(self) -> None:
        """After the last entry of the log."""
        while self._held is not None:
            self._fault("O2", "deze reactie staat niet in het logboek.", self._held.regel)
            self._held = next(self._lines, None)

    def _proven(self, line: Line, committed: Mapping[str, str]) -> dict[str, Value]:
        found: dict[str, Value] = {}
        for field, (value, salt) in line.open.items():
            if _opens(field, value, salt, committed.get(field, "")):
                found[field] = value
            else:
                self._fault("O1", f"{field} past niet bij wat is vastgelegd.", line.regel)
        return found

    def _text(self, value: Value, field: str, line: Line) -> str:
        if isinstance(value, str):
            return self._same.setdefault(value, value) if len(value) <= _SHORT else value
        self._fault("O6", f"{field} is geen tekst.", line.regel)
        return ""

    def _row(self, line: Line, proven: Mapping[str, Value]) -> None:
        names = frozenset(proven)
        self.bare.append(self._known.setdefault(names, names))
        if fields.ID in proven and proven[fields.ID] != line.kenmerk:
            self._fault("O5", "het kenmerk is een ander dan in het logboek.", line.regel)
        self.ids.append(line.kenmerk)
        channel = proven.get(fields.CHANNEL, line.kanaal)
        self.channels.append(self._text(channel, fields.CHANNEL, line))
        self.days.append(self._text(proven.get(fields.DAY, line.dag), fields.DAY, line))
        if self.long:
            self._together(line, proven)
            return
        for columns, prefix in (
            (self.said, fields.QUESTION),
            (self.about, fields.ABOUT_WHOM),
        ):
            for name, column in columns.items():
                field = prefix + name
                value = proven.get(field)
                if value is not None:
                    column.append(self._text(value, field, line))
                else:
                    column.append(None if field in proven else SHUT)

    def _together(self, line: Line, proven: Mapping[str, Value]) -> None:
        """A long form: everything that was coded is one field, and every text another."""
        coded = self._object(proven, fields.TOGETHER, line)
        texts = self._object(proven, fields.TEXTS, line)
        about = self._object(proven, fields.ABOUT, line)
        strange = (coded or {}).keys() - self.said.keys() | (about or {}).keys() - self.about.keys()
        if strange:
            self._fault("O6", f"antwoord op wat niet is gevraagd: {min(strange)}.", line.regel)
        if texts is not None and coded is not None:
            written = {name for name in self.texts if coded.get(name) == WRITTEN}
            if written != texts.keys():
                self._fault("O6", "er staat een andere tekst dan is geteld.", line.regel)
        for name, column in self.said.items():
            value: Opened = SHUT if coded is None else coded.get(name)
            if name in self.texts and value == WRITTEN:
                value = SHUT if texts is None else texts.get(name)
            column.append(value)
        for name, column in self.about.items():
            column.append(SHUT if about is None else about.get(name))

    def _object(
        self, proven: Mapping[str, Value], field: str, line: Line
    ) -> dict[str, str | None] | None:
        if field not in proven:
            return None
        value = proven[field]
        if not isinstance(value, dict):
            self._fault("O6", f"{field} is geen lijst van antwoorden.", line.regel)
            return {}
        return value
