# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Cells of a table for spreadsheets."""

import csv
import io
import re
from collections.abc import Iterable, Sequence

# The last four are the full-width forms, which spreadsheets fold to the first four.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\0", "\uff1d", "\uff0b", "\uff0d", "\uff20")
Cell = str | int | None


def inert(text: str) -> str:
    """Text that a spreadsheet will not run (ASVS V1.2.10)."""
    return f"'{text}" if text.startswith(FORMULA) else text


_GUARDS = re.compile("'*[" + re.escape("".join(FORMULA)) + "]")


def guarded(text: str) -> str:
    """As `inert`, for a table that we read back ourselves: one apostrophe more before every text
    that could be taken for one with an apostrophe of ours, so that `unguarded` is exact."""
    return f"'{text}" if _GUARDS.match(text) else text


def unguarded(text: str) -> str:
    return text[1:] if text.startswith("'") and _GUARDS.match(text) else text


MARK = b"\xef\xbb\xbf"
"""Says that it is UTF-8, to spreadsheets that would guess."""


def csv_rows(rows: Iterable[Sequence[Cell]]) -> bytes:
    """With semicolons, which is what a Dutch spreadsheet opens by itself; without the mark."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    for row in rows:
        writer.writerow(inert(cell) if isinstance(cell, str) else cell for cell in row)
    return out.getvalue().encode()


def csv_table(header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    return MARK + csv_rows([header]) + csv_rows(rows)
