# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a resident is promised: that this leaf will be in the log. A signed note, like the log's."""

import base64
from typing import Final

from msgspec import Struct

from backend.ledger import notes
from backend.ledger.notes import Note, NoteError, Signer
from backend.ledger.tree import HASH_BYTES

_HEADER: Final = "raadgever/belofte/1"
_LINES: Final = 4


class Promise(Struct, frozen=True):
    """`moment` in UTC, as in `bodies.moment`."""

    consultation: str
    leaf: bytes
    moment: str

    @property
    def text(self) -> str:
        leaf = base64.b64encode(self.leaf).decode()
        return "".join(f"{line}\n" for line in (_HEADER, self.consultation, leaf, self.moment))


def signed(promise: Promise, signer: Signer) -> Note:
    return notes.signed(promise.text, (signer,))


def parse(text: str) -> Promise:
    """From the text of a note; `NoteError` when it is not a promise."""
    lines = text.split("\n")
    if len(lines) != _LINES + 1 or lines[0] != _HEADER or lines[-1]:
        raise NoteError("This is not a promise about a response.")
    leaf = notes.decoded(lines[2])
    if len(leaf) != HASH_BYTES:
        raise NoteError("This promise is about nothing: it does not hold a SHA-256 hash.")
    return Promise(lines[1], leaf, lines[3])
