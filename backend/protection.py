# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""How the open link is protected, from the environment (docs/decisions/0034)."""

import re
from collections.abc import Mapping
from typing import Final

from msgspec import Struct

DOCUMENTED: Final = {
    "RAADGEVER_MOST_PER_NETWORK": (
        "responses from one network in ten minutes before the griffie is asked to look; default 20;"
        " no: not counted"
    ),
    "RAADGEVER_CHALLENGE": "iterations per try of a challenge; default 1000; no: no challenges",
}


class Protection(Struct, frozen=True):
    """Of the open link only: whoever has a letter code needs none of it.

    most    first responses from one network in ten minutes that pass without a word; None: any
    cost    iterations of PBKDF2 per try of a challenge, of which it takes 256 on average; None:
            no challenges are given
    """

    most: int | None = 20
    cost: int | None = 1_000


def _number(
    environ: Mapping[str, str], name: str, usual: int | None, most: int, problems: list[str]
) -> int | None:
    said = environ.get(name, "").strip()
    if not said:
        return usual
    if said == "no":
        return None
    if re.fullmatch(r"[0-9]{1,6}", said) and 1 <= int(said) <= most:
        return int(said)
    problems.append(f"{name}: {said!r} is neither no nor a number from 1 up to {most}.")
    return usual


def read(environ: Mapping[str, str], problems: list[str]) -> Protection:
    usual = Protection()
    return Protection(
        _number(environ, "RAADGEVER_MOST_PER_NETWORK", usual.most, 100_000, problems),
        _number(environ, "RAADGEVER_CHALLENGE", usual.cost, 100_000, problems),
    )
