# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Every pair of colours that our pages use, on light and on dark screens."""

import re

import pytest

from backend import assets, legibility
from backend.contrast import GRAPHIC, TEXT
from backend.legibility import PAIRS, chain, judge, resolved
from backend.theme import COLOURS


def test_our_own_look_falls_short_nowhere() -> None:
    ours = assets.our_tokens()
    assert judge("licht", ours.light) == []
    assert judge("donker", ours.dark) == []


def test_on_a_dark_screen_it_is_dark() -> None:
    ours = assets.our_tokens()
    page = "--basis-color-default-bg-document"
    assert sum(resolved(ours.light, page)) > 700
    assert sum(resolved(ours.dark, page)) < 100
    assert resolved(ours.light, "--basis-focus-background-color") == resolved(
        ours.dark, "--basis-focus-background-color"
    )


def test_a_colour_that_is_too_weak_is_named_with_its_figure_and_what_it_must_be() -> None:
    ours = assets.our_tokens()
    weak = {**ours.light, "--basis-color-action-2-color-default": "#999999"}
    found = judge("licht", weak)
    on_page = next(one for one in found if one.back == "--basis-color-default-bg-document")
    assert on_page.what == "links"
    assert on_page.ratio == pytest.approx(2.84)
    assert on_page.least == TEXT
    assert {one.what for one in found} >= {"links", "links in het kader met een fout"}


def test_a_focus_ring_counts_by_the_better_of_its_two_lines() -> None:
    ours = assets.our_tokens().light
    grey = {**ours, "--basis-focus-background-color": "#eeeeee"}
    assert not [one for one in judge("licht", grey) if one.what.startswith("de lijn")]
    both = {**grey, "--basis-focus-outline-color": "#cccccc"}
    short = [one for one in judge("licht", both) if one.what.startswith("de lijn")]
    assert [one.least for one in short] == [GRAPHIC]  # only on the page, not on the dark bars


@pytest.mark.parametrize("value", ["", "var(--weg)", "var(--rond)", "rgba(0,0,0,0)", "red"])
def test_a_token_that_ends_in_no_colour_is_our_mistake_and_stops(value: str) -> None:
    with pytest.raises(ValueError, match="--a is"):
        resolved({"--a": value, "--rond": "var(--rond)"}, "--a")


def test_a_municipality_can_change_every_colour_that_is_judged() -> None:
    ours = assets.our_tokens()
    for tokens in (ours.light, ours.dark):
        for pair in PAIRS:
            for name in (*pair.front, pair.back):
                assert COLOURS & set(chain(tokens, name)), name


def test_every_pair_is_of_tokens_that_a_rule_uses() -> None:
    css = (assets.BUILD / assets.asset("raadgever.css").rpartition("/")[2]).read_text()
    used = set(re.findall(r"var\((--[\w-]+)", css))
    named = {name for pair in PAIRS for name in (*pair.front, pair.back)}
    assert named - used == set()
    assert {pair.least for pair in PAIRS} == {legibility.TEXT, legibility.GRAPHIC}
    assert len(PAIRS) >= 60
