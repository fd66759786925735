# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Sets of entries as whole numbers: bit n stands for the nth entry, in the order of their ids.

A million entries take 125 kB a set, and the size of a set, what two share and what is left are one
instruction per 64 of them.
"""

import hashlib
from collections.abc import Callable, Sequence

import numpy as np
import polars as pl

Members = int


def of(chosen: pl.Series) -> Members:
    """From one truth per entry, in order; null is no."""
    bits = np.packbits(chosen.fill_null(value=False).to_numpy(), bitorder="little")
    return int.from_bytes(bits.tobytes(), "little")


def places(members: Members) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """The numbers of the entries, in order."""
    size = (members.bit_length() + 7) // 8
    bits = np.frombuffer(members.to_bytes(size, "little"), dtype=np.uint8)
    return np.flatnonzero(np.unpackbits(bits, bitorder="little"))


def ids(members: Members, order: Sequence[str]) -> list[str]:
    """The entries themselves; `order` holds all ids, sorted."""
    return [order[place] for place in places(members).tolist()]


def reordered(members: Members, order: pl.Series) -> Members:
    """The same set where entry `order[n]` has become the nth."""
    held = members.to_bytes((order.len() + 7) // 8, "little")
    bits = np.unpackbits(np.frombuffer(held, dtype=np.uint8), bitorder="little")
    return int.from_bytes(
        np.packbits(bits[order.to_numpy()], bitorder="little").tobytes(), "little"
    )


def digests(order: Sequence[str]) -> Callable[[Members], bytes]:
    """For sets over this order: the sha256 of the ids in it, on a line each.

    Ids are equally long, as UUIDs are, so that a set is cut out of all lines at once.
    """
    width = len(order[0]) + 1 if order else 1
    lines = np.frombuffer("".join(f"{entry}\n" for entry in order).encode(), dtype=f"V{width}")

    def digest(members: Members) -> bytes:
        return hashlib.sha256(lines[places(members)].tobytes()[:-1]).digest()

    return digest
