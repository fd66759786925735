# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""`log`: the key with which the log is signed, and what everybody needs to check it."""

import argparse
from pathlib import Path

from backend.commands.ending import tell
from backend.errors import Refused
from backend.ledger import notes, signing
from backend.ledger.notes import NoteError, Signer

_MADE = (
    "The key is in {file}; keep a copy where only you can reach it. Publish this outside the"
    " website, for example in the Gemeenteblad:\n{vkey}\nFingerprint: {fingerprint}"
)


def _public(signer: Signer) -> dict[str, str]:
    key = signer.verifier
    return {"vkey": str(key), "fingerprint": key.fingerprint}


def key(arguments: argparse.Namespace) -> None:
    """Never over a key that is there."""
    path = Path(arguments.file)
    try:
        signer = signing.new(arguments.name, notes.WITNESS if arguments.witness else notes.LOG)
        signing.write(path, signer)
    except NoteError as error:
        raise Refused(f"{arguments.name!r}: {error}") from None
    except FileExistsError:
        raise Refused(f"{path} is there already. A key is never written over.") from None
    except OSError as error:
        raise Refused(f"{path} cannot be written ({error.strerror}).") from None
    tell(arguments, {"file": str(path), **_public(signer)}, _MADE)


def vkey(arguments: argparse.Namespace) -> None:
    tell(arguments, _public(signing.read(arguments.file)), "{vkey}\nFingerprint: {fingerprint}")
