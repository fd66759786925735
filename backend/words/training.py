# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""`make heads DATA=…`: the heads for tone anew, and how well they do.

From data that we may ship from. What is drawn is the folds, by a seed that is an argument. A fold
is whole weeks: the same news in two newspapers is never on both sides. Figures go to
`heads/tone.json`, and from there to the model card.
"""

import argparse
import csv
import datetime as dt
import hashlib
import sys
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Final
from xml.etree import ElementTree as ET

import msgspec
import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from analysis import tone
from analysis.softmax import Floats, Whole
from backend.words import tone_heads
from backend.words.encoder import encoder

HEADLINES: Final = "ecosent/sentences_ml.csv"
WORDS: Final = "pattern_nl_lexicon/nl-sentiment.xml"
FOLDS: Final = 5
_DRAWS: Final = 1000


class Rows(Struct, frozen=True):
    """`weeks` and `media` are by what a row is kept together."""

    texts: list[str]
    tones: Whole
    weeks: list[str]
    media: list[str]


class Figures(Struct, frozen=True):
    """`interval` is of macro-F1: 95 % of draws of whole weeks. `coverage` by threshold: which part
    is told, and how much of that is right."""

    rows: int
    accuracy: float
    macro_f1: float
    interval: tuple[float, float]
    majority: float
    lexicon: float
    confusion: list[list[int]]
    coverage: dict[str, tuple[float, float]]


def read(folder: Path) -> Rows:
    with (folder / HEADLINES).open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["gold"] == "FALSE"]
    days = [dt.date.fromisoformat(row["date"][:10]).isocalendar() for row in rows]
    return Rows(
        [row["headline"] for row in rows],
        np.array([int(row["value"]) + 1 for row in rows]),
        [f"{day.year}-{day.week:02}" for day in days],
        [row["medtype"] for row in rows],
    )


def read_lexicon(folder: Path) -> dict[str, float]:
    senses: defaultdict[str, list[float]] = defaultdict(list)
    # From a folder of whoever trains; nothing of residents comes here.
    for word in ET.parse(folder / WORDS).iter("word"):  # noqa: S314
        senses[word.attrib["form"].lower()].append(float(word.attrib["polarity"]))
    return {form: round(sum(found) / len(found), 3) for form, found in sorted(senses.items())}


def _f1(confusion: Floats) -> float:
    both = confusion.sum(axis=0) + confusion.sum(axis=1)
    agreed: Floats = np.diagonal(confusion)
    return float((2 * agreed / np.maximum(both, 1)).mean())


def _confusion(truth: Whole, said: Whole) -> Floats:
    found = np.zeros((len(tone.TONES), len(tone.TONES)))
    np.add.at(found, (truth, said), 1)
    return found


def _interval(truth: Whole, said: Whole, weeks: Sequence[str], seed: int) -> tuple[float, float]:
    names = sorted(set(weeks))
    places = [np.flatnonzero(np.array(weeks) == name) for name in names]
    each = np.stack([_confusion(truth[at], said[at]) for at in places])
    chance = np.random.default_rng(seed)
    drawn = [_f1(each[chance.integers(len(each), size=len(each))].sum(0)) for _ in range(_DRAWS)]
    low, high = np.quantile(drawn, (0.025, 0.975))
    return round(float(low), 3), round(float(high), 3)


def _by_lexicon(texts: Sequence[str], words: dict[str, float]) -> Whole:
    sums = np.array([tone.lexicon_features(text, words)[2] for text in texts])
    return np.where(sums > 0, 2, np.where(sums < 0, 0, 1))


def measured(
    rows: Rows,
    vectors: NDArray[np.float32],
    words: dict[str, float],
    apart: Sequence[str],
    seed: int,
) -> Figures:
    """Each row judged by heads that saw no row of the same `apart`."""
    judged = np.zeros((len(rows.texts), len(tone.TONES)))
    for name in sorted(set(apart)):
        out = np.flatnonzero(np.array(apart) == name)
        within = np.flatnonzero(np.array(apart) != name)
        heads = tone.trained(
            [rows.texts[at] for at in within], vectors[within], rows.tones[within], words
        )
        judged[out] = tone.judged([rows.texts[at] for at in out], vectors[out], words, heads)
    said, sure = judged.argmax(axis=1), judged.max(axis=1)
    right = said == rows.tones
    confusion = _confusion(rows.tones, said)
    thresholds = [at / 10 for at in range(4, 9) if (sure >= at / 10).any()]
    return Figures(
        rows=len(said),
        accuracy=round(float(right.mean()), 3),
        macro_f1=round(_f1(confusion), 3),
        interval=_interval(rows.tones, said, rows.weeks, seed),
        majority=round(float(np.bincount(rows.tones).max() / len(said)), 3),
        lexicon=round(float((_by_lexicon(rows.texts, words) == rows.tones).mean()), 3),
        confusion=confusion.astype(int).tolist(),
        coverage={
            str(at): (
                round(float((sure >= at).mean()), 3),
                round(float(right[sure >= at].mean()), 3),
            )
            for at in thresholds
        },
    )


def folds(weeks: Sequence[str], seed: int) -> list[str]:
    names = sorted(set(weeks))
    order = np.random.default_rng(seed).permutation(len(names))
    drawn = {name: str(place % FOLDS) for name, place in zip(names, order.tolist(), strict=True)}
    return [drawn[week] for week in weeks]


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description="The heads for tone, made anew.")
    parser.add_argument("data", type=Path, help=f"a folder with {HEADLINES} and {WORDS}")
    parser.add_argument("--seed", type=int, default=0, help="of the folds")
    parser.add_argument("--to", type=Path, default=tone_heads.FOLDER)
    asked = parser.parse_args(arguments)
    rows, words = read(asked.data), read_lexicon(asked.data)
    vectors = encoder().vectors(rows.texts)
    heads = tone.trained(rows.texts, vectors, rows.tones, words)
    figures = {
        "weeks": measured(rows, vectors, words, folds(rows.weeks, asked.seed), asked.seed),
        "media": measured(rows, vectors, words, rows.media, asked.seed),
    }
    asked.to.mkdir(parents=True, exist_ok=True)
    (asked.to / tone_heads.ARRAYS).write_bytes(tone_heads.packed(heads))
    (asked.to / tone_heads.LEXICON).write_bytes(msgspec.json.encode(words))
    data = {name: _sum(asked.data / name) for name in (HEADLINES, WORDS)}
    card = {"seed": asked.seed, "data": data, "figures": figures}
    (asked.to / "tone.json").write_bytes(msgspec.json.format(msgspec.json.encode(card), indent=1))
    sys.stdout.write(f"The heads are in {asked.to}.\n")


def _sum(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


if __name__ == "__main__":
    main()
