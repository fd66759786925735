# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""The tree in files of 256 hashes, as c2sp.org/tlog-tiles: where they stand and what is in them.

A tile holds the roots of perfect subtrees of 256^level leaves. So those roots, one in 256 of the
leaves and fewer, are all that has to be kept beside the leaves to prove anything.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from msgspec import Struct

from backend.ledger.tree import HASH_BYTES, Frontier, Perfect, node_hash

HEIGHT: Final = 8
WIDTH: Final = 1 << HEIGHT
MOST_LEVELS: Final = 64
LARGEST_ENTRY: Final = (1 << 16) - 1
ENTRIES: Final = "entries"


class Tile(Struct, frozen=True, order=True):
    level: int
    index: int
    width: int = WIDTH

    @property
    def path(self) -> str:
        return _path(str(self.level), self.index, self.width)

    @property
    def entries_path(self) -> str:
        """Where the entries themselves stand, for a tile of leaves."""
        return _path(ENTRIES, self.index, self.width)


def _path(level: str, index: int, width: int) -> str:
    parts = [f"{index % 1000:03}"]
    while index >= 1000:  # noqa: PLR2004 - three digits a folder
        index //= 1000
        parts.append(f"x{index % 1000:03}")
    partial = "" if width == WIDTH else f".p/{width}"
    return f"tile/{level}/{'/'.join(reversed(parts))}{partial}"


_ASKED: Final = re.compile(
    r"(?P<level>0|[1-9][0-9]?|entries)/(?P<high>(?:x[0-9]{3}/){0,5})(?P<low>[0-9]{3})"
    r"(?:\.p/(?P<width>[1-9][0-9]{0,2}))?"
)


def asked(path: str) -> tuple[Tile, bool] | None:
    """What stands at `tile/…`, and whether that is the entries themselves; None: no such place."""
    found = _ASKED.fullmatch(path)
    if found is None:
        return None
    whole = found["level"] == ENTRIES
    digits = found["high"].replace("x", "").replace("/", "") + found["low"]
    tile = Tile(0 if whole else int(found["level"]), int(digits), int(found["width"] or WIDTH))
    # One spelling for each: no zeroes in front, no full tile that is called partial.
    same = (tile.entries_path if whole else tile.path) == f"tile/{path}"
    return (tile, whole) if same else None


def stands(tile: Tile, size: int) -> bool:
    """Whether a tree of this size has it, or had it when it was smaller."""
    full, width = of_level(tile.level, size)
    return tile.index < full or (tile.index == full and tile.width <= width)


def of_level(level: int, size: int) -> tuple[int, int]:
    """How many tiles of this level are full, and how wide the one after them is (0: none)."""
    return divmod(size >> (HEIGHT * level), WIDTH)


def tiles(size: int, since: int = 0) -> list[Tile]:
    """Every tile of a tree of this size that was not already there, as it is, at `since`."""
    found: list[Tile] = []
    for level in range(MOST_LEVELS):
        full, width = of_level(level, size)
        if not full and not width:
            break
        before = of_level(level, since)
        found += [Tile(level, index) for index in range(before[0], full)]
        if width and (full, width) != before:
            found.append(Tile(level, full, width))
    return found


def home(one: Perfect, size: int) -> Tile:
    """The tile that a perfect subtree of a tree this large is reckoned from."""
    level, index = one
    tall, up = divmod(level, HEIGHT)
    tile = (index << up) >> HEIGHT
    full, width = of_level(tall, size)
    return Tile(tall, tile, WIDTH if tile < full else width)


def needed(parts: Iterable[Perfect], size: int) -> list[Tile]:
    return sorted({home(one, size) for one in parts})


class Reading:
    """Hashes of perfect subtrees out of tiles that were fetched, for `tree.proof`."""

    def __init__(self, contents: Mapping[tuple[int, int], Sequence[bytes]]) -> None:
        self._contents = contents

    def hash(self, one: Perfect) -> bytes:
        level, index = one
        tall, up = divmod(level, HEIGHT)
        tile, place = divmod(index << up, WIDTH)
        row = list(self._contents[tall, tile][place : place + (1 << up)])
        while len(row) > 1:
            row = [node_hash(*row[at : at + 2]) for at in range(0, len(row), 2)]
        return row[0]


def rising(frontier: Frontier, leaves: Iterable[bytes]) -> Iterator[tuple[Tile, bytes]]:
    """Append leaves, and give what every tile that they fill is called in the level above."""
    for leaf in leaves:
        completed = frontier.append(leaf)
        for height in range(HEIGHT, len(completed), HEIGHT):
            tile = Tile(height // HEIGHT - 1, (frontier.size >> height) - 1)
            yield tile, completed[height]


def packed(bodies: Iterable[bytes]) -> bytes:
    """The entries of one tile: each after its length in two bytes."""
    found = bytearray()
    for body in bodies:
        if len(body) > LARGEST_ENTRY:
            raise ValueError(f"An entry of {len(body)} bytes does not fit in a tile.")
        found += len(body).to_bytes(2, "big") + body
    return bytes(found)


def unpacked(content: bytes) -> list[bytes]:
    found: list[bytes] = []
    at = 0
    while at < len(content):
        length = int.from_bytes(content[at : at + 2], "big")
        body = content[at + 2 : at + 2 + length]
        if at + 2 > len(content) or len(body) != length:
            raise ValueError("These entries were cut off.")
        found.append(body)
        at += 2 + length
    return found


def split(content: bytes) -> list[bytes]:
    """The hashes in a tile."""
    if not content or len(content) % HASH_BYTES or len(content) > WIDTH * HASH_BYTES:
        raise ValueError("A tile holds whole hashes, 256 of them at most.")
    return [content[at : at + HASH_BYTES] for at in range(0, len(content), HASH_BYTES)]
