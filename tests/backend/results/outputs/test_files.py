# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Every file of a summary read back by a program that did not write it, and held to the rules."""

import csv
import hashlib
import io
import json
import os
import re
import subprocess
import sys
from functools import cache
from pathlib import Path
from xml.etree import ElementTree as ET

import msgspec
import page
import polars as pl
import pypdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from backend.results.content import Content, Quoted, encode
from backend.results.dictionary import terms
from backend.results.outputs import fonts
from backend.results.outputs.making import files
from backend.results.outputs.pdf import pdf
from backend.results.rendering import as_csv
from backend.web.cells import inert
from surveys.stances import Stance
from tests.backend.results.printed import HOSTILE, OBJECTION, REVIEWED, make_content
from tests.faults.processes import ROOT

STEM = "samenvatting-park-v1"
SVG = "{http://www.w3.org/2000/svg}"
RULES = (page.ValidationProfile.PDF_UA_1, page.ValidationProfile.PDF_A_2A)
COUNTED = {"totaal", "kanaal", "dag", "telling", "stelling", "saldo", "adviesraad"}
FORMULA = ("=", "+", "-", "@")


@cache
def made(points: int) -> dict[str, bytes]:
    return {file.name: file.data for file in files(make_content(points), REVIEWED)}


def failures(data: bytes, folder: Path) -> list[object]:
    path = folder / "samenvatting.pdf"
    path.write_bytes(data)
    found: list[object] = []
    for profile in RULES:
        result = page.validate_pdf(str(path), profile=profile)
        for each in result.failures:
            # It takes a last byte that happens to be CR for a part of the line end after it: one
            # stream in 256. So that rule we check to the byte ourselves.
            if each.rule_id == "PDFA2A-STREAM-LENGTH-001" and lengths_hold(data):
                continue
            found.append(each)
    return found


def lengths_hold(data: bytes) -> bool:
    """Every stream is as long as it says, and then comes its end."""
    found = list(re.finditer(rb"<<(?:(?!endobj).)*?/Length (\d+)(?:(?!endobj).)*?>>\s*stream\r?\n",
                             data, re.DOTALL))  # fmt: skip
    ends = [data[each.end() + int(each[1]) :][:11] for each in found]
    return len(ends) > 5 and all(
        re.fullmatch(rb"\r?\nendstream?.?", end, re.DOTALL) for end in ends
    )


def text_of(data: bytes) -> str:
    """Of all pages, without what a line end or the place to break a long word adds."""
    reader = pypdf.PdfReader(io.BytesIO(data))
    return " ".join(p.extract_text() for p in reader.pages).replace("\u200b", "")


def closely(text: str) -> str:
    return re.sub(r"[\s\u00ad-]", "", text)


@pytest.mark.parametrize("points", [0, 1, 3, 60])
def test_the_pdf_fails_no_rule_of_pdf_ua_1_and_pdf_a_2a(points: int, tmp_path: Path) -> None:
    data = made(points)[f"{STEM}.pdf"]
    assert failures(data, tmp_path) == []
    reader = pypdf.PdfReader(io.BytesIO(data))
    root = reader.trailer["/Root"]
    assert (root["/Lang"], root["/MarkInfo"]["/Marked"]) == ("nl", True)
    assert reader.metadata.title == "Wat mensen zeiden over: Een park aan de Meerkade"
    headings = [each.title for each in reader.outline if not isinstance(each, list)]
    assert [h for h in headings if h.startswith("Besl")] == [
        f"Beslispunt {n}" for n in range(1, points + 1)
    ]


def test_the_checker_that_we_trust_sees_what_is_wrong(tmp_path: Path) -> None:
    writer = pypdf.PdfWriter()
    writer.add_blank_page(100, 100)
    out = io.BytesIO()
    writer.write(out)
    assert len(failures(out.getvalue(), tmp_path)) > 2


def test_what_people_wrote_is_text_and_never_markup() -> None:
    said = closely(text_of(made(1)[f"{STEM}.pdf"]))
    for quote in (HOSTILE[0], HOSTILE[1], HOSTILE[5]):
        assert closely(quote) in said
    assert closely(OBJECTION) in said
    assert "\ufffd" in said, "a letter without a shape is seen to be missing"


