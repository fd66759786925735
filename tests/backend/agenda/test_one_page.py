# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""An agenda item on one page: what it takes from the summary, and what it leaves there."""

import msgspec
import pytest

from analysis.disclosure import Cells, Crossing, Hidden, Marginal, People
from backend.agenda import actions
from backend.agenda.actions import Plea
from backend.agenda.one_page import LONGEST, points, short, who
from backend.results import actions as results
from backend.results.content import Content, Quoted
from tests.backend.agenda import made
from tests.backend.results.made import conclude, say
from tests.backend.results.printed import make_content
from tests.browse import text

pytestmark = pytest.mark.anyio


def with_figures(content: Content, **changes: object) -> Content:
    figures = msgspec.structs.replace(content.figures, **changes)
    return msgspec.structs.replace(content, figures=figures)


def test_a_point_names_groups_that_differ_and_how_many_are_not_known() -> None:
    plain = make_content(1)
    [figures] = plain.figures.points
    assert figures.in_favour > figures.opposed
    crossing = Crossing(
        1,
        "age_band",
        (Cells("15-24", in_favour=10, opposed=20), Cells("65+", in_favour=20, opposed=10)),
        (Hidden("45-64", "people"), Hidden(None, "answers")),
    )
    [point] = points(with_figures(plain, crossings=(crossing,)))
    assert [group.name for group in point.groups] == ["15 tot en met 24 jaar"]
    assert (point.known, point.unknown) == (2, 2)


def test_a_point_quotes_the_first_drawn_of_the_largest_side_that_has_one() -> None:
    plain = make_content(1)
    [figures] = plain.figures.points
    shares = {"for": 30, "for_if": 20, "against": 5, "strongly_against": 6}
    stances = tuple(
        msgspec.structs.replace(share, n=shares.get(share.stance, 0)) for share in figures.stances
    )
    counted = with_figures(plain, points=(msgspec.structs.replace(figures, stances=stances),))
    quotations = (
        Quoted(1, "for_if", 0, "Mits er bomen komen."),
        Quoted(1, "strongly_against", 1, "Later geloot."),
        Quoted(1, "strongly_against", 0, "Nooit."),
        Quoted(1, "against", 0, "Liever niet."),
        Quoted(1, "neutral", 0, "Het maakt me niet uit."),
        Quoted(1, "strongly_for", 0, "Een andere vraag.", "way"),
    )
    [point] = points(msgspec.structs.replace(counted, quotations=quotations))
    assert [(quote.side, quote.said.text) for quote in point.quotes] == [
        ("for_if", "Mits er bomen komen."),  # nobody who is plainly for was drawn
        ("strongly_against", "Nooit."),
    ]


def test_who_came_who_did_not_and_who_may_not_be_told_are_three_things() -> None:
    marginal = Marginal(
        "age_band", (People("15-24", 12), People("65+", 0), People(None, 0)), ("25-44", "45-64")
    )
    [found] = who(with_figures(make_content(1), who=(marginal,)))
    assert found.names == ("15 tot en met 24 jaar",)
    assert found.nobody == ("65 jaar of ouder",)
    assert found.hidden == ("25 tot en met 44 jaar", "45 tot en met 64 jaar")


@pytest.mark.parametrize("said", ["kort", "woord " * 80, "a" * 400, "een\n\ntwee  drie"])
def test_a_long_text_is_cut_between_words_and_says_so(said) -> None:
    made_short = short(said)
    whole = " ".join(said.split())
    assert len(made_short.text) <= LONGEST
    assert whole.startswith(made_short.text)
    assert made_short.cut == (made_short.text != whole)


async def test_the_page_says_what_there_is_and_what_there_is_not(sessions, resident) -> None:
    async with sessions.begin() as db:
        actor = await made.make_griffier(db)
        await made.hear_at_once(db, actor)
        spot = await made.make_spot(db, actor)
        row = await made.make_open(db, actor, spot.document_id)
    page = f"/agendapunten/{spot.item_id}/een-pagina"
    said = text(await resident.get(page))
    assert "De raad legt een park aan." in said
    assert "Tot die tijd ziet niemand wat mensen zeiden." in said
    await say(sessions, row, "for")
    await say(sessions, row, "against")
    await conclude(sessions, row)
    async with sessions.begin() as db:
        summary = await results.finalise(db, actor, row.id, "Merenburg")
        await actions.attach(db, actor, spot.item_id, summary.id)
    said = text(await resident.get(page))
    assert "Over beslispunt 1 (1 voor en 1 tegen, van 2) zijn de meningen verdeeld." in said
    assert "Wie niet reageerde, weten we niet." in said
    assert f'href="{page}"' in (await resident.get(f"/agendapunten/{spot.item_id}")).text
    assert f'href="{page}"' in (await resident.get(f"/vergaderingen/{spot.meeting_id}")).text
    async with sessions.begin() as db:
        await made.describe(db, actor, spot.document_id, "Toch een kleiner park.")
        await actions.except_(db, actor, spot.item_id, Plea("spoed", made.REASON))
    said = text(await resident.get(page))
    assert "Dit ging over een eerdere tekst van het stuk." in said
    assert "Toch een kleiner park." in said
    assert ("Uitzondering: spoed" in said, made.REASON in said) == (True, True)
    english = (await resident.get(f"{page}?taal=en")).text
    assert "Over beslispunt 1 (1 voor en 1 tegen, van 2) zijn de meningen verdeeld." in english


@pytest.mark.parametrize(("number", "longest"), [(4, LONGEST), (6, 90), (12, 0)])
def test_with_many_points_each_says_less_and_that_there_is_more(number, longest) -> None:
    plain = make_content(number)
    words = "Plant bomen langs de hele kade. " * 9
    drawn = tuple(Quoted(n, "for", 0, words) for n in range(1, number + 1))
    figures = tuple(
        msgspec.structs.replace(each, text=f"De raad besluit punt {each.number}. {words}")
        for each in plain.figures.points
    )
    content = with_figures(msgspec.structs.replace(plain, quotations=drawn), points=figures)
    made_points = points(content)
    for point in made_points:
        assert point.text.cut is (number > 4)
        assert all(len(quote.said.text) <= longest for quote in point.quotes)
        assert (bool(point.quotes), point.left_out) == (longest > 0, longest == 0)
