# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Who answered, all traits together, and which way they lean: what weights are made of.

Not for publication: what may be shown of it is in `disclosure` and `participation`.
"""

from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np
import polars as pl

from analysis.numbered import Numbers, Truths
from analysis.unfolding import Unfolded
from surveys.stances import IN_FAVOUR, OPPOSED

Who = tuple[str | None, ...]
"""One answer per background question; null for who gave none."""
Profiles = Mapping[Who, tuple[int, ...]]
"""Per kind of people how many there are, then for each stance question who is in favour and who is
opposed."""


def _columns(whole: Unfolded, stances: Sequence[str]) -> list[Truths]:
    everybody = np.ones(whole.entries.height, dtype=np.bool_)
    sides = [
        whole.answers[stance].meets(lambda value, side=side: value in side)
        for stance in stances
        for side in (IN_FAVOUR, OPPOSED)
    ]
    return [everybody, *sides]


def profiles(whole: Unfolded, background: Sequence[str], stances: Sequence[str]) -> Profiles:
    """Of one part: what it cancels may have been in another, so numbers may be below nought."""
    if not background or not whole.entries.height:
        return {}
    signs: Numbers = whole.entries["sign"].cast(pl.Int64).to_numpy()
    held = [whole.groups[name] for name in background]
    shape = [len(column.values) for column in held]
    kinds = np.ravel_multi_index(tuple(column.places for column in held), shape)
    counted = [
        np.bincount(kinds, weights=signs * chosen, minlength=int(np.prod(shape)))
        for chosen in _columns(whole, stances)
    ]
    found: dict[Who, tuple[int, ...]] = {}
    for kind in np.flatnonzero(np.any(counted, axis=0)).tolist():
        places = np.unravel_index(kind, shape)
        who = tuple(column.values[int(at)] for column, at in zip(held, places, strict=True))
        found[who] = tuple(int(column[kind]) for column in counted)
    return found


def together(parts: Sequence[Profiles]) -> Profiles:
    """In no particular order; without kinds of which nobody is left."""
    sums: dict[Who, Counter[int]] = {}
    for part in parts:
        for who, numbers in part.items():
            sums.setdefault(who, Counter()).update(dict(enumerate(numbers)))
    size = {who: max(held) + 1 for who, held in sums.items()}
    return {
        who: tuple(held[place] for place in range(size[who]))
        for who, held in sums.items()
        if any(held.values())
    }