@settings(max_examples=15, deadline=None)
@given(st.lists(st.text(max_size=30), min_size=12, max_size=12))
def test_whatever_people_write_there_is_a_pdf(texts: list[str]) -> None:
    plain = make_content(0)
    quotes = tuple(
        Quoted(None, "everybody", n, text, "way") for n, text in enumerate(texts) if text.strip()
    )
    content = msgspec.structs.replace(plain, quotations=quotes, title=f"{texts[0]}Titel")
    assert pdf(content, REVIEWED, {}, ()).startswith(b"%PDF-1.7")


def test_every_script_of_our_fonts_has_a_family_in_the_template() -> None:
    assert fonts.families()[0] == "Noto Sans"
    assert {"Noto Sans Arabic", "Noto Sans Hebrew", "Noto Emoji"} < set(fonts.families())


def test_read_from_the_right_only_what_is_written_so() -> None:
    said = [fonts.from_the_right(text) for text in HOSTILE]
    assert said == [False, False, True, True, False, False]
    assert fonts.from_the_right("2026") is False


def table(points: int, form: str) -> list[dict[str, object]]:
    """The long table of one form, as Python values."""
    content = make_content(points)
    if form == "csv":
        rows = csv.DictReader(
            io.StringIO(as_csv(content, REVIEWED).decode("utf-8-sig")), delimiter=";"
        )
        return [{k: _value(k, v) for k, v in row.items()} for row in rows]
    if form == "parquet":
        frame = pl.read_parquet(io.BytesIO(made(points)[f"{STEM}.parquet"]))
        return [
            {k: inert(v) if isinstance(v, str) else v for k, v in row.items()}
            for row in frame.iter_rows(named=True)
        ]
    sheet = load_workbook(io.BytesIO(made(points)[f"{STEM}.xlsx"]))["Alle cijfers"]
    head, *rows = sheet.iter_rows(values_only=True)
    return [dict(zip(map(str, head), row, strict=True)) for row in rows]


def _value(name: str, cell: str) -> object:
    if cell == "":
        return None
    return int(cell) if name in {"beslispunt", "aantal", "promille"} else cell


def test_every_table_holds_the_numbers_of_the_json() -> None:
    told = [row for row in table(3, "csv") if row["onderdeel"] != "uitleg"]
    for form in ("xlsx", "parquet"):
        found = table(3, form)
        assert [_numbers(row) for row in found] == [_numbers(row) for row in told]
    whole = json.loads(encode(make_content(3)))["figures"]
    by_point = {
        (row["beslispunt"], row["groep"], row["maat"]): row["aantal"]
        for row in told
        if row["onderdeel"] == "stelling"
    }
    for point in whole["points"]:
        for share in point["stances"]:
            assert by_point[point["number"], None, share["stance"]] == share["n"]
        for channel in point["by_channel"]:
            for share in channel["stances"]:
                key = (point["number"], channel["channel"], share["stance"])
                assert by_point[key] == share["n"]
    totals = {row["maat"]: row["aantal"] for row in told if row["onderdeel"] == "totaal"}
    assert totals == whole["totals"]


def _numbers(row: dict[str, object]) -> tuple[object, ...]:
    return tuple(row[name] for name in ("onderdeel", "beslispunt", "groep", "maat", "aantal"))


def test_the_sheet_that_people_read_and_the_pdf_say_the_same() -> None:
    book = load_workbook(io.BytesIO(made(3)[f"{STEM}.xlsx"]))
    assert book.sheetnames[0] == "Over dit bestand"
    rows = list(book["Beslispunten"].iter_rows(min_row=2, values_only=True))
    said = text_of(made(3)[f"{STEM}.pdf"])
    for point in make_content(3).figures.points:
        together = next(r for r in rows if (r[0], r[2]) == (point.number, "alles samen"))
        assert list(together[3:10]) == [share.n for share in point.stances]
        part = said.split(f"Wat mensen vinden van beslispunt {point.number} ")[-1]
        channels = [c for c in point.by_channel if c.answered]
        for place, share in enumerate(point.stances):
            row = [share.n, *(c.stances[place].n for c in channels)]
            assert " ".join(map(str, row)) in part.replace("\n", " "), (point.number, row)


