# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Vectors that were made before, by the hash of their text: so that ten new answers take seconds.

One file per encoder, of records of one length that are only added. It may be thrown away at any
time; what is torn at its end is passed over. A vector still says something of its text: whoever
withdraws an answer is to be forgotten here as well.
"""

import hashlib
import os
from collections.abc import Callable, Collection, Iterator, Sequence
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]
WIDTH: Final = 384
_KEY: Final = 32
_RECORD: Final = _KEY + 4 * WIDTH


def key(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()


class Store:
    """`encoder` is what the vectors were made with: another one has another file."""

    def __init__(self, folder: Path, encoder: str) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._path = folder / f"vectors-{encoder[:16]}.bin"

    def _records(self) -> Iterator[bytes]:
        data = self._path.read_bytes() if self._path.exists() else b""
        for start in range(0, len(data) - _RECORD + 1, _RECORD):
            yield data[start : start + _RECORD]

    def known(self, keys: Collection[bytes]) -> dict[bytes, Vectors]:
        return {
            record[:_KEY]: np.frombuffer(record, "<f4", WIDTH, _KEY)
            for record in self._records()
            if record[:_KEY] in keys
        }

    def add(self, made: dict[bytes, Vectors]) -> None:
        data = b"".join(one + vector.astype("<f4").tobytes() for one, vector in made.items())
        with self._path.open("ab") as file:
            torn = file.tell() % _RECORD
            file.truncate(file.tell() - torn)
            file.write(data)

    def forget(self, keys: Collection[bytes]) -> None:
        kept = b"".join(record for record in self._records() if record[:_KEY] not in keys)
        beside = self._path.with_suffix(".new")
        with beside.open("wb") as file:
            file.write(kept)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(self._path)


def vectors(
    texts: Sequence[str], store: Store, make: Callable[[Sequence[str]], Vectors]
) -> Vectors:
    """(texts, 384), in order; only what is not known is made, each text once."""
    keys = [key(text) for text in texts]
    known = store.known(frozenset(keys))
    new = {one: text for one, text in zip(keys, texts, strict=True) if one not in known}
    if new:
        made = dict(zip(new, make(list(new.values())), strict=True))
        store.add(made)
        known |= made
    return np.stack([known[one] for one in keys]) if keys else np.zeros((0, WIDTH), np.float32)
