# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""`witness`: look at a log now and then, remember it, and sign that it only grew."""

import argparse
import contextlib
import fcntl
import sys
import time
from collections.abc import Generator
from pathlib import Path
from typing import Final, Protocol

import httpx
import msgspec

from backend.ledger import checkpoints, notes, signing, tree, witnessing
from backend.ledger.checkpoints import Checkpoint
from backend.ledger.notes import NoteError
from backend.ledger.sealing import publish
from backend.ledger.witnessing import Fork, Witness
from backend.settings import SettingsError
from backend.verifying import files
from backend.verifying.files import Bundle
from backend.verifying.findings import Unreadable

FORKED, UNREADABLE = 1, 2
SECONDS: Final = 30
_MOST_STEPS: Final = 64
_GOOD: Final = "Het logboek heeft {size} regels, en is alleen gegroeid. Getekend in {state}."
_OLDER: Final = (
    "Dit pakket is ouder ({new} regels) dan wat al is gezien ({old}). Er is niets getekend. Neem"
    " een nieuwer pakket, of kijk op de website."
)
_FIRST: Final = "Het logboek heeft {size} regels. Dat is onthouden en getekend in {state}."


class _Source(Protocol):
    def checkpoint(self) -> bytes: ...
    def grew(self, before: Checkpoint, seen: Checkpoint) -> bool: ...


class _Folder:
    """A bundle: with the whole log in it, no proof is needed."""

    def __init__(self, folder: Path) -> None:
        self._bundle = Bundle(folder)

    def checkpoint(self) -> bytes:
        return self._bundle.whole(files.CHECKPOINT, notes.MOST_BYTES)

    def grew(self, before: Checkpoint, seen: Checkpoint) -> bool:
        growing, began = tree.Frontier(), b""
        for line in self._bundle.lines(files.LOG, files.LONGEST_ENTRY):
            growing.append(tree.leaf_hash(line))
            if growing.size == before.size:
                began = growing.root()
            if growing.size == seen.size:
                break
        return began == before.root and growing.root() == seen.root


class _Website:
    """What comes over the line is signed and proven: no connection has to be trusted."""

    def __init__(self, base: str) -> None:
        self._base = base.rstrip("/").removesuffix("/logboek")

    def _get(self, path: str) -> bytes:
        content = b""
        url = f"{self._base}/logboek/{path}"
        try:
            with httpx.stream("GET", url, timeout=SECONDS) as reply:
                reply.raise_for_status()
                for piece in reply.iter_bytes():
                    content += piece
                    if len(content) > notes.MOST_BYTES:
                        raise Unreadable(f"{url} is te groot.")
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise Unreadable(f"{url} is niet te lezen: {error}") from None
        return content

    def checkpoint(self) -> bytes:
        return self._get("checkpoint.txt")

    def grew(self, before: Checkpoint, seen: Checkpoint) -> bool:
        lines = self._get(f"groei/{before.size}/{seen.size}").decode("ascii", "replace")
        steps = [notes.decoded(line) for line in lines.split("\n")[:_MOST_STEPS] if line]
        return tree.verify_consistency(before.size, seen.size, steps, before.root, seen.root)


def _source(given: str) -> _Source:
    if given.startswith(("https://", "http://")):
        return _Website(given)
    return _Folder(Path(given))


@contextlib.contextmanager
def _alone(state: Path) -> Generator[None]:
    """Two that look at once would each sign after the same last time."""
    with state.with_name(f"{state.name}.lock").open("wb") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _refuse_older(content: bytes, key: notes.Verifier, before: Checkpoint) -> None:
    """A bundle is of the day on which it was made: an older one proves nothing."""
    seen = checkpoints.opened(content, [key])
    if seen.size < before.size:
        raise Unreadable(_OLDER.format(new=seen.size, old=before.size))


def _look(arguments: argparse.Namespace) -> tuple[Checkpoint, bool, str]:
    """What was signed, whether there was an earlier time, and the cosigned note."""
    state, source = Path(arguments.state), _source(arguments.source)
    key = notes.verifier(arguments.key)
    witness = signing.read(arguments.key_file, "--key-file", notes.WITNESS)
    with _alone(state):
        before = witnessing.last(state.read_bytes(), witness) if state.exists() else None
        content = source.checkpoint()
        if before is not None and isinstance(source, _Folder):
            _refuse_older(content, key, before)
        try:
            watching = Witness(witness, key, before)
            note = witnessing.cosign(content, watching, int(time.time()), source.grew)
        except Fork:
            publish(state.with_name(f"{state.name}.fork"), content.decode("utf-8", "replace"))
            raise
        publish(state, str(note))
    return checkpoints.parse(note.text), before is not None, str(note)


def _told(arguments: argparse.Namespace, code: int, words: str, **more: object) -> int:
    (sys.stderr if code else sys.stdout).write(f"{words}\n")
    if arguments.json:
        sys.stdout.write(msgspec.json.encode({**more, "good": code == 0}).decode() + "\n")
    return code


def run(arguments: argparse.Namespace) -> int:
    """0 when it only grew, 1 when there are two logs, 2 when there is nothing to sign."""
    try:
        seen, again, note = _look(arguments)
    except Fork as fork:
        words = f"{fork} Dit is niet getekend. Bewaar {arguments.state}.fork: dat is het bewijs."
        return _told(arguments, FORKED, words, fork=str(fork))
    except (NoteError, Unreadable, SettingsError, OSError) as error:
        return _told(arguments, UNREADABLE, str(error), error=[str(error)])
    words = (_GOOD if again else _FIRST).format(size=seen.size, state=arguments.state)
    return _told(arguments, 0, words, size=seen.size, root=seen.root.hex(), note=note)
