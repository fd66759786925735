# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a witness does: it signs that a log only grew since it last looked, and nothing else.

So that a municipality cannot show one log to one and another log to another: the witness remembers.
"""

from collections.abc import Callable
from typing import Final

from msgspec import Struct

from backend.ledger import checkpoints, cosignatures, notes
from backend.ledger.checkpoints import Checkpoint
from backend.ledger.notes import Note, NoteError, Signer, Verifier

Grew = Callable[[Checkpoint, Checkpoint], bool]
"""Whether the log of the second began with all of the first."""
_SHORTER: Final = "Het logboek is korter geworden: het had {old} regels, en nu {new}."
_OTHERWISE: Final = "Er zijn twee logboeken van {old} regels. De wortel was {was}, en is nu {now}."
_CHANGED: Final = (
    "Het logboek van {new} regels begint niet met de {old} regels van de vorige keer. Er is iets"
    " veranderd of weggehaald."
)


class Witness(Struct, frozen=True):
    """`signer`: who signs. `key`: of the log that is watched. `before`: what was signed last."""

    signer: Signer
    key: Verifier
    before: Checkpoint | None


class Fork(Exception):
    """Two logs under one name, in words for whoever runs the command. It is not cosigned."""


def last(content: bytes, witness: Signer) -> Checkpoint:
    """What this witness signed before; `NoteError` when it did not."""
    note = notes.parse(content)
    if witness.name not in cosignatures.witnessed(note, [witness.verifier]):
        raise NoteError(f"{witness.name} did not sign this.")
    return checkpoints.parse(note.text)


def _one_log(before: Checkpoint, seen: Checkpoint, grew: Grew) -> None:
    sizes = {"old": before.size, "new": seen.size}
    if seen.size < before.size:
        raise Fork(_SHORTER.format(**sizes))
    if seen.size == before.size:
        if seen.root != before.root:
            raise Fork(_OTHERWISE.format(**sizes, was=before.root.hex(), now=seen.root.hex()))
    elif not grew(before, seen):
        raise Fork(_CHANGED.format(**sizes))


def cosign(content: bytes, witness: Witness, moment: int, grew: Grew) -> Note:
    """A checkpoint as it came in, with our signature more. `Fork`, or `NoteError` when it is not
    signed by the log that we watch."""
    seen, before = checkpoints.opened(content, [witness.key]), witness.before
    if before is not None:
        if before.origin != seen.origin:
            raise NoteError(f"This is the log {seen.origin}, and we watch {before.origin}.")
        _one_log(before, seen, grew)
    return cosignatures.cosigned(notes.parse(content), witness.signer, moment)
