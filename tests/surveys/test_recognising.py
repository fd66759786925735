# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""What is proposed when an agenda calls something otherwise than it did."""

from pathlib import Path

import pytest

from surveys import recognising
from surveys.recognising import ALIKE, MOST_COMPARED, Agenda, Called, alike, proposed, same_meeting

PUBLISHED = Path(__file__).parents[2] / "docs" / "reading-in-an-agenda.md"


def item(key: str, title: str, number: str = "", *papers: str, under: str = "") -> Called:
    return Called(key, title, number, under, frozenset(papers))


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Een park aan de Meerkade", "een  park AAN de Meerkade", True),
        ("Een park aan de Meerkade", "Een park bij de Meerkade", True),
        ("Vaststelling begroting", "Vaststellen van de begroting", True),
        ("Begroting 2027", "Begroting 2028", False),
        ("Motie 1", "Motie 2", False),
        ("Een park aan de Meerkade", "Het tarief voor parkeren", False),
        ("", "Opening", False),
    ],
)
def test_titles_are_alike_by_their_letters_and_never_with_another_figure(one, other, same) -> None:
    assert bool(alike(one, other)) is same


def test_the_same_papers_at_the_same_number_go_before_a_likely_title() -> None:
    gone = [item("a", "Het park", "3", "voorstel"), item("b", "Groen bij de kade", "4", "nota")]
    new = [item("x", "Groen langs de kade", "3", "voorstel"), item("y", "Iets anders", "5", "nota")]
    assert proposed(new, gone) == {"x": "a"}
    assert proposed([item("x", "Heel anders", "3", "voorstel", under="Kop")], gone) == {}
    assert proposed([item("x", "Heel anders", "", "voorstel")], gone) == {}


def test_each_item_is_proposed_once_and_the_likest_first(monkeypatch) -> None:
    gone = [item("a", "Een park aan de Meerkade")]
    new = [item("x", "Een park bij de Meerkant"), item("y", "Een park aan de Meerkaden")]
    assert proposed(new, gone) == {"y": "a"}
    monkeypatch.setattr(recognising, "MOST_COMPARED", 1)
    assert proposed(new, gone) == {}, "another agenda: nothing is compared"


def test_a_meeting_is_proposed_by_what_is_decided_there() -> None:
    def agenda(key: str, body: str, *titles: str) -> Agenda:
        return Agenda(key, body, frozenset(titles))

    read = agenda("file", "raad", "opening", "park", "tarief", "sluiting")
    month = agenda("month", "raad", "opening", "brug", "weg", "sluiting", "markt")
    moved = agenda("moved", "raad", "opening", "park", "tarieven", "sluiting")
    other = agenda("other", "commissie", "opening", "park", "tarief", "sluiting")
    assert same_meeting(read, [month]) is None, "an opening and a close are on every agenda"
    assert same_meeting(read, [month, moved]) == "moved"
    assert same_meeting(read, [other, moved]) == "moved", "of the same body first"
    assert same_meeting(read, [other]) == "other"
    assert same_meeting(read, [agenda("empty", "raad")]) is None
    corrected = agenda("corrected", "raad", "tarief voor de markt", "park bij de kade")
    assert same_meeting(agenda("file", "raad", "park aan de kade"), [corrected]) == "corrected"


def test_what_is_proposed_is_published() -> None:
    said = PUBLISHED.read_text()
    assert f"**{ALIKE:.0%}**" in said
    assert f"{MOST_COMPARED:,} pairs" in said
