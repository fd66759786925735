# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Multinomial logistic regression with a ridge, fitted by L-BFGS (Nocedal and Wright 2006, 7.4).

Exact and without chance: the same rows in the same order give the same weights.
"""

from collections.abc import Callable
from typing import Final

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]
_KEPT: Final = 8
_STEPS: Final = 200
_ENOUGH: Final = 1e-5


class Sparse(Struct, frozen=True):
    """Rows of which few features are not nought: `ends` says where the features of a row end."""

    ends: Whole
    features: Whole
    values: Floats
    width: int

    @property
    def rows(self) -> Whole:
        return np.repeat(np.arange(len(self.ends)), np.diff(self.ends, prepend=0))

    def times(self, weights: Floats) -> Floats:
        """(rows, classes)"""
        parts = weights[self.features] * self.values[:, None]
        sums = np.concatenate([np.zeros((1, weights.shape[1])), parts.cumsum(axis=0)])
        return np.diff(sums[self.ends], axis=0, prepend=0)

    def turned(self, errors: Floats) -> Floats:
        """(features, classes)"""
        spread = errors[self.rows] * self.values[:, None]
        columns = [np.bincount(self.features, column, self.width) for column in spread.T]
        return np.stack(columns, axis=1).astype(np.float64)


class Dense(Struct, frozen=True):
    table: Floats

    @property
    def width(self) -> int:
        return self.table.shape[1]

    def times(self, weights: Floats) -> Floats:
        return self.table @ weights

    def turned(self, errors: Floats) -> Floats:
        return self.table.T @ errors


def shares(scores: Floats) -> Floats:
    """(rows, classes), each row adding up to 1."""
    raised = np.exp(scores - scores.max(axis=1, keepdims=True))
    return raised / raised.sum(axis=1, keepdims=True)


def fit(rows: Sparse | Dense, classes: Whole, count: int, ridge: float) -> tuple[Floats, Floats]:
    """Weights (features, classes) and starts (classes); each class weighs as much as any other."""
    truth = np.eye(count)[classes]
    weigh = (len(classes) / count / truth.sum(axis=0))[classes][:, None] / len(classes)

    def judge(flat: Floats) -> tuple[float, Floats]:
        both = flat.reshape(rows.width + 1, count)
        said = shares(rows.times(both[:-1]) + both[-1])
        loss = -float((weigh * truth * np.log(said + 1e-12)).sum())
        errors = weigh * (said - truth)
        turned = np.vstack([rows.turned(errors) + ridge * both[:-1], errors.sum(axis=0)])
        return loss + ridge / 2 * float((both[:-1] ** 2).sum()), turned.ravel()

    found = _lowest(judge, np.zeros((rows.width + 1) * count)).reshape(-1, count)
    return found[:-1], found[-1]


def _lowest(judge: Callable[[Floats], tuple[float, Floats]], at: Floats) -> Floats:
    loss, slope = judge(at)
    moved: list[tuple[Floats, Floats, float]] = []
    for _ in range(_STEPS):
        way = -_bent(slope, moved)
        step, down = 1.0, float(slope @ way)
        while True:
            there = at + step * way
            below, next_slope = judge(there)
            if below <= loss + 1e-4 * step * down or step < 1e-10:  # noqa: PLR2004 - Armijo
                break
            step /= 2
        change, turn = there - at, next_slope - slope
        curve = float(change @ turn)
        if curve > 0:
            moved = [*moved[-_KEPT + 1 :], (change, turn, 1 / curve)]
        at, loss, slope = there, below, next_slope
        if np.abs(slope).max() < _ENOUGH:
            break
    return at


def _bent(slope: Floats, moved: list[tuple[Floats, Floats, float]]) -> Floats:
    """The slope times what is known of the inverse of the curvature: the two loops."""
    way, kept = slope.copy(), list[float]()
    for change, turn, curve in reversed(moved):
        kept.append(curve * float(change @ way))
        way -= kept[-1] * turn
    if moved:
        change, turn, curve = moved[-1]
        way /= curve * float(turn @ turn)
    for (change, turn, curve), back in zip(moved, reversed(kept), strict=True):
        way += (back - curve * float(turn @ way)) * change
    return way
