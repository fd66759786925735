# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
import csv
import datetime as dt
import io
import zipfile

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.errors import Invalid
from backend.web.tables_in import Table, read

HEADER = ("Wat vindt u van punt 1?", "Waarom, en hoe?", "Leeftijd")
SAID = ("Voor", "Méér bomen; minder 'auto's'.\nEn een \"bankje\" à la carte.", "65+")


def written(separator: str, *, quoting: int = csv.QUOTE_MINIMAL) -> str:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=separator, quoting=quoting, lineterminator="\r\n")
    writer.writerows([HEADER, SAID, ("Tegen", "", "")])
    return out.getvalue()


def sheet(*rows: object, title: str = "Antwoorden") -> bytes:
    book = openpyxl.Workbook()
    page = book.worksheets[0]
    page.title = title
    for row in rows:
        page.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def texts(table: Table) -> list[tuple[str, ...]]:
    return [row.cells for row in table.rows]


@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252", "iso-8859-1"])
@pytest.mark.parametrize("quoting", [csv.QUOTE_MINIMAL, csv.QUOTE_ALL])
def test_every_way_of_writing_the_same_table_reads_the_same(
    separator: str, encoding: str, quoting: int
) -> None:
    table = read(written(separator, quoting=quoting).encode(encoding))
    assert table.header == HEADER
    assert texts(table) == [SAID, ("Tegen", "", "")]
    assert [row.number for row in table.rows] == [2, 3]


def test_windows_has_a_euro_sign_and_curly_quotes_where_latin_1_has_none() -> None:
    table = read("A;B\r\n“€ 5”;caf\u00e9\r\n".encode("cp1252"))
    assert texts(table) == [("“€ 5”", "café")]


def test_a_row_number_is_that_of_the_spreadsheet_also_after_a_newline_in_a_cell() -> None:
    table = read(b'A;B\n"een\ntwee\ndrie";x\n\n;\nvier;y\n')
    assert [(row.number, row.cells[1]) for row in table.rows] == [(2, "x"), (5, "y")]
    assert table.blank == 2


def test_the_hint_that_excel_writes_on_the_first_line_is_followed() -> None:
    assert read(b"sep=|\r\nA,1;|B\r\n1|2\r\n").header == ("A,1;", "B")


def test_commas_in_a_header_do_not_make_a_file_with_semicolons_one_with_commas() -> None:
    table = read(b"Wat vindt u, echt, ervan?;En waarom, dan?\nVoor;Leuk, mooi\nTegen;x\n")
    assert table.header == ("Wat vindt u, echt, ervan?", "En waarom, dan?")


def test_one_broken_byte_refuses_its_row_and_leaves_the_others_readable() -> None:
    data = "A;B\ncafé;één\nx;y\n".encode() + b"kap\xffot;z\n"
    table = read(data)
    assert texts(table)[:2] == [("café", "één"), ("x", "y")]
    assert "\udcff" in table.rows[2].cells[0]


def test_rows_with_too_many_or_too_few_cells_are_named_and_an_empty_tail_is_no_cell() -> None:
    table = read(b"A;B;C\n1;2;3\n1;2\n1;2;3;4\n1;2;3;;\n")
    assert [row.problem for row in table.rows] == [
        "",
        "Deze rij heeft 2 cellen en de kop 3.",
        "Deze rij heeft 4 cellen en de kop 3.",
        "",
    ]


def test_columns_without_a_name_or_with_the_same_name_can_be_told_apart() -> None:
    table = read(b"A;;A;A (2);A\n1;2;3;4;5\n")
    assert table.header == ("A", "(kolom 2)", "A (2)", "A (2) (2)", "A (3)")


def test_a_quote_that_is_never_closed_stops_the_file_and_names_the_row() -> None:
    with pytest.raises(Invalid, match="aanhalingsteken") as refusal:
        read(b'A;B\n1;2\n3;"vier\n5;6\n')
    assert refusal.value.flaws[0].where == "rij 3"


