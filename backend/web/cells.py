# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Cells of a table for spreadsheets."""

import csv
import io
from collections.abc import Iterable, Sequence

# The last four are the full-width forms, which spreadsheets fold to the first four.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\0", "\uff1d", "\uff0b", "\uff0d", "\uff20")
Cell = str | int | None


def inert(text: str) -> str:
    """Text that a spreadsheet will not run (ASVS V1.2.10)."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def csv_table(header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """UTF-8 with a mark and semicolons, which is what a Dutch spreadsheet opens by itself."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(map(inert, header))
    for row in rows:
        writer.writerow(inert(cell) if isinstance(cell, str) else cell for cell in row)
    return b"\xef\xbb\xbf" + out.getvalue().encode()
