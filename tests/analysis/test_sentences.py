# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.figures import figures
from analysis.frames import CANCELLED, Batch, joined
from analysis.sentences import known, write
from analysis.sets import gather
from analysis.tally import count
from surveys.rules import Rules
from surveys.sentences import Sentence, Unfounded, check
from surveys.template import draft
from tests.analysis.made import (
    POINTS,
    QUESTIONNAIRE,
    Response,
    consultations,
    make_batch,
    make_batches,
    make_responses,
)


def say(whole: Batch) -> tuple[Sentence, ...]:
    made = figures(count(whole, QUESTIONNAIRE), QUESTIONNAIRE, Rules(), POINTS)
    return write(made, gather(whole, QUESTIONNAIRE))


def texts(responses: list[Response]) -> dict[str, str]:
    """Rule to text, of everything but the second decision point."""
    said = say(make_batch(responses))
    return {s.rule: s.text for s in said if "beslispunt 2" not in s.text}


@given(consultations)
def test_every_sentence_bears_its_number(responses) -> None:
    whole = joined(make_batches(responses))
    made = figures(count(whole, QUESTIONNAIRE), QUESTIONNAIRE, Rules(), POINTS)
    sets = gather(whole, QUESTIONNAIRE)
    for sentence in write(made, sets):
        check(sentence, known(made, sets))
        for citation in sentence.citations:
            assert citation.count == len(sets.ids(citation.entries)) > 0


@given(consultations, st.randoms(use_true_random=False))
def test_shuffled_rows_give_the_same_sentences(responses, random) -> None:
    batches = make_batches(responses)
    mixed = random.sample(batches, len(batches))
    one, two = say(joined(batches)), say(joined(mixed))
    assert msgspec.json.encode(one) == msgspec.json.encode(two)


@given(consultations)
def test_the_sets_are_as_large_as_the_figures(responses) -> None:
    whole = joined(make_batches(responses))
    made = figures(count(whole, QUESTIONNAIRE), QUESTIONNAIRE, Rules(), POINTS)
    sets = gather(whole, QUESTIONNAIRE)
    for name in ("received", "counted", *CANCELLED):
        assert sets.entries[name].bit_count() == getattr(made.totals, name)
    assert sum(map(int.bit_count, sets.channels.values())) == made.totals.counted
    for point in made.points:
        for share in point.stances:
            chosen = sets.answers.get((f"{point.number}.stance", share.stance), 0)
            assert chosen.bit_count() == share.n


def test_figures_that_the_entries_do_not_bear_are_never_said() -> None:
    whole = make_batch(make_responses(3, "for"))
    made = figures(count(whole, QUESTIONNAIRE), QUESTIONNAIRE, Rules(), POINTS)
    fewer = gather(make_batch(make_responses(2, "for")), QUESTIONNAIRE)
    with pytest.raises(Unfounded, match="says 3, cites 2"):
        write(made, fewer)


def test_a_whole_summary_reads_as_at_a_kitchen_table() -> None:
    for_if = make_responses(2, "for_if", 20, channel="paper")
    gone = make_responses(1, "against", 30, fate="withdrawn")
    swapped = make_responses(3, "against", 40, fate="replaced")
    advice = [Response("99", channel="phone", answers={"1.advice": "written"})]
    assert texts(
        [
            *make_responses(10, "strongly_for"),
            *for_if,
            *make_responses(12, "against", 60),
            *gone,
            *swapped,
            *make_responses(4, "no_opinion", 80),
            *advice,
        ]
    ) == {
        "counted": "29 reacties tellen mee.",
        "received": "Van de 33 reacties die binnenkwamen, zijn er 3 vervangen door een nieuwe "
        "versie en 1 ingetrokken.",
        "answered": "Bij beslispunt 1 is in 28 reacties een antwoord gekozen.",
        "in_favour": "12 reacties zijn voor beslispunt 1, waarvan 2 alleen onder een voorwaarde "
        '("voor, mits").',
        "opposed": "12 reacties zijn tegen beslispunt 1.",
        "neutral": 'Niemand koos bij beslispunt 1 "neutraal".',
        "no_opinion": 'Bij beslispunt 1 is in 4 reacties "geen mening" gekozen.',
        "left_empty": "In 1 reactie is de keuze bij beslispunt 1 leeg gelaten.",
        "advice": "In 1 reactie staat advies over beslispunt 1.",
        "divided": "De meningen over beslispunt 1 zijn verdeeld: 12 reacties zijn voor en "
        "12 tegen.",
        "channels": "Zo kwamen de reacties binnen: 26 via de website, 2 op papier en "
        "1 via de telefoon.",
    }


