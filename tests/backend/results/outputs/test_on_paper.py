# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a summary looks like page by page: nothing half empty, no table of nothing."""

import io

import msgspec
import pypdf

from analysis.disclosure import Cells, Crossing, Hidden
from backend.results.content import Content
from backend.results.outputs.making import files
from tests.backend.results.printed import REVIEWED, make_content

ZEROS = "0 0 0 0"


def pages(content: Content) -> list[str]:
    [made] = [each.data for each in files(content, REVIEWED) if each.name.endswith(".pdf")]
    return [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(made)).pages]


def with_crossing(crossing: Crossing) -> Content:
    content = make_content(1)
    figures = msgspec.structs.replace(content.figures, crossings=(crossing,))
    return msgspec.structs.replace(content, figures=figures)


def test_charts_of_sixty_points_begin_on_the_page_of_what_is_said_in_short() -> None:
    made = pages(make_content(60))
    [short] = [page for page in made if "In het kort" in page and "Inhoud" not in page]
    assert "beslispunt1totenmet6" in "".join(short.split())
    first = next(n for n, page in enumerate(made) if page.startswith("Beslispunt 1\n"))
    assert first <= 4, "five charts of twelve took a page each"


def test_groups_from_which_nobody_came_are_named_in_a_line_and_not_in_a_table() -> None:
    nobody, few = Cells("15-24"), Cells("25-44")
    some = Cells("65+", in_favour=12, opposed=10)
    made = " ".join(pages(with_crossing(Crossing(1, "age_band", (nobody, few, some), ()))))
    said = made.replace("\n", " ")
    assert "65 jaar of ouder 12 10 0" in said
    assert "Niemand uit: 15 tot en met 24 jaar, 25 tot en met 44 jaar." in said
    assert ZEROS not in said


def test_a_table_of_who_filled_in_nothing_is_no_table() -> None:
    shown = (Cells("15-24"), Cells(None, in_favour=20, opposed=30))
    crossing = Crossing(1, "age_band", shown, (Hidden("65+", "answers"),))
    said = " ".join(pages(with_crossing(crossing))).replace("\n", " ")
    assert "Beslispunt 1. Hoe oud bent u?" not in said
    assert "Niemand uit: 15 tot en met 24 jaar." in said
    assert "Niet getoond: 65 jaar of ouder" in said
