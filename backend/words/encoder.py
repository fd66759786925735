# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a text means, as a direction: 384 numbers of length 1, by multilingual-e5-small.

Two texts about the same lie near one another, in whatever language; for and against the same lie
near one another too. Their cosines lie between 0.8 and 1: compare, and never hold one against a
fixed number. A vector says something of the text it was made of: make it of a masked text only.
"""

import functools
import gzip
import importlib
from collections.abc import Sequence
from typing import Any, Final

import msgspec
import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from analysis import word_pieces
from backend.words import folder as models
from backend.words.e5_file import unpacked
from backend.words.folder import NotBuilt

GRAPH: Final = "encoder.onnx"
TABLE: Final = "encoder-pieces.npy"
PIECES: Final = "encoder-text.msgpack.gz"
FILES: Final = (GRAPH, TABLE, PIECES)
MOST_PIECES: Final = 256
"""Of a text of more, some 1,000 letters, only the beginning counts."""
_PREFIX: Final = "query: "
"""What the model was trained to see before each of two texts that are compared."""

Vectors = NDArray[np.float32]


class Around(Struct, frozen=True):
    begin: int
    end: int
    unknown: int


class Tokens(Struct, frozen=True):
    """`positions` are little-endian floats, a row per place."""

    listed: dict[str, tuple[int, float]]
    plain: dict[str, str]
    around: Around
    positions: bytes
    width: int


class Encoder:
    """Takes half a second and 250 MB to load; use `encoder()`."""

    def __init__(self, threads: int = 1) -> None:
        try:
            runtime: Any = importlib.import_module("onnxruntime")
        except ModuleNotFoundError:
            raise NotBuilt("onnxruntime is not installed. Run `make models`.") from None
        data = gzip.decompress(models.sound(PIECES).read_bytes())
        tokens = msgspec.msgpack.decode(data, type=Tokens)
        self._pieces = word_pieces.pieces(tokens.listed, tokens.plain, tokens.around.unknown)
        self._around = tokens.around
        self._where = np.frombuffer(tokens.positions, "<f4").reshape(-1, tokens.width)
        self._table: NDArray[np.uint8] = np.load(models.sound(TABLE), mmap_mode="r")
        options = runtime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        graph = models.sound(GRAPH).read_bytes()
        self._session = runtime.InferenceSession(graph, options, providers=["CPUExecutionProvider"])

    def _numbers(self, text: str) -> list[int]:
        cut = word_pieces.numbers(_PREFIX + text, self._pieces)[: MOST_PIECES - 2]
        return [self._around.begin, *cut, self._around.end]

    def _one(self, numbers: list[int]) -> Vectors:
        packed = np.asarray(self._table[numbers])
        scales = packed[..., :2].copy().view("<f2")[..., 0]
        words = unpacked(scales, packed[..., 2:]).reshape(len(numbers), -1)
        given = {
            "pieces": (words + self._where[: len(numbers)])[None].astype(np.float32),
            "there": np.ones((1, len(numbers)), np.float32),
        }
        mean: Vectors = self._session.run(["mean"], given)[0][0]
        return (mean / np.linalg.norm(mean)).astype(np.float32)

    def vectors(self, texts: Sequence[str]) -> Vectors:
        """(texts, 384), in order.

        One by one: eight bits are scaled over all that goes in together, so that in a group the
        same text would not have the same vector twice (a cosine of 0.994), and little is won.
        """
        rows = [self._one(self._numbers(text)) for text in texts]
        return np.stack(rows) if rows else np.zeros((0, self._where.shape[1]), np.float32)


@functools.cache
def encoder() -> Encoder:
    """Once per process; raises `NotBuilt`."""
    return Encoder()