def test_one_is_spoken_of_as_one() -> None:
    assert texts(make_responses(1, "for_if")) == {
        "counted": "1 reactie telt mee.",
        "answered": "Bij beslispunt 1 is in 1 reactie een antwoord gekozen.",
        "in_favour": "1 reactie is voor beslispunt 1, maar alleen onder een voorwaarde "
        '("voor, mits").',
        "opposed": "Niemand is tegen beslispunt 1.",
        "neutral": 'Niemand koos bij beslispunt 1 "neutraal".',
        "no_opinion": 'Niemand koos bij beslispunt 1 "geen mening".',
        "left_empty": "Niemand liet de keuze bij beslispunt 1 leeg.",
        "advice": "Niemand gaf advies over beslispunt 1.",
        "channels": "1 reactie kwam via de website binnen.",
    }


def test_no_answers_at_a_point_is_one_sentence_and_not_five() -> None:
    rules = [s.rule for s in say(make_batch(make_responses(5, "for"))) if "beslispunt 2" in s.text]
    assert rules == ["answered", "left_empty", "advice"]


def test_a_thousand_is_written_with_a_dot() -> None:
    assert texts(make_responses(1204, "against"))["opposed"] == (
        "1.204 reacties zijn tegen beslispunt 1."
    )


def test_opinions_are_divided_within_ten_points_and_not_beyond() -> None:
    def divided(favour: int, opposed: int, neutral: int = 0) -> bool:
        neutrals = make_responses(neutral, "neutral", 200)
        sides = [*make_responses(favour, "for"), *make_responses(opposed, "against", 100)]
        return "divided" in texts([*sides, *neutrals])

    assert divided(11, 9)
    assert divided(9, 11)
    assert not divided(12, 9)
    assert divided(12, 9, 9)
    assert not divided(0, 0, 5)


def test_without_any_response_one_sentence_is_enough() -> None:
    assert [s.text for s in say(make_batch([]))] == ["Er zijn geen reacties binnengekomen."]


def test_responses_that_were_all_withdrawn_are_still_told_of() -> None:
    gone = make_responses(1, "for", fate="withdrawn")
    aside = make_responses(2, "for", 5, fate="set_aside")
    (sentence,) = say(make_batch([*gone, *aside]))
    assert sentence.text == (
        "Er kwamen 3 reacties binnen, maar niets telt mee: er is 1 ingetrokken en 2 om een reden "
        "opzij gelegd."
    )
    assert [s.text for s in say(make_batch(gone))] == [
        "Er kwam 1 reactie binnen, maar niets telt mee: er is 1 ingetrokken."
    ]


def test_channels_without_a_word_of_their_own_are_one_way_together() -> None:
    pigeons = [
        *make_responses(2, "for", channel="pigeon"),
        *make_responses(1, "for", 5, channel="4g"),
    ]
    assert texts(pigeons)["channels"] == "3 reacties kwamen op een andere manier binnen."


def test_what_was_not_asked_is_not_called_nought() -> None:
    ratings = draft([1], (), advice=False)
    whole = make_batch(make_responses(1, "for"))
    made = figures(count(whole, ratings), ratings, Rules(), {1: "Kleur.", 2: "Hamerstuk."})
    rules = [sentence.rule for sentence in write(made, gather(whole, ratings))]
    assert "advice" not in rules
    assert rules.count("answered") == 1
