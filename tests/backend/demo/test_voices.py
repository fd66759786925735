# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
import json
import os
import re
import statistics
from collections import Counter
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backend.demo.minorities import minorities
from backend.demo.people import happens
from backend.demo.phrases import COMMON, QUARRELS
from backend.demo.proposals import MERENBURG, PROPOSALS
from backend.demo.voices import speak

NUMBER = 2000
STANCES = {"strongly_for", "for", "for_if", "neutral", "against", "strongly_against", "no_opinion"}
AGAINST = {"against", "strongly_against"}
ROOT = Path(__file__).parents[3]
REFERENCE = ROOT / os.environ.get("RAADGEVER_REFERENCE_DATA", "../shared/data")


@pytest.fixture(scope="module")
def voices():
    return list(speak(1, NUMBER))


def opinions(voices):
    return [opinion for voice in voices for opinion in voice.points]


def agreement(voices, key, number, **background):
    """Share for minus share against, among those with this background."""
    stances = [
        opinion.stance
        for voice in voices
        if voice.proposal == key and all(getattr(voice, k) == v for k, v in background.items())
        for opinion in voice.points
        if opinion.number == number and opinion.stance not in {None, "no_opinion"}
    ]
    sides = Counter(
        -1 if stance in AGAINST else 0 if stance == "neutral" else 1 for stance in stances
    )
    return (sides[1] - sides[-1]) / len(stances)


def test_the_same_seed_gives_the_same_voices_and_another_seed_others():
    assert list(speak(7, 300)) == list(speak(7, 300))
    assert list(speak(7, 300)) != list(speak(8, 300))


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 2**64), number=st.integers(0, 60))
def test_any_seed_gives_whole_voices(seed, number):
    points = {each.key: [point.number for point in each.decision_points] for each in PROPOSALS}
    voices = list(speak(seed, number))
    assert len(voices) == number
    for voice in voices:
        assert [opinion.number for opinion in voice.points] == points[voice.proposal]
        assert any(opinion.stance for opinion in voice.points)


def test_nearly_every_advice_is_written_only_once(voices):
    advices = [opinion.advice for opinion in opinions(voices) if opinion.advice]
    assert len(advices) > NUMBER
    assert len(set(advices)) / len(advices) >= 0.95


def test_texts_are_as_long_as_people_write(voices):
    advices = [len(opinion.advice) for opinion in opinions(voices) if opinion.advice]
    assert max(advices) <= 900
    assert 60 <= statistics.mean(advices) <= 220
    assert min(advices) < 40
    assert max(advices) > 350
    for opinion in opinions(voices):
        assert len(opinion.condition) <= 300
        assert len(opinion.touched) <= 300


def test_no_text_shows_the_grammar_it_was_made_with(voices):
    for opinion in opinions(voices):
        for text in (opinion.advice, opinion.condition, opinion.touched):
            assert not re.search(r"[\[\]{}|]|<[a-z]|  ", text), text
            assert text == text.strip()


def test_every_stance_channel_and_background_occurs_and_some_are_left_out(voices):
    assert {opinion.stance for opinion in opinions(voices)} == STANCES | {None}
    channels = Counter(voice.channel for voice in voices)
    assert channels["web"] > NUMBER / 2
    assert all(channels[each] >= 40 for each in ("paper", "phone", "desk"))
    codes = {each.code for each in MERENBURG.neighbourhoods}
    assert {voice.neighbourhood for voice in voices} == codes | {None}
    assert {voice.age_band for voice in voices} == {"15-24", "25-44", "45-64", "65+", None}
    roles = {"bewoner", "ondernemer", "werkt_hier", "vrijwilliger", "anders", None}
    assert {voice.role for voice in voices} == roles
    unknown = [v for v in voices if (v.neighbourhood, v.age_band, v.role) == (None, None, None)]
    assert NUMBER * 0.05 < len(unknown) < NUMBER * 0.25


def test_every_proposal_that_asks_something_is_heard(voices):
    heard = Counter(voice.proposal for voice in voices)
    assert set(heard) == {each.key for each in PROPOSALS if each.decision_points}
    assert min(heard.values()) > 150


def test_the_old_centre_is_against_paid_parking_and_the_station_quarter_for(voices):
    assert agreement(voices, "parkeren", 1, neighbourhood="BU99990101") < -0.4
    assert agreement(voices, "parkeren", 1, neighbourhood="BU99990102") > 0.2


def test_the_hoge_weide_wants_its_sports_fields_and_elzenkamp_wants_houses(voices):
    assert agreement(voices, "sportpark", 1, neighbourhood="BU99990201") < -0.3
    assert agreement(voices, "sportpark", 1, neighbourhood="BU99990302") > 0.2


def test_the_young_want_the_youth_centre_and_the_old_do_not(voices):
    young = agreement(voices, "jongerencentrum", 1, age_band="15-24")
    assert young > 0.6
    assert agreement(voices, "jongerencentrum", 1, age_band="65+") < young - 0.5


