# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
from hypothesis import given
from hypothesis import strategies as st

from surveys.differences import Wording, differences, side

POINTS = ((1, "Het park aan te leggen."), (2, "Daarvoor € 150.000 uit te trekken."))
OLD = Wording("Park", POINTS, "Er komt een park.\n\nHet park heeft een vijver en drie bankjes.")

lines = st.text(st.sampled_from("ab é1.\n"), max_size=40)
wordings = st.builds(
    Wording,
    lines,
    st.dictionaries(st.integers(1, 4), lines).map(lambda d: tuple(sorted(d.items()))),
    lines,
)


def test_one_changed_word_is_marked_and_the_rest_is_not() -> None:
    new = Wording("Park", (POINTS[0], (2, "Daarvoor € 250.000 uit te trekken.")), OLD.text)
    (row,) = differences(OLD, new)
    assert (row.part, row.number) == ("point", 2)
    assert [piece.text for piece in row.old if piece.changed] == ["150"]
    assert [piece.text for piece in row.new if piece.changed] == ["250"]


def test_a_point_that_came_and_a_paragraph_that_went_have_one_empty_side() -> None:
    new = Wording("Park", (*POINTS, (3, "Een jaar te wachten.")), "Er komt een park.")
    point, paragraph = differences(OLD, new)
    assert (point.old, side(point.new)) == ((), "Een jaar te wachten.")
    assert (side(paragraph.old)[:8], paragraph.new) == ("Het park", ())


def test_a_text_that_is_another_text_is_marked_whole() -> None:
    new = Wording("Verkoop van de brandweerkazerne", POINTS, OLD.text)
    (row,) = differences(OLD, new)
    assert [piece.changed for piece in row.new] == [True]


@given(wordings)
def test_a_version_does_not_differ_from_itself(one) -> None:
    assert differences(one, one) == ()


@given(wordings, wordings)
def test_both_sides_say_what_stood_there_and_only_what_differs_is_shown(old, new) -> None:
    rows = differences(old, new)
    for row in rows:
        assert any(piece.changed for piece in (*row.old, *row.new))
        if row.part == "title":
            assert (side(row.old), side(row.new)) == (old.title, new.title)
        if row.part == "point":
            texts = dict(old.points).get(row.number, ""), dict(new.points).get(row.number, "")
            assert (side(row.old), side(row.new)) == texts
    shown = [side(row.new) for row in rows if row.part == "text" and row.new]
    assert all(text in new.paragraphs() for text in shown)
    if not rows:
        assert old.paragraphs() == new.paragraphs()
