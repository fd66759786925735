# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""The stored summary as a table for spreadsheets, and as it stands on a page.

Nothing is computed here, and nothing is translated: who reads the rest of a page in another
language reads the very summary that the council reads.
"""

from collections.abc import Collection

from litestar.template import TemplateProtocol
from markupsafe import Markup

from analysis.dutch import balance, only_counted
from backend.results.content import Content
from backend.results.dictionary import explained
from backend.results.rows import HEADER, rows
from backend.web.cells import csv_table
from backend.web.languages import DUTCH, spoken
from surveys.reviewed import NONE_ASKED, Section, blocks


def as_csv(content: Content, section: Section) -> bytes:
    """With, at the end, what its own columns and words mean."""
    return csv_table(HEADER, (*rows(content, section), *explained()))


def as_html(
    template: TemplateProtocol,
    content: Content,
    section: Section,
    files: str = "",
    charts: Collection[str] = (),
) -> Markup:
    """Rendered by itself: its tables and dates come from parts that follow the page's language.

    `charts`: those that can be fetched under the address `files`.
    """
    beside = {
        "reviews": blocks(section),
        "none_asked": NONE_ASKED,
        "balance": balance,
        "only_counted": only_counted,
    }
    with spoken(DUTCH):
        shown = template.render(content=content, files=files, charts=charts, **beside)
        return Markup(shown)  # noqa: S704 - our template escapes
