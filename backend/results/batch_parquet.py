# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""A counted batch as Parquet: its bytes say which batch they are of, and whether they are whole.

Whether they are whole is known before Parquet is read: on bytes that were damaged its reader does
not only fail, it may panic.
"""

import hashlib
from io import BytesIO
from typing import Final
from uuid import UUID

import polars as pl
from msgspec import Struct

from analysis.frames import ENTRIES, Batch

FORMAT: Final = "raadgever/batch/1"
_MARK: Final = b"raadgever sha256 "
_BLANK: Final = b"0" * 64
"""Where the checksum stands: over the whole file, in which it is noughts itself."""


class Kept(Struct, frozen=True):
    """Which generation of which batch a file is of; `hash` is over which entries those are."""

    consultation: UUID
    id: UUID
    origin: UUID
    generation: int
    hash: bytes

    @property
    def name(self) -> str:
        return f"{self.id}.{self.generation}.{self.hash.hex()}.parquet"


class Unusable(Exception):
    """This file is not to be used; says why, in a word or two."""


def _told(batch: Kept) -> dict[str, str]:
    return {
        "raadgever.format": FORMAT,
        "raadgever.consultation": str(batch.consultation),
        "raadgever.batch": str(batch.id),
        "raadgever.origin": str(batch.origin),
        "raadgever.generation": str(batch.generation),
        "raadgever.entries": batch.hash.hex(),
    }


def _checksum(data: bytes, place: int) -> bytes:
    held = memoryview(data)
    whole = hashlib.sha256(held[:place])
    whole.update(_BLANK)
    whole.update(held[place + len(_BLANK) :])
    return whole.hexdigest().encode()


def encode(batch: Kept, found: Batch) -> bytes:
    """Any Parquet reader can read it; the frame is the one that was counted."""
    told = {**_told(batch), "raadgever.checksum": (_MARK + _BLANK).decode()}
    into = BytesIO()
    found.rows.write_parquet(into, statistics=False, metadata=told)
    data = into.getvalue()
    place = data.rindex(_MARK) + len(_MARK)
    return data[:place] + _checksum(data, place) + data[place + len(_BLANK) :]


def decode(batch: Kept, data: bytes) -> Batch:
    """`Unusable` unless it is wholly what was written for this batch."""
    place = data.rfind(_MARK) + len(_MARK)
    if place < len(_MARK) or data[place : place + len(_BLANK)] != _checksum(data, place):
        raise Unusable("damaged")
    told = pl.read_parquet_metadata(BytesIO(data))
    if told.get("raadgever.format") != FORMAT:
        raise Unusable("of another format")
    if any(told.get(name) != value for name, value in _told(batch).items()):
        raise Unusable("of another batch")
    rows = pl.read_parquet(BytesIO(data))
    if list(rows.schema.items())[: len(ENTRIES)] != list(ENTRIES.items()):
        raise Unusable("of another shape")
    return Batch(rows)
