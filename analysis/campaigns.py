# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Letters that many people sent in nearly the same words.

Each long text is the set of its words. Texts that may be alike are found by MinHash in bands
(Broder 1997; Leskovec, Rajaraman and Ullman, Mining of Massive Datasets, ch. 3) and then compared
for real. A text belongs to a campaign only when it is like its *medoid*, never because it is like
another that is: by such chains one shared sentence after another ties everybody together.
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

import numpy as np
import polars as pl
from msgspec import Struct
from numpy.typing import NDArray

BANDS: Final = 32
ROWS: Final = 4
"""Of hashes in a band: two texts that share 60 percent of their words meet with certainty 0.988,
two that share a fifth with 0.05."""
_SAMPLE: Final = 64
_LOOSE: Final = 0.15
"""How much lower than asked an estimate over 128 hashes may come out: over three deviations."""
_CHUNK: Final = 2_000_000

Numbers = NDArray[np.int64]
Hashes = NDArray[np.uint32]


class CampaignRules(Struct, frozen=True):
    """words             shorter texts are never called a campaign: people who agree say the same
    likeness_permille    of all different words of a text and the medoid, how many both have
    senders              fewer than this is chance, or a family
    """

    words: int = 25
    likeness_permille: int = 450
    senders: int = 5


class Campaign(Struct, frozen=True):
    """`medoid` is the text that is most like all others; it is one of `members`, which are
    sorted."""

    medoid: str
    members: tuple[str, ...]


class _Texts(Struct, frozen=True):
    """Text n has the words `words[starts[n]:starts[n + 1]]`, sorted, and row n of `hashes`."""

    words: Numbers
    starts: Numbers
    hashes: Hashes

    def sizes(self) -> Numbers:
        return np.diff(self.starts)

    def likeness(self, one: int, others: Numbers) -> NDArray[np.float64]:
        """Jaccard of the words of one and each of the others."""
        mine = self.words[self.starts[one] : self.starts[one + 1]]
        sizes = self.sizes()[others]
        ends = np.cumsum(sizes)
        places = np.arange(ends[-1] if len(ends) else 0)
        places += np.repeat(self.starts[others] - ends + sizes, sizes)
        shared = np.add.reduceat(np.isin(self.words[places], mine), ends - sizes, dtype=np.int64)
        return shared / (len(mine) + sizes - shared)

    def estimate(self, one: int, others: Numbers) -> NDArray[np.float64]:
        return (self.hashes[others] == self.hashes[one]).mean(axis=1)


def _numbers_of(words: Sequence[str]) -> NDArray[np.uint64]:
    """The same in every version and on every machine, unlike what Polars or Python hash with."""
    digests = b"".join(hashlib.blake2b(word.encode(), digest_size=8).digest() for word in words)
    return np.frombuffer(digests, dtype="<u8").astype(np.uint64)


def _hashes(numbers: NDArray[np.uint64], words: Numbers, starts: Numbers) -> Hashes:
    """Per text the least of its words under each of 128 orders (multiply and shift: Dietzfelbinger
    et al. 1997), which are drawn once and for all."""
    drawn = hashlib.shake_256(b"raadgever campagne/1").digest(16 * BANDS * ROWS)
    keys = np.frombuffer(drawn, dtype="<u8").reshape(-1, 2)
    found = np.empty((len(starts) - 1, len(keys)), dtype=np.uint32)
    for place, (times, plus) in enumerate(keys):
        ordered = ((numbers * (times | np.uint64(1)) + plus) >> np.uint64(32)).astype(np.uint32)
        found[:, place] = np.minimum.reduceat(ordered[words], starts[:-1])
    return found


def _read(texts: pl.Series, rules: CampaignRules) -> tuple[Numbers, _Texts] | None:
    """The long ones by place, and their words; None when there are too few to be a campaign."""
    said = texts.str.to_lowercase().str.extract_all(r"\p{L}[\p{L}\p{N}'\x{2019}-]*")
    long = (said.list.len() >= rules.words).arg_true()
    if long.len() < rules.senders:
        return None
    rows = pl.DataFrame({"text": np.arange(long.len()), "word": said.gather(long)}).explode("word")
    rows = rows.unique()
    known = rows["word"].unique().sort()
    rows = rows.with_columns(
        pl.col("word").replace_strict(known, np.arange(known.len()), return_dtype=pl.Int64())
    ).sort("text", "word")
    words = rows["word"].to_numpy()
    sizes = np.bincount(rows["text"].to_numpy(), minlength=long.len())
    starts = np.concatenate([[0], np.cumsum(sizes)])
    hashes = _hashes(_numbers_of(known.to_list()), words, starts)
    return long.cast(pl.Int64()).to_numpy(), _Texts(words, starts, hashes)


