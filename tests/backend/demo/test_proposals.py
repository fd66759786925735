# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
import pytest

from backend.demo.proposals import AMENDMENT, MERENBURG, PROPOSALS
from backend.participation.standard import THEMES

HEARD = {"raadsvoorstel", "initiatiefvoorstel", "beleidsnota", "motie", "amendement"}


def test_merenburg_has_six_neighbourhoods_and_sixty_two_thousand_inhabitants():
    codes = {each.code for each in MERENBURG.neighbourhoods}
    assert len(codes) == 6
    assert all(code.startswith("BU9999") and len(code) == 10 for code in codes)
    assert MERENBURG.inhabitants == 62_000


def test_at_least_four_documents_need_hearing_and_one_letter_needs_nothing():
    heard = [each for each in PROPOSALS if each.kind in HEARD]
    assert len(heard) >= 4
    assert all(2 <= len(each.decision_points) <= 4 for each in heard)
    letters = [each for each in PROPOSALS if each.kind == "informatiebrief"]
    assert [each.decision_points for each in letters] == [()]


@pytest.mark.parametrize("proposal", [*PROPOSALS, AMENDMENT], ids=lambda each: each.key)
def test_a_plain_text_is_short_and_in_paragraphs_and_in_short_sentences(proposal):
    words = proposal.plain_text.split()
    assert 150 <= len(words) <= 300
    assert proposal.plain_text.count("\n\n") >= 3
    assert "\n" not in proposal.plain_text.replace("\n\n", "")
    sentences = [part for part in proposal.plain_text.replace("?", ".").split(". ") if part]
    assert len(words) / len(sentences) < 15
    assert max(len(sentence.split()) for sentence in sentences) <= 32


def test_keys_are_unique_and_points_are_numbered_from_one():
    pile = [*PROPOSALS, AMENDMENT]
    assert len({each.key for each in pile}) == len({each.title for each in pile}) == len(pile)
    for each in pile:
        numbers = [point.number for point in each.decision_points]
        assert numbers == list(range(1, len(numbers) + 1))


def test_every_proposal_that_is_asked_about_can_be_found_by_theme_and_place():
    codes = {each.code for each in MERENBURG.neighbourhoods}
    for each in PROPOSALS:
        assert set(each.themes) <= set(THEMES)
        assert set(each.hoods) <= codes
        assert each.themes or not each.decision_points


def test_no_text_says_of_itself_that_it_is_made_up():
    for each in PROPOSALS:
        for word in ("synthetisch", "fictief", "verzonnen", "demo"):
            assert word not in each.plain_text.lower()
