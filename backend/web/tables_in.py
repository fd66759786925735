# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Tables as other tools export them: bytes in, a header and rows of text out.

A row that cannot be read is kept with its reason; a file that cannot be read is `Invalid`.
"""

import codecs
import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from msgspec import Struct

from backend.errors import Flaw, Invalid
from backend.web import tables_xlsx
from backend.web.cells import unguarded
from backend.web.languages import gettext, marked
from backend.web.pages import number as spelled
from surveys.text import UNPRINTABLE, clean

LARGEST_FILE = 50_000_000
MOST_ROWS = 100_000
MOST_COLUMNS = 1_000
LONGEST_CELL = 100_000
_DELIMITERS = ";,\t|"
_SAMPLE = 100  # records that show which delimiter it is
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MARKS = ((codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_HINT = re.compile(r"sep=(.)\r?\n")


class Row(Struct, frozen=True):
    """`number` is the row in a spreadsheet; `cells` is as long as the header, or empty for a row
    that does not fit it: then `raw` has what stood there."""

    number: int
    cells: tuple[str, ...]
    problem: str = ""
    raw: tuple[str, ...] = ()

    @property
    def original(self) -> tuple[str, ...]:
        return self.cells or self.raw


class Table(Struct, frozen=True):
    """`blank` counts rows without any text, which are no rows at all."""

    header: tuple[str, ...]
    rows: tuple[Row, ...]
    blank: int


def read(data: bytes, *, sheet: str | None = None, own: Sequence[str] = ()) -> Table:
    """What kind of file it is, shows in its first bytes: names are changed too easily.

    `own`: the first columns of a table that we made ourselves, with `guarded` cells. They are
    taken off, and so is the guard.
    """
    if len(data) > LARGEST_FILE:
        raise _unreadable(
            gettext("Dit bestand is te groot."),
            gettext("Er past {size} MB.").format(size=LARGEST_FILE // 1_000_000),
        )
    if data.startswith(_OLE):
        raise _unreadable(
            gettext("Dit is een oud Excelbestand (.xls), of een bestand met een wachtwoord."),
            gettext("Sla het in Excel op als .xlsx zonder wachtwoord, of als CSV."),
        )
    if kind := _something_else(data):
        raise _unreadable(
            gettext("Dit is {kind}, geen tabel.").format(kind=gettext(kind)),
            gettext("Sla de tabel op als CSV of als Excelbestand (.xlsx)."),
        )
    if data.startswith(b"PK\x03\x04"):
        found = tables_xlsx.records(data, sheet, widest=MOST_COLUMNS)
        return _table(_without(own, found), pad=True)
    if sheet is not None:
        raise _unreadable(
            gettext("Dit bestand heeft geen werkbladen."), gettext("Laat --sheet weg.")
        )
    text = decoded(data)
    hint = _HINT.match(text)
    body = text[hint.end() :] if hint else text
    if own and body.startswith(";".join((*own, ""))):
        separator = ";"  # what stands in the cells says nothing on a table of our own
    else:
        separator = hint.group(1) if hint else delimiter(body)
    return _table(_without(own, _records(body, separator)), pad=False)


def _without(
    own: Sequence[str], records: Iterable[tables_xlsx.Record]
) -> Iterator[tables_xlsx.Record]:
    """`records`, without what we put to them when this is a table that we made."""
    if not own:
        yield from records
        return
    ours: bool | None = None
    for record in records:
        if ours is None and any(clean(cell) for cell in record.cells):
            ours = tuple(clean(cell) for cell in record.cells[: len(own)]) == tuple(own)
        if ours:
            kept = [unguarded(clean(cell)) for cell in record.cells[len(own) :]]
            yield tables_xlsx.Record(record.number, kept, record.problem)
        else:
            yield record


_SIGNS = (
    (b"%PDF", marked("een pdf")),
    (b"\x89PNG", marked("een afbeelding")),
    (b"\xff\xd8\xff", marked("een afbeelding")),
    (b"GIF8", marked("een afbeelding")),
    (b"{\\rtf", marked("een tekstbestand uit een tekstverwerker")),
    (b"\x1f\x8b", marked("een ingepakt bestand")),
    (b"7z\xbc\xaf", marked("een ingepakt bestand")),
    (b"Rar!", marked("een ingepakt bestand")),
    (b"<!doctype html", marked("een webpagina")),
    (b"<html", marked("een webpagina")),
    (b"<?xml", marked("een XML-bestand")),
    (b"{", marked("een JSON-bestand")),
)
_PACKED = (
    (b"application/vnd.oasis.opendocument", marked("een bestand van LibreOffice (.ods of .odt)")),
    (b"word/document.xml", marked("een Wordbestand")),
    (b"ppt/presentation.xml", marked("een presentatie")),
)
_LOOKED_AT = 4_096


def _something_else(data: bytes) -> str:
    """What a file is that only says to be a table by its name; empty for what may be one."""
    start = data.removeprefix(codecs.BOM_UTF8)[:_LOOKED_AT].lstrip().lower()
    if data.startswith(b"PK\x03\x04"):
        near = data[:_LOOKED_AT] + data[-_LOOKED_AT:]
        return next((kind for sign, kind in _PACKED if sign in near), "")
    return next((kind for sign, kind in _SIGNS if start.startswith(sign.lower())), "")


def _unreadable(what: str, do: str, flaws: Sequence[Flaw] = ()) -> Invalid:
    return Invalid(what, do, flaws)


def decoded(data: bytes) -> str:
    """Text. Bytes that mean nothing become lone surrogates, so that only their row is refused."""
    if data.startswith(codecs.BOM_UTF8):
        return data[3:].decode("utf-8", "surrogateescape")
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            try:
                return data[len(mark) :].decode(encoding)
            except UnicodeDecodeError:
                raise _unreadable(
                    gettext("Dit bestand begint als UTF-16, maar is het niet."),
                    gettext("Exporteer het opnieuw."),
                ) from None
    if data[:4096].count(0) > len(data[:4096]) // 8:
        raise _unreadable(
            gettext("Dit is geen tekstbestand."),
            gettext("Sla de tabel op als CSV of als Excelbestand (.xlsx)."),
        )
    text = data.decode("utf-8", "surrogateescape")
    strange = sum("\ud800" <= letter <= "\udfff" for letter in text)
    # One broken byte among letters that do make sense is a broken byte. Reading such a file as
    # Windows-1252 would turn every é in it into Ã© without a word.
    if strange <= sum(letter > "\x7f" for letter in text) - strange:
        return text
    return data.decode("cp1252", "surrogateescape")


def _reader(text: str, separator: str) -> Iterator[list[str]]:
    return csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)


def delimiter(text: str) -> str:
    """The one that cuts most of the first records into as many cells as the header."""

    def fit(separator: str) -> tuple[float, int]:
        found: list[int] = []
        try:
            found += [len(record) for record in islice(_reader(text, separator), _SAMPLE) if record]
        except csv.Error:
            found = found or [0]
        width = found[0] if found else 0
        return (found.count(width) / len(found), width) if width > 1 else (0.0, 0)

    return max(_DELIMITERS, key=fit)


def _records(text: str, separator: str) -> Iterator[tables_xlsx.Record]:
    number = 0
    reader = _reader(text, separator)
    while True:
        number += 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            raise _unreadable(
                gettext("In dit bestand klopt een aanhalingsteken niet."),
                gettext("Kijk bij de genoemde rij, of exporteer het bestand opnieuw."),
                [
                    Flaw(
                        gettext("rij {number}").format(number=spelled(number)),
                        gettext(
                            "Hier begint of eindigt een cel met een los aanhalingsteken, of een"
                            " cel is veel te lang."
                        ),
                    )
                ],
            ) from None
        yield tables_xlsx.Record(number, cells)


def _table(records: Iterable[tables_xlsx.Record], *, pad: bool) -> Table:
    """`pad`: a spreadsheet leaves out empty cells at the end; in CSV they would be missing."""
    header: tuple[str, ...] = ()
    rows: list[Row] = []
    blank = 0
    for record in records:
        cells = [clean(cell) for cell in record.cells]
        if not any(cells):
            blank += bool(header)
        elif not header:
            header = _header(cells)
        elif len(rows) >= MOST_ROWS:
            raise _unreadable(
                gettext("Er zijn meer dan {number} rijen.").format(number=spelled(MOST_ROWS)),
                gettext("Knip het bestand in delen."),
            )
        else:
            rows.append(_row(record, cells, len(header), pad=pad))
    if not rows:
        raise _unreadable(
            gettext("In dit bestand staan geen rijen."), gettext("Kies een ander bestand.")
        )
    return Table(header, tuple(rows), blank)


def _header(cells: list[str]) -> tuple[str, ...]:
    """A name for every column: one without gets its place, one that is there twice a number."""
    names = _trimmed(cells)
    if len(names) > MOST_COLUMNS:
        raise _unreadable(
            gettext("Er zijn meer dan {number} kolommen.").format(number=spelled(MOST_COLUMNS)),
            gettext("Laat kolommen weg."),
        )
    found: dict[str, None] = {}
    for place, cell in enumerate(names, start=1):
        if UNPRINTABLE.search(cell):
            raise _unreadable(
                gettext("In de kop staan tekens die niet te lezen zijn."),
                gettext("Exporteer het bestand opnieuw."),
            )
        name = " ".join(cell.split()) or f"(kolom {place})"
        again = 1
        unique = name
        while unique in found:
            again += 1
            unique = f"{name} ({again})"
        found[unique] = None
    return tuple(found)


def _trimmed(cells: list[str]) -> list[str]:
    last = max(place for place, cell in enumerate(cells, start=1) if cell)
    return cells[:last]


def _row(record: tables_xlsx.Record, cells: list[str], width: int, *, pad: bool) -> Row:
    filled = _trimmed(cells)
    if len(filled) > width or (len(cells) < width and not pad):
        count = max(len(filled), min(len(cells), width))
        what = f"Deze rij heeft {count} cellen en de kop {width}."
        return Row(record.number, (), what, tuple(cells))
    if any(len(cell) > LONGEST_CELL for cell in filled):
        what = f"Een cel is langer dan {LONGEST_CELL} tekens."
        return Row(record.number, (), what, tuple(cell[:LONGEST_CELL] for cell in cells))
    full = (*filled, *[""] * (width - len(filled)))
    return Row(record.number, full, record.problem)
