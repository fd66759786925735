# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""The heads that are shipped, with the encoder that was built here."""

import pytest

from backend.words.tone_heads import judgement, lexicon

pytestmark = [pytest.mark.models, pytest.mark.usefixtures("models")]
UP = ("Werkloosheid daalt sterk, economie groeit weer", "Prachtig plan: meer banen en meer winst")
DOWN = (
    "Honderden ontslagen en faillissementen verwacht",
    "Verlies en crisis: bank in grote problemen",
)


def test_headlines_that_nobody_doubts_lean_as_they_should() -> None:
    assert judgement(UP).argmax(axis=1).tolist() == [2, 2]
    assert judgement(DOWN).argmax(axis=1).tolist() == [0, 0]


def test_the_lexicon_is_that_of_its_makers() -> None:
    assert len(lexicon()) > 3_000
    assert lexicon()["prachtig"] > 0.5
    assert lexicon()["slecht"] < 0
