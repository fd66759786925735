# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""The heads for tone as they are shipped: arrays and a lexicon, and no program among them."""

import functools
import io
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import msgspec
import numpy as np

from analysis.softmax import Floats
from analysis.tone import Heads, judged
from backend.words.encoder import encoder

FOLDER: Final = Path(__file__).parent / "heads"
ARRAYS: Final = "tone.npz"
LEXICON: Final = "lexicon.json"
_SMALL: Final = frozenset({"idf", "letters"})
"""Kept in sixteen bits: a quarter of a megabyte instead of one; no judgement changed by it."""


def packed(heads: Heads) -> bytes:
    """The same heads give the same bytes."""
    file = io.BytesIO()
    arrays = {
        name: array.astype(np.float16 if name in _SMALL else np.float32)
        for name, array in msgspec.structs.asdict(heads).items()
    }
    np.savez_compressed(file, **arrays)
    return file.getvalue()


def unpacked(path: Path) -> Heads:
    with np.load(path, allow_pickle=False) as arrays:
        return Heads(**{name: arrays[name].astype(np.float64) for name in arrays.files})


@functools.cache
def heads() -> Heads:
    return unpacked(FOLDER / ARRAYS)


@functools.cache
def lexicon() -> dict[str, float]:
    """Of each form how favourable it is, -1 to 1, the mean over its senses."""
    return msgspec.json.decode((FOLDER / LEXICON).read_bytes(), type=dict[str, float])


def judgement(texts: Sequence[str]) -> Floats:
    """The share of each of `analysis.tone.TONES`, (texts, 3). Raises `NotBuilt`."""
    return judged(texts, encoder().vectors(texts), lexicon(), heads())
