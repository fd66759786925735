# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""A proof in a file, as c2sp.org/tlog-proof: it can be checked without us and without a network."""

import base64
from collections.abc import Sequence
from typing import Final

from msgspec import Struct

from backend.ledger import checkpoints, notes
from backend.ledger.checkpoints import Checkpoint
from backend.ledger.notes import NoteError, Verifier
from backend.ledger.tree import HASH_BYTES, verify_inclusion

_HEADER: Final = "c2sp.org/tlog-proof@v1"
_MOST_STEPS: Final = 63
SUFFIX: Final = ".tlog-proof"


class Proof(Struct, frozen=True):
    """`checkpoint` is the signed note exactly as the log gave it. Nobody vouches for `extra`."""

    index: int
    path: tuple[bytes, ...]
    checkpoint: bytes
    extra: bytes | None = None

    def __bytes__(self) -> bytes:
        lines = [_HEADER]
        if self.extra is not None:
            lines.append(f"extra {base64.b64encode(self.extra).decode()}")
        lines.append(f"index {self.index}")
        lines += [base64.b64encode(step).decode() for step in self.path]
        return "".join(f"{line}\n" for line in lines).encode() + b"\n" + self.checkpoint


def _said(line: str, word: str) -> str:
    if not line.startswith(f"{word} "):
        raise NoteError(f"This proof has no line that begins with {word}.")
    return line.removeprefix(f"{word} ")


def parse(content: bytes) -> Proof:
    if len(content) > notes.MOST_BYTES:
        raise NoteError("This proof is too large.")
    above, blank, checkpoint = content.partition(b"\n\n")
    try:
        lines = above.decode("ascii").split("\n")
    except UnicodeDecodeError:
        raise NoteError("This is not a proof: it holds something else than plain text.") from None
    if not blank or lines.pop(0) != _HEADER:
        raise NoteError(f"This is not a proof: it does not begin with {_HEADER}.")
    extra = None
    if lines and lines[0].startswith("extra "):
        extra = notes.decoded(_said(lines.pop(0), "extra"))
    index = checkpoints.number(_said(lines.pop(0) if lines else "", "index"))
    path = tuple(map(notes.decoded, lines))
    if len(path) > _MOST_STEPS or any(len(step) != HASH_BYTES for step in path):
        raise NoteError("The steps of this proof are not SHA-256 hashes.")
    notes.parse(checkpoint)
    return Proof(index, path, checkpoint, extra)


def verified(proof: Proof, leaf: bytes, keys: Sequence[Verifier]) -> Checkpoint:
    """The checkpoint that holds this leaf; `NoteError` says what is wrong."""
    found = checkpoints.opened(proof.checkpoint, keys)
    if not verify_inclusion(leaf, proof.index, found.size, proof.path, found.root):
        raise NoteError("This proof does not lead from this entry to the log that was signed.")
    return found
