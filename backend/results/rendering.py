# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""The stored summary as a table for spreadsheets, and as it stands on a page.

Nothing is computed here, and nothing is translated: who reads the rest of a page in another
language reads the very summary that the council reads.
"""

import hashlib
from collections import OrderedDict
from collections.abc import Callable, Collection
from typing import Final

import msgspec
from litestar.template import TemplateProtocol
from markupsafe import Markup

from analysis.dutch import NO_SAMPLE, SOME_DRAWN, WAYS, balance, one_each, only_counted
from analysis.stance_spread import in_words
from backend.results import apart, taking_part
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
        "ways": WAYS,
        "one_each": one_each,
        "apart": apart,
        "in_short": taking_part.in_short(content),
        "no_sample": SOME_DRAWN if content.figures.sample else NO_SAMPLE,
        "taking_part": tuple(taking_part.blocks(content)),
        "for_researchers": tuple(taking_part.for_researchers(content)),
        "spread_in_words": in_words,
    }
    with spoken(DUTCH):
        shown = template.render(content=content, files=files, charts=charts, **beside)
        return Markup(shown)  # noqa: S704 - our template escapes


_MOST: Final = 100
"""Of some hundred kilobytes each, at most."""


class Rendered:
    """Final summaries as they were rendered lately: that takes longer than all else of their page.

    Kept under all that they are made of, so that nothing has to be thrown away in time. Whether
    somebody may read one, the database says each time before this is asked.
    """

    def __init__(self) -> None:
        self._kept: OrderedDict[bytes, Markup] = OrderedDict()

    def of(
        self,
        stored: bytes,
        section: Section,
        files: str,
        charts: Collection[str],
        render: Callable[[], Markup],
    ) -> Markup:
        beside = msgspec.json.encode((section, files, sorted(charts)))
        key = hashlib.sha256(hashlib.sha256(stored).digest() + beside).digest()
        found = self._kept.get(key)
        if found is None:
            found = self._kept[key] = render()
        self._kept.move_to_end(key)
        while len(self._kept) > _MOST:
            self._kept.popitem(last=False)
        return found
