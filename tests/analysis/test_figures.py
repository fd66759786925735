# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.disclosure import People
from analysis.figures import DoesNotClose, Figures, Totals, figures
from analysis.frames import Batch, joined
from analysis.points import StanceShare
from analysis.tally import EMPTY, Count, count
from surveys.questionnaire import Questionnaire
from surveys.rules import Rules
from surveys.stances import Agreement, Stance
from tests.analysis.made import (
    POINTS,
    QUESTIONNAIRE,
    Response,
    consultations,
    make_batch,
    make_batches,
    make_responses,
)

RULES = Rules()


def make_figures(responses: list[Response], rules: Rules = RULES) -> Figures:
    return figures(count(make_batch(responses), QUESTIONNAIRE), QUESTIONNAIRE, rules, POINTS)


@given(consultations, st.randoms(use_true_random=False))
def test_shuffled_rows_give_the_same_bytes(responses, random) -> None:
    whole = joined(make_batches(responses))
    mixed = Batch(whole.rows[random.sample(range(whole.rows.height), whole.rows.height)])
    one, two = (
        figures(count(batch, QUESTIONNAIRE), QUESTIONNAIRE, RULES, POINTS)
        for batch in (whole, mixed)
    )
    assert msgspec.json.encode(one) == msgspec.json.encode(two)
    assert msgspec.json.decode(msgspec.json.encode(one), type=Figures) == one


@given(consultations)
def test_every_figure_adds_up_to_the_totals(responses) -> None:
    made = figures(
        count(joined(make_batches(responses)), QUESTIONNAIRE), QUESTIONNAIRE, RULES, POINTS
    )
    for name in Totals.__struct_fields__:
        total = getattr(made.totals, name)
        assert sum(getattr(row, name) for row in made.by_channel) == total
        assert sum(getattr(row, name) for row in made.by_day) == total
    for point in made.points:
        assert point.answered + point.left_empty == made.totals.counted
        assert point.answered == (
            point.in_favour + point.opposed + point.neutral + point.no_opinion
        )
        assert sum(channel.answered for channel in point.by_channel) == point.answered
        assert sum(channel.left_empty for channel in point.by_channel) == point.left_empty
        assert abs(sum(share.permille for share in point.stances) - 1000) <= 4 or not point.answered
        for place, share in enumerate(point.stances):
            assert share.n == sum(channel.stances[place].n for channel in point.by_channel)


@given(consultations, st.integers(5, 12))
def test_no_group_under_k_is_published(responses, k) -> None:
    rules = Rules(k=k)
    whole = count(joined(make_batches(responses)), QUESTIONNAIRE)
    made = figures(whole, QUESTIONNAIRE, rules, POINTS)
    assert made.k == k
    for table in made.who:
        assert all(row.n >= k for row in table.shown if row.n)
        assert len(table.shown) + len(table.hidden) > 1
    for crossing in made.crossings:
        assert all(n >= k for row in crossing.shown for n in row.answers if n)


def no_floats(value: object) -> bool:
    if isinstance(value, dict):
        return all(no_floats(part) for part in value.values())
    if isinstance(value, list | tuple):
        return all(no_floats(part) for part in value)
    return not isinstance(value, float)


@given(consultations)
def test_there_is_no_fraction_anywhere(responses) -> None:
    counted = count(joined(make_batches(responses)), QUESTIONNAIRE)
    assert no_floats(msgspec.to_builtins(figures(counted, QUESTIONNAIRE, RULES, POINTS)))


def test_shares_are_rounded_half_up_over_all_seven_words() -> None:
    made = make_figures(
        [
            *make_responses(1, "strongly_for"),
            *make_responses(2, "for_if", 10),
            *make_responses(4, "no_opinion", 20),
            *make_responses(9, "against", 30),
        ]
    )
    point = made.points[0]
    assert point.stances == (
        StanceShare(Stance.STRONGLY_FOR, 1, 63),  # 62,5
        StanceShare(Stance.FOR, 0, 0),
        StanceShare(Stance.FOR_IF, 2, 125),
        StanceShare(Stance.NEUTRAL, 0, 0),
        StanceShare(Stance.AGAINST, 9, 563),  # 562,5
        StanceShare(Stance.STRONGLY_AGAINST, 0, 0),
        StanceShare(Stance.NO_OPINION, 4, 250),
    )
    assert point.agreement == Agreement(-6, 12)
    assert (point.in_favour, point.for_if, point.opposed) == (3, 2, 9)
    assert (made.points[1].answered, made.points[1].left_empty) == (0, 16)


def test_texts_are_counted_as_written() -> None:
    texts = {"1.advice": "written", "1.condition": "written", "2.touched": "written"}
    made = make_figures(
        [Response("a", answers=texts), Response("b", answers={"1.advice": "written"})]
    )
    one, two = made.points
    assert (one.advices, one.conditions, one.touched) == (2, 1, 0)
    assert (two.advices, two.conditions, two.touched) == (0, 0, 1)


def test_groups_stand_in_the_order_of_the_questionnaire_with_not_given_last() -> None:
    made = make_figures(
        [
            *make_responses(30, "for", background={"neighbourhood": "zuid"}),
            *make_responses(25, "for", 100, background={"neighbourhood": "noord"}),
            *make_responses(20, "for", 200),
        ]
    )
    assert made.who[0].background == "neighbourhood"
    assert made.who[0].shown == (People("noord", 25), People("zuid", 30), People(None, 20))
    assert [(c.decision_point, c.background) for c in made.crossings] == [
        (number, background)
        for number in (1, 2)
        for background in ("neighbourhood", "age_band", "role")
    ]
    assert [row.in_favour for row in made.crossings[0].shown] == [25, 30, 20]


def test_nothing_received_is_all_noughts() -> None:
    made = figures(EMPTY, QUESTIONNAIRE, RULES, POINTS)
    assert made.totals == Totals()
    assert [point.answered for point in made.points] == [0, 0]


def test_a_point_that_was_not_asked_about_says_so() -> None:
    made = figures(EMPTY, Questionnaire(()), RULES, {7: "Hamerstuk."})
    assert (made.points[0].asks_stance, made.points[0].asks_advice) == (False, False)


def test_a_count_that_does_not_close_becomes_no_figures() -> None:
    whole = count(make_batch(make_responses(3, "for")), QUESTIONNAIRE)
    with pytest.raises(DoesNotClose, match=r"1\.advice web: counted 3, accounted 0") as refusal:
        figures(Count(entries=whole.entries), QUESTIONNAIRE, RULES, POINTS)
    assert len(refusal.value.broken) == 8 + 6 + 6 + 3 + 9


def test_a_decision_point_without_its_text_is_refused() -> None:
    with pytest.raises(ValueError, match="without their text: 2"):
        figures(EMPTY, QUESTIONNAIRE, RULES, {1: "Het park gaat dicht."})