def test_a_chart_says_its_numbers_and_needs_nothing_else() -> None:
    content = make_content(3)
    for point in content.figures.points:
        svg = ET.fromstring(made(3)[f"beslispunt-{point.number}.svg"])  # noqa: S314 - we made it
        title, said = (svg.findtext(f"{SVG}{name}") or "" for name in ("title", "desc"))
        assert f"beslispunt {point.number}" in title
        together = said.partition(".")[0]
        numbers = [int(n) for n in re.findall(r"\((\d+)\)", together)]
        told = [s.n for s in point.stances if s.n and s.stance is not Stance.NO_OPINION]
        assert numbers == told
        for element in svg.iter():
            assert element.tag.removeprefix(SVG) not in {"script", "image", "style", "use"}
            assert not [key for key in element.attrib if key.endswith("href") or key == "style"]
    assert "beslispunten.svg" in made(3)
    assert [name for name in made(1) if name.endswith(".svg")] == ["beslispunt-1.svg"]


def test_no_cell_is_a_formula_and_numbers_are_numbers() -> None:
    content = msgspec.structs.replace(make_content(1), title="=1+1", correction="@SUM(1)")
    data = {file.name: file.data for file in files(content, REVIEWED)}
    for sheet in load_workbook(io.BytesIO(data[f"{STEM}.xlsx"])):
        for cell in (cell for row in sheet.iter_rows() for cell in row):
            assert cell.data_type in {"s", "n"}, cell.coordinate
            if isinstance(cell.value, str):
                assert not cell.value.startswith(FORMULA), cell.coordinate
    assert "'=1+1 auto" in {row["tekst"] for row in table(1, "xlsx")}


def test_every_word_of_the_tables_is_explained_in_the_tables() -> None:
    """On the first sheet nobody has to guess: parts, measures, stances and channels."""
    words = {(term.column, term.word) for term in terms()}
    rows = [row for row in table(3, "csv") if row["onderdeel"] != "uitleg"]
    for row in rows:
        assert ("onderdeel", row["onderdeel"]) in words
        said = str(row["maat"] or "")
        if row["onderdeel"] in {
            "totaal",
            "kanaal",
            "dag",
            "telling",
            "stelling",
            "saldo",
            "adviesraad",
        }:
            assert ("maat", said) in words, said
    in_csv = {row["maat"] for row in table(3, "csv") if row["onderdeel"] == "uitleg"}
    sheet = load_workbook(io.BytesIO(made(3)[f"{STEM}.xlsx"]))["Uitleg"]
    in_xlsx = {row[1] for row in sheet.iter_rows(min_row=2, values_only=True)}
    about = pl.read_parquet_metadata(io.BytesIO(made(3)[f"{STEM}.parquet"]))
    in_parquet = {term["word"] for term in json.loads(about["raadgever:uitleg"])}
    assert in_csv == in_xlsx == in_parquet == {word for _, word in words}


def hashes() -> dict[str, str]:
    found = {file.name: file.data for file in files(make_content(2), REVIEWED)}
    return {name: hashlib.sha256(data).hexdigest() for name, data in found.items()}


def test_made_twice_and_by_another_process_every_file_is_the_same_bytes() -> None:
    ours = {name: hashlib.sha256(data).hexdigest() for name, data in made(2).items()}
    assert ours == hashes()
    elsewhere = {"PYTHONHASHSEED": "4711", "TZ": "Asia/Tokyo", "LC_ALL": "C", "HOME": "/nowhere"}
    other = {**os.environ, **elsewhere, "FONTCONFIG_FILE": "/dev/null", "POLARS_MAX_THREADS": "1"}
    ran = subprocess.run(
        [sys.executable, "-m", "tests.backend.results.outputs.test_files"],
        cwd=ROOT,
        env=other,
        capture_output=True,
        check=True,
    )
    assert json.loads(ran.stdout) == ours


def test_the_paper_holds_what_was_signed_of_the_log_to_hold_a_later_log_against() -> None:
    log = make_content(3).log
    assert log is not None
    said = closely(text_of(made(3)[f"{STEM}.pdf"]))
    for words in (log.name, f"{log.size}", log.root, log.key):
        assert closely(words) in said
    unsigned = msgspec.structs.replace(make_content(3), log=None)
    [paper] = [file.data for file in files(unsigned, REVIEWED) if file.name.endswith(".pdf")]
    assert "Herkenning van de sleutel" not in text_of(paper)


def test_a_draft_goes_on_no_paper() -> None:
    draft: Content = msgspec.structs.replace(make_content(1), finalised_at=None)
    with pytest.raises(ValueError, match="only a final summary"):
        pdf(draft, REVIEWED, {}, ())


if __name__ == "__main__":
    print(json.dumps(hashes()))  # noqa: T201 - its result
