# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""`bench log`: how fast the tree of the log grows, and how soon a proof is there at full size.

The pure part: no database. The limit is SHA-256 by itself over the same bytes, in the same run.
"""

import argparse
import hashlib
import os
import random
import statistics
import sys
import time
from collections.abc import Iterator
from typing import Final

from backend.bench import usage
from backend.commands.ending import tell
from backend.errors import Refused
from backend.ledger import tiles, tree
from backend.ledger.tiles import WIDTH, Tile
from backend.ledger.tree import HASH_BYTES, Frontier

PROOFS: Final = 1_000
BODY: Final = b'{"c":"00000000-0000-0000-0000-000000000000","d":{' + b"x" * 1_500 + b'},"t":"'
"""About what an answer to a questionnaire of four decision points comes to."""


class _Kept:
    """What the database keeps: the leaves, and what full tiles are called in the level above."""

    def __init__(self) -> None:
        self.levels: list[bytearray] = [bytearray()]

    def name(self, tile: Tile, hash_: bytes) -> None:
        if tile.level + 1 == len(self.levels):
            self.levels.append(bytearray())
        self.levels[tile.level + 1] += hash_

    def row(self, tile: Tile) -> list[bytes]:
        start = tile.index * WIDTH * HASH_BYTES
        content = self.levels[tile.level][start : start + tile.width * HASH_BYTES]
        return tiles.split(bytes(content))


def _grown(many: int) -> tuple[_Kept, Frontier, float]:
    kept, growing = _Kept(), Frontier()
    leaves = kept.levels[0]
    started = time.perf_counter()

    def hashed() -> Iterator[bytes]:
        for number in range(many):
            leaf = tree.leaf_hash(BODY + number.to_bytes(8, "big"))
            leaves.extend(leaf)
            yield leaf

    for tile, name in tiles.rising(growing, hashed()):
        kept.name(tile, name)
    growing.root()
    return kept, growing, time.perf_counter() - started


def _bare(many: int) -> float:
    """The same bytes through SHA-256, and a pair of hashes for each: nothing can be quicker."""
    pair = bytes(2 * HASH_BYTES + 1)
    started = time.perf_counter()
    for number in range(many):
        hashlib.sha256(BODY + number.to_bytes(8, "big")).digest()
        hashlib.sha256(pair).digest()
    return time.perf_counter() - started


def _proven(kept: _Kept, growing: Frontier) -> list[float]:
    """Milliseconds of each proof, from the tiles it needs to the path; each is checked."""
    root, size = growing.root(), growing.size
    took: list[float] = []
    for index in random.Random(1).choices(range(size), k=PROOFS):  # noqa: S311 - not a secret
        started = time.perf_counter()
        spans = tree.inclusion_spans(index, size)
        parts = [part for span in spans for part in tree.perfect(span)]
        rows = {(one.level, one.index): kept.row(one) for one in tiles.needed(parts, size)}
        path = tree.proof(spans, tiles.Reading(rows).hash)
        took.append((time.perf_counter() - started) * 1000)
        leaf = bytes(kept.levels[0][index * HASH_BYTES : (index + 1) * HASH_BYTES])
        if not tree.verify_inclusion(leaf, index, size, path, root):
            raise Refused(f"The proof of entry {index} is wrong; nothing was measured.")
    return took


def run(arguments: argparse.Namespace) -> None:
    if arguments.leaves < 1:
        raise Refused("--leaves must be 1 or more.")
    load = os.getloadavg()[0]
    with usage.Peak([os.getpid()]) as peak:
        kept, growing, seconds = _grown(arguments.leaves)
    sys.stderr.write("proving\n")
    took = _proven(kept, growing)
    result = {
        "leaves": growing.size,
        "seconds": round(seconds, 2),
        "leavesPerSecond": round(growing.size / seconds),
        "ratioToSha256": round(seconds / _bare(arguments.leaves), 2),
        "proofMsMedian": round(statistics.median(took), 3),
        "proofMsP99": round(sorted(took)[len(took) * 99 // 100], 3),
        "proofMsLongest": round(max(took), 3),
        "peakMiB": round(peak.mebibytes),
        "loadBefore": round(load, 2),
    }
    tell(arguments, result, "\n".join(f"{name:16} {{{name}}}" for name in result))
