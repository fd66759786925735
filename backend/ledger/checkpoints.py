# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a log says of itself, as c2sp.org/tlog-checkpoint: its name, its size and its root."""

import base64
import re
from collections.abc import Sequence
from typing import Final

from msgspec import Struct

from backend.ledger import notes
from backend.ledger.notes import Note, NoteError, Signer, Verifier
from backend.ledger.tree import HASH_BYTES

LARGEST: Final = 2**63 - 1
_NUMBER: Final = re.compile("0|[1-9][0-9]{0,18}")


def number(text: str) -> int:
    """Digits without leading noughts, not larger than a position can be."""
    if not _NUMBER.fullmatch(text) or int(text) > LARGEST:
        raise NoteError("The number of entries is not a number as it should be written.")
    return int(text)


class Checkpoint(Struct, frozen=True):
    origin: str
    size: int
    root: bytes
    extension: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        root = base64.b64encode(self.root).decode()
        return "".join(f"{line}\n" for line in (self.origin, self.size, root, *self.extension))


def parse(text: str) -> Checkpoint:
    """From the text of a note; `NoteError` when it is not a checkpoint."""
    if not text.endswith("\n"):
        raise NoteError("A checkpoint ends with a new line.")
    lines = text[:-1].split("\n")
    if len(lines) < 3 or not all(lines):  # noqa: PLR2004 - name, size, root
        raise NoteError("A checkpoint has three lines: a name, a size and a root.")
    origin, size, root, *extension = lines
    found = notes.decoded(root)
    if len(found) != HASH_BYTES:
        raise NoteError("The root of this checkpoint is not a SHA-256 hash.")
    return Checkpoint(origin, number(size), found, tuple(extension))


def signed(checkpoint: Checkpoint, signer: Signer) -> Note:
    """By the log's own key: its name is the name of the log."""
    if signer.name != checkpoint.origin or signer.kind != notes.LOG:
        raise NoteError(f"The key of {signer.name} does not sign for {checkpoint.origin}.")
    return notes.signed(checkpoint.text, (signer,))


def opened(content: bytes, keys: Sequence[Verifier]) -> Checkpoint:
    """A checkpoint that the log of that name signed with a key we trust; else `NoteError`."""
    note = notes.opened(content, keys)
    found = parse(note.text)
    if all(one.name != found.origin for one in note.signatures):
        raise NoteError(f"This was signed, but not by the log {found.origin} itself.")
    return found
