# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a witness signs, as c2sp.org/tlog-cosignature (Ed25519): at this moment the log was so."""

from collections.abc import Sequence
from typing import Final

from backend.ledger import checkpoints, notes
from backend.ledger.notes import Note, NoteError, Signature, Signer, Verifier

_TIME_BYTES: Final = 8
_LENGTH: Final = _TIME_BYTES + 64


def _message(text: str, moment: int) -> bytes:
    return f"cosignature/v1\ntime {moment}\n{text}".encode()


def cosigned(note: Note, witness: Signer, moment: int) -> Note:
    """The note with one signature more. `moment`: whole seconds since 1970."""
    checkpoints.parse(note.text)
    if witness.kind != notes.WITNESS:
        raise NoteError("A witness has a key of its own kind, not the key of a log.")
    if not 0 <= moment <= checkpoints.LARGEST:
        raise NoteError("This moment cannot be written in a signature.")
    stamped = moment.to_bytes(_TIME_BYTES, "big") + witness.sign(_message(note.text, moment))
    added = Signature(witness.name, witness.verifier.id, stamped)
    return Note(note.text, (*note.signatures, added))


def witnessed(note: Note, witnesses: Sequence[Verifier]) -> dict[str, int]:
    """Of each witness that signed, when. `NoteError` when a known one's signature is wrong."""
    checkpoints.parse(note.text)
    known = {(key.name, key.id): key for key in witnesses if key.kind == notes.WITNESS}
    found: dict[str, int] = {}
    for one in note.signatures:
        key = known.get((one.name, one.id))
        if key is None:
            continue
        moment = int.from_bytes(one.bytes[:_TIME_BYTES], "big")
        right = len(one.bytes) == _LENGTH and moment <= checkpoints.LARGEST
        if not right or not key.accepts(_message(note.text, moment), one.bytes[_TIME_BYTES:]):
            raise NoteError(f"The signature of witness {one.name} is wrong: this was changed.")
        found[one.name] = max(moment, found.get(one.name, 0))
    return found