def test_the_village_is_against_windmills_that_the_rest_can_live_with(voices):
    assert agreement(voices, "windmolens", 1, neighbourhood="BU99990301") < -0.4
    assert agreement(voices, "windmolens", 1) > agreement(
        voices, "windmolens", 1, neighbourhood="BU99990301"
    )


@pytest.mark.parametrize("seed", [2, 20261122, 999])
def test_the_divisions_do_not_hang_on_one_seed(seed):
    voices = list(speak(seed, NUMBER))
    assert agreement(voices, "parkeren", 1, neighbourhood="BU99990101") < -0.3
    assert agreement(voices, "sportpark", 1, neighbourhood="BU99990201") < -0.3
    assert agreement(voices, "jongerencentrum", 1, age_band="15-24") > 0.6


def literal(phrase):
    """The longest stretch of a phrase that no choice can change."""
    return max(re.split(r"\[[^\]]*\]|\{\w+\}", phrase), key=len)


@pytest.mark.parametrize(("key", "group"), minorities(), ids=lambda each: getattr(each, "key", ""))
def test_a_minority_of_three_to_twelve_says_what_nobody_else_says(voices, key, group):
    assert 3 <= group.size <= 12
    cores = [literal(core) for point in group.points for core in point.core]
    speakers = [
        voice
        for voice in voices
        if any(core in opinion.advice for core in cores for opinion in voice.points)
    ]
    assert len(speakers) == group.size
    assert {voice.proposal for voice in speakers} == {key}


def test_people_answer_under_a_condition_when_they_say_for_if(voices):
    with_one = [o for o in opinions(voices) if o.condition]
    assert Counter(o.stance for o in with_one).most_common(1)[0][0] == "for_if"
    provisos = [o for o in opinions(voices) if o.stance == "for_if"]
    assert len([o for o in provisos if o.condition]) > 0.75 * len(provisos)
    assert not [o for o in with_one if o.stance in AGAINST | {None, "no_opinion"}]


def test_an_advice_is_drawn_from_its_own_point_and_side(voices):
    """Read without regard to slips: most texts still hold a stretch of a phrase of their side."""
    sides = {}
    for quarrel in QUARRELS:
        for point in quarrel.points:
            place = (quarrel.proposal, point.number)
            sides[place, "for"] = [literal(each) for each in plain(point.pro.core)]
            sides[place, "against"] = [literal(each) for each in plain(point.contra.core)]
    found = [
        any(core[1:] in opinion.advice for core in sides[place, opinion.stance])
        for voice in voices
        for opinion in voice.points
        for place in [(voice.proposal, opinion.number)]
        if opinion.advice and (place, opinion.stance) in sides
    ]
    assert sum(found) / len(found) > 0.7


def plain(phrases):
    return [re.sub(r"^<[a-z ]+> ", "", phrase) for phrase in phrases]


@pytest.mark.parametrize("number", [200, NUMBER])
def test_some_texts_must_survive_a_spreadsheet_and_a_web_page(number):
    advices = [opinion.advice for opinion in opinions(speak(1, number))]
    assert any(text.startswith("=") for text in advices)
    assert any(text.startswith("+") for text in advices)
    assert any("&" in text for text in advices)
    assert any("<3" in text for text in advices)


def test_people_write_in_many_ways(voices):
    advices = [opinion.advice for opinion in opinions(voices) if opinion.advice]
    assert any(text.isupper() for text in advices)
    assert any(text.islower() for text in advices)
    assert any("'t " in text and " nie " in text for text in advices)
    assert any("\n\n" in text for text in advices)
    assert any(ord(letter) > 0x1F000 for text in advices for letter in text)
    assert any(text.startswith(COMMON.noted.phone) for text in advices)


def test_nothing_here_stands_for_a_real_person_or_address(voices):
    pile = "\n".join(o.advice + o.condition + o.touched for o in opinions(voices))
    assert not re.search(r"@\w|https?:|www\.|\b06[- ]?\d{6}|\b\d{4} ?[A-Z]{2}\b", pile)


def strings(value):
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from strings(inner)


def test_no_sentence_of_the_reference_data_is_among_ours(voices):
    files = sorted(REFERENCE.glob("ori/**/*.json"))
    if not files:
        pytest.skip(f"no reference data at {REFERENCE}; set RAADGEVER_REFERENCE_DATA")
    theirs = {text for path in files for text in strings(json.loads(path.read_text()))}
    ours = {o.advice for o in opinions(voices)} | {each.plain_text for each in PROPOSALS}
    ours |= {each.title for each in PROPOSALS}
    assert not {text for text in theirs & ours if len(text) > 20}


def test_happens_is_never_at_nought_and_always_at_one():
    rng = Random(3)  # noqa: S311 - play
    assert not any(happens(rng, 0) for _ in range(100))
    assert all(happens(rng, 1) for _ in range(100))
