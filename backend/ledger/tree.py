# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""The Merkle tree of RFC 6962: hashes, roots, proofs and what they prove. No I/O, no clock.

A proof is a list of *spans* of leaves, and each span a few *perfect* subtrees. So whoever keeps the
hashes of perfect subtrees, in memory, in a table or in files, can give every proof.
"""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from typing import Final

HASH_BYTES: Final = 32
EMPTY_ROOT: Final = hashlib.sha256(b"").digest()

Perfect = tuple[int, int]
"""Level and index: the subtree over the leaves [index * 2^level, (index + 1) * 2^level)."""

Span = tuple[int, int]
"""From the first leaf up to, and not with, the last."""

Hashes = Callable[[Perfect], bytes]


def leaf_hash(body: bytes) -> bytes:
    return hashlib.sha256(b"\x00" + body).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


class Frontier:
    """The perfect subtrees that a tree falls into, largest first: all it takes to grow it.

    Some twenty hashes for a million leaves, so a root is reckoned while the leaves stream past.
    """

    def __init__(self, size: int = 0, hashes: Iterable[bytes] = ()) -> None:
        self.size = size
        self.hashes = list(hashes)
        if size < 0 or len(self.hashes) != size.bit_count():
            raise ValueError("A tree of this size falls into another number of subtrees.")

    def append(self, leaf: bytes) -> list[bytes]:
        """The roots of the perfect subtrees that this leaf completes, from itself upwards."""
        self.size += 1
        size, completed = self.size, [leaf]
        while not size & 1:
            completed.append(node_hash(self.hashes.pop(), completed[-1]))
            size >>= 1
        self.hashes.append(completed[-1])
        return completed

    def root(self) -> bytes:
        if not self.hashes:
            return EMPTY_ROOT
        found = self.hashes[-1]
        for left in reversed(self.hashes[:-1]):
            found = node_hash(left, found)
        return found


def root(leaves: Iterable[bytes]) -> bytes:
    """Over leaf hashes, in memory that grows with the logarithm of their number."""
    growing = Frontier()
    for leaf in leaves:
        growing.append(leaf)
    return growing.root()


def perfect(span: Span) -> list[Perfect]:
    """The largest perfect subtrees that make up a span of a proof, from left to right."""
    start, end = span
    found: list[Perfect] = []
    while start < end:
        level = (end - start).bit_length() - 1
        if start:
            level = min(level, (start & -start).bit_length() - 1)
        found.append((level, start >> level))
        start += 1 << level
    return found


def span_hash(span: Span, hashes: Hashes) -> bytes:
    parts = [hashes(one) for one in perfect(span)]
    if not parts:
        return EMPTY_ROOT
    found = parts[-1]
    for left in reversed(parts[:-1]):
        found = node_hash(left, found)
    return found


def _split(size: int) -> int:
    """The largest power of two below it."""
    return 1 << ((size - 1).bit_length() - 1)


def inclusion_spans(index: int, size: int) -> list[Span]:
    """What the proof that a leaf is in a tree is made of; `ValueError` when it is not in it."""
    if not 0 <= index < size:
        raise ValueError(f"A log of {size} entries has no position {index}.")
    start, end, found = 0, size, list[Span]()
    while end - start > 1:
        middle = start + _split(end - start)
        if index < middle:
            found.append((middle, end))
            end = middle
        else:
            found.append((start, middle))
            start = middle
    return found[::-1]


def consistency_spans(old: int, size: int) -> list[Span]:
    """What the proof is made of that a tree only grew from `old`; `ValueError` from nothing."""
    if not 0 < old <= size:
        raise ValueError(f"A log of {size} entries cannot be held against one of {old}.")
    start, end, found = 0, size, list[Span]()
    while old < end:
        middle = start + _split(end - start)
        if old <= middle:
            found.append((middle, end))
            end = middle
        else:
            found.append((start, middle))
            start = middle
    if start:
        found.append((start, end))
    return found[::-1]


def proof(spans: Iterable[Span], hashes: Hashes) -> list[bytes]:
    return [span_hash(span, hashes) for span in spans]


def _all_hashes(values: Iterable[bytes]) -> bool:
    return all(len(value) == HASH_BYTES for value in values)


def verify_inclusion(
    leaf: bytes, index: int, size: int, path: Sequence[bytes], expected: bytes
) -> bool:
    """Whether the path leads from this leaf at this position to the root of a tree this large."""
    if not 0 <= index < size or not _all_hashes((leaf, expected, *path)):
        return False
    found, place, last = leaf, index, size - 1
    for step in path:
        if last == 0:
            return False
        if place & 1 or place == last:
            found = node_hash(step, found)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            found = node_hash(found, step)
        place, last = place >> 1, last >> 1
    return last == 0 and found == expected


def verify_consistency(
    old: int, size: int, path: Sequence[bytes], old_root: bytes, new_root: bytes
) -> bool:
    """Whether the larger tree begins with the smaller. Nothing is proven about an empty one."""
    if not 0 < old <= size:
        return False
    if old == size:
        return not path and old_root == new_root
    if not _all_hashes((old_root, new_root, *path)):
        return False
    steps = list(path) if old & (old - 1) else [old_root, *path]
    return bool(steps) and _lead_to(steps, old - 1, size - 1) == (old_root, new_root)


def _lead_to(steps: Sequence[bytes], place: int, last: int) -> tuple[bytes, bytes] | None:
    """The two roots that a proof of consistency leads to; None when it is too short or too long."""
    while place & 1:
        place, last = place >> 1, last >> 1
    before = after = steps[0]
    for step in steps[1:]:
        if last == 0:
            return None
        if place & 1 or place == last:
            before, after = node_hash(step, before), node_hash(step, after)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            after = node_hash(after, step)
        place, last = place >> 1, last >> 1
    return (before, after) if last == 0 else None


class Tree:
    """A whole tree in memory, 64 bytes a leaf: for whoever checks a log, and for tests."""

    def __init__(self, leaves: Iterable[bytes] = ()) -> None:
        self.size = 0
        self._levels: list[bytearray] = [bytearray()]
        for leaf in leaves:
            self.append(leaf)

    def append(self, leaf: bytes) -> None:
        self.size += 1
        self._levels[0] += leaf
        size, level = self.size, 0
        while not size & 1:
            pair = self._levels[level][-2 * HASH_BYTES :]
            level, size = level + 1, size >> 1
            if level == len(self._levels):
                self._levels.append(bytearray())
            self._levels[level] += hashlib.sha256(b"\x01" + pair).digest()

    def hash(self, one: Perfect) -> bytes:
        level, index = one
        return bytes(self._levels[level][index * HASH_BYTES : (index + 1) * HASH_BYTES])

    def root(self, size: int | None = None) -> bytes:
        return span_hash((0, self.size if size is None else size), self.hash)

    def inclusion(self, index: int, size: int | None = None) -> list[bytes]:
        return proof(inclusion_spans(index, self.size if size is None else size), self.hash)

    def consistency(self, old: int, size: int | None = None) -> list[bytes]:
        return proof(consistency_spans(old, self.size if size is None else size), self.hash)
