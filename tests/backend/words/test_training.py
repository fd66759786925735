# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Training from its file to its figures, on a few made-up headlines and vectors."""

import numpy as np
import pytest

from backend.words import tone_heads, training

WEEKS = [f"2026-{1 + at // 4:02}-{1 + at % 4:02}" for at in range(48)]
SAID = {-1: "slecht nieuws over {}", 0: "nieuws over {}", 1: "goed nieuws over {}"}
THINGS = ("banen", "huizen", "bussen", "scholen")
LEXICON = (
    '<sentiment><word form="Goed" polarity="0.6"/><word form="goed" polarity="0.4"/>'
    '<word form="slecht" polarity="-0.7"/></sentiment>'
)


@pytest.fixture
def data(tmp_path):
    (tmp_path / "ecosent").mkdir()
    (tmp_path / "pattern_nl_lexicon").mkdir()
    lines = ["id,date,medtype,medium,headline,value,gold"]
    for at, day in enumerate(WEEKS):
        value = at % 3 - 1
        headline = SAID[value].format(THINGS[at % 4])
        lines.append(
            f"{at},{day}T00:00:00Z,{'Krant' if at % 2 else 'Web'},x,{headline},{value},FALSE"
        )
    lines.append("99,2026-01-01T00:00:00Z,Krant,x,dit is goud,1,TRUE")
    (tmp_path / training.HEADLINES).write_text("\n".join(lines))
    (tmp_path / training.WORDS).write_text(LEXICON)
    return tmp_path


def test_gold_rows_are_never_read(data) -> None:
    rows = training.read(data)
    assert len(rows.texts) == len(WEEKS)
    assert "dit is goud" not in rows.texts


def test_a_form_has_the_mean_of_its_senses(data) -> None:
    assert training.read_lexicon(data) == {"goed": 0.5, "slecht": -0.7}


def test_a_week_is_in_one_fold_and_a_seed_says_in_which(data) -> None:
    weeks = training.read(data).weeks
    drawn = training.folds(weeks, 0)
    assert len(set(zip(weeks, drawn, strict=True))) == len(set(weeks))
    assert len(set(drawn)) == training.FOLDS
    assert training.folds(weeks, 0) == drawn != training.folds(weeks, 1)


def test_figures_are_of_rows_that_were_not_seen(data) -> None:
    rows, words = training.read(data), training.read_lexicon(data)
    vectors = np.eye(3, dtype=np.float32)[rows.tones]
    found = training.measured(rows, vectors, words, training.folds(rows.weeks, 0), 0)
    assert found.accuracy == found.macro_f1 == found.lexicon == 1
    assert found.majority == pytest.approx(1 / 3, abs=0.001)
    assert np.array(found.confusion).tolist() == [[16, 0, 0], [0, 16, 0], [0, 0, 16]]
    low, high = found.interval
    assert low <= found.macro_f1 <= high


def test_heads_come_back_as_they_were_kept(data, tmp_path) -> None:
    rows, words = training.read(data), training.read_lexicon(data)
    vectors = np.eye(3, dtype=np.float32)[rows.tones]
    heads = training.tone.trained(rows.texts, vectors, rows.tones, words)
    (tmp_path / "tone.npz").write_bytes(tone_heads.packed(heads))
    kept = tone_heads.unpacked(tmp_path / "tone.npz")
    assert tone_heads.packed(kept) == tone_heads.packed(heads)
    assert np.allclose(kept.vector, heads.vector, atol=1e-6)
