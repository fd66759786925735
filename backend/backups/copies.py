# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""A copy as it lies on disk: two dumps and what they hold; made as a whole or not at all."""

import datetime as dt
import hashlib
import os
import shutil
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import msgspec
from msgspec import Struct

from backend.errors import Refused

MANIFEST, EVERYTHING, KEYS, WITHDRAWN = "backup.json", "data.dump", "keys.dump", "withdrawn.txt"
_PRIVATE: Final = 0o700
_UNREADABLE: Final = "{where} is no backup of Raadgever: {why}"
_DAMAGED: Final = (
    "{file} is not what was written: its sha256 is {found} and should be {told}. Take another copy."
)
_GONE: Final = (
    "{file} is not there. It should lie beside backup.json; without it nothing can be put back."
)


class Content(Struct, frozen=True):
    """What the database held at that moment.

    version    of the database, as `migrate` prints it
    responses  answers that residents gave, withdrawn ones too
    log        lines of the public log; `root` is their root hash, in hex, empty when there are none
    """

    version: str
    responses: int
    withdrawn: int
    log: int
    root: str


class Manifest(Struct, frozen=True):
    """Beside the dumps. `sha256` per file, in hex."""

    made_at: dt.datetime
    content: Content
    sha256: dict[str, str]


def _digest(file: Path) -> str:
    with file.open("rb") as held:
        return hashlib.file_digest(held, "sha256").hexdigest()


def sums(folder: Path) -> dict[str, str]:
    return {name: _digest(folder / name) for name in (EVERYTHING, KEYS)}


@contextmanager
def making(folder: Path) -> Generator[Path]:
    """Where to write a copy before it is one; whoever stops on the way leaves nothing there."""
    folder.mkdir(mode=_PRIVATE, parents=True, exist_ok=True)
    half = folder / f".{os.getpid()}.half"
    half.mkdir(mode=_PRIVATE)
    try:
        yield half
    finally:
        shutil.rmtree(half, ignore_errors=True)


def finish(half: Path, manifest: Manifest) -> Path:
    """The copy, on disk and under its name."""
    (half / MANIFEST).write_bytes(msgspec.json.encode(manifest) + b"\n")
    for file in half.iterdir():
        file.chmod(0o600)
        with file.open("rb") as held:
            os.fsync(held.fileno())
    whole = half.with_name(manifest.made_at.astimezone(dt.UTC).strftime("%Y-%m-%dT%H-%M-%S.%fZ"))
    half.rename(whole)
    return whole


def read(folder: Path) -> Manifest:
    """`Refused` for what is no copy, or is damaged. A copy of the keys may be gone: it is not to
    be kept as long as the rest."""
    where = folder / MANIFEST
    try:
        found = msgspec.json.decode(where.read_bytes(), type=Manifest)
    except OSError as error:
        raise Refused(_UNREADABLE.format(where=folder, why=error.strerror)) from error
    except msgspec.MsgspecError as error:
        raise Refused(_UNREADABLE.format(where=where, why=error)) from error
    problems: list[str] = []
    for name, told in found.sha256.items():
        file = folder / name
        if not file.is_file():
            problems += [] if name == KEYS else [_GONE.format(file=file)]
        elif (digest := _digest(file)) != told:
            problems.append(_DAMAGED.format(file=file, found=digest, told=told))
    if problems:
        raise Refused("\n".join(problems))
    return found
