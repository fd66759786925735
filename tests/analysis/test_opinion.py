# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Against what pol.is published of four conversations."""

import csv
from math import comb
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.opinion import Labels, Votes, consensus, opinions, silhouette

VOTE = {"1": 1.0, "-1": -1.0, "0": 0.0, "": np.nan}


@pytest.fixture(scope="module")
def conversations(reference_data: Path) -> Path:
    return reference_data / "polis"


def held(folder: Path) -> tuple[Votes, Labels, list[str]]:
    with (folder / "participants-votes.csv").open(newline="") as file:
        people = list(csv.DictReader(file))
    statements = [name for name in people[0] if name.isdigit()]
    votes = np.array([[VOTE[row[name]] for name in statements] for row in people])
    return votes, np.array([int(row["group-id"] or -1) for row in people]), statements


def alike(one: Labels, other: Labels) -> float:
    """The adjusted Rand index (Hubert and Arabie 1985) of who is in a group in both."""
    both = (one >= 0) & (other >= 0)
    table = np.array(
        [
            [((one == a) & (other == b) & both).sum() for b in np.unique(other[both])]
            for a in np.unique(one[both])
        ]
    )
    pairs = sum(comb(int(n), 2) for n in table.ravel())
    rows, columns = (sum(comb(int(n), 2) for n in table.sum(axis=axis)) for axis in (1, 0))
    chance = rows * columns / comb(int(both.sum()), 2)
    return (pairs - chance) / ((rows + columns) / 2 - chance)


def test_group_informed_consensus_is_theirs_for_every_statement(conversations: Path) -> None:
    folder = conversations / "bg2050-volunteers"
    votes, groups, statements = held(folder)
    with (folder / "comments.csv").open(newline="") as file:
        told = {
            row["comment-id"]: float(row["group-informed-consensus"])
            for row in csv.DictReader(file)
            if row["group-informed-consensus"]
        }
    found = dict(zip(statements, consensus(votes, groups).tolist(), strict=True))
    assert len(told) == 371
    assert [name for name, value in told.items() if abs(found[name] - value) > 1e-12] == []


@pytest.mark.parametrize(
    ("name", "least"),
    [
        ("bg2050-volunteers", 0.82),
        ("brexit-consensus", 0.83),
        ("scoop-hivemind.ubi", 0.09),
        ("vtaiwan.uberx", 0.68),
    ],
)
def test_our_groups_are_as_like_theirs_as_was_measured_and_in_any_order_the_same(
    conversations: Path, name: str, least: float
) -> None:
    votes, theirs, _ = held(conversations / name)
    ours = opinions(votes)
    assert alike(ours.groups, theirs) >= least
    order = np.random.default_rng(1).permutation(len(votes))
    assert (opinions(votes[order]).groups == ours.groups[order]).all()


def test_a_planted_minority_is_a_group_of_its_own_and_not_on_the_map() -> None:
    rng = np.random.default_rng(7)
    most = np.where(rng.random((200, 12)) < 0.9, 1.0, -1.0)
    few = np.where(rng.random((8, 12)) < 0.95, -1.0, 1.0)
    found = opinions(np.vstack([most, few]))
    [group] = found.small
    assert (found.groups[200:] == group).all()
    assert (found.groups[:200] == 0).all()


@given(st.integers(0, 30), st.integers(0, 5), st.integers(0, 5))
def test_few_people_or_statements_make_no_groups_and_no_error(people, statements, seed) -> None:
    votes = np.random.default_rng(seed).choice([1.0, -1.0, 0.0, np.nan], (people, statements))
    found = opinions(votes)
    assert len(found.groups) == people
    assert (np.isnan(found.places[:, 0]) <= (found.groups == -1)).all()
    assert ((consensus(votes, found.groups) > 0) & (consensus(votes, found.groups) <= 1)).all()


def test_a_silhouette_by_hand() -> None:
    points = np.array([[0.0, 0.0], [1.0, 0.0], [10.0, 0.0]])
    labels = np.array([0, 0, 1])
    assert silhouette(points, labels) == pytest.approx(((10 - 1) / 10 + (9 - 1) / 9 + 0) / 3)
    assert silhouette(points, np.zeros(3, dtype=np.int64)) == 0