class _Meetings:
    """Who meets whom in some band."""

    def __init__(self, hashes: Hashes) -> None:
        self._orders: list[Numbers] = []
        self._firsts: list[Numbers] = []
        self._lasts: list[Numbers] = []
        pairs: list[Numbers] = []
        for band in range(BANDS):
            rows = np.ascontiguousarray(hashes[:, band * ROWS : (band + 1) * ROWS])
            keys = rows.view(np.dtype((np.void, rows.itemsize * ROWS))).ravel()
            _, bucket = np.unique(keys, return_inverse=True)
            order = np.argsort(bucket, kind="stable")
            ordered = bucket[order]
            first = np.searchsorted(ordered, bucket, side="left")
            last = np.searchsorted(ordered, bucket, side="right")
            self._orders.append(order)
            self._firsts.append(first)
            self._lasts.append(last)
            beside = np.flatnonzero(ordered[1:] == ordered[:-1])
            pairs.append(order[beside] * len(hashes) + order[beside + 1])
        together = np.unique(np.concatenate(pairs))
        self.beside = np.stack([together // len(hashes), together % len(hashes)], axis=1)

    def of(self, one: int) -> Numbers:
        return np.unique(
            np.concatenate(
                [
                    order[first[one] : last[one]]
                    for order, first, last in zip(
                        self._orders, self._firsts, self._lasts, strict=True
                    )
                ]
            )
        )


def _leaders(texts: _Texts, meetings: _Meetings, least: float) -> Numbers:
    """Who is like a neighbour in some band, with the most neighbours first."""
    degrees = np.zeros(len(texts.hashes), dtype=np.int64)
    for start in range(0, len(meetings.beside), _CHUNK // BANDS):
        pairs = meetings.beside[start : start + _CHUNK // BANDS]
        alike = (texts.hashes[pairs[:, 0]] == texts.hashes[pairs[:, 1]]).mean(axis=1) >= least
        np.add.at(degrees, pairs[alike].ravel(), 1)
    order = np.argsort(-degrees, kind="stable")
    return order[degrees[order] > 0]


def _medoid(texts: _Texts, group: Numbers) -> int:
    """By the estimate, against some of them that lie evenly over all; the first of equals."""
    some = group[np.linspace(0, len(group) - 1, min(len(group), _SAMPLE)).astype(np.int64)]
    sums = sum((texts.estimate(int(one), group) for one in some), np.zeros(len(group)))
    return int(group[int(np.argmax(sums))])


def _groups(texts: _Texts, rules: CampaignRules) -> Iterator[tuple[int, Numbers]]:
    least = rules.likeness_permille / 1000
    meetings = _Meetings(texts.hashes)
    free = np.ones(len(texts.hashes), dtype=np.bool_)

    def around(one: int) -> Numbers:
        met = meetings.of(one)
        met = met[free[met]]
        met = met[texts.estimate(one, met) >= least - _LOOSE]
        return met[texts.likeness(one, met) >= least]

    for leader in _leaders(texts, meetings, least - _LOOSE).tolist():
        if not free[leader] or len(first := around(leader)) < rules.senders:
            continue
        medoid = _medoid(texts, first)
        group = around(medoid)
        if len(group) >= rules.senders:
            free[group] = False
            yield medoid, group


def campaigns(texts: Mapping[str, str], rules: CampaignRules) -> tuple[Campaign, ...]:
    """From entry id to what it wrote; the largest campaign first. Nothing is left out of any count:
    it is only said which texts are one letter."""
    order = sorted(texts)
    read = _read(pl.Series([texts[entry] for entry in order], dtype=pl.String()), rules)
    if read is None:
        return ()
    long, held = read
    found = [
        Campaign(order[int(long[medoid])], tuple(order[int(place)] for place in long[group]))
        for medoid, group in _groups(held, rules)
    ]
    return tuple(sorted(found, key=lambda each: (-len(each.members), each.medoid)))
