# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""By whom the log may be signed: by the key that was given, or by one that follows from it."""

from backend.ledger import bodies, notes
from backend.ledger.notes import NoteError, Verifier
from backend.verifying import entries, files
from backend.verifying.findings import Findings


def _follows(entry: entries.Rotation) -> tuple[Verifier, Verifier] | None:
    """Both keys, when both signed that the one follows the other."""
    try:
        old, new = notes.verifier(entry.oud), notes.verifier(entry.nieuw)
        hands = notes.decoded(entry.hand_oud), notes.decoded(entry.hand_nieuw)
    except NoteError:
        return None
    message = bodies.handing_over(entry.oud, entry.nieuw)
    named = old.kind == new.kind == notes.LOG and old.name == new.name
    signed = old.accepts(message, hands[0]) and new.accepts(message, hands[1])
    return (old, new) if named and signed else None


class Signatures:
    """One walk over the keys that the log names."""

    def __init__(self, given: Verifier, findings: Findings) -> None:
        self.current = given
        self.promising: list[Verifier] = []
        self._given, self._findings = given, findings
        self._seen: list[Verifier] = []

    def take(self, position: int, entry: entries.Known) -> None:
        if isinstance(entry, entries.Rotation):
            self._rotated(position, entry)
        elif isinstance(entry, entries.Promises):
            self._promised(position, entry)

    def _rotated(self, position: int, entry: entries.Rotation) -> None:
        both = _follows(entry)
        if both is None or (self._seen and both[0] != self.current):
            what = "deze sleutel is niet aangewezen door de vorige."
            self._findings.fault("L6", files.LOG, what, position)
            return
        self._seen += both
        self.current = both[1]

    def _promised(self, position: int, entry: entries.Promises) -> None:
        try:
            self.promising.append(notes.verifier(entry.sleutel))
        except NoteError:
            self._findings.fault("L6", files.LOG, "dit is geen sleutel.", position)

    def check(self, content: bytes) -> None:
        """After the last entry: the checkpoint is signed by the key that signs from there on."""
        if self._seen and self._given not in self._seen:
            what = f"{self._given.name}: de sleutel die u opgaf, tekende dit logboek nooit."
            self._findings.fault("L1", files.CHECKPOINT, what)
            return
        try:
            notes.opened(content, [self.current])
        except NoteError as error:
            what = f"{error} Verwacht was {self.current.name}."
            self._findings.fault("L1", files.CHECKPOINT, what)
