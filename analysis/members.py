# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Sets of entries as whole numbers: bit n stands for the nth entry, in the order of their ids.

A million entries take 125 kB a set, and the size of a set, what two share and what is left are one
instruction per 64 of them.
"""

import hashlib
from collections.abc import Callable, Sequence
from functools import cache

import numpy as np
import polars as pl

from analysis.numbered import Numbers, Truths

Members = int


def truths(chosen: pl.Series) -> Truths:
    """Null is no."""
    return chosen.fill_null(value=False).to_numpy()


def of(chosen: Truths) -> Members:
    return int.from_bytes(np.packbits(chosen, bitorder="little").tobytes(), "little")


def at(chosen: Sequence[int]) -> Members:
    """From the numbers of the entries, in any order."""
    bits = np.zeros(max(chosen, default=-1) + 1, dtype=np.bool_)
    bits[list(chosen)] = True
    return of(bits)


def places(members: Members) -> Numbers:
    """The numbers of the entries, in order."""
    size = (members.bit_length() + 7) // 8
    bits = np.frombuffer(members.to_bytes(size, "little"), dtype=np.uint8)
    return np.flatnonzero(np.unpackbits(bits, bitorder="little"))


def ids(members: Members, order: Sequence[str]) -> list[str]:
    """The entries themselves; `order` holds all ids, sorted."""
    return [order[place] for place in places(members).tolist()]


def order_of(entries: Sequence[str]) -> Numbers:
    """The numbers of these entries, by their ids; as bytes, which sort as UUIDs do in text."""
    return np.argsort(np.array([entry.encode() for entry in entries], dtype=np.bytes_))


def reordered(members: Members, order: Numbers) -> Members:
    """The same set where entry `order[n]` has become the nth."""
    held = members.to_bytes((len(order) + 7) // 8, "little")
    bits = np.unpackbits(np.frombuffer(held, dtype=np.uint8), bitorder="little")
    return of(bits[order].view(np.bool_))


def digests(order: Sequence[str]) -> Callable[[Members], bytes]:
    """For sets over this order: the sha256 of the ids in it, on a line each.

    Ids are equally long, as UUIDs are, so that a set is cut out of all lines at once. Many
    sentences rest on the same entries; those are hashed once.
    """
    width = len(order[0]) + 1 if order else 1
    text = "\n".join(order).encode()
    lines = np.frombuffer(text + b"\n", dtype=np.uint8)[: width * len(order)].reshape(-1, width)

    @cache
    def digest(members: Members) -> bytes:
        chosen = np.take(lines, places(members), axis=0).ravel()
        return hashlib.sha256(chosen[:-1].data).digest()

    return digest
