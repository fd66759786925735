# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""A decision point that is only counted: in every table, and in nothing that tells."""

import msgspec
import pytest

from analysis.dutch import only_counted
from analysis.leaning import headline
from backend.agenda import one_page
from backend.results.content import Content
from backend.results.outputs import bars, paper
from backend.results.rows import rows
from surveys.reviewed import Section
from tests.backend.results.printed import make_content


@pytest.fixture(scope="module")
def content() -> Content:
    """Of three points; the second is only counted."""
    made = make_content(3)
    points = tuple(
        msgspec.structs.replace(point, in_summary=point.number != 2)
        for point in made.figures.points
    )
    figures = msgspec.structs.replace(made.figures, points=points)
    return msgspec.structs.replace(made, figures=figures)


def test_nothing_tells_about_it_and_the_summary_says_how_many_there_are(content: Content) -> None:
    text = content.figures.points[1].text
    printed = repr(list(paper.blocks(content, Section(1), {}, ())))
    assert text not in printed
    assert content.figures.points[2].text in printed
    assert only_counted(1) in printed
    assert [point.figures.number for point in one_page.points(content)] == [1, 3]
    assert [number for number, _ in bars.per_point(content)] == [1, 3]
    whole = bars.overview(content)
    assert whole is not None
    assert "Beslispunt 2" not in repr(whole)
    assert " 2 (" not in headline(content.figures)


def test_every_table_holds_it(content: Content) -> None:
    assert {row[1] for row in rows(content, Section(1)) if row[0] == "beslispunt"} == {1, 2, 3}


def test_how_many_there_are_in_words() -> None:
    assert only_counted(1).startswith("1 beslispunt staat niet in deze samenvatting, omdat het ")
    assert only_counted(1_200).startswith("1.200 beslispunten staan niet in deze samenvatting")
