# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Two people filled in one form: what each of them changed goes together."""

from collections.abc import Mapping

from msgspec import Struct


class Merged(Struct, frozen=True):
    """`theirs`: what only the other changed. `both`: what both did, each otherwise."""

    values: dict[str, str]
    theirs: tuple[str, ...] = ()
    both: tuple[str, ...] = ()


def merged(before: Mapping[str, str], mine: Mapping[str, str], stored: Mapping[str, str]) -> Merged:
    """Every field of `stored`, as I changed it since `before`, or else as it is stored.

    A field that is not in `mine` I left alone. One that is not in `before` may have been anything:
    mine stays, and counts as changed by both.
    """
    values: dict[str, str] = {}
    theirs: list[str] = []
    both: list[str] = []
    for name, now in stored.items():
        was = before.get(name)
        said = mine.get(name, now if was is None else was)
        values[name] = now if said == was else said
        if now not in (was, said):
            (theirs if said == was else both).append(name)
    return Merged(values, tuple(theirs), tuple(both))
