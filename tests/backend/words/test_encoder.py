# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
import numpy as np
import pytest

from backend.words.encoder import encoder

pytestmark = [pytest.mark.models, pytest.mark.usefixtures("models")]
OPEN, STAY = "Het zwembad moet open blijven", "Laat het zwembad niet dicht gaan"
TURKISH, BUS = "Yüzme havuzu aç\u0131k kalmal\u0131", "De bus rijdt niet meer in het weekend"


def test_texts_about_the_same_lie_nearer_than_others_in_another_language_too() -> None:
    pool, stay, turkish, bus = encoder().vectors([OPEN, STAY, TURKISH, BUS])
    assert pool @ stay > 0.92
    assert pool @ stay > pool @ bus
    assert pool @ turkish > turkish @ bus


def test_a_text_has_one_vector_in_whatever_company() -> None:
    alone, together = encoder().vectors([OPEN]), encoder().vectors([BUS, OPEN, STAY])
    assert alone[0].tobytes() == together[1].tobytes()


@pytest.mark.parametrize("text", ["", " ", "😀", "\u0627" * 100_000, "x" * 100_000, "\u0000"])
def test_any_text_has_a_vector_of_length_one(text) -> None:
    (vector,) = encoder().vectors([text])
    assert vector.shape == (384,)
    assert np.linalg.norm(vector) == pytest.approx(1, abs=1e-5)


def test_no_texts_are_no_vectors() -> None:
    assert encoder().vectors([]).shape == (0, 384)
