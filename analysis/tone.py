# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""The tone of a text: unfavourable, neutral or favourable in its wording, or *onzeker*.

Tone is no stance: somebody for a plan may write with anger. The mean of two heads, one over letters
and words (TF-IDF, hashed), one over the vector of the text with features of a lexicon.
"""

import re
import zlib
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Final, Literal

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from analysis.softmax import Dense, Floats, Sparse, Whole, fit, shares

Tone = Literal["negative", "neutral", "positive"]
TONES: Final[tuple[Tone, ...]] = ("negative", "neutral", "positive")
SURE: Final = 0.5
"""The share that the likeliest tone must have; under it the text is *onzeker*."""
BUCKETS: Final = 1 << 15
_RIDGE_LETTERS: Final = 3e-4
_RIDGE_VECTOR: Final = 0.3
_WORD: Final = re.compile(r"[^\W_]+")
_NOT: Final = frozenset({"niet", "geen", "nooit", "niets", "noch", "zonder", "nauwelijks", "amper"})
_REACH: Final = 3
"""A word after "niet" is turned as far as this."""
_MOST: Final = 5_000
"""Letters of a text that are read."""


class Heads(Struct, frozen=True):
    """As `trained` gives them; arrays only: a file of them is read without running anything."""

    idf: Floats
    letters: Floats
    letters_start: Floats
    middle: Floats
    spread: Floats
    vector: Floats
    vector_start: Floats


def _grams(text: str) -> list[str]:
    words = _WORD.findall(text[:_MOST].lower())
    pairs = [f"{one} {other}" for one, other in pairwise(words)]
    padded = [f"<{word}>" for word in words]
    parts = [
        f"{size}{word[at : at + size]}"
        for word in padded
        for size in (3, 4, 5)
        for at in range(len(word) - size + 1)
    ]
    return [*(f"w{word}" for word in words), *pairs, *parts]


def _counted(text: str) -> tuple[Whole, Floats]:
    buckets = [zlib.crc32(gram.encode()) % BUCKETS for gram in _grams(text)]
    found, counts = np.unique(np.array(buckets, np.int64), return_counts=True)
    return found, 1 + np.log(counts)


def _sparse(texts: Sequence[str], idf: Floats | None) -> tuple[Sparse, Floats]:
    counted = [_counted(text) for text in texts]
    features = np.concatenate([one for one, _ in counted])
    if idf is None:
        seen = np.bincount(features, minlength=BUCKETS)
        idf = np.log((1 + len(texts)) / (1 + seen)) + 1
    weighed = [values * idf[found] for found, values in counted]
    unit = [values / max(float(np.linalg.norm(values)), 1e-9) for values in weighed]
    ends = np.cumsum([len(found) for found, _ in counted])
    return Sparse(ends, features, np.concatenate(unit), BUCKETS), idf


def lexicon_features(text: str, lexicon: Mapping[str, float]) -> list[float]:
    """Favourable, unfavourable, their sum, and which part of the words is known; -1 to 1."""
    words = _WORD.findall(text[:_MOST].lower())
    found = [
        -value if _NOT.intersection(words[max(0, at - _REACH) : at]) else value
        for at, word in enumerate(words)
        if (value := lexicon.get(word)) is not None
    ]
    up, down = sum(v for v in found if v > 0), sum(v for v in found if v < 0)
    total = max(len(found), 1)
    return [up / total, down / total, (up + down) / total, len(found) / max(len(words), 1)]


def _dense(
    texts: Sequence[str], vectors: NDArray[np.float32], lexicon: Mapping[str, float]
) -> Floats:
    extra = np.array([lexicon_features(text, lexicon) for text in texts], np.float64)
    return np.hstack([vectors.astype(np.float64), extra.reshape(len(texts), -1)])


def trained(
    texts: Sequence[str],
    vectors: NDArray[np.float32],
    tones: Whole,
    lexicon: Mapping[str, float],
) -> Heads:
    """`tones` are places in `TONES`. Nothing here is drawn: the same rows give the same heads."""
    sparse, idf = _sparse(texts, None)
    letters, letters_start = fit(sparse, tones, len(TONES), _RIDGE_LETTERS)
    dense = _dense(texts, vectors, lexicon)
    middle, spread = dense.mean(axis=0), dense.std(axis=0) + 1e-9
    rows = Dense((dense - middle) / spread)
    vector, vector_start = fit(rows, tones, len(TONES), _RIDGE_VECTOR)
    return Heads(idf, letters, letters_start, middle, spread, vector, vector_start)


def judged(
    texts: Sequence[str], vectors: NDArray[np.float32], lexicon: Mapping[str, float], heads: Heads
) -> Floats:
    """The share of each tone, (texts, 3)."""
    if not texts:
        return np.zeros((0, len(TONES)))
    sparse, _ = _sparse(texts, heads.idf)
    dense = (_dense(texts, vectors, lexicon) - heads.middle) / heads.spread
    by_letters = shares(sparse.times(heads.letters) + heads.letters_start)
    by_vector = shares(dense @ heads.vector + heads.vector_start)
    return (by_letters + by_vector) / 2


def told(judgement: Floats) -> list[Tone | None]:
    """None is *onzeker*."""
    return [TONES[int(row.argmax())] if float(row.max()) >= SURE else None for row in judgement]
