# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""The draw of quotations, with a seed that nobody can choose (DESIGN.md 8, verbatims)."""

import hashlib
import heapq
from collections.abc import Iterable


def seed(definition: bytes, closing_set: Iterable[str]) -> str:
    """sha256, in hex, of the definition as frozen at opening and the sha256 of who counted.

    The closing set is its entry ids, sorted and joined by newlines.
    """
    closed = hashlib.sha256("\n".join(sorted(set(closing_set))).encode()).digest()
    return seed_of(definition, closed)


def seed_of(definition: bytes, closed: bytes) -> str:
    """The same, where the sha256 of who counted is known (`members.digests`)."""
    return hashlib.sha256(definition + closed).hexdigest()


def rank(seed: str, question: str, entries: Iterable[str], most: int | None = None) -> list[str]:
    """The entries in the order drawn, or the first `most` of them: by the sha256 of seed, question
    and entry, on three lines."""
    begun = hashlib.sha256(f"{seed}\n{question}\n".encode())

    def lot(entry: str) -> bytes:
        each = begun.copy()
        each.update(entry.encode())
        return each.digest()

    drawn = set(entries)
    return sorted(drawn, key=lot) if most is None else heapq.nsmallest(most, drawn, key=lot)
