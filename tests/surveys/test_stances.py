# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
from hypothesis import given
from hypothesis import strategies as st

from surveys.stances import IN_FAVOUR, OPPOSED, Agreement, Stance, agreement

counts = st.dictionaries(st.sampled_from(Stance), st.integers(0, 1000))


def test_the_words_are_those_of_the_design_in_its_order() -> None:
    assert [str(stance) for stance in Stance] == (
        ["strongly_for", "for", "for_if", "neutral", "against", "strongly_against", "no_opinion"]
    )


def test_every_stance_is_on_one_side_or_apart() -> None:
    assert {*IN_FAVOUR, *OPPOSED, Stance.NEUTRAL, Stance.NO_OPINION} == set(Stance)
    assert len(IN_FAVOUR) + len(OPPOSED) + 2 == len(Stance)


@given(counts)
def test_no_opinion_never_moves_the_agreement(held) -> None:
    assert agreement(held) == agreement({**held, Stance.NO_OPINION: 10**6})


@given(counts)
def test_agreement_lies_between_everybody_against_and_everybody_for(held) -> None:
    found = agreement(held)
    assert -found.of <= found.net <= found.of
    assert found.of == sum(held.values()) - held.get(Stance.NO_OPINION, 0)


@given(counts)
def test_who_turns_every_answer_round_turns_the_agreement_round(held) -> None:
    opposite = {
        Stance.STRONGLY_FOR: Stance.STRONGLY_AGAINST,
        Stance.STRONGLY_AGAINST: Stance.STRONGLY_FOR,
        Stance.FOR: Stance.AGAINST,
        Stance.AGAINST: Stance.FOR,
    }
    plain = {stance: n for stance, n in held.items() if stance is not Stance.FOR_IF}
    turned = {opposite.get(stance, stance): n for stance, n in plain.items()}
    assert agreement(turned).net == -agreement(plain).net
    assert agreement(turned).of == agreement(plain).of


def test_plain_words_count_as_stances_do() -> None:
    assert agreement({"for": 3, "for_if": 1, "against": 2, "neutral": 4}) == Agreement(2, 10)
    assert agreement({}) == Agreement(0, 0)
