# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Groups of people who answer alike, and what those groups agree on.

Exact and without chance: the same votes in any order give the same groups, whatever the machine.
Principal components of what was voted, mean where nothing was; k-means from fixed starts, and two
to five groups by silhouette (Rousseeuw 1987). Group-informed consensus: Small, Bjorkegren,
Erkkila, Shaw and Megill (2021), Polis: Scaling Deliberation by Mapping High Dimensional Opinion
Spaces.
"""

from collections.abc import Iterator
from typing import Final

import numpy as np
from msgspec import Struct

Votes = np.ndarray[tuple[int, int], np.dtype[np.float64]]
"""A row per person and a column per statement: 1 agrees, -1 disagrees, 0 passes, nan did not vote.
A decision point is a statement: for, against and no opinion."""
Points = np.ndarray[tuple[int, int], np.dtype[np.float64]]
Labels = np.ndarray[tuple[int], np.dtype[np.int64]]
AGREE, DISAGREE = 1.0, -1.0


class Rules(Struct, frozen=True):
    """Published with the groups.

    least_votes   whoever voted less, of all there are at most, is put in no group
    smallest      a group of fewer people is no group on the map
    alone         fewer people than this are no group at all: they are put aside, and the others
                  looked at once more
    """

    least_votes: int = 7
    fewest: int = 2
    most: int = 5
    smallest: int = 10
    alone: int = 3
    rounds: int = 300


RULES: Final = Rules()


class Opinions(Struct, frozen=True):
    """`places` two numbers per person, nan for who voted too little; `groups` the number of the
    group, -1 for none; nought is the largest. `silhouettes` per number of groups that was tried.
    `small` are groups that are a line about a minority and not on the map."""

    places: Points
    groups: Labels
    silhouettes: dict[int, float]
    small: tuple[int, ...] = ()


def _cast(votes: Votes) -> np.ndarray[tuple[int, int], np.dtype[np.bool_]]:
    return ~np.isnan(votes)


def consensus(votes: Votes, groups: Labels) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """Per statement the product over groups of (agree + 1) / (voted + 2): near 1 when every group,
    however small, agrees."""
    found = np.ones(votes.shape[1])
    for group in np.unique(groups[groups >= 0]):
        inside = votes[groups == group]
        found *= ((inside == AGREE).sum(axis=0) + 1) / (_cast(inside).sum(axis=0) + 2)
    return found


def _components(votes: Votes) -> Points:
    """The two directions in which people differ most, each pointing where its largest part does."""
    cast = _cast(votes)
    means = np.where(cast, votes, 0).sum(axis=0) / np.maximum(cast.sum(axis=0), 1)
    filled: Points = np.where(cast, votes, means) - means
    axes: Points = np.linalg.eigh(filled.T @ filled)[1]
    found = axes[:, ::-1][:, :2]
    signs = np.sign(found[np.abs(found).argmax(axis=0), np.arange(found.shape[1])])
    # Rounded, so that the last bit of another machine's arithmetic moves nobody to another group.
    return np.round(filled @ (found * signs), 9)


def _distances(points: Points, others: Points) -> Points:
    between = points[:, None, :] - others[None, :, :]
    return np.hypot(between[..., 0], between[..., 1])


def _starts(points: Points, k: int) -> Iterator[Points]:
    """Where k-means may begin, without chance: from the point farthest from the middle on, each
    time the one farthest from those chosen; or evenly along an axis, around, or outwards."""
    chosen = [int(_distances(points, points.mean(axis=0, keepdims=True))[:, 0].argmax())]
    while len(chosen) < k:
        chosen.append(int(_distances(points, points[chosen]).min(axis=1).argmax()))
    yield points[chosen]
    across, up = points[:, 0], points[:, 1]
    evenly = [int((part + 0.5) * len(points) / k) for part in range(k)]
    for along in (across, up, np.arctan2(up, across), np.hypot(across, up)):
        yield points[np.argsort(along, kind="stable")[evenly]]


def _settled(points: Points, centres: Points, rules: Rules) -> Labels:
    labels = _distances(points, centres).argmin(axis=1)
    for _ in range(rules.rounds):
        held = [points[labels == one] for one in range(len(centres))]
        centres = np.array(
            [each.mean(axis=0) if len(each) else centres[one] for one, each in enumerate(held)]
        )
        new = _distances(points, centres).argmin(axis=1)
        if (new == labels).all():
            break
        labels = new
    return labels


def _spread(points: Points, labels: Labels) -> float:
    """Within groups; rounded, as the points are."""
    groups = (points[labels == group] for group in np.unique(labels))
    return round(float(sum(((each - each.mean(axis=0)) ** 2).sum() for each in groups)), 9)


def _clustered(points: Points, k: int, rules: Rules) -> Labels:
    """The tightest of all starts, the first of equals."""
    settled = [_settled(points, centres, rules) for centres in _starts(points, k)]
    return min(settled, key=lambda labels: _spread(points, labels))


def silhouette(points: Points, labels: Labels) -> float:
    """How much nearer people are to their own group than to the next: 1 far apart, 0 no groups."""
    groups = np.unique(labels)
    if len(groups) < 2:  # noqa: PLR2004 - there is no next one
        return 0.0
    apart = _distances(points, points)
    sizes = np.array([(labels == group).sum() for group in groups])
    to = np.stack([apart[:, labels == group].sum(axis=1) for group in groups], axis=1)
    own = np.searchsorted(groups, labels)
    rows = np.arange(len(points))
    inside = to[rows, own] / np.maximum(sizes[own] - 1, 1)
    outside = to / sizes
    outside[rows, own] = np.inf
    nearest = outside.min(axis=1)
    scale = np.maximum(np.maximum(inside, nearest), 1e-12)
    alone = sizes[own] == 1
    return float(np.where(alone, 0.0, (nearest - inside) / scale).mean())


def _by_size(labels: Labels, points: Points) -> Labels:
    """Numbered from the largest; of equal ones the one farthest to the left first."""
    groups = np.unique(labels)
    order = sorted(
        groups.tolist(),
        key=lambda group: (-(labels == group).sum(), *points[labels == group].mean(axis=0)),
    )
    number = {group: place for place, group in enumerate(order)}
    return np.array([number[group] for group in labels.tolist()], dtype=np.int64)


def _best(points: Points, rules: Rules) -> tuple[Labels, dict[int, float]]:
    """The number of groups that are farthest apart; of equals the smaller."""
    tried = {k: _clustered(points, k, rules) for k in range(rules.fewest, rules.most + 1)}
    found = {k: round(silhouette(points, labels), 9) for k, labels in tried.items()}
    return tried[max(found, key=lambda k: (found[k], -k))], found


def opinions(votes: Votes, rules: Rules = RULES) -> Opinions:
    """Places on the map, and groups; no group where there are too few people to tell."""
    people = votes.shape[0]
    enough = _cast(votes).sum(axis=1) >= min(rules.least_votes, max(votes.shape[1], 1))
    places = np.full((people, 2), np.nan)
    groups = np.full(people, -1, dtype=np.int64)
    found: dict[int, float] = {}
    if enough.sum() < rules.fewest * rules.smallest or votes.shape[1] < 2:  # noqa: PLR2004 - a map
        return Opinions(places, groups, found)
    places[enough] = _components(votes[enough])
    inside = np.lexsort((places[:, 1], places[:, 0]))[: enough.sum()]  # nan comes last
    while len(inside) >= rules.fewest * rules.smallest:
        points = places[inside]
        labels, found = _best(points, rules)
        alone = np.bincount(labels)[labels] < rules.alone
        if not alone.any():
            groups[inside] = _by_size(labels, points)
            break
        inside = inside[~alone]
    sizes = np.bincount(groups[groups >= 0])
    small = tuple(int(group) for group in np.flatnonzero(sizes < rules.smallest))
    return Opinions(places, groups, found, small)
