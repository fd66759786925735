# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""All files of one final summary. The same content gives the same bytes, on any machine.

`section` is what advisory councils said when the files were made; each says where the rest is.
"""

from collections.abc import Iterator

from msgspec import Struct

from backend.results.content import Content
from backend.results.outputs import bars
from backend.results.outputs.columns import parquet
from backend.results.outputs.names import PARQUET, PDF, SVG, XLSX, stem
from backend.results.outputs.pdf import pdf
from backend.results.outputs.spreadsheet import xlsx
from surveys.reviewed import Section


class File(Struct, frozen=True):
    name: str
    media_type: str
    data: bytes


def files(content: Content, section: Section) -> Iterator[File]:
    name = stem(content.slug, content.number)
    points = dict(bars.per_point(content))
    whole = bars.overview(content)
    on_paper = list(bars.on_paper(content, whole))
    yield File(f"{name}.pdf", PDF, pdf(content, section, points, on_paper))
    yield File(f"{name}.xlsx", XLSX, xlsx(content, section))
    yield File(f"{name}.parquet", PARQUET, parquet(content, section))
    for drawn in (*points.values(), *([whole] if whole else [])):
        yield File(f"{drawn.name}.svg", SVG, drawn.svg)