@pytest.mark.parametrize(
    ("data", "match"),
    [
        (b"", "geen rijen"),
        (b"\xef\xbb\xbf", "geen rijen"),
        (b"A;B\n;\n\n", "geen rijen"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 oud", "oud Excelbestand"),
        (b"PK\x03\x04 geen zip", "beschadigd"),
        (b"A\0;\0B\0\n\0" * 9, "geen tekstbestand"),
        (b"\xff\xfeA", "UTF-16"),
        (b"A;B\x07\n1;2\n", "kop"),
        (b";".join(b"%d" % n for n in range(1001)) + b"\n1\n", "meer dan 1.000 kolommen"),
        (b"A\n" + b"1\n" * 100_001, "meer dan 100.000 rijen"),
    ],
)
def test_a_file_that_is_no_table_is_refused_in_words(data: bytes, match: str) -> None:
    with pytest.raises(Invalid, match=match):
        read(data)


def test_a_nul_and_a_cell_without_end_refuse_only_their_row() -> None:
    table = read(b"A;B\n1\0;2\n3;" + b"x" * 100_001 + b"\n5;6\n")
    assert [(row.cells, bool(row.problem)) for row in table.rows] == [
        (("1\0", "2"), False),
        ((), True),
        (("5", "6"), False),
    ]


def test_a_sheet_is_read_as_a_dutch_reader_would_type_it() -> None:
    moment = dt.datetime(2026, 3, 1, 12, 30)  # noqa: DTZ001 - a sheet knows no zones
    data = sheet(
        ["Tekst", "Getal", "Breuk", "Dag", "Moment", "Vink", "Leeg", "Eind"],
        ["één\ntwee", 12.0, 1.25, dt.date(2026, 3, 1), moment, True, None, "x"],
        ["kort"],
    )
    table = read(data)
    assert texts(table) == [
        ("één\ntwee", "12", "1,25", "2026-03-01", "2026-03-01 12:30:00", "ja", "", "x"),
        ("kort", *[""] * 7),
    ]


def test_a_sheet_can_be_chosen_by_name_and_a_wrong_name_lists_the_right_ones() -> None:
    book = openpyxl.Workbook()
    book.worksheets[0].append(["A"])
    other = book.create_sheet("Ruwe data")
    other.append(["B"])
    other.append([1])
    out = io.BytesIO()
    book.save(out)
    assert read(out.getvalue(), sheet="Ruwe data").header == ("B",)
    with pytest.raises(Invalid, match="geen werkblad") as refusal:
        read(out.getvalue(), sheet="Blad1")
    assert "Ruwe data" in refusal.value.advice
    with pytest.raises(Invalid, match="geen werkbladen"):
        read(b"A;B\n1;2\n", sheet="Blad1")


def test_an_error_of_excel_refuses_its_row() -> None:
    table = read(sheet(["A", "B"], [1, "#N/A"], [2, "goed"]))
    assert [row.problem for row in table.rows] == ["Excel geeft in deze rij een fout: #N/A.", ""]


def _with_part(data: bytes, name: str, content: bytes) -> bytes:
    """The same workbook with one part written over."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", 8) as new:
        for part in old.infolist():
            new.writestr(part.filename, content if part.filename == name else old.read(part))
    return out.getvalue()


def _cells(cells: bytes) -> bytes:
    space = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return b'<worksheet xmlns="%b"><sheetData>%b</sheetData></worksheet>' % (space, cells)


SHEET1 = "xl/worksheets/sheet1.xml"


def test_two_cells_in_opposite_corners_are_no_way_to_take_the_memory() -> None:
    corners = _cells(
        b'<row r="1"><c r="A1"><v>1</v></c></row>'
        b'<row r="1048576"><c r="XFD1048576"><v>2</v></c></row>'
    )
    with pytest.raises(Invalid, match=r"meer dan 1\.000 kolommen"):
        read(_with_part(sheet([1]), SHEET1, corners))


@pytest.mark.parametrize(
    "content",
    [
        b" " * 250_000_000,
        _cells(b"<row/>" * 16_000_000),
        b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]>' + _cells(b""),
        _cells(b'<row r="1"><c r="ZZZZZZ1"><v>1</v></c></row>'),
        _cells(b'<row r="99999999999"><c><v>1</v></c></row>'),
        b"<worksheet>",
    ],
    ids=["spaces", "tags", "entities", "column", "row", "half"],
)
def test_a_sheet_that_would_grow_without_end_is_refused(content: bytes) -> None:
    with pytest.raises(Invalid, match=r"te groot|beschadigd"):
        read(_with_part(sheet([1]), SHEET1, content))


@given(st.binary(max_size=400))
def test_any_bytes_are_a_table_or_a_clear_refusal(data: bytes) -> None:
    _rows_or_refusal(data)


@given(st.binary(max_size=60), st.integers(0, 5_000))
def test_a_damaged_workbook_is_a_table_or_a_clear_refusal(noise: bytes, place: int) -> None:
    whole = WORKBOOK
    _rows_or_refusal(whole[:place] + noise + whole[place + len(noise) :])


@given(st.text(alphabet=st.sampled_from('ab;,\t|"\r\n é\0')))
def test_any_text_is_a_table_or_a_clear_refusal(text: str) -> None:
    _rows_or_refusal(text.encode())


WORKBOOK = sheet(["A", "B"], ["één", 2], ["drie", None])


def _rows_or_refusal(data: bytes) -> None:
    try:
        table = read(data)
    except Invalid:
        return
    assert len(set(table.header)) == len(table.header) > 0
    assert all(row.problem or len(row.cells) == len(table.header) for row in table.rows)
    assert all(any(row.cells) or row.problem for row in table.rows)
    numbers = [row.number for row in table.rows]
    assert numbers == sorted(set(numbers))
