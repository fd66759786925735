# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""One sheet of an .xlsx, row by row, as text: what a cell shows was computed elsewhere.

Read with openpyxl, which streams. The libraries on calamine are faster, and abort the whole
process on two cells in opposite corners of a sheet.
"""

import datetime as dt
import io
import warnings
import zipfile
from collections.abc import Iterator, Sequence

import openpyxl
from msgspec import Struct
from openpyxl.cell.cell import Cell, MergedCell

from backend.errors import Invalid
from backend.web.languages import gettext
from backend.web.pages import number as spelled

LARGEST_UNPACKED = 200_000_000
MOST_TAGS = 15_000_000  # each costs memory, however short it is written
MOST_PARTS = 2_000
LAST_ROW = 1_048_576  # where every spreadsheet ends
_CHUNK = 1 << 20


class Record(Struct, frozen=True):
    number: int
    cells: Sequence[str]
    problem: str = ""


def records(data: bytes, sheet: str | None, *, widest: int) -> Iterator[Record]:
    """`Invalid` for what is no workbook, or would unpack to more than we take."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # styles and validations that we do not look at
        try:
            _weigh(data)
            yield from _rows(data, sheet, widest)
        except Invalid:
            raise
        except Exception as error:  # a stranger's bytes in a parser that raises what it likes
            raise _damaged() from error


def _weigh(data: bytes) -> None:
    """Sizes as declared are what Python's unpacking stops at. No part may bring entities."""
    tags = 0
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        parts = packed.infolist()
        if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > LARGEST_UNPACKED:
            raise _too_big()
        for part in parts:
            if not part.filename.endswith((".xml", ".rels")):
                continue
            tail = b""
            with packed.open(part) as opened:
                while chunk := opened.read(_CHUNK):
                    tags += chunk.count(b"<")
                    if b"<!DOCTYPE" in (seen := (tail + chunk).replace(b"\0", b"")):
                        raise _damaged()
                    tail = seen[-16:]
    if tags > MOST_TAGS:
        raise _too_big()


def _damaged() -> Invalid:
    return Invalid(
        gettext("Dit .xlsx-bestand is beschadigd of is geen Excelbestand."),
        gettext("Open het in Excel of LibreOffice en sla het opnieuw op."),
    )


def _too_big() -> Invalid:
    return Invalid(
        gettext("Dit .xlsx-bestand is uitgepakt te groot."),
        gettext("Knip het in delen, of gebruik CSV."),
    )


def _rows(data: bytes, sheet: str | None, widest: int) -> Iterator[Record]:
    book = openpyxl.load_workbook(
        io.BytesIO(data), read_only=True, data_only=True, keep_links=False
    )
    names = [one.title for one in book.worksheets]
    wanted = sheet if sheet is not None else next(iter(names), None)
    if wanted not in names:
        raise (
            Invalid(
                gettext("Er is geen werkblad {name}.").format(name=wanted),
                gettext("Kies een van deze: {names}.").format(names=", ".join(names)),
            )
            if names
            else _damaged()
        )
    found = book[wanted]
    found.reset_dimensions()  # the file's own word on its size is often wrong
    for number, cells in enumerate(found.iter_rows(), start=1):
        if len(cells) > widest:
            raise Invalid(
                gettext("Er zijn meer dan {number} kolommen.").format(number=spelled(widest)),
                gettext("Laat kolommen weg."),
            )
        if number > LAST_ROW:
            raise _damaged()
        yield _record(number, cells)


def _record(number: int, cells: Sequence[Cell | MergedCell]) -> Record:
    broken = [str(cell.value) for cell in cells if cell.data_type == "e"]
    said = gettext("Excel geeft in deze rij een fout: {error}.")
    problem = said.format(error=broken[0][:20]) if broken else ""
    return Record(number, [_text(cell.value) for cell in cells], problem)


def _text(value: object) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "ja" if value else "nee"
        case float():
            # With a comma: "1.250" is a thousand and more to a Dutch reader, and to us.
            return str(int(value)) if value.is_integer() else repr(value).replace(".", ",")
        case dt.datetime():
            midnight = value.time() == dt.time.min
            return value.date().isoformat() if midnight else value.isoformat(" ", "seconds")
        case _:
            return str(value)
